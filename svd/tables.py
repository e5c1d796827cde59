"""The columns of Serious Violence Duty allocations."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html

from svd.models import Allocation
from vrp_portal.tabular.columns import DateColumn, PoundsColumn, TextColumn, YearColumn
from vrp_portal.tabular.tables import Table


class AllocationTable(Table):
    """Every allocation agreed by a day. Money does not carry over between years, so there is no total."""

    year = YearColumn(attrs={"td": {"scope": "row"}})
    period_start = DateColumn(verbose_name="From")
    period_end = DateColumn(verbose_name="To")
    labour = PoundsColumn()
    non_labour = PoundsColumn(verbose_name="Non-labour")
    total = PoundsColumn(verbose_name="Labour and non-labour")
    source = TextColumn(default="")
    change = TextColumn(empty_values=(), verbose_name="Change", orderable=False, exclude_from_export=True)

    class Meta:
        caption = "Allocations"
        empty_text = "No allocation had been agreed by this day."
        order_by = "year"

    def render_change(self, record: Allocation) -> str:
        return format_html(
            '<a class="govuk-link" href="{}">Withdraw<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("allocation-withdraw", args=[record.pk]),
            record,
        )
