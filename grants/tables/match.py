"""The columns of match contributions."""

from __future__ import annotations

from django.utils.safestring import SafeString

from grants.models import MatchContribution
from grants.querysets import Step
from grants.tables.awards import NOT_YET
from vrp_portal.tabular.changes import ChangeColumn
from vrp_portal.tabular.columns import DateColumn, PoundsColumn, TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table


class MatchTable(Table):
    """Match contributions of a year; their total is a figure."""

    organisation = TextColumn(order_by="organisation__name", attrs={"td": {"scope": "row"}})
    kind = TextColumn(accessor="get_kind_display", order_by="kind")
    amount = PoundsColumn(total="match_contributed")
    status = TextColumn(accessor="step_then", order_by="step_then")
    pledged_on = DateColumn(verbose_name="Pledged on")
    confirmed_on = DateColumn(accessor="confirmed_then", verbose_name="Confirmed on", default=NOT_YET)
    evidenced_on = DateColumn(accessor="evidenced_then", verbose_name="Evidenced on", default=NOT_YET)
    change = ChangeColumn({"match-confirm": "Confirm", "match-withdraw": "Withdraw"})
    note = TextColumn(default="None")
    source = TextColumn()

    class Meta:
        caption = "Contributions"
        empty_text = "No contribution had been pledged for this year by this day."
        order_by = "organisation"

    def render_organisation(self, record: MatchContribution) -> SafeString:
        return tagged(record.organisation, illustrative=record.illustrative)

    def value_organisation(self, record: MatchContribution) -> str:
        return str(record.organisation)

    def render_status(self, value: int) -> str:
        return str(Step(value).label)
