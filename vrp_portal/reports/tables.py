"""The columns of published figures beside the records."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrp_portal.figures.scoped import scope_query
from vrp_portal.reports.comparison import UNEXPLAINED, Line
from vrp_portal.tabular.columns import TextColumn
from vrp_portal.tabular.tables import Table


class PublishedTable(Table):
    """Each published figure with the recorded one, the difference in words, and its explanation."""

    words = TextColumn(
        verbose_name="What it is",
        orderable=False,
        attrs={"td": {"scope": "row", "class": "app-published__words"}},
    )
    paragraph = TextColumn(verbose_name="Paragraph", orderable=False)
    published = TextColumn(orderable=False)
    recorded = TextColumn(orderable=False, empty_values=())
    difference = TextColumn(orderable=False)
    explanation = TextColumn(
        orderable=False, empty_values=(), attrs={"td": {"class": "app-published__explanation"}}
    )
    paper = TextColumn(orderable=False)

    class Meta:
        caption = "Published figures"
        empty_text = "No paper that states a figure of this year is kept."
        attrs = {"class": "govuk-table app-table--compact"}

    def __init__(self, *args: object, may_explain: bool, scope_query: str, **options: object) -> None:
        super().__init__(*args, **options)
        self.may_explain = may_explain
        self.scope_query = scope_query

    def render_recorded(self, record: Line) -> SafeString:
        if record.scope is None or not record.is_recorded:
            return format_html("{}", "Not recorded")
        address = f"{reverse('figure', args=[record.figure_key])}?{scope_query(record.scope)}"
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, record.recorded)

    def value_recorded(self, record: Line) -> str:
        return record.recorded

    def render_explanation(self, record: Line) -> SafeString:
        told = record.explanation
        if told == UNEXPLAINED:
            told = format_html('<strong class="govuk-tag govuk-tag--yellow">{}</strong>', "Unexplained")
        if not (record.may_be_explained and self.may_explain):
            return format_html("{}", told)
        return format_html(
            '{} <a class="govuk-link" href="{}?{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            told,
            reverse("published-explain", args=[record.pk]),
            self.scope_query,
            "Change" if record.written else "Explain",
            record.words,
        )

    def value_explanation(self, record: Line) -> str:
        return record.explanation
