"""The columns of Serious Violence Duty allocations."""

from __future__ import annotations

from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString

from svd.models import Allocation, Share
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


class ShareTable(Table):
    """The shares of a year as at a day; their totals are figures."""

    recipient = TextColumn(order_by="recipient__name", attrs={"td": {"scope": "row"}})
    kind = TextColumn(accessor="recipient__get_kind_display", order_by="recipient__kind", verbose_name="Kind")
    labour = PoundsColumn(accessor="labour_then", order_by="labour_then", total="svd_shared_labour")
    non_labour = PoundsColumn(
        accessor="non_labour_then",
        order_by="non_labour_then",
        verbose_name="Non-labour",
        total="svd_shared_non_labour",
    )
    total = PoundsColumn(accessor="total_then", order_by="total_then", total="svd_shared")
    source = TextColumn()
    change = ChangeColumn({"share-adjust": "Adjust", "share-move": "Move money"})

    class Meta:
        caption = "Shares"
        empty_text = "The allocation had not been split by this day."
        order_by = "recipient"

    def render_recipient(self, record: Share) -> SafeString:
        return tagged(record.recipient, illustrative=record.illustrative)

    def value_recipient(self, record: Share) -> str:
        return str(record.recipient)
