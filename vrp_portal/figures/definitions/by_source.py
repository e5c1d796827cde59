"""Figures of the money of interventions from each source, and of what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from vrp_portal.figures.definitions.funding import FUNDING, MATCH, OTHER, SVD, lines_with
from vrp_portal.figures.registry import Figure, Reader, register
from vrp_portal.figures.values import Unit


def _pounds(column: str) -> Callable[[Reader], Decimal]:
    return lambda read: read.pounds(FUNDING, column)


def _unspent(key: str, label: str, whose: str, *, allocated: str, spent: str) -> Figure:
    return Figure(
        key,
        label,
        Unit.POUNDS,
        f"{whose} allocated to interventions by the day, less what they spent of it in quarters that had "
        "ended by then; negative where more was spent.",
        lambda read: read.figure_in_pounds(allocated) - read.figure_in_pounds(spent),
        parts=(allocated, spent),
    )


register(
    Figure(
        "svd_interventions_spent",
        "SVD spent on interventions",
        Unit.POUNDS,
        "Serious Violence Duty money spent on interventions in quarters that had ended by the day, as "
        "entered with their funding lines.",
        _pounds("svd_interventions_spent"),
        lines_with(SVD, adds="spent"),
    ),
    Figure(
        "match_interventions_committed",
        "Match funding committed to interventions",
        Unit.POUNDS,
        "Match funding allocated to interventions by the day.",
        _pounds("match_interventions_committed"),
        lines_with(MATCH, adds="allocated"),
    ),
    Figure(
        "match_interventions_spent",
        "Match funding spent on interventions",
        Unit.POUNDS,
        "Match funding spent on interventions in quarters that had ended by the day.",
        _pounds("match_interventions_spent"),
        lines_with(MATCH, adds="spent"),
    ),
    Figure(
        "other_interventions_committed",
        "Other money committed to interventions",
        Unit.POUNDS,
        "Money from other sources than core grant, Serious Violence Duty and match, allocated to "
        "interventions by the day.",
        _pounds("other_interventions_committed"),
        lines_with(OTHER, adds="allocated"),
    ),
    Figure(
        "other_interventions_spent",
        "Other money spent on interventions",
        Unit.POUNDS,
        "Money from other sources than core grant, Serious Violence Duty and match, spent on interventions "
        "in quarters that had ended by the day.",
        _pounds("other_interventions_spent"),
        lines_with(OTHER, adds="spent"),
    ),
    _unspent(
        "unspent",
        "Allocated to interventions and not spent",
        "Money from every source",
        allocated="allocated",
        spent="spent",
    ),
    _unspent(
        "core_unspent",
        "Core grant allocated and not spent",
        "Core grant",
        allocated="core_committed",
        spent="core_spent",
    ),
    _unspent(
        "svd_interventions_unspent",
        "SVD allocated to interventions and not spent",
        "Serious Violence Duty money",
        allocated="svd_committed",
        spent="svd_interventions_spent",
    ),
    _unspent(
        "match_interventions_unspent",
        "Match funding allocated to interventions and not spent",
        "Match funding",
        allocated="match_interventions_committed",
        spent="match_interventions_spent",
    ),
    _unspent(
        "other_interventions_unspent",
        "Other money allocated to interventions and not spent",
        "Money from other sources",
        allocated="other_interventions_committed",
        spent="other_interventions_spent",
    ),
    Figure(
        "core_budgeted_unspent",
        "Core grant budgeted and not spent",
        Unit.POUNDS,
        "What the budget lines set aside of the core grant by the day, less what was spent of the grant in "
        "all in quarters that had ended by then; negative where more was spent.",
        lambda read: read.figure_in_pounds("core_budgeted") - read.figure_in_pounds("core_spent_all"),
        parts=("core_budgeted", "core_spent_all"),
    ),
)
