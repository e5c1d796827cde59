"""How the claims of a year stand: each scheme's four quarters, with what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vrp_portal.claims.models import Claim, ClaimEntry, Scheme
from vrp_portal.claims.rules import Reconciliation, State, next_step
from vrp_portal.figures.definitions.claims import KEYS
from vrp_portal.figures.registry import Division, FigureResult, by_quarter
from vrp_portal.figures.scope import Scope
from vrp_portal.periods import Quarter

COLUMNS = ("Claimed", "Paid", "Settled without payment", "Outstanding")


@dataclass(frozen=True, slots=True)
class Place:
    """One quarter of a scheme: its claim if there is one, its figures in order, its state, what next."""

    quarter: Quarter
    claim: Claim | None
    results: tuple[FigureResult, ...]
    state: State | None
    next: str
    may_be_prepared: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A scheme's quarters of a year, and their totals."""

    scheme: Scheme
    places: tuple[Place, ...]
    total: tuple[FigureResult, ...]


def boards(scope: Scope, *, today: date) -> list[Board]:
    """The claims of the scope's year as at its day, by scheme."""
    of_year = list(Claim.objects.standing().for_year(scope.year))
    payments = ClaimEntry.objects.as_at(scope.as_at).filter(claim__in=of_year, kind=ClaimEntry.Kind.PAYMENT)
    paid = set(payments.values_list("claim_id", flat=True))
    return [_board(scheme, of_year, paid, scope, today=today) for scheme in Scheme]


def _board(scheme: Scheme, of_year: list[Claim], paid: set[int], scope: Scope, *, today: date) -> Board:
    division = by_quarter(KEYS[scheme], scope)
    claims = {claim.quarter: claim for claim in of_year if claim.scheme == scheme}
    places = tuple(
        _place(quarter, claims.get(quarter), paid, division, scope, today=today)
        for quarter in scope.year.quarters
    )
    return Board(scheme, places, division.total)


def _place(
    quarter: Quarter, claim: Claim | None, paid: set[int], division: Division, scope: Scope, *, today: date
) -> Place:
    results = next((results for part, results in division.rows if part.value == quarter), ())
    state = None if claim is None else claim.state_on(scope.as_at, paid=claim.pk in paid)
    sent = results and state not in {None, State.DRAFT}
    return Place(
        quarter=quarter,
        claim=claim,
        results=results if sent else (),
        state=state,
        next=next_step(state, quarter=quarter, money=_money(results) if sent else None, on=today),
        may_be_prepared=claim is None and quarter.ends < today,
    )


def _money(results: tuple[FigureResult, ...]) -> Reconciliation:
    claimed, paid, settled, _ = (result.value for result in results)
    return Reconciliation(claimed, paid, settled)
