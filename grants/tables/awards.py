"""The columns of awards."""

from __future__ import annotations

from django.utils.safestring import SafeString

from grants.models import Award
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
