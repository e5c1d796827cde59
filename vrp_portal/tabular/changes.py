"""The column from which whoever keeps a ledger changes its entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vrp_portal.tabular.columns import TextColumn


class ChangeColumn(TextColumn):
    """Links that change an entry, named by the addresses they lead to: {"award-withdraw": "Withdraw"}.

    On a page as at an earlier day stand entries that were withdrawn since; those say so instead.
    """

    def __init__(self, links: Mapping[str, str]) -> None:
        super().__init__(empty_values=(), verbose_name="Change", orderable=False, exclude_from_export=True)
        self.links = links

    def render(self, record: Any) -> SafeString:
        if record.is_withdrawn:
            return format_html("Withdrawn since, on {}", format_date(record.withdrawn_on, "j F Y"))
        return format_html_join(
            " ",
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            ((reverse(name, args=[record.pk]), label, record) for name, label in self.links.items()),
        )
