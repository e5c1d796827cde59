"""A document as PDF/UA-1: tagged, so that a screen reader hears what an eye sees, in the same order.

WeasyPrint makes it from the HTML page, with the styles that the page has for paper. It needs Pango and
HarfBuzz from the system; where they are missing, everything but the PDF works. Nothing is fetched from
anywhere: pictures and styles are in the page.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from vrp_portal.documents.model import Document
from vrp_portal.documents.pages import as_html
from vrp_portal.documents.pdf_structure import mend

if TYPE_CHECKING:
    from weasyprint import HTML

MISSING = (
    "A PDF cannot be made, because Pango or HarfBuzz is missing on this machine. "
    "Install them (apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation), "
    "or take the document as DOCX or HTML."
)


class NoPdf(Exception):
    """No PDF can be made here; the message says what is missing and what to do."""


def as_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1. Twice the same document is twice the same bytes; NoPdf without Pango."""
    page = as_html(document)
    identifier = sha256(page.encode()).hexdigest()[:32]
    made = _read(page).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode(), finisher=mend, dpi=150
    )
    if made is None:
        raise NoPdf("WeasyPrint made no PDF.")
    return made


def _read(page: str) -> HTML:
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise NoPdf(MISSING) from error
    return HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"]))
