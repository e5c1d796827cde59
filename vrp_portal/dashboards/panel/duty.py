"""The Serious Violence Duty for the Panel: milestones, returns that have come, shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.views.generic import TemplateView

from svd.models import DutyMilestone, QuarterlyReturn, Share
from vrp_portal.accounts.models import User
from vrp_portal.dashboards import cards
from vrp_portal.dashboards.panel.page import PanelPage
from vrp_portal.dashboards.panel.since import in_words
from vrp_portal.figures.definitions.duty import shares
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.scope import Scope
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import Quarter, quarters_ended

MONEY = ("svd_total", "svd_shared", "svd_unallocated", "svd_spent")


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that the duty asks for, and how it stood on the day of the page."""

    title: str
    where: str
    word: str
    state: str
    when: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Returns:
    """How many of the partnerships' returns for a quarter had come by the day."""

    quarter: Quarter
    received: int
    asked: int


class Duty(PanelPage, TemplateView):
    """What the duty asks for and what was done, returns as counts only, and the shares."""

    template_name = "dashboards/panel/duty.html"
    page = "panel-duty"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.reading.compute(MONEY)
        steps = milestones(self.request.user, self.scope)
        return super().get_context_data(
            milestones=steps,
            milestones_in_words=in_a_sentence(steps),
            returns=returns_received(self.scope),
            money=cards.cards(MONEY, results, self.address),
            shares=shares_seen(self.request.user, self.scope),
            shares_total=results["svd_shared"],
            shares_url=self.address(results["svd_shared"].figure),
            shows_illustrative=any(step.illustrative for step in steps)
            or any_illustrative(results.values(), self.scope),
            **kwargs,
        )


def milestones(user: User, scope: Scope) -> list[Milestone]:
    """The duty's milestones in the order of their days, each as it stood on the scope's day."""
    seen = DutyMilestone.objects.visible_to(user).select_related("district")
    if scope.district is not None:
        seen = seen.filter(Q(district=None) | Q(district=scope.district))
    ordered = seen.order_by(F("due_on").asc(nulls_last=True), "kind", "district__name", "title")
    return [_as_at(milestone, scope.as_at) for milestone in ordered]


def _as_at(milestone: DutyMilestone, day: date) -> Milestone:
    is_done = milestone.done_on is not None and milestone.done_on <= day
    is_late = not is_done and milestone.due_on is not None and milestone.due_on < day
    due = f"due on {in_words(milestone.due_on)}" if milestone.due_on else "no day is set"
    word, state = ("Done", "done") if is_done else ("Late", "late") if is_late else ("To come", "to-come")
    return Milestone(
        title=str(milestone),
        where=milestone.where,
        word=word,
        state=state,
        when=f"Done on {in_words(milestone.done_on)}, {due}" if is_done else due[:1].upper() + due[1:],
        illustrative=milestone.illustrative,
    )


def in_a_sentence(steps: list[Milestone]) -> str:
    """How many milestones are done, late and still to come."""
    if not steps:
        return "No milestone of the duty is recorded yet."
    done, late = (sum(step.state == state for step in steps) for state in ("done", "late"))
    said = f"{done} of {len(steps)} milestone{'' if len(steps) == 1 else 's'} had been reached"
    return (
        f"{said}, and {late} {'was' if late == 1 else 'were'} late."
        if late
        else f"{said}, and none was late."
    )


def returns_received(scope: Scope) -> list[Returns]:
    """For each quarter that had ended, how many partnerships had sent their return."""
    partnerships = Organisation.objects.filter(kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP)
    sent = QuarterlyReturn.objects.standing(as_at=scope.as_at).for_year(scope.year)
    sent = sent.filter(submitted_on__lte=scope.as_at)
    if scope.district is not None:
        partnerships = partnerships.filter(district=scope.district)
        sent = sent.filter(csp__district=scope.district)
    asked = partnerships.count()
    received = dict(
        sent.order_by()
        .values_list("quarter")
        .annotate(csps=Count("csp", distinct=True))
        .values_list("quarter", "csps")
    )
    return [
        Returns(quarter, received.get(quarter, 0), asked)
        for quarter in quarters_ended(scope.year, as_at=scope.as_at)
    ]


def shares_seen(user: User, scope: Scope) -> list[Share]:
    """What each recipient has of the year's money, the records behind the figure of what is shared out."""
    return list(shares(scope).visible_to(user).order_by("recipient__name"))
