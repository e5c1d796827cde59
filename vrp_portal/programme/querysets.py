"""Which programme records: within a period, and whose to see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce

from vrp_portal.accounts.roles import Role
from vrp_portal.programme.rules import Known, first_day
from vrp_portal.records.models import WithdrawableQuerySet

if TYPE_CHECKING:
    from vrp_portal.accounts.models import User
    from vrp_portal.partnership.models import District


class ActivityQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> ActivityQuerySet:
        """The team sees all, others what stands; a coordinator what is theirs or the whole area's."""
        if user.in_team:
            return self.all()
        if user.role == Role.CSP_COORDINATOR:
            return self.standing().in_district(user.district)
        return self.standing()

    def in_district(self, district: District) -> ActivityQuerySet:
        """Those in the district, and those of the whole of West Yorkshire."""
        places = self.model.districts.through.objects.filter(activity=OuterRef("pk"))
        return self.filter(~Exists(places) | Exists(places.filter(district=district)))

    def within(self, starts: date | None, ends: date | None) -> ActivityQuerySet:
        """Those of which a day lies between two, each of which may be left open."""
        found = self
        if ends is not None:
            found = found.filter(starts_on__lte=ends)
        if starts is not None:
            found = found.annotate(last_day=Coalesce("ends_on", "starts_on")).filter(last_day__gte=starts)
        return found

    def with_words(self) -> ActivityQuerySet:
        """Each with what its words are made of: workstream, districts, partners, counts."""
        from vrp_portal.programme.models import ActivityCount

        counts = Prefetch(
            "counts", ActivityCount.objects.standing().order_by("pk"), to_attr="standing_counts"
        )
        return self.select_related("workstream").prefetch_related("districts", "partners", counts)


class ActivityCountQuerySet(WithdrawableQuerySet):
    pass


class PublicationQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> PublicationQuerySet:
        """The team sees all, others what stands; a coordinator what is theirs or the whole area's."""
        if user.in_team:
            return self.all()
        if user.role == Role.CSP_COORDINATOR:
            return self.standing().filter(Q(district__isnull=True) | Q(district=user.district))
        return self.standing()

    def within(self, starts: date | None, ends: date | None) -> PublicationQuerySet:
        """Those published or due between two days; of which only the month or year is known, within it."""
        found = self
        if ends is not None:
            found = found.filter(published_on__lte=ends)
        if starts is not None:
            # A month or a year that began before the period may still reach into it.
            found = found.filter(
                Q(published_on__gte=starts)
                | Q(day_known=Known.MONTH, published_on__gte=first_day(starts, Known.MONTH))
                | Q(day_known=Known.YEAR, published_on__gte=first_day(starts, Known.YEAR))
            )
        return found


class EvaluationQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> EvaluationQuerySet:
        """Everybody sees what stands; the team also what was withdrawn."""
        return self.all() if user.in_team else self.standing()

    def within(self, starts: date | None, ends: date | None) -> EvaluationQuerySet:
        """Those not yet begun after the period, nor reported before it."""
        found = self
        if ends is not None:
            found = found.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=ends))
        if starts is not None:
            found = found.filter(Q(reported_on__isnull=True) | Q(reported_on__gte=starts))
        return found


class GovernanceGroupQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> GovernanceGroupQuerySet:
        """Everybody sees what stands; the team also what was withdrawn."""
        return self.all() if user.in_team else self.standing()
