"""What a claim says: worked out anew while it is a draft, read from its own rows once it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from vrp_portal.claims.models import Claim, ClaimLine, Scheme
from vrp_portal.claims.rules import Asked, Line, claim_lines, total_of
from vrp_portal.claims.spent import budgets_of, rests_on_illustrative, returns_missing, spent_of
from vrp_portal.figures.actuals import Actuals
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope


@dataclass(frozen=True, slots=True)
class Row:
    """A purpose in pounds: spent in the quarter, adjusted for earlier ones, claimed, in the year so far."""

    purpose: str
    label: str
    spent: Decimal
    adjusted: Decimal
    claimed: Decimal
    to_date: Decimal
    budget: Decimal | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A line for a quarter that another claim asked for already."""

    line: Line
    label: str
    corrects: Claim


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a claim says. Budget, award and match are None where they aren't known, or aren't asked."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    adjustments: tuple[Adjustment, ...]
    total: Row
    as_at: date
    award: Decimal | None
    match_required: Decimal | None
    match_confirmed: Decimal | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known beside the lines: of the year, as at the claim's day."""

    as_at: date
    award: Decimal | None
    match_required: Decimal | None
    match_confirmed: Decimal | None
    illustrative: bool


def contents_of(claim: Claim, *, today: date) -> Contents:
    """What a claim says: as it was sent, or for a draft as it would be sent today."""
    return live_contents(claim, as_at=today) if claim.is_draft else frozen_contents(claim)


def live_contents(claim: Claim, *, as_at: date) -> Contents:
    """What a draft would ask for, were it sent on a day."""
    scheme, year = Scheme(claim.scheme), claim.quarter.year
    earlier = {sent.quarter: sent for sent in Claim.objects.before(claim)}
    spent = spent_in({year, *(quarter.year for quarter in earlier)}, scheme, as_at=as_at)
    lines = claim_lines(
        claim.quarter,
        purposes=list(scheme.purposes),
        spent=spent,
        claimed=ClaimLine.objects.filter(claim__in=earlier.values()).by_purpose_and_quarter(),
        claimed_quarters=earlier,
    )
    to_date: dict[str, Decimal] = {}
    for (purpose, quarter), amount in spent.items():
        if quarter.year == year and quarter <= claim.quarter:
            to_date[purpose] = to_date.get(purpose, Decimal(0)) + amount
    return _contents(
        claim,
        lines,
        corrected=earlier,
        to_date=to_date,
        budgets=budgets_of(scheme, year, as_at=as_at),
        moment=_moment(claim, as_at=as_at),
    )


def frozen_contents(claim: Claim) -> Contents:
    """What a claim asked for when it was sent, from its own rows and those of claims before it alone."""
    rows = list(claim.lines.select_related("corrects").order_by("pk"))
    year = claim.quarter.year
    up_to_it = ClaimLine.objects.filter(
        claim__scheme=claim.scheme,
        claim__quarter__lte=claim.quarter,
        quarter__gte=year.quarters[0],
        quarter__lte=claim.quarter,
    )
    to_date = up_to_it.order_by().values_list("purpose").annotate(pounds=Sum("amount"))
    return _contents(
        claim,
        [Line(row.purpose, row.quarter, row.amount) for row in rows],
        corrected={row.quarter: row.corrects for row in rows if row.corrects is not None},
        to_date=dict(to_date),
        budgets={row.purpose: row.budget for row in rows if row.budget is not None},
        moment=Moment(
            claim.as_at, claim.award, claim.match_required, claim.match_confirmed, claim.illustrative
        ),
    )


def spent_in(years: set, scheme: Scheme, *, as_at: date) -> Actuals:
    """Pounds spent of a scheme in several years, by purpose and quarter."""
    spent: Actuals = {}
    for year in sorted(years):
        spent |= spent_of(scheme, year, as_at=as_at)
    return spent


def changed_since(claim: Claim, *, as_at: date) -> list[Line]:
    """What was spent in a sent claim's quarter less all that was claimed for it, for the next to adjust."""
    scheme = Scheme(claim.scheme)
    claimed = ClaimLine.objects.filter(claim__scheme=scheme, quarter=claim.quarter).by_purpose_and_quarter()
    spent = {
        key: amount
        for key, amount in spent_of(scheme, claim.quarter.year, as_at=as_at).items()
        if key[1] == claim.quarter
    }
    lines = claim_lines(
        claim.quarter.next(),
        purposes=list(scheme.purposes),
        spent=spent,
        claimed=claimed,
        claimed_quarters=[claim.quarter],
    )
    return [line for line in lines if line.quarter == claim.quarter]


def asked(claim: Claim, contents: Contents) -> Asked:
    """A draft's numbers, as the rules look at them."""
    nothing = all(row.spent == 0 for row in contents.rows)
    return Asked(
        quarter=claim.quarter,
        spent=None if nothing else contents.total.spent,
        adjusted=contents.total.adjusted,
        to_date=contents.total.to_date,
        award=contents.award,
        match_required=contents.match_required,
        match_confirmed=contents.match_confirmed,
        returns_missing=returns_missing(Scheme(claim.scheme), claim.quarter, as_at=contents.as_at),
    )


def _moment(claim: Claim, *, as_at: date) -> Moment:
    scheme, year = Scheme(claim.scheme), claim.quarter.year
    invented = rests_on_illustrative(scheme, year, as_at=as_at)
    now = Scope(year, as_at)
    if scheme == Scheme.DUTY:
        return Moment(as_at, compute(["svd_total"], now)["svd_total"].value, None, None, invented)
    told = compute(["core_grant_award", "match_required"], now)
    confirmed = compute(["match_confirmed"], now.on(claim.quarter.ends))["match_confirmed"]
    return Moment(
        as_at, told["core_grant_award"].value, told["match_required"].value, confirmed.value, invented
    )


def _contents(
    claim: Claim,
    lines: Sequence[Line],
    *,
    corrected: Mapping,
    to_date: Mapping[str, Decimal],
    budgets: Mapping[str, Decimal],
    moment: Moment,
) -> Contents:
    own = [line for line in lines if line.quarter == claim.quarter]
    adjusting = [line for line in lines if line.quarter != claim.quarter]
    rows = tuple(
        Row(
            purpose=line.purpose,
            label=claim.label_of(line.purpose),
            spent=line.amount,
            adjusted=total_of([one for one in adjusting if one.purpose == line.purpose]),
            claimed=total_of([one for one in lines if one.purpose == line.purpose]),
            to_date=to_date.get(line.purpose, Decimal(0)),
            budget=budgets.get(line.purpose),
        )
        for line in own
    )
    known = [row.budget for row in rows if row.budget is not None]
    return Contents(
        lines=tuple(lines),
        rows=rows,
        adjustments=tuple(
            Adjustment(line, claim.label_of(line.purpose), corrected[line.quarter]) for line in adjusting
        ),
        total=Row(
            purpose="",
            label="Total",
            spent=total_of(own),
            adjusted=total_of(adjusting),
            claimed=total_of(lines),
            to_date=sum((row.to_date for row in rows), Decimal(0)),
            budget=sum(known, Decimal(0)) if known else None,
        ),
        as_at=moment.as_at,
        award=moment.award,
        match_required=moment.match_required,
        match_confirmed=moment.match_confirmed,
        illustrative=moment.illustrative,
    )
