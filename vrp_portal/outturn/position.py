"""How a year's spend stands: what each row of the budget was meant to spend, spent, and will have spent.

The core grant's rows are the purposes of its budget; the Serious Violence Duty's are labour and non-labour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from grants.models import BudgetLine, OutturnTerms, VarianceReason
from grants.querysets import QUARTERS
from grants.rules import Threshold, Variance
from svd.models import Allocation
from vrp_portal.figures.actuals import INTERVENTIONS, actuals
from vrp_portal.figures.definitions.outturn import budget_lines, ended_in
from vrp_portal.figures.registry import FigureResult, by_quarter
from vrp_portal.figures.scope import Scope
from vrp_portal.money import equal_shares
from vrp_portal.periods import Quarter

NOTHING = Decimal(0)
Basis = VarianceReason.Basis
Row = VarianceReason.Row
Amounts = tuple[Decimal | None, ...]
Reasons = Mapping[tuple[str, str], VarianceReason]

CORE_FIGURES = (
    "core_grant_award",
    "core_budgeted",
    "core_not_budgeted",
    "core_spent_all",
    "core_profile_to_date",
    "core_spend_variance",
    "core_interventions_forecast",
    "core_forecast_outturn",
    "core_outturn_variance",
    "core_at_risk",
)
DUTY_FIGURES = (
    "svd_total",
    "svd_shared",
    *("svd_labour", "svd_non_labour"),
    *("svd_shared_labour", "svd_shared_non_labour"),
    *("svd_reporters_labour", "svd_reporters_non_labour"),
    *("svd_labour_spent", "svd_non_labour_spent", "svd_spent"),
    *("svd_labour_forecast", "svd_non_labour_forecast", "svd_forecast"),
    "svd_forecast_unspent",
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A variance of a row, whether it needs a reason, and the reason where one was given."""

    row: str
    basis: str
    variance: Variance
    needs_reason: bool
    given: VarianceReason | None

    @property
    def what(self) -> str:
        return str(Row(self.row).label)

    @property
    def basis_in_words(self) -> str:
        return str(Basis(self.basis).label)

    @property
    def percentage_in_words(self) -> str:
        known = self.variance.percentage
        return "percentage not known" if known is None else f"{known:,}%".replace("-", "−")

    @property
    def reason(self) -> str:
        return self.given.reason if self.given else ""

    @property
    def lacks_reason(self) -> bool:
        return self.needs_reason and self.given is None

    @property
    def moved_since(self) -> Decimal | None:
        """The variance for which the reason was given, in pounds, where it is another one now."""
        if self.given is None or self.given.amount == self.variance.pounds:
            return None
        return self.given.amount


@dataclass(frozen=True, slots=True)
class OutturnRow:
    """A row of the outturn, in pounds. By quarter, None where a quarter had not ended or nothing is known."""

    key: str
    budget: Decimal
    profile: Amounts
    actual: Amounts
    forecast: Amounts
    actual_to_date: Decimal
    outturn: Decimal
    to_date: Explained
    at_year_end: Explained
    illustrative: bool = False
    allocated: Decimal = NOTHING
    shared: Decimal = NOTHING

    @property
    def label(self) -> str:
        return str(Row(self.key).label)

    @property
    def profile_to_date(self) -> Decimal:
        return self.to_date.variance.meant

    @property
    def lacks_reason(self) -> bool:
        return self.to_date.lacks_reason or self.at_year_end.lacks_reason

    @property
    def variances(self) -> tuple[Explained, Explained]:
        return self.to_date, self.at_year_end


def threshold_of(scope: Scope) -> Threshold:
    """What the year's terms say, or what they say unless somebody sets them."""
    terms = OutturnTerms.objects.filter(year=scope.year).first()
    return (terms or OutturnTerms(year=scope.year)).threshold


def quarter_told(scope: Scope) -> Quarter | None:
    """The last quarter of the scope's year that had ended by its day, to which its variances belong."""
    ended = ended_in(scope)
    return scope.year.quarters[ended - 1] if ended else None


def core_rows(scope: Scope, results: Mapping[str, FigureResult], *, threshold: Threshold) -> list[OutturnRow]:
    """A row for each purpose of the core grant's budget, in a fixed number of queries."""
    lines = {line.purpose: line for line in budget_lines(scope)}
    spent = actuals(scope.year, as_at=scope.as_at)
    reasons, ended = reasons_given(scope), ended_in(scope)
    rows = []
    for purpose in BudgetLine.Purpose.values:
        line = lines.get(purpose)
        to_date = sum((pounds for (of, _), pounds in spent.items() if of == purpose), NOTHING)
        if purpose == INTERVENTIONS:
            outturn = _pounds(results["core_interventions_forecast"])
            forecast = _spread_over_the_rest(outturn - to_date, ended=ended)
        else:
            outturn = to_date + (line.to_come if line else NOTHING)
            forecast = _of_the_rest(line, ended=ended)
        profile = tuple(getattr(line, f"{quarter}_then") for quarter in QUARTERS) if line else (None,) * 4
        rows.append(
            _row(
                purpose,
                budget=line.budget_then if line else NOTHING,
                profile=profile,
                profile_to_date=line.profile_to_date if line else NOTHING,
                actual=tuple(spent.get((purpose, quarter)) for quarter in scope.year.quarters),
                forecast=forecast,
                actual_to_date=to_date,
                outturn=outturn,
                reasons=reasons,
                threshold=threshold if ended else None,
                illustrative=bool(line and line.illustrative),
            )
        )
    return rows


def duty_rows(scope: Scope, results: Mapping[str, FigureResult], *, threshold: Threshold) -> list[OutturnRow]:
    """A row for labour and one for non-labour. What is spent and forecast is compared with the shares of the
    partnerships that report it, in equal parts for the quarters of the allocation."""
    reasons, ended = reasons_given(scope), ended_in(scope)
    allocation = Allocation.objects.for_year(scope.year).as_at(scope.as_at).first()
    spent = by_quarter(["svd_labour_spent", "svd_non_labour_spent"], scope)
    rows = []
    for place, (key, part) in enumerate(((Row.DUTY_LABOUR, "labour"), (Row.DUTY_NON_LABOUR, "non_labour"))):
        budget = _pounds(results[f"svd_reporters_{part}"])
        profile = _in_equal_parts(budget, allocation, scope)
        actual: list[Decimal | None] = [_pounds(values[place]) for _, values in spent.rows]
        rows.append(
            _row(
                key,
                budget=budget,
                profile=profile,
                profile_to_date=sum((part or NOTHING for part in profile[:ended]), NOTHING),
                actual=tuple(actual + [None] * (4 - len(actual))),
                forecast=(None,) * 4,
                actual_to_date=_pounds(results[f"svd_{part}_spent"]),
                outturn=_pounds(results[f"svd_{part}_forecast"]),
                reasons=reasons,
                threshold=threshold if ended else None,
                allocated=_pounds(results[f"svd_{part}"]),
                shared=_pounds(results[f"svd_shared_{part}"]),
                illustrative=bool(allocation and allocation.illustrative),
            )
        )
    return rows


def reasons_given(scope: Scope) -> Reasons:
    """The reasons given for the variances as at the last quarter that had ended, the latest of each."""
    quarter = quarter_told(scope)
    if quarter is None:
        return {}
    given = VarianceReason.objects.filter(quarter=quarter).order_by("pk")
    return {(reason.row, reason.basis): reason for reason in given}


def in_need(rows: Iterable[OutturnRow]) -> list[Explained]:
    """The variances that need a reason or were given one, as they stand in the rows."""
    variances = [variance for row in rows for variance in row.variances]
    return [variance for variance in variances if variance.needs_reason or variance.given]


def _row(
    key: str,
    *,
    profile_to_date: Decimal,
    reasons: Reasons,
    threshold: Threshold | None,
    budget: Decimal,
    actual_to_date: Decimal,
    outturn: Decimal,
    **rest: object,
) -> OutturnRow:
    """A row with its variances judged; before the first quarter has ended none needs a reason."""

    def explained(basis: str, variance: Variance) -> Explained:
        needed = threshold is not None and variance.passes(threshold)
        return Explained(key, basis, variance, needed, reasons.get((key, basis)))

    return OutturnRow(
        key=key,
        budget=budget,
        actual_to_date=actual_to_date,
        outturn=outturn,
        to_date=explained(Basis.TO_DATE, Variance(meant=profile_to_date, spent=actual_to_date)),
        at_year_end=explained(Basis.OUTTURN, Variance(meant=budget, spent=outturn)),
        **rest,
    )


def _spread_over_the_rest(pounds: Decimal, *, ended: int) -> Amounts:
    """What is still to be spent in equal parts over the quarters that had not ended."""
    left = 4 - ended
    if not left:
        return (None,) * 4
    return (None,) * ended + tuple(equal_shares(max(pounds, NOTHING), between=left))


def _of_the_rest(line: BudgetLine | None, *, ended: int) -> Amounts:
    if line is None:
        return (None,) * 4
    return (None,) * ended + tuple(getattr(line, f"forecast_{number}") for number in range(ended + 1, 5))


def _in_equal_parts(pounds: Decimal, allocation: Allocation | None, scope: Scope) -> Amounts:
    """An amount in equal parts for the quarters that the allocation is for: the first was for one alone."""
    if allocation is None:
        return (None,) * 4
    covered = [
        quarter.ends >= allocation.period_start and quarter.starts <= allocation.period_end
        for quarter in scope.year.quarters
    ]
    parts = iter(equal_shares(pounds, between=sum(covered)))
    return tuple(next(parts) if is_covered else NOTHING for is_covered in covered)


def _pounds(result: FigureResult) -> Decimal:
    return Decimal(result.value or 0)
