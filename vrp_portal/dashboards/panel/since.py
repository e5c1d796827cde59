"""With which day the pages for the Panel compare: the day of the paper before, or one that is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from vrp_portal.figures.scoped import FIRST_YEAR_OF_PARTNERSHIP, ScopeForm
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.fields import DATE_HINT, DayField
from vrp_portal.reports.models import Paper


class PanelScopeForm(ScopeForm):
    """The scope, and the day with which it is compared; empty means the last meeting's."""

    since = DayField(label="Compared with", required=False, help_text=DATE_HINT)

    def clean_since(self) -> date | None:
        since: date | None = self.cleaned_data["since"]
        first = FinancialYear(FIRST_YEAR_OF_PARTNERSHIP).starts
        if since is not None and since < first:
            raise ValidationError(
                f"The partnership began on {first.day} {first:%B %Y}: choose that day or a later one."
            )
        return since

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        since: date | None = self.cleaned_data.get("since")
        if since is not None and not self.errors and since >= (as_at := self.scope().as_at):
            self.add_error(
                "since",
                f"{in_words(since)} is not before {in_words(as_at)}, the day of the page. "
                "Choose an earlier day, or leave this empty.",
            )
        return cleaned


@dataclass(frozen=True, slots=True)
class Since:
    """A day to compare with, and in words why it is that one."""

    day: date
    why: str

    @property
    def in_words(self) -> str:
        return in_words(self.day)


def chosen(day: date) -> Since:
    return Since(day, "the day that was chosen")


def last_meeting(before: date) -> Since:
    """The day to which the latest paper before a day told; without one, the end of the quarter before.

    A paper is as at the latest day of its figures.
    """
    papers = Paper.objects.annotate(told_to=Max("figures__as_at"))
    paper = papers.filter(told_to__lt=before).order_by("-told_to", "-meeting_on").first()
    if paper is not None:
        return Since(
            paper.told_to, f"the day to which the paper for the meeting on {in_words(paper.meeting_on)} told"
        )
    ends = Quarter.last_ended(before).ends
    quarter = Quarter.last_ended(before).previous() if ends == before else Quarter.last_ended(before)
    return Since(quarter.ends, "the end of the quarter before; no earlier paper for the Panel is recorded")


def year_before(day: date) -> date:
    """The same day a year earlier; of 29 February the 28th.

    >>> year_before(date(2024, 2, 29))
    datetime.date(2023, 2, 28)
    """
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def in_words(day: date) -> str:
    """A day as it is said: 31 December 2023.

    >>> in_words(date(2023, 12, 31))
    '31 December 2023'
    """
    return f"{day.day} {day:%B %Y}"
