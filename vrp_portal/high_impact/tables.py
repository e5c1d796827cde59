"""The lists of the 30% rule: what counts, what doesn't, and what nobody has assessed yet."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrp_portal.high_impact.standing import JudgedLine
from vrp_portal.tabular.columns import PoundsColumn, TextColumn
from vrp_portal.tabular.illustrative import tagged
from vrp_portal.tabular.tables import Table


class JudgedTable(Table):
    """Core funding lines with what each is worth and why it counts or doesn't; the totals are figures."""

    intervention = TextColumn(attrs={"td": {"scope": "row"}}, orderable=False)
    where = TextColumn(orderable=False)
    reason = TextColumn(verbose_name="Why", orderable=False)
    allocated = PoundsColumn(orderable=False)
    spent = PoundsColumn(verbose_name="Spent to date", orderable=False)

    class Meta:
        attrs = {"class": "govuk-table app-table--compact"}
        empty_text = "None."

    def __init__(self, *args: object, scope_query: str, **options: object) -> None:
        super().__init__(*args, **options)
        self.scope_query = scope_query

    def render_intervention(self, record: JudgedLine) -> SafeString:
        address = f"{record.intervention.get_absolute_url()}?{self.scope_query}"
        link = format_html('<a class="govuk-link" href="{}">{}</a>', address, record.intervention)
        return tagged(link, illustrative=record.illustrative)

    def render_reason(self, record: JudgedLine) -> SafeString:
        if record.rating is None:
            return format_html("{}", record.reason)
        return format_html("{}. {}", record.reason, record.rating.approach)


class CountingTable(JudgedTable):
    allocated = PoundsColumn(orderable=False, total="high_impact_committed")
    spent = PoundsColumn(verbose_name="Spent to date", orderable=False, total="high_impact_spent")

    class Meta(JudgedTable.Meta):
        caption = "What counts"
        empty_text = "Nothing counts yet."


class NotCountingTable(JudgedTable):
    allocated = PoundsColumn(orderable=False, total="assessed_not_counting_committed")
    spent = PoundsColumn(verbose_name="Spent to date", orderable=False, total="assessed_not_counting_spent")

    class Meta(JudgedTable.Meta):
        caption = "What does not count"
        empty_text = "Everything that is assessed counts."


class NotAssessedTable(JudgedTable):
    allocated = PoundsColumn(orderable=False, total="without_assessment_committed")
    spent = PoundsColumn(verbose_name="Spent to date", orderable=False, total="without_assessment_spent")

    class Meta(JudgedTable.Meta):
        caption = "What is not assessed yet"
        empty_text = "Every core-funded intervention has been assessed for the year."
