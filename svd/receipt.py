"""The receipt of a submitted return, as a PDF: what was reported, when and by whom."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.dateformat import format as format_date
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from svd.models import QuarterlyReturn
from svd.models.returns import POUNDS, REACHED
from svd.workbook import label_of
from vrp_portal.money import format_pounds

BRAND = colors.HexColor("#143f4d")


def write_receipt(record: QuarterlyReturn, stream: BinaryIO) -> None:
    """Write the receipt of a return that was submitted: its numbers, and none of its words."""
    styles = getSampleStyleSheet()
    for name in ("Title", "Heading2", "BodyText"):
        styles[name].fontName = "Helvetica" if name == "BodyText" else "Helvetica-Bold"
        styles[name].textColor = colors.black
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"Receipt: {_plain(record)}",
        author="West Yorkshire Violence Reduction Partnership",
        lang="en-GB",
    )
    document.build(
        [
            Paragraph("Receipt of a quarterly return", styles["Title"]),
            Paragraph(
                "West Yorkshire Violence Reduction Partnership, Serious Violence Duty", styles["BodyText"]
            ),
            Spacer(1, 6 * mm),
            _table([(what, _plain(value)) for what, value in _about(record)]),
            Paragraph("Annex A: money", styles["Heading2"]),
            _table([(label_of(name), format_pounds(getattr(record, name))) for name in POUNDS]),
            Paragraph("Annex B: people reached", styles["Heading2"]),
            _table([(label_of(name), f"{getattr(record, name):,}") for name in REACHED]),
        ]
    )


def _about(record: QuarterlyReturn) -> list[tuple[str, object]]:
    submitted = "" if record.submitted_on is None else format_date(record.submitted_on, "j F Y")
    return [
        ("Return", record),
        ("Quarter", f"{record.quarter}, {record.quarter.months}"),
        ("Submitted on", submitted),
        ("Submitted by", record.submitted_by or ""),
        ("Reference", f"SVD-{record.quarter.code}-{record.pk}"),
        ("State", record.get_state_display()),
        *([("Illustrative", "Yes: invented to show how the portal works")] if record.illustrative else []),
    ]


def _table(rows: list[tuple[str, str]]) -> Table:
    table = Table([[_plain(what), _plain(value)] for what, value in rows], colWidths=[85 * mm, 85 * mm])
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (0, -1), "Helvetica-Bold"),
                ("FONTNAME", (1, 0), (1, -1), "Helvetica"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, BRAND),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def _plain(value: object) -> str:
    """Words in the characters that the standard typefaces of PDF have; others are left out."""
    text = str(value).replace("−", "-")
    return text.encode("cp1252", errors="ignore").decode("cp1252")
