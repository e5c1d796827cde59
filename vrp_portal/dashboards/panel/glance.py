"""One screen with three answers: is the money well spent, who was reached, what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from vrp_portal.dashboards.panel.compared import Compared
from vrp_portal.dashboards.panel.events import Happened, happened
from vrp_portal.dashboards.panel.page import PanelPage
from vrp_portal.dashboards.panel.since import in_words
from vrp_portal.dashboards.panel.words import many
from vrp_portal.figures.disclosure import HIDDEN
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.reading import HiddenResult
from vrp_portal.figures.registry import Figure, FigureResult
from vrp_portal.money import format_pounds

Results = Mapping[str, FigureResult]
Address = Callable[[Figure], str]

ASKED = (
    *("core_grant_award", "high_impact_required", "high_impact_committed", "high_impact_deciding_headroom"),
    *("core_budgeted", "core_spent_all", "core_profile_to_date", "core_spend_variance"),
    *("match_required", "match_confirmed", "match_to_confirm", "svd_total", "allocated", "spent"),
    *("people_24_and_under", "people_25_and_over", "professionals_trained", "funded_interventions"),
    "core_spent_on_other",
)
RESTS_ON = ("people_24_and_under", "core_spent_on_other", "match_confirmed", "allocated", "svd_total")
"""The figures behind which every kind of record stands that the page rests on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of an answer: what it is in few words, its value, and the address of its working."""

    label: str
    value: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one of the three questions: a word where it can be put in one, a sentence, figures."""

    id: str
    question: str
    sentence: str
    lines: Sequence[Line]
    more: str
    page: str
    verdict: str = ""
    state: str = ""
    points: Sequence[str] = ()


class Glance(PanelPage, TemplateView):
    """The three answers, each with the figures that it rests on."""

    template_name = "dashboards/panel/glance.html"
    page = "panel"
    asked = ASKED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.results
        events = happened(self.request.user, self.scope, self.since.day)
        money = money_of_district if self.scope.district else is_money_well_spent
        answers = [
            money(results, self.address),
            who_was_reached(results, self.address, in_words(self.scope.as_at)),
            what_changed(self.headlines, events, self.since.in_words),
        ]
        return super().get_context_data(
            answers=[(each, f"{reverse(each.page)}?{self.page_query}") for each in answers],
            last_year=[each for each in self.headlines.values() if each.last_year],
            shows_illustrative=any_illustrative((results[key] for key in RESTS_ON), self.scope),
            **kwargs,
        )


def is_money_well_spent(results: Results, address: Address) -> Answer:
    """By the tests that the grant sets: the 30% rule, and match funding."""
    verdict, state = _verdict(results)
    return Answer(
        id="money",
        question="Is the money well spent?",
        verdict=verdict,
        state=state,
        sentence=f"{_rule(results)} {_match(results)}",
        lines=[
            _line(results["high_impact_committed"], address, "Committed to what works", _of_least(results)),
            _line(results["core_spent_all"], address, "Core grant spent", _against_profile(results)),
            _line(results["match_confirmed"], address, "Match funding confirmed", _of_required(results)),
            _line(results["svd_total"], address, "Serious Violence Duty money"),
        ],
        more="Money in full",
        page="panel-money",
    )


def money_of_district(results: Results, address: Address) -> Answer:
    """What goes to a district: the tests of the grant are judged for the whole area alone."""
    return Answer(
        id="money",
        question="Is the money well spent?",
        sentence=(
            f"{results['allocated'].shown} goes to interventions here, and {results['spent'].shown} of it is "
            "spent. The tests that the grant sets are judged for the whole of West Yorkshire."
        ),
        lines=[
            _line(results["allocated"], address, "Allocated to interventions"),
            _line(results["spent"], address, "Spent by interventions"),
            _line(results["high_impact_committed"], address, "Core grant to what works"),
        ],
        more="Money in full",
        page="panel-money",
    )


def who_was_reached(results: Results, address: Address, as_at: str) -> Answer:
    """How many people by age, and by how many interventions."""
    young = results["people_24_and_under"]
    interventions = results["funded_interventions"]
    if isinstance(young, HiddenResult):
        sentence = f"Too few people were reached by {as_at} to say how many without pointing to one of them."
    elif not young.value:
        sentence = f"No reach of people aged 24 or under had been counted by {as_at}."
    else:
        sentence = (
            f"{young.shown} children and young people aged 24 or under, by {as_at}, through "
            f"{many(interventions, 'intervention')}."
        )
    return Answer(
        id="people",
        question="Who was reached?",
        sentence=sentence,
        lines=[
            _line(young, address, "Aged 24 or under"),
            _line(results["people_25_and_over"], address, "Aged 25 or over"),
            _line(results["professionals_trained"], address, "Professionals trained"),
            _line(interventions, address, "Interventions"),
        ],
        more="Reach in full",
        page="panel-people",
    )


def what_changed(headlines: Mapping[str, Compared], events: Sequence[Happened], since: str) -> Answer:
    """The few changes that matter most since a day, each in a line."""
    points = [*_changes(headlines), *_events({each.key: len(each.events) for each in events})]
    return Answer(
        id="changes",
        question="What changed since last time?",
        sentence=f"Since {since}:" if points else f"Nothing that is recorded has changed since {since}.",
        lines=(),
        points=points,
        more="Every change",
        page="panel-changes",
    )


CHANGES = (
    ("people_24_and_under", "people aged 24 or under reached"),
    ("core_spent_all", "of the core grant spent"),
    ("match_confirmed", "of match funding confirmed"),
)
CHANGES_IN_DISTRICT = (
    ("people_24_and_under", "people aged 24 or under reached"),
    ("allocated", "allocated to interventions"),
    ("spent", "spent by interventions"),
)
"""The headlines that are told at a glance, and what each is an amount of."""


def _changes(headlines: Mapping[str, Compared]) -> list[str]:
    told = CHANGES if "core_spent_all" in headlines else CHANGES_IN_DISTRICT
    return [
        f"{HIDDEN} more or fewer {what}"
        if headlines[key].change == HIDDEN
        else f"{headlines[key].change} {what}"
        for key, what in told
        if headlines[key].has_changed or headlines[key].change == HIDDEN
    ]


def _events(how_many: Mapping[str, int]) -> list[str]:
    """How many interventions began and ended, milestones were reached, and ratings changed."""
    moved = [f"{how_many[key]:,} {key}" for key in ("begun", "ended") if how_many[key]]
    said = [f"Interventions: {' and '.join(moved)}"] if moved else []
    for key, one, many_of in (
        ("milestones", "milestone of the duty was reached", "milestones of the duty were reached"),
        ("ratings", "rating of evidence changed", "ratings of evidence changed"),
    ):
        if how_many[key]:
            said.append(f"{how_many[key]:,} {one if how_many[key] == 1 else many_of}")
    return said


def _verdict(results: Results) -> tuple[str, str]:
    """In a word, and whether that is met or short; nothing where the year has neither test."""
    headroom, to_confirm = results["high_impact_deciding_headroom"].value, results["match_to_confirm"].value
    tests = (
        None if headroom is None else headroom >= 0,
        None if to_confirm is None else to_confirm == 0,
    )
    judged = [test for test in tests if test is not None]
    if not judged:
        return "", ""
    if all(judged):
        return "Yes", "met"
    return ("In part", "part") if any(judged) else ("Not yet", "short")


def _rule(results: Results) -> str:
    headroom = results["high_impact_deciding_headroom"].value
    if headroom is None:
        return "The year has no core grant or no terms yet, so the 30% rule cannot be judged."
    least = results["high_impact_required"].shown
    if headroom >= 0:
        return f"The 30% rule is met: at least {least} must go to what works best."
    return (
        f"The 30% rule is short by {format_pounds(abs(headroom))} of the {least} that must go to what works."
    )


def _match(results: Results) -> str:
    to_confirm = results["match_to_confirm"]
    if to_confirm.value is None:
        return "No match requirement is recorded for the year."
    if to_confirm.value == 0:
        return "Match funding is confirmed in full."
    return f"Partners have {to_confirm.shown} of match still to confirm."


def _of_least(results: Results) -> str:
    required = results["high_impact_required"]
    return "" if required.value is None else f"of at least {required.shown}"


def _of_required(results: Results) -> str:
    required = results["match_required"]
    return "" if required.value is None else f"of {required.shown}"


def _against_profile(results: Results) -> str:
    variance = results["core_spend_variance"].value
    if variance is None:
        return ""
    if variance == 0:
        return "as planned by now"
    return f"{format_pounds(abs(variance))} {'less' if variance < 0 else 'more'} than planned by now"


def _line(result: FigureResult, address: Address, label: str, note: str = "") -> Line:
    return Line(label, result.shown, address(result.figure), note)
