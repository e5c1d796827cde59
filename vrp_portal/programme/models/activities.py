"""What the programme did and plans to do. The people whom it reached are never added to the reach."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from vrp_portal.partnership.models import WHOLE_AREA, District, Organisation
from vrp_portal.programme.models.dated import Known, begins_what_is_known, known_field
from vrp_portal.programme.models.workstreams import Workstream
from vrp_portal.programme.querysets import ActivityCountQuerySet, ActivityQuerySet
from vrp_portal.programme.rules import Sure as HowSure
from vrp_portal.programme.rules import when
from vrp_portal.records.models import (
    Sourced,
    Versioned,
    Withdrawable,
    ends_after_start,
    not_negative,
    version_rises,
    withdrawn_with_a_reason,
)


class Sure(models.TextChoices):
    EXACT = HowSure.EXACT.value, "Exact"
    ESTIMATE = HowSure.ESTIMATE.value, "Estimate"
    UP_TO = HowSure.UP_TO.value, "Up to"
    MORE_THAN = HowSure.MORE_THAN.value, "More than"


@pghistory.track()
class Activity(Withdrawable, Versioned, Sourced):
    """Something that the programme did or plans, on a day or over some days.

    The people whom it reached stand in this record alone: they may have come to other activities and to
    interventions too, so they are added to nothing.
    """

    class Kind(models.TextChoices):
        EVENT = "event", "Event"
        TRAINING = "training", "Training"
        MEETING = "meeting", "Meeting"
        CAMPAIGN = "campaign", "Campaign"
        LAUNCH = "launch", "Launch of a publication"
        MEDIA = "media", "Media"
        OTHER = "other", "Other work"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"

    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    day_known = known_field()
    place = models.CharField(max_length=200, blank=True)
    districts = models.ManyToManyField(
        District, through="ActivityDistrict", blank=True, related_name="activities"
    )
    partners = models.ManyToManyField(
        Organisation, through="ActivityPartner", blank=True, related_name="activities"
    )
    other_partners = models.CharField(
        max_length=300, blank=True, help_text="Partners that the list above does not have, in words."
    )
    happened = models.TextField("what happened", max_length=4000, blank=True)
    people = models.PositiveIntegerField("people reached", null=True, blank=True)
    people_sure = models.CharField(
        "how sure the number of people is", max_length=10, choices=Sure, blank=True
    )
    people_are = models.CharField(
        "who they are", max_length=60, blank=True, help_text="For example young people, or community leaders."
    )
    evidence = models.URLField(blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "title"]
        verbose_name_plural = "activities"
        constraints = [
            withdrawn_with_a_reason("activity"),
            ends_after_start("activity", start="starts_on", end="ends_on"),
            begins_what_is_known("activity", "starts_on"),
            *not_negative("activity", "people"),
            models.CheckConstraint(
                condition=Q(day_known=Known.DAY) | Q(ends_on__isnull=False),
                name="activity_month_or_year_has_its_last_day",
                violation_error_message="Where only the month or the year is known, its last day is kept.",
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True, people_sure="", people_are="")
                | (Q(people__isnull=False) & ~Q(people_sure="") & ~Q(people_are="")),
                name="activity_people_are_somebody_and_sure_somehow",
                violation_error_message=(
                    "A number of people goes with who they are and how sure the number is; without one, "
                    "leave those empty."
                ),
            ),
            models.UniqueConstraint(
                fields=["workstream", "title", "starts_on"],
                condition=Q(withdrawn_on__isnull=True),
                name="activity_entered_once",
                violation_error_message="This activity has been entered already, on this day.",
            ),
        ]
        indexes = [models.Index(fields=["-starts_on"], name="activity_starts_on")]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.pk])

    @property
    def when(self) -> str:
        return when(self.starts_on, self.ends_on, self.day_known)

    @property
    def where(self) -> str:
        """The place and the districts in words. Prefetch `districts` for a list."""
        named = [district.name for district in self.districts.all()]
        return ", ".join([*([self.place] if self.place else []), *named]) or WHOLE_AREA

    @property
    def with_whom(self) -> str:
        """The partners in words. Prefetch `partners` for a list."""
        named = [organisation.name for organisation in self.partners.all()]
        return "; ".join([*named, *([self.other_partners] if self.other_partners else [])])


@pghistory.track()
class ActivityDistrict(models.Model):
    """That an activity took place in a district."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE)
    district = models.ForeignKey(District, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "district"],
                name="activity_district_entered_once",
                violation_error_message="This district has been chosen already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} in {self.district}"


@pghistory.track()
class ActivityPartner(models.Model):
    """That an organisation took part in an activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation"],
                name="activity_partner_entered_once",
                violation_error_message="This organisation has been chosen already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} with {self.organisation}"


@pghistory.track()
class ActivityCount(Withdrawable, Versioned, Sourced):
    """Something else that was counted at an activity, such as schools, or people of another kind."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="counts")
    number = models.PositiveIntegerField()
    sure = models.CharField("how sure it is", max_length=10, choices=Sure, default=Sure.EXACT)
    what = models.CharField(
        "what is counted", max_length=60, help_text="For example schools, or young people."
    )
    are_people = models.BooleanField(
        "these are people", default=False, help_text="A small number of people is not shown to everybody."
    )

    objects = ActivityCountQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "pk"]
        constraints = [
            withdrawn_with_a_reason("activity_count"),
            *not_negative("activity_count", "number"),
            models.UniqueConstraint(
                fields=["activity", "what"],
                condition=Q(withdrawn_on__isnull=True),
                name="activity_count_entered_once",
                violation_error_message="This has been counted for the activity already. Change that count.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return f"{self.activity}: {self.what}"
