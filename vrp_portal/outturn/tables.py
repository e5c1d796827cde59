"""The columns of the budget, of what is spent and forecast of it, and of the outturn."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from grants.models import BudgetLine, SpendEntry
from vrp_portal.outturn.position import OutturnRow
from vrp_portal.tabular.changes import ChangeColumn
from vrp_portal.tabular.columns import DateColumn, PercentColumn, PoundsColumn, QuarterColumn, TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table

NOT_KNOWN = "Not known"


class BudgetTable(Table):
    """The budget lines of a year as at a day, with their profile by quarter."""

    purpose = TextColumn(
        accessor="get_purpose_display",
        order_by="place",
        verbose_name="Budget line",
        attrs={"td": {"scope": "row"}},
    )
    budget = PoundsColumn(accessor="budget_then", order_by="budget_then", total="core_budgeted")
    quarter_1 = PoundsColumn(
        accessor="quarter_1_then", order_by="quarter_1_then", verbose_name="Q1", total="core_profile_q1"
    )
    quarter_2 = PoundsColumn(
        accessor="quarter_2_then", order_by="quarter_2_then", verbose_name="Q2", total="core_profile_q2"
    )
    quarter_3 = PoundsColumn(
        accessor="quarter_3_then", order_by="quarter_3_then", verbose_name="Q3", total="core_profile_q3"
    )
    quarter_4 = PoundsColumn(
        accessor="quarter_4_then", order_by="quarter_4_then", verbose_name="Q4", total="core_profile_q4"
    )
    agreed_on = DateColumn(verbose_name="Agreed on")
    source = TextColumn()
    change = ChangeColumn(
        {
            "budget-line-move": "Move money",
            "budget-line-adjust": "Adjust",
            "budget-line-profile": "Profile",
            "budget-line-withdraw": "Withdraw",
        }
    )

    class Meta:
        caption = "Budget lines"
        empty_text = "No budget line had been agreed for this year by this day."
        order_by = "purpose"

    def render_purpose(self, value: str, record: BudgetLine) -> SafeString:
        return tagged(value, illustrative=record.illustrative)

    def value_purpose(self, value: str) -> str:
        return value


class SpendTable(Table):
    """What was entered as spent or forecast of a year's budget lines by a day, entry by entry."""

    line = TextColumn(
        accessor="line__get_purpose_display",
        order_by="place",
        verbose_name="Budget line",
        attrs={"td": {"scope": "row"}},
    )
    quarter = QuarterColumn()
    kind = TextColumn(accessor="get_kind_display", order_by="kind", verbose_name="Kind")
    amount = PoundsColumn()
    stated_on = DateColumn(verbose_name="Stated on")
    reason = TextColumn(default="None")
    source = TextColumn()
    change = ChangeColumn({"budget-spend-withdraw": "Withdraw"})

    class Meta:
        caption = "Entries"
        empty_text = "Nothing had been entered for this year by this day."
        order_by = ("line", "quarter", "kind")

    def render_line(self, value: str, record: SpendEntry) -> SafeString:
        return tagged(value, illustrative=record.illustrative)

    def value_line(self, value: str) -> str:
        return value


class VarianceTable(Table):
    """Rows of an outturn with their variances; a row whose reason is missing says so."""

    label = TextColumn(verbose_name="Budget line", orderable=False, attrs={"td": {"scope": "row"}})
    budget = PoundsColumn(orderable=False)
    profile_to_date = PoundsColumn(verbose_name="Profile to date", orderable=False)
    actual_to_date = PoundsColumn(verbose_name="Spent to date", orderable=False)
    variance = PoundsColumn(
        accessor="to_date__variance__pounds", verbose_name="Variance to date", orderable=False
    )
    variance_percent = PercentColumn(
        accessor="to_date__variance__percentage",
        verbose_name="To date, %",
        default=NOT_KNOWN,
        orderable=False,
    )
    outturn = PoundsColumn(verbose_name="Forecast outturn", orderable=False)
    outturn_variance = PoundsColumn(
        accessor="at_year_end__variance__pounds", verbose_name="Variance at year end", orderable=False
    )
    outturn_percent = PercentColumn(
        accessor="at_year_end__variance__percentage",
        verbose_name="At year end, %",
        default=NOT_KNOWN,
        orderable=False,
    )
    profile_1 = PoundsColumn(accessor="profile__0", verbose_name="Q1 profile", orderable=False)
    profile_2 = PoundsColumn(accessor="profile__1", verbose_name="Q2 profile", orderable=False)
    profile_3 = PoundsColumn(accessor="profile__2", verbose_name="Q3 profile", orderable=False)
    profile_4 = PoundsColumn(accessor="profile__3", verbose_name="Q4 profile", orderable=False)
    actual_1 = PoundsColumn(accessor="actual__0", verbose_name="Q1 actual", orderable=False)
    actual_2 = PoundsColumn(accessor="actual__1", verbose_name="Q2 actual", orderable=False)
    actual_3 = PoundsColumn(accessor="actual__2", verbose_name="Q3 actual", orderable=False)
    actual_4 = PoundsColumn(accessor="actual__3", verbose_name="Q4 actual", orderable=False)
    why_to_date = TextColumn(
        accessor="to_date__reason", verbose_name="Reason for the variance to date", orderable=False
    )
    why_outturn = TextColumn(
        accessor="at_year_end__reason", verbose_name="Reason for the variance at year end", orderable=False
    )

    class Meta:
        attrs = {"class": "govuk-table app-table--compact app-table--wide"}

    def render_label(self, value: str, record: OutturnRow) -> SafeString:
        words = tagged(value, illustrative=record.illustrative)
        if not record.lacks_reason:
            return words
        return format_html('{} <strong class="govuk-tag govuk-tag--red">Reason missing</strong>', words)

    def value_label(self, value: str) -> str:
        return value


class OutturnTable(VarianceTable):
    """The core grant's outturn by budget line; its totals are figures."""

    budget = PoundsColumn(total="core_budgeted", orderable=False)
    profile_to_date = PoundsColumn(
        verbose_name="Profile to date", total="core_profile_to_date", orderable=False
    )
    actual_to_date = PoundsColumn(verbose_name="Spent to date", total="core_spent_all", orderable=False)
    variance = PoundsColumn(
        accessor="to_date__variance__pounds",
        verbose_name="Variance to date",
        total="core_spend_variance",
        orderable=False,
    )
    outturn = PoundsColumn(verbose_name="Forecast outturn", total="core_forecast_outturn", orderable=False)
    outturn_variance = PoundsColumn(
        accessor="at_year_end__variance__pounds",
        verbose_name="Variance at year end",
        total="core_outturn_variance",
        orderable=False,
    )
    forecast_1 = PoundsColumn(accessor="forecast__0", verbose_name="Q1 forecast", orderable=False)
    forecast_2 = PoundsColumn(accessor="forecast__1", verbose_name="Q2 forecast", orderable=False)
    forecast_3 = PoundsColumn(accessor="forecast__2", verbose_name="Q3 forecast", orderable=False)
    forecast_4 = PoundsColumn(accessor="forecast__3", verbose_name="Q4 forecast", orderable=False)

    class Meta(VarianceTable.Meta):
        caption = "Outturn by budget line"


class DutyOutturnTable(VarianceTable):
    """The outturn of Serious Violence Duty money, labour and non-labour; its totals are figures."""

    allocated = PoundsColumn(verbose_name="Allocation", total="svd_total", orderable=False)
    shared = PoundsColumn(verbose_name="Shared out", total="svd_shared", orderable=False)
    budget = PoundsColumn(verbose_name="Of those who report", orderable=False)
    actual_to_date = PoundsColumn(verbose_name="Spent to date", total="svd_spent", orderable=False)
    outturn = PoundsColumn(verbose_name="Forecast outturn", total="svd_forecast", orderable=False)

    class Meta(VarianceTable.Meta):
        caption = "Outturn of Serious Violence Duty money"
        sequence = ("label", "allocated", "shared", "...")


class ByQuarterTable(Table):
    """What each line spent in the quarters that had ended, and what it is forecast to spend in the others."""

    label = TextColumn(verbose_name="Budget line", orderable=False, attrs={"td": {"scope": "row"}})
    quarter_1 = PoundsColumn(empty_values=(), orderable=False)
    quarter_2 = PoundsColumn(empty_values=(), orderable=False)
    quarter_3 = PoundsColumn(empty_values=(), orderable=False)
    quarter_4 = PoundsColumn(empty_values=(), orderable=False)

    class Meta:
        caption = "Spent and forecast by quarter"
        attrs = {"class": "govuk-table app-table--compact"}

    def __init__(self, rows: list[OutturnRow], *, ended: int) -> None:
        self.ended = ended
        super().__init__(rows)
        for number in range(1, 5):
            told = "spent" if number <= ended else "forecast"
            self.columns[f"quarter_{number}"].column.verbose_name = f"Q{number} {told}"

    def _told(self, record: OutturnRow, number: int) -> Any:
        amounts = record.actual if number <= self.ended else record.forecast
        amount = amounts[number - 1]
        column = self.columns[f"quarter_{number}"].column
        return "None entered" if amount is None else column.worded(column.typed(amount))

    def render_quarter_1(self, record: OutturnRow) -> Any:
        return self._told(record, 1)

    def render_quarter_2(self, record: OutturnRow) -> Any:
        return self._told(record, 2)

    def render_quarter_3(self, record: OutturnRow) -> Any:
        return self._told(record, 3)

    def render_quarter_4(self, record: OutturnRow) -> Any:
        return self._told(record, 4)
