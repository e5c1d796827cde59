"""What an allocation table may hold: which money, by what, and which figure it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import TextChoices

from interventions.models import FundingLine

Source = FundingLine.FundingSource


class Of(TextChoices):
    """Whose money. Each is a view of its own: they overlap, so no table adds one to another."""

    INTERVENTIONS = "interventions", "Interventions"
    BUDGET = "budget", "Core grant budget"
    SHARES = "shares", "SVD shares"


class Told(TextChoices):
    """What is told of the money."""

    ALLOCATED = "allocated", "Allocated"
    SPENT = "spent", "Spent"
    REMAINING = "remaining", "Allocated less spent"


class By(TextChoices):
    """What rows and columns may be of."""

    INTERVENTION = "intervention", "Intervention"
    ORGANISATION = "organisation", "Organisation"
    KIND = "kind", "Kind of organisation"
    DISTRICT = "district", "District"
    SOURCE = "source", "Source"
    QUARTER = "quarter", "Quarter"
    BUDGET_LINE = "budget-line", "Budget line"
    USE = "use", "Labour or non-labour"


NO_COLUMNS = "none"
"""How an address says that a table has totals alone."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a table of some money holds: in words, by what, and the figure that it comes to.

    `figures` are by source where the money has several; the empty source is all of them.
    """

    words: str
    by: tuple[By, ...]
    figures: Mapping[str, str]


_LINE = (By.INTERVENTION, By.ORGANISATION, By.DISTRICT, By.SOURCE)

HELD: Mapping[tuple[Of, Told], Held] = {
    (Of.INTERVENTIONS, Told.ALLOCATED): Held(
        "What the funding lines of interventions are allocated for the year, by the day; an organisation is "
        "the one that delivers. Shares of Serious Violence Duty money are not in it: they are a table of "
        "their own.",
        _LINE,
        {
            "": "allocated",
            Source.CORE: "core_committed",
            Source.SVD: "svd_committed",
            Source.MATCH: "match_interventions_committed",
            Source.OTHER: "other_interventions_committed",
        },
    ),
    (Of.INTERVENTIONS, Told.SPENT): Held(
        "What was spent of the funding lines of interventions in quarters that had ended by the day; an "
        "organisation is the one that delivers.",
        (*_LINE, By.QUARTER),
        {
            "": "spent",
            Source.CORE: "core_spent",
            Source.SVD: "svd_interventions_spent",
            Source.MATCH: "match_interventions_spent",
            Source.OTHER: "other_interventions_spent",
        },
    ),
    (Of.INTERVENTIONS, Told.REMAINING): Held(
        "What the funding lines of interventions are allocated by the day, less what was spent of them in "
        "quarters that had ended by then; negative where more was spent.",
        _LINE,
        {
            "": "unspent",
            Source.CORE: "core_unspent",
            Source.SVD: "svd_interventions_unspent",
            Source.MATCH: "match_interventions_unspent",
            Source.OTHER: "other_interventions_unspent",
        },
    ),
    (Of.BUDGET, Told.ALLOCATED): Held(
        "What the year's core grant is set aside for, by the day, from its budget lines. What interventions "
        "are allocated of it is the table of interventions.",
        (By.BUDGET_LINE,),
        {"": "core_budgeted"},
    ),
    (Of.BUDGET, Told.SPENT): Held(
        "What was spent of the year's core grant in quarters that had ended by the day: on interventions "
        "from their funding lines, on everything else from its budget line, so each pound once.",
        (By.BUDGET_LINE, By.QUARTER),
        {"": "core_spent_all"},
    ),
    (Of.BUDGET, Told.REMAINING): Held(
        "What the year's core grant is set aside for by the day, less what was spent of it in quarters that "
        "had ended by then; negative where more was spent.",
        (By.BUDGET_LINE,),
        {"": "core_budgeted_unspent"},
    ),
    (Of.SHARES, Told.ALLOCATED): Held(
        "What recipients have of the year's Serious Violence Duty money, as split and changed by the day. "
        "The same money is in the table of interventions where a recipient passed it on to one, so the two "
        "are never added.",
        (By.ORGANISATION, By.KIND, By.DISTRICT, By.USE),
        {"": "svd_shared"},
    ),
    (Of.SHARES, Told.SPENT): Held(
        "What Community Safety Partnerships report as spent of their shares, from accepted returns of "
        "quarters that had ended by the day.",
        (By.ORGANISATION, By.DISTRICT, By.USE, By.QUARTER),
        {"": "svd_spent"},
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A table that somebody chose. Without columns it has its totals alone."""

    of: Of
    told: Told
    rows: By
    columns: By | None = None
    source: str = ""

    @property
    def held(self) -> Held:
        return HELD[self.of, self.told]

    @property
    def figure(self) -> str:
        """The key of the figure that the table comes to."""
        return self.held.figures[self.source]

    @property
    def title(self) -> str:
        """The table in a few words: 'Interventions: allocated by organisation and source'."""
        by = self.rows.label.lower() + (f" and {self.columns.label.lower()}" if self.columns else "")
        source = f", {Source(self.source).label} alone" if self.source else ""
        return f"{self.of.label}: {self.told.label.lower()} by {by}{source}"

    @property
    def query(self) -> str:
        """The choice as addresses say it."""
        parts: dict[str, str] = {"of": self.of, "told": self.told, "rows": self.rows}
        parts |= {"columns": self.columns or NO_COLUMNS, **({"source": self.source} if self.source else {})}
        return urlencode({name: str(value) for name, value in parts.items()})


OPENS_WITH = Choice(Of.INTERVENTIONS, Told.ALLOCATED, By.INTERVENTION, By.SOURCE)


def offered() -> Iterator[Choice]:
    """Every table that makes sense, of every source."""
    for (of, told), held in HELD.items():
        for rows in held.by:
            for columns in (None, *held.by):
                if columns != rows and columns != By.INTERVENTION:
                    yield Choice(of, told, rows, columns)


def nearest(choice: Choice, *, most: int = 3) -> list[Choice]:
    """What could be had instead of a table that makes no sense: what differs least from it comes first.

    Other rows are the greatest difference, and another measure of the same money the least.
    """
    wanted = (choice.of, choice.told, choice.rows, choice.columns)

    def difference(other: Choice) -> tuple[int, bool]:
        have = (other.of, other.told, other.rows, other.columns)
        unlike = [weight for weight, one, two in zip((2, 1, 3, 2), wanted, have, strict=True) if one != two]
        return sum(unlike), other.rows != choice.rows

    found = sorted(offered(), key=difference)[:most]
    return [replace(one, source=choice.source if choice.source in one.held.figures else "") for one in found]


def why_not(choice: Choice) -> dict[str, str]:
    """Why a table makes no sense, by the field that is to be changed; nothing where it does."""
    held = HELD.get((choice.of, choice.told))
    if held is None:
        return {
            "told": "Only Community Safety Partnerships report what they spend, so what is left of all "
            "shares can't be told. Choose allocated or spent."
        }
    found = {
        field: reason
        for field, by in (("rows", choice.rows), ("columns", choice.columns))
        if by is not None and by not in held.by and (reason := _why_not_by(choice, by))
    }
    if choice.columns == By.INTERVENTION:
        found.setdefault("columns", "Interventions are too many for columns. Choose them for the rows.")
    if choice.rows == choice.columns:
        found.setdefault("columns", "Rows and columns are the same. Choose other columns, or none.")
    if choice.source not in held.figures:
        found["source"] = f"{_ONE_SOURCE[choice.of]} Choose all sources."
    return found


_ONE_SOURCE = {
    Of.BUDGET: "The budget is core grant alone.",
    Of.SHARES: "Shares are Serious Violence Duty money alone.",
}
_NOT_BY = {
    (
        Of.INTERVENTIONS,
        By.BUDGET_LINE,
    ): "Money for interventions is kept by source: what they have of the core "
    "grant is all of the budget line “Interventions”. For the other budget lines choose “Core grant budget”.",
    (Of.INTERVENTIONS, By.KIND): "Kinds of organisation go with Serious Violence Duty shares. Choose the "
    "organisation.",
    (Of.INTERVENTIONS, By.USE): "Labour and non-labour go with Serious Violence Duty shares.",
}


def _why_not_by(choice: Choice, by: By) -> str:
    if by == By.QUARTER:
        return (
            "Money is allocated for a year, not for a quarter. Choose spent, or something else than quarters."
        )
    if by == By.KIND and choice.of == Of.SHARES:
        return "Only Community Safety Partnerships report what they spend, so there is one kind alone."
    if words := _NOT_BY.get((choice.of, by)):
        return words
    whose = "The budget is" if choice.of == Of.BUDGET else "Shares are"
    named = ", ".join(f"“{one.label}”" for one in HELD[choice.of, choice.told].by)
    return f"{whose} not kept by {by.label.lower()}. Choose from {named}."
