"""Figures as cards: what each says, and which of them stand together on the overview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from vrp_portal.figures.registry import Figure, FigureResult
from vrp_portal.figures.values import NOT_KNOWN
from vrp_portal.money import format_pounds

Results = Mapping[str, FigureResult]
Address = Callable[[Figure], str]

HEADLINES = (
    "core_grant_award",
    "core_interventions",
    "svd_interventions",
    "people_24_and_under",
    "people_25_and_over",
    "professionals_trained",
)
HEADLINES_OF_DISTRICT = ("core_interventions", "svd_interventions", "allocated", *HEADLINES[3:])
OF_WHOLE_AREA = (*HEADLINES, "high_impact_required", "high_impact_committed")
HIGH_IMPACT = (
    "high_impact_required",
    "high_impact_committed",
    "high_impact_spent",
    "high_impact_headroom",
    "high_impact_spent_headroom",
    "high_impact_share",
)
MATCH = ("match_required", "match_confirmed", "match_pledged", "match_to_confirm")
DUTY = ("svd_labour", "svd_non_labour", "svd_total")
IN_NOTES = (
    "core_interventions_amount_not_stated",
    "high_impact_interventions",
    "high_impact_deciding_headroom",
    "interventions_without_assessment",
    "without_assessment_committed",
)
BEHIND_ALL = ("funded_interventions", "people_24_and_under", "match_confirmed", "match_pledged", "svd_total")
"""The figures behind which every kind of record stands that the overview rests on."""

ON_OVERVIEW = tuple(
    dict.fromkeys((*HEADLINES, *HEADLINES_OF_DISTRICT, *HIGH_IMPACT, *MATCH, *DUTY, *IN_NOTES, *BEHIND_ALL))
)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure at a glance. `state` is 'met', 'short' or empty, and never says more than the words do."""

    label: str
    value: str
    url: str
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a requirement is met, in a word and a sentence."""

    is_met: bool
    sentence: str

    @property
    def word(self) -> str:
        return "Met" if self.is_met else "Not met"


def cards(keys: Iterable[str], results: Results, address: Address) -> list[Card]:
    """A card for each of these figures that is held in the scope."""
    return [
        Card(
            label=HEADROOM_LABELS[key](results[key]) if key in HEADROOM_LABELS else results[key].label,
            value=_unsigned(results[key]) if key in HEADROOM_LABELS else results[key].shown,
            url=address(results[key].figure),
            note=NOTES[key](results) if key in NOTES else "",
            state=STATES[key](results[key]) if key in STATES else "",
        )
        for key in keys
        if results[key].is_held
    ]


def high_impact_verdict(results: Results) -> Verdict | None:
    """The 30% rule, by the headroom that decides; None without an award or terms for the year."""
    deciding = results["high_impact_deciding_headroom"]
    if not isinstance(deciding.value, Decimal):
        return None
    is_met = deciding.value >= 0
    return Verdict(
        is_met,
        f"At least {results['high_impact_required'].shown} must go to interventions rated high impact, "
        f"or moderate impact with high evidence confidence. {results['high_impact_committed'].shown} is "
        f"committed to {results['high_impact_interventions'].shown} of them, and "
        f"{results['high_impact_spent'].shown} has been spent to date. "
        f"{'Headroom' if is_met else 'The shortfall'} is {_unsigned(deciding)}.",
    )


def not_assessed(results: Results) -> str:
    """How many core-funded interventions no assessment covers, and what they are worth."""
    count, worth = results["interventions_without_assessment"], results["without_assessment_committed"]
    if not count.is_held:
        return ""
    if not count.value:
        return "Every core-funded intervention has been assessed for the year."
    has, does, it = (
        ("intervention has", "does", "it") if count.value == 1 else ("interventions have", "do", "them")
    )
    return (
        f"{count.shown} core-funded {has} no assessment for the year and {does} not count: "
        f"{worth.shown} is committed to {it}."
    )


def match_verdict(results: Results) -> Verdict | None:
    """Match funding, by what is still to confirm; None where the year has no requirement."""
    to_confirm = results["match_to_confirm"]
    if to_confirm.value is None:
        return None
    is_met = to_confirm.value == 0
    standing = "Nothing is left to confirm." if is_met else f"{to_confirm.shown} is still to confirm."
    return Verdict(
        is_met,
        f"Partners have confirmed {results['match_confirmed'].shown} of the "
        f"{results['match_required'].shown} that the grant asks for. {standing} "
        "Pledges do not count until they are confirmed.",
    )


def _unsigned(headroom: FigureResult) -> str:
    value = headroom.value
    return format_pounds(abs(Decimal(value))) if value is not None else NOT_KNOWN


def _is_short(headroom: FigureResult) -> bool:
    return headroom.value is not None and headroom.value < 0


def _not_stated(results: Results) -> str:
    count = results["core_interventions_amount_not_stated"]
    return f"{count.shown} with no amount stated" if count.value else ""


HEADROOM_LABELS: dict[str, Callable[[FigureResult], str]] = {
    "high_impact_headroom": lambda it: f"{'Shortfall' if _is_short(it) else 'Headroom'} on money committed",
    "high_impact_forecast_headroom": lambda it: (
        f"{'Shortfall' if _is_short(it) else 'Headroom'} on the forecast"
    ),
    "high_impact_spent_headroom": lambda it: "Still to spend" if _is_short(it) else "Headroom on money spent",
}
NOTES: dict[str, Callable[[Results], str]] = {
    "core_interventions": _not_stated,
    "high_impact_share": lambda _results: "Money committed that counts",
}
STATES: dict[str, Callable[[FigureResult], str]] = {
    "high_impact_headroom": lambda it: "" if it.value is None else ("short" if _is_short(it) else "met"),
    "high_impact_forecast_headroom": lambda it: "short" if _is_short(it) else "",
    "match_to_confirm": lambda it: "" if it.value is None else ("short" if it.value else "met"),
}
