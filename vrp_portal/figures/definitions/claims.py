"""Figures of what was claimed of funders, and what was paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from vrp_portal.claims.models import Claim, ClaimEntry, Scheme
from vrp_portal.figures.registry import Dimension, Figure, Measure, Reader, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit, Value

Rows = Callable[[Scope], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a scheme's figures."""

    claimed: str
    paid: str
    settled: str
    outstanding: str

    def __iter__(self) -> Any:
        return iter((self.claimed, self.paid, self.settled, self.outstanding))


KEYS = {
    Scheme.CORE: Keys("claimed", "claim_paid", "claim_settled", "claim_outstanding"),
    Scheme.DUTY: Keys("svd_claimed", "svd_claim_paid", "svd_claim_settled", "svd_claim_outstanding"),
}
OF_WHAT = {Scheme.CORE: "the core grant", Scheme.DUTY: "Serious Violence Duty money"}
BEFORE = {Scheme.CORE: "Core grant", Scheme.DUTY: "SVD"}


def _claims(scheme: Scheme) -> Rows:
    return lambda scope: (
        Claim.objects.of_scheme(scheme).for_year(scope.year).sent(as_at=scope.as_at).select_related("funder")
    )


def _entries(scheme: Scheme, kind: Q = Q()) -> Rows:  # noqa: B008 (it is never changed)
    def rows(scope: Scope) -> QuerySet[Any]:
        of_year = Claim.objects.of_scheme(scheme).for_year(scope.year)
        entries: QuerySet[Any] = ClaimEntry.objects.as_at(scope.as_at).filter(
            kind, claim__in=of_year.order_by()
        )
        return entries.select_related("claim")

    return rows


def _sum(column: str, condition: Q) -> Callable[[Q], Sum]:
    return lambda where: Sum(column, filter=condition & where)


PAYMENTS, SETTLEMENTS = Q(kind=ClaimEntry.Kind.PAYMENT), Q(kind=ClaimEntry.Kind.SETTLED)


def _define(scheme: Scheme) -> None:
    keys, what, label = KEYS[scheme], OF_WHAT[scheme], BEFORE[scheme]
    claims = Measure(_claims(scheme), {"total": _sum("total", Q())}, {Dimension.QUARTER: "quarter"})
    entries = Measure(
        _entries(scheme),
        {"paid": _sum("amount", PAYMENTS), "settled": _sum("amount", SETTLEMENTS)},
        {Dimension.QUARTER: "claim__quarter"},
    )

    def outstanding(read: Reader) -> Value:
        claimed, paid, settled = (
            read.figure_in_pounds(key) for key in (keys.claimed, keys.paid, keys.settled)
        )
        return claimed - paid - settled

    register(
        Figure(
            keys.claimed,
            f"{label} claimed",
            Unit.POUNDS,
            f"What the claims of the year's quarters ask for of {what}, adjustments included: claims sent on "
            "or before the day.",
            lambda read: read.pounds(claims, "total"),
            lambda scope: Records(_claims(scheme)(scope), adds="total"),
        ),
        Figure(
            keys.paid,
            f"{label} claims: paid",
            Unit.POUNDS,
            f"What was paid by the day for the claims of the year's quarters of {what}, less what went back.",
            lambda read: read.pounds(entries, "paid"),
            lambda scope: Records(_entries(scheme, PAYMENTS)(scope), adds="amount"),
        ),
        Figure(
            keys.settled,
            f"{label} claims: settled without payment",
            Unit.POUNDS,
            f"Differences between what was claimed of {what} and what was paid that were settled by the day, "
            "each with a reason; less than nothing where too much was paid.",
            lambda read: read.pounds(entries, "settled"),
            lambda scope: Records(_entries(scheme, SETTLEMENTS)(scope), adds="amount"),
        ),
        Figure(
            keys.outstanding,
            f"{label} claims: outstanding",
            Unit.POUNDS,
            f"What was claimed of {what} less what was paid and what was settled; less than nothing where "
            "too much was paid.",
            outstanding,
            parts=(keys.claimed, keys.paid, keys.settled),
        ),
    )


for _scheme in Scheme:
    _define(_scheme)
