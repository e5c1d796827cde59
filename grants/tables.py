"""The columns of awards and of match contributions."""

from __future__ import annotations

from django.utils.safestring import SafeString

from grants.models import Award, MatchContribution
from grants.querysets import Step
from vrp_portal.tabular.changes import ChangeColumn
from vrp_portal.tabular.columns import DateColumn, PeopleColumn, PoundsColumn, TextColumn, YearColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table

NOT_YET = "Not yet"


class AwardTable(Table):
    """Awards of every year. A year's total is a figure of its own; years are not added up."""

    year = YearColumn(attrs={"td": {"scope": "row"}})
    funder = TextColumn(order_by="funder__name")
    scheme = TextColumn(accessor="get_scheme_display", order_by="scheme")
    year_number = PeopleColumn(verbose_name="Year of the arrangement")
    amount = PoundsColumn()
    status = TextColumn(accessor="status_then", order_by="status_then")
    agreed_on = DateColumn(verbose_name="Agreed on")
    confirmed_on = DateColumn(accessor="confirmed_then", verbose_name="Confirmed on", default=NOT_YET)
    source = TextColumn()
    change = ChangeColumn({"award-withdraw": "Withdraw"})

    class Meta:
        caption = "Awards of every year"
        empty_text = "No award had been agreed by this day."
        order_by = "-year"

    def render_funder(self, record: Award) -> SafeString:
        return tagged(record.funder, illustrative=record.illustrative)

    def value_funder(self, record: Award) -> str:
        return str(record.funder)

    def render_status(self, value: str) -> str:
        return str(Award.Status(value).label)


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
