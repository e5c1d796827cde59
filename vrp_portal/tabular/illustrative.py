"""The tag that a row of an illustrative record carries on the page."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString


def tagged(words: object, *, illustrative: bool) -> SafeString:
    """The words of a cell, with the tag after them where the record is illustrative."""
    if not illustrative:
        return format_html("{}", words)
    return format_html(
        '{} <strong class="govuk-tag govuk-tag--yellow app-records__tag">Illustrative</strong>', words
    )
