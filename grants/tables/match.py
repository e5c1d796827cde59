"""The columns of match contributions."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from grants.models import MatchContribution
from grants.querysets import Step
from grants.tables.awards import NOT_YET
from vrp_portal.tabular.changes import ChangeColumn
from vrp_portal.tabular.columns import DateColumn, PoundsColumn, TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table

NOT_SAID = "Not said"


class MatchTable(Table):
    """Match contributions of a year; their total is a figure."""

    organisation = TextColumn(order_by="organisation__name", attrs={"td": {"scope": "row"}})
    kind = TextColumn(accessor="get_kind_display", order_by="kind")
    amount = PoundsColumn(total="match_contributed")
    status = TextColumn(accessor="step_then", order_by="step_then")
    pledged_on = DateColumn(verbose_name="Pledged on")
    confirmed_on = DateColumn(accessor="confirmed_then", verbose_name="Confirmed on", default=NOT_YET)
    evidenced_on = DateColumn(accessor="evidenced_then", verbose_name="Evidenced on", default=NOT_YET)
    basis = TextColumn(
        verbose_name="Valued by", accessor="get_basis_display", order_by="basis", default=NOT_SAID
    )
    hours = TextColumn(default="None")
    hourly_rate = PoundsColumn(verbose_name="Hourly rate", default="None")
    invoice_reference = TextColumn(verbose_name="Invoice or payment reference", default="None")
    how_valued = TextColumn(verbose_name="How its market value is known", default="None")
    period_from = DateColumn(verbose_name="Covers from", default=NOT_SAID)
    period_to = DateColumn(verbose_name="Covers to", default=NOT_SAID)
    change = ChangeColumn({"match-confirm": "Confirm", "match-withdraw": "Withdraw"})
    note = TextColumn(default="None")
    source = TextColumn()

    class Meta:
        caption = "Contributions"
        empty_text = "No contribution had been pledged for this year by this day."
        order_by = "organisation"

    def render_organisation(self, record: MatchContribution) -> SafeString:
        page = format_html(
            '<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), record.organisation
        )
        return tagged(page, illustrative=record.illustrative)

    def value_organisation(self, record: MatchContribution) -> str:
        return str(record.organisation)

    def render_status(self, value: int) -> str:
        return str(Step(value).label)

    def render_hours(self, value: Decimal) -> str:
        return f"{value.normalize():f}"
