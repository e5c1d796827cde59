"""The columns of what is left out."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrp_portal.open_data.left_out import NotPublished
from vrp_portal.tabular.columns import PoundsColumn, TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table


class LeftOutTable(Table):
    """A record a row, with what it is left out of and why."""

    record = TextColumn(orderable=False, attrs={"td": {"scope": "row", "class": "app-published__words"}})
    of = TextColumn(verbose_name="Left out of", orderable=False)
    amount = PoundsColumn(orderable=False)
    reason = TextColumn(orderable=False, attrs={"td": {"class": "app-published__explanation"}})

    class Meta:
        caption = "Records that are left out"
        empty_text = "Nothing is left out."

    def render_record(self, record: NotPublished) -> SafeString:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', record.url, record.record)
        return tagged(link, illustrative=record.illustrative)

    def value_record(self, record: NotPublished) -> str:
        return record.record
