"""Panel papers: their words, kept from paper to paper, and what was frozen of each that was published."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from vrp_portal.figures.scope import Scope
from vrp_portal.panel_paper.outline import BY_KEY, SLOTS, Slot
from vrp_portal.panel_paper.querysets import PanelPaperQuerySet
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import REASON_LENGTH, Versioned, version_rises
from vrp_portal.reports.models import Paper
from vrp_portal.year_end.models import kept

PANEL = "Police and Crime Panel"
REPORT_OF = "Deputy Mayor for Policing and Crime"
AUTHOR = "West Yorkshire Violence Reduction Partnership, West Yorkshire Combined Authority"
TITLE = "Violence Reduction Partnership update"

STARTS_OF_YEAR = Func(F("year"), Value(4), Value(1), function="make_date", output_field=models.DateField())
HASH_OF_CONTENT = Func(
    Func(Func(F("content"), Value("UTF8"), function="convert_to"), function="sha256"),
    Value("hex"),
    function="encode",
    output_field=models.CharField(),
)


@pghistory.track()
class PanelPaper(Versioned):
    """A paper that is being written for a meeting, or was published at it: of a year, as at a day."""

    title = models.CharField(max_length=200, default=TITLE)
    item = models.CharField("item of the agenda", max_length=20, blank=True, help_text="For example, 7")
    meeting_on = models.DateField("meeting")
    year = FinancialYearField("financial year")
    as_at = models.DateField("as at", help_text="The last day that its figures take into account.")
    report_to = models.CharField(max_length=200, default=PANEL)
    report_of = models.CharField(
        max_length=200, default=REPORT_OF, help_text="The office, rather than who holds it."
    )
    author = models.CharField(max_length=200, default=AUTHOR)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )

    objects = PanelPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "meeting_on"],
                name="panel_paper_one_of_a_title_and_meeting",
                violation_error_message="There is a paper of this title for this meeting already.",
            ),
            models.CheckConstraint(
                condition=Q(as_at__gte=STARTS_OF_YEAR),
                name="panel_paper_as_at_not_before_its_year",
                violation_error_message="The day is before the financial year begins.",
            ),
            models.CheckConstraint(
                condition=Q(meeting_on__gte=F("as_at")),
                name="panel_paper_meeting_not_before_its_day",
                violation_error_message="The meeting is before the last day that the figures tell of.",
            ),
        ]
        triggers = [
            version_rises(),
            pgtrigger.Trigger(
                name="kept_once_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT FROM panel_paper_frozenpaper WHERE panel_paper_id = OLD.id) THEN "
                    "RAISE EXCEPTION 'This paper is published, so it stays as it is. Write a new one.' "
                    "USING ERRCODE = 'check_violation'; END IF; "
                    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.meeting_on.day} {self.meeting_on:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.pk])

    @property
    def scope(self) -> Scope:
        """The year and the day that its figures are of."""
        return Scope(self.year, self.as_at)

    @property
    def is_published(self) -> bool:
        return hasattr(self, "frozen")


@pghistory.track()
class Section(Versioned):
    """The words of a section of the outline, figures in braces; the next paper begins with them."""

    key = models.CharField(
        "section",
        max_length=20,
        choices=[(slot.key, slot.heading) for slot in SLOTS],
        unique=True,
        editable=False,
    )
    text = models.TextField(max_length=20_000, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.slot.heading

    @property
    def slot(self) -> Slot:
        return BY_KEY[self.key]


@pghistory.track()
class FigureSeen(models.Model):
    """What a figure in a section was when the sentence around it was last written or read."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="seen")
    words = models.CharField(max_length=100, help_text="The figure as it stands in the text.")
    shown = models.CharField(max_length=60)

    class Meta:
        ordering = ["section", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "words"],
                name="figure_seen_once_a_section",
                violation_error_message="What this figure was is kept for this section already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.shown}"


@pghistory.track()
class FrozenPaper(models.Model):
    """All that a paper said when it was published, with the hash by which it can be proved unchanged.

    `content` is what `frozen.py` writes. Whatever is made of a published paper is made of this alone.
    """

    panel_paper = models.OneToOneField(PanelPaper, on_delete=models.PROTECT, related_name="frozen")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="frozen_content")
    content = models.TextField()
    sha256 = models.CharField("hash (SHA-256)", max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(
        max_length=REASON_LENGTH, blank=True, help_text="Why sentences whose numbers changed were left."
    )

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=HASH_OF_CONTENT),
                name="frozen_paper_hash_of_its_content",
                violation_error_message="The hash is not that of the content.",
            )
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return f"{self.panel_paper}, published on {self.published_at:%d/%m/%Y}"


@pghistory.track(exclude=["png", "svg"])
class FrozenPicture(models.Model):
    """A chart of a published paper as it was drawn."""

    frozen = models.ForeignKey(FrozenPaper, on_delete=models.PROTECT, related_name="pictures")
    chart = models.CharField(max_length=60)
    png = models.BinaryField()
    svg = models.TextField()

    class Meta:
        ordering = ["frozen", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["frozen", "chart"],
                name="frozen_picture_one_a_chart",
                violation_error_message="This chart of the paper is kept already.",
            )
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return f"{self.chart}, {self.frozen}"
