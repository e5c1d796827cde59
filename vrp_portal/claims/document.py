"""A claim that was sent, as a PDF: made from what was frozen, so that it is always the same."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.dateformat import format as format_date
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from vrp_portal.claims.contents import Contents, Row
from vrp_portal.claims.models import Claim
from vrp_portal.money import format_pounds

BRAND = colors.HexColor("#143f4d")
HEADINGS = (
    "Purpose",
    "Spent in the quarter",
    "Adjustments",
    "Claimed",
    "Spent in the year to date",
    "Budget",
)


def write_document(claim: Claim, contents: Contents, stream: BinaryIO) -> None:
    """Write a claim that was sent. Twice the same claim is twice the same bytes."""
    styles = getSampleStyleSheet()
    for name in ("Title", "Heading2", "BodyText"):
        styles[name].fontName = "Helvetica" if name == "BodyText" else "Helvetica-Bold"
        styles[name].textColor = colors.black
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"Claim: {_plain(claim)}",
        author="West Yorkshire Violence Reduction Partnership",
        lang="en-GB",
        invariant=1,
    )
    body: list[Flowable] = [
        Paragraph(f"Claim {_plain(claim.reference)}", styles["Title"]),
        Paragraph("West Yorkshire Violence Reduction Partnership", styles["BodyText"]),
        Spacer(1, 6 * mm),
        _table([[what, value] for what, value in about(claim, contents)], widths=(60, 114)),
        Paragraph("What is claimed", styles["Heading2"]),
        _table(
            [HEADINGS, *(_cells(row) for row in (*contents.rows, contents.total))],
            widths=(42, 26, 26, 26, 28, 26),
            has_total=True,
        ),
    ]
    if contents.adjustments:
        body += [
            Paragraph("Adjustments of quarters that were claimed before", styles["Heading2"]),
            _table(
                [
                    ("Purpose", "Quarter", "Claim", "Adjustment"),
                    *(
                        (
                            one.label,
                            str(one.line.quarter),
                            one.corrects.reference,
                            format_pounds(one.line.amount),
                        )
                        for one in contents.adjustments
                    ),
                    ("Total", "", "", format_pounds(contents.total.adjusted)),
                ],
                widths=(54, 36, 48, 36),
                has_total=True,
            ),
        ]
    document.build(body)


def about(claim: Claim, contents: Contents) -> list[tuple[str, str]]:
    """What the claim is, what it rests on, and who sent it, each under a name."""
    pairs = [
        ("Funder", str(claim.funder)),
        ("Scheme", claim.get_scheme_display()),
        ("Quarter", f"{claim.quarter}, {claim.quarter.months}"),
        ("As at", format_date(contents.as_at, "j F Y")),
        ("Sent on", format_date(claim.sent_on, "j F Y") if claim.sent_on else ""),
        ("Sent by", str(claim.sent_by or "")),
        ("Claimed", format_pounds(contents.total.claimed)),
    ]
    if contents.award is not None:
        pairs.append(("Award of the year", format_pounds(contents.award)))
    if contents.match_required is not None:
        pairs.append(("Match required in the year", format_pounds(contents.match_required)))
    if contents.match_confirmed is not None:
        pairs.append(("Match confirmed by the end of the quarter", format_pounds(contents.match_confirmed)))
    if claim.reason_for_warnings:
        pairs.append(("What was checked before sending", claim.reason_for_warnings))
    if contents.illustrative:
        pairs.append(("Illustrative", "Yes: invented to show how the portal works"))
    return pairs


def _cells(row: Row) -> tuple[str, ...]:
    amounts = (row.spent, row.adjusted, row.claimed, row.to_date)
    budget = "Not known" if row.budget is None else format_pounds(row.budget)
    return (row.label, *(format_pounds(amount) for amount in amounts), budget)


def _table(rows: list, *, widths: tuple[int, ...], has_total: bool = False) -> Table:
    """A table of words; of more than two columns, all but the first are money and stand to the right."""
    styles = _cell_styles()
    of_money = len(widths) > 2
    cells = [
        [
            Paragraph(
                _escaped(cell),
                styles[
                    (
                        (has_total and number in {0, len(rows) - 1}) or (place == 0 and not has_total),
                        of_money and place > 0,
                    )
                ],
            )
            for place, cell in enumerate(row)
        ]
        for number, row in enumerate(rows)
    ]
    table = Table(cells, colWidths=[width * mm for width in widths], repeatRows=1 if has_total else 0)
    table.setStyle(
        TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, BRAND), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return table


def _cell_styles() -> dict[tuple[bool, bool], ParagraphStyle]:
    """A style for what is bold or not, and to the right or not."""
    return {
        (bold, right): ParagraphStyle(
            f"cell-{bold}-{right}",
            fontName="Helvetica-Bold" if bold else "Helvetica",
            fontSize=9,
            leading=11,
            **({"alignment": TA_RIGHT} if right else {}),
        )
        for bold in (True, False)
        for right in (True, False)
    }


def _escaped(value: object) -> str:
    return _plain(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(value: object) -> str:
    """Words in the characters that the standard typefaces of PDF have; others are left out."""
    text = str(value).replace("−", "-")
    return text.encode("cp1252", errors="ignore").decode("cp1252")
