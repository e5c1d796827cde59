"""A document with every kind of block, as a paper for the Panel would have them. Its records are invented."""

from __future__ import annotations

import struct
import zlib
from datetime import date

from vrp_portal.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
)

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240" viewBox="0 0 640 240">
<rect width="640" height="240" fill="#ffffff"/>
<rect x="120" y="30" width="420" height="44" fill="#143f4d"/>
<rect x="120" y="98" width="330" height="44" fill="#16586d"/>
<rect x="120" y="166" width="200" height="44" fill="#4a5a60"/>
<text x="20" y="58" font-family="Arial" font-size="18" fill="#1c2b30">Leeds</text>
<text x="20" y="126" font-family="Arial" font-size="18" fill="#1c2b30">Bradford</text>
<text x="20" y="194" font-family="Arial" font-size="18" fill="#1c2b30">Calderdale</text>
</svg>"""

ROWS = (
    ("Example Trust", "Mentoring", "Leeds", "£182,400.00", "1,204"),
    ("Sample Youth Services", "Sports programmes", "Bradford", "£96,250.50", "861"),
    ("Harbour Project", "A&E navigators", "Leeds, Bradford and Calderdale", "£240,000.00", "512"),
    ("Northern Arts", "Arts programmes", "Kirklees", "£14,999.99", "[c]"),
    ("Example Trust", "Cognitive behavioural therapy", "Wakefield", "£75,000.00", "98"),
    ("Pathways", "Focused deterrence", "West Yorkshire", "£310,000.00", "64"),
    ("Open Door", "Social skills training", "Leeds", "£42,100.00", "430"),
    ("Riverside", "Trauma-specific therapies", "Calderdale", "£58,750.00", "77"),
    ("Sample Youth Services", "Mentoring", "Kirklees", "£61,300.00", "392"),
    ("Next Step", "Restorative justice", "Bradford", "£33,000.00", "51"),
    ("Harbour Project", "Functional family therapy", "Wakefield", "£88,000.00", "36"),
    ("Open Door", "Pre-court diversion", "West Yorkshire", "£120,000.00", "240"),
)

FUNDED = Table(
    caption="Table 1: Interventions by what was allocated to each",
    header=("Delivered by", "Approach", "Where", "Allocated", "People aged 24 or under"),
    rows=ROWS,
    totals=("Total", "", "", "£1,321,800.49", "[c]"),
    numeric=frozenset({3, 4}),
)


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""
    rows = b"".join(b"\x00" + b"\x14\x3f\x4d" * width for _ in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


PICTURE = Picture(
    title="People reached by district",
    alternative="Bars. Most people were reached in Leeds, then in Bradford, fewest in Calderdale.",
    png=png(640, 240),
    svg=SVG,
    caption="Figure 1: People aged 24 or under by district. Source: reach records as at 31 December 2023.",
)


def paper(*more: Block) -> Document:
    """A paper of a few pages; `more` follows at its end."""
    return Document(
        title="Violence Reduction Partnership: progress in 2023/24",
        subtitle="Report to the Police and Crime Panel",
        facts=(
            ("Meeting", "Friday 12 April 2024"),
            ("Figures as at", "31 December 2023"),
            ("Report of", "Director of the Violence Reduction Partnership"),
        ),
        notice="These records are illustrative: they were invented to show how the portal works.",
        subject="Money, people and interventions in 2023/24",
        written_on=date(2024, 4, 4),
        blocks=(
            Heading(1, "Purpose of this report"),
            Paragraph(
                (
                    Run("What the partnership spent, whom it reached, and how it meets "),
                    Run("the 30% rule", link="#rule"),
                    Run(". It covers April to December 2023."),
                ),
                number="1.1",
            ),
            Paragraph(
                (
                    Run("The partnership has "),
                    Run("£4,388,080.00", strong=True),
                    Run(" of core grant in the year, which asks for 15% in match. Evidence is in the "),
                    Run("YEF Toolkit", link="https://youthendowmentfund.org.uk/toolkit/"),
                    Run("."),
                ),
                number="1.2",
            ),
            Heading(1, "Finance"),
            Heading(2, "The 30% rule", anchor="rule"),
            Paragraph(
                (
                    Run(
                        "At least £1,316,424.00 is to go to interventions whose approach has strong evidence."
                    ),
                ),
                number="2.1",
            ),
            Bullets(
                (
                    (Run("High impact counts at any confidence in its evidence."),),
                    (
                        Run("Moderate impact counts "),
                        Run("with high confidence alone", strong=True),
                        Run("."),
                    ),
                    (Run("An intervention without an assessment does not count."),),
                )
            ),
            Heading(2, "What was allocated"),
            Paragraph((Run("Table 1 has the interventions with the largest allocations."),), number="2.2"),
            FUNDED,
            Heading(3, "How to read the table"),
            Paragraph((Run("[c] stands for a count that is hidden, because it is small."),)),
            Heading(1, "Who was reached"),
            Paragraph(
                (Run("More people were reached in each quarter than in the one before."),), number="3.1"
            ),
            PICTURE,
            Heading(1, "Governance"),
            Paragraph((Run("The partnership’s executive group met four times. " * 12),), number="4.1"),
            PageBreak(),
            Heading(1, "Appendix A: definitions"),
            Paragraph((Run("Allocated: what was agreed by the day that the figures are as at."),)),
            *more,
        ),
    )
