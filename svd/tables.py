"""The columns of Serious Violence Duty allocations."""

from __future__ import annotations

from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString

from svd.models import Allocation
from vrp_portal.tabular.changes import ChangeColumn
from vrp_portal.tabular.columns import DateColumn, PoundsColumn, TextColumn, YearColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table


class AllocationTable(Table):
    """Allocations of every period. The money does not carry over, so the years are not added up."""

    year = YearColumn(attrs={"td": {"scope": "row"}})
    period = TextColumn(accessor="period_start", order_by="period_start", verbose_name="Period")
    labour = PoundsColumn()
    non_labour = PoundsColumn(verbose_name="Non-labour")
    total = PoundsColumn()
    agreed_on = DateColumn(verbose_name="Agreed on")
    source = TextColumn()
    change = ChangeColumn({"allocation-withdraw": "Withdraw"})

    class Meta:
        caption = "Allocations of every period"
        empty_text = "No allocation had been agreed by this day."
        order_by = "-year"

    def render_period(self, record: Allocation) -> SafeString:
        return tagged(self.value_period(record), illustrative=record.illustrative)

    def value_period(self, record: Allocation) -> str:
        start, end = (format_date(day, "j F Y") for day in (record.period_start, record.period_end))
        return f"{start} to {end}"
