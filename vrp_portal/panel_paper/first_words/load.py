"""Putting the first words into the portal, together with the paper's facts."""

from __future__ import annotations

from vrp_portal.figures.registry import FIGURES
from vrp_portal.figures.values import Unit, shown
from vrp_portal.panel_paper.first_words.areas import AREAS
from vrp_portal.panel_paper.first_words.report import REPORT
from vrp_portal.panel_paper.models import FigureSeen, Section
from vrp_portal.panel_paper.outline import SLOTS
from vrp_portal.panel_paper.telling import read_section
from vrp_portal.panel_paper.words import FigureToken
from vrp_portal.periods import FinancialYear
from vrp_portal.reports.loading import Load, loaded_with_the_paper
from vrp_portal.reports.paper_2024_04_12 import figures

TEXTS = {**REPORT, **AREAS}
YEAR = FinancialYear(2023)

NOT_IN_THE_PAPER: dict[str, str] = {
    "svd_total": "£230,179.25",
    "core_interventions accounted for": "50",
    "core_interventions_amount_not_stated": "3",
}
"""What figures are of which the paper gives the parts and not the sum."""


@loaded_with_the_paper
def load_first_words(load: Load) -> None:
    """Each section's words, and each figure in them as the paper states it: that is what was in mind."""
    sections = load.put(
        [Section(key=slot.key, text=TEXTS[slot.key].strip()) for slot in SLOTS if slot.key in TEXTS],
        key=["key"],
    )
    load.put(
        [
            FigureSeen(section=section, words=token.words, shown=_as_stated(token))
            for section in sections
            for token in _figures_in(TEXTS[section.key])
        ],
        key=["section", "words"],
    )


def _figures_in(text: str) -> list[FigureToken]:
    found = [token for passage in read_section(text) for token in passage.figures]
    return list(dict.fromkeys(found))


def _as_stated(token: FigureToken) -> str:
    """A figure as the paper states it, written as the token asks."""
    if token.words in NOT_IN_THE_PAPER:
        return NOT_IN_THE_PAPER[token.words]
    stated = next(
        one
        for one in figures.FIGURES
        if one.figure_key == token.key and (one.year or YEAR) == token.year_in(YEAR)
    )
    unit = FIGURES[token.key].unit
    full = shown(stated.value if unit in {Unit.POUNDS, Unit.PERCENT} else int(stated.value), unit)
    return full.replace(".00", "") if token.short else full
