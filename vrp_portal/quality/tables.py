"""What a check finds, as a table."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrp_portal.quality.checks import Finding
from vrp_portal.tabular.columns import TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table


class FindingsTable(Table):
    """A record a row, with what is amiss and the page on which it is put right."""

    record = TextColumn(orderable=False)
    amiss = TextColumn(verbose_name="What is amiss", orderable=False)

    class Meta:
        caption = "What the check finds"
        empty_text = "Nothing is amiss."

    def render_record(self, record: Finding) -> SafeString:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', record.url, record.record)
        return tagged(link, illustrative=record.illustrative)

    def value_record(self, record: Finding) -> str:
        return record.record
