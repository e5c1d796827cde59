"""The Serious Violence Duty for the Panel: milestones, returns that have come, shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.views.generic import TemplateView

from svd.models import Share
from vrp_portal.accounts.models import User
from vrp_portal.dashboards import cards
from vrp_portal.dashboards.panel.page import PanelPage
from vrp_portal.dashboards.panel.since import in_words
from vrp_portal.dashboards.panel.words import many
from vrp_portal.figures.definitions.duty import shares
from vrp_portal.figures.definitions.duty_progress import milestones
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.registry import FigureResult
from vrp_portal.figures.scope import Scope

MONEY = ("svd_total", "svd_shared", "svd_unallocated", "svd_spent")
PROGRESS = ("duty_milestones", "duty_milestones_done", "duty_milestones_late")
RETURNS = ("returns_due", "returns_accepted")


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that the duty asks for, and how it stood on the day of the page."""

    title: str
    where: str
    word: str
    state: str
    when: str
    illustrative: bool


class Duty(PanelPage, TemplateView):
    """What the duty asks for and what was done, returns as counts only, and the shares."""

    template_name = "dashboards/panel/duty.html"
    page = "panel-duty"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.reading.compute((*MONEY, *PROGRESS, *RETURNS))
        steps = steps_of(self.scope)
        by_quarter = self.reading.by_quarter(["returns_accepted"])
        return super().get_context_data(
            milestones=steps,
            progress=cards.cards(PROGRESS, results, self.address),
            milestones_in_words=milestones_in_words(results),
            returns=cards.cards(RETURNS, results, self.address),
            returns_by_quarter=[(part.label, result.shown) for part, (result,) in by_quarter.rows],
            returns_in_words=returns_in_words(results),
            money=cards.cards(MONEY, results, self.address),
            shares=shares_seen(self.request.user, self.scope),
            shares_total=results["svd_shared"],
            shares_url=self.address(results["svd_shared"].figure),
            shows_illustrative=any_illustrative(
                (results[key] for key in ("svd_total", "svd_shared", "duty_milestones", "returns_accepted")),
                self.scope,
            ),
            **kwargs,
        )


def steps_of(scope: Scope) -> list[Milestone]:
    """The milestones behind the figures, in the order of their days, each as it stood on the scope's day."""
    ordered = milestones(scope).order_by(F("due_on").asc(nulls_last=True), "kind", "district__name", "title")
    return [_as_at(milestone) for milestone in ordered]


def _as_at(milestone: Any) -> Milestone:
    due = f"due on {in_words(milestone.due_on)}" if milestone.due_on else "no day is set"
    word, state = "To come", "to-come"
    if milestone.was_done:
        word, state = "Done", "done"
    elif milestone.was_late:
        word, state = "Late", "late"
    return Milestone(
        title=str(milestone),
        where=milestone.where,
        word=word,
        state=state,
        when=f"Done on {in_words(milestone.done_on)}, {due}"
        if milestone.was_done
        else due[:1].upper() + due[1:],
        illustrative=milestone.illustrative,
    )


def milestones_in_words(results: dict[str, FigureResult]) -> str:
    """How many milestones were done, and how many late."""
    every, done, late = (results[key] for key in PROGRESS)
    if not every.value:
        return "No milestone of the duty is recorded yet."
    said = f"{done.shown} of {many(every, 'milestone')} had been reached"
    if not late.value:
        return f"{said}, and none was late."
    return f"{said}, and {late.shown} {'was' if late.value == 1 else 'were'} late."


def returns_in_words(results: dict[str, FigureResult]) -> str:
    """How many returns had been accepted, of those that were due."""
    due, accepted = (results[key] for key in RETURNS)
    if not due.value:
        return "No return was due by then."
    return (
        f"Of {many(due, 'return')} due, {accepted.shown} {'is' if accepted.value == 1 else 'are'} accepted."
    )


def shares_seen(user: User, scope: Scope) -> list[Share]:
    """What each recipient has of the year's money, the records behind the figure of what is shared out."""
    return list(shares(scope).visible_to(user).order_by("recipient__name"))
