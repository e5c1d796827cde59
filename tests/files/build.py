"""Makes the workbooks of this folder anew: `python -m tests.files.build`.

What is expected of each was written by hand, and stands in a JSON file beside the workbook. XLS and ODS are
made from XLSX by LibreOffice, which is needed only for this.
"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

HERE = Path(__file__).parent
REACH = ("Reference", "Quarter", "District", "People aged 24 or under", "People aged 25 or over")
LINES = ("Reference", "Funding source", "Financial year", "District", "Agreed on", "Allocated", "Reason")
SPEND = ("Reference", "Funding source", "Quarter", "District", "Spent", "Reason")
INTERVENTIONS = (
    *("Reference", "Name", "Delivered by", "Kind of provider", "Company number", "Commissioned by"),
    *("Districts", "Approach", "Prevention level"),
)
SPORT_Q3 = ("VRP-2023-002", "2023/24 Q3", None, 45, 3)
ARTS_Q3 = ("VRP-2023-003", "2023/24 Q3", "Leeds", 12, 1)

Rows = list[tuple[Any, ...]]


def xlsx(
    *rows: tuple[Any, ...], name: str = "Sheet1", also: Callable[[Workbook], None] | None = None
) -> bytes:
    """A workbook of one sheet; days are date cells, and text is text."""
    stream = io.BytesIO()
    with Workbook(stream, {"strings_to_numbers": False, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(name)
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, Formula):
                    sheet.write_formula(number, column, value.text, None, value.shown)
                elif value is not None:
                    sheet.write(number, column, value)
        if also is not None:
            also(workbook)
    return stream.getvalue()


class Formula:
    """A formula, and the value that the program which saved it had worked out."""

    def __init__(self, text: str, shown: object) -> None:
        self.text, self.shown = text, shown


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([*lines, ""]).encode(encoding)


def converted(content: bytes, to: str) -> bytes:
    """The same workbook as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "book.xlsx").write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", folder, "book.xlsx"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        return (Path(folder) / f"book.{to}").read_bytes()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same archive with one part more."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return stream.getvalue()


def replaced(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same archive with something else in one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w", 8) as after:
        for item in before.infolist():
            data = before.read(item)
            after.writestr(item, data.replace(old, new) if item.filename == name else data)
    return stream.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet opens into 210 MB of spaces."""
    stream = io.BytesIO(xlsx(REACH, SPORT_Q3))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/media/image1.png", "w") as part,
    ):
        for _ in range(210):
            part.write(b" " * 1_000_000)
    return stream.getvalue()


def merged_headings(workbook: Workbook) -> None:
    sheet = workbook.worksheets()[0]
    sheet.merge_range("A1:A2", "Reference")
    sheet.merge_range("B1:B2", "Quarter")
    sheet.merge_range("C1:D1", "People aged")


def hidden(workbook: Workbook) -> None:
    sheet = workbook.add_worksheet("Old figures")
    sheet.write_row(0, 0, REACH)
    sheet.write_row(1, 0, ("VRP-2023-001", "2023/24 Q1", None, 999, 999))
    sheet.hide()


def second(workbook: Workbook) -> None:
    sheet = workbook.add_worksheet("Bradford")
    sheet.write_row(0, 0, REACH)
    sheet.write_row(1, 0, ("VRP-2023-001", "2023/24 Q3", "Bradford", 5, 5))


def penny_format(workbook: Workbook) -> None:
    sheet = workbook.worksheets()[0]
    sheet.write_number("F2", 100.005, workbook.add_format({"num_format": "£#,##0.00"}))
    sheet.write_number("F3", 0.1 + 0.2, workbook.add_format({"num_format": "£#,##0.00"}))


def template(kind: str, version: str) -> Callable[[Workbook], None]:
    def also(workbook: Workbook) -> None:
        workbook.add_worksheet("Guidance").write_row(0, 0, ("Template", kind, version))

    return also


def outcome(
    *,
    new: int = 0,
    changed: int = 0,
    unchanged: int = 0,
    refused: int = 0,
    problems: list[list[str]] | None = None,
    notices: list[str] | None = None,
    warnings: list[str] | None = None,
) -> dict[str, Any]:
    """What becomes of a file that can be read: each problem is a cell, and words of what is said of it."""
    return {
        "rows": {"new": new, "changed": changed, "unchanged": unchanged, "refused": refused},
        "problems": problems or [],
        "notices": notices or [],
        "warnings": warnings or [],
    }


def unreadable(words: str) -> dict[str, Any]:
    return {"unreadable": words}


PLAIN = xlsx(REACH, SPORT_Q3, ARTS_Q3)
TWO_NEW = outcome(new=2)
CASES: list[tuple[str, str, str, Callable[[], bytes], dict[str, Any]]] = [
    # What kinds of file there are.
    ("plain.xlsx", "reach", "An Excel workbook", lambda: PLAIN, TWO_NEW),
    ("plain.xls", "reach", "A workbook of Excel before 2007", lambda: converted(PLAIN, "xls"), TWO_NEW),
    ("plain.ods", "reach", "An OpenDocument spreadsheet", lambda: converted(PLAIN, "ods"), TWO_NEW),
    (
        "comma.csv",
        "reach",
        "CSV in UTF-8 with commas",
        lambda: csv(",".join(REACH), "VRP-2023-002,2023/24 Q3,,45,3", "VRP-2023-003,2023/24 Q3,Leeds,12,1"),
        TWO_NEW,
    ),
    (
        "byte-order-mark.csv",
        "reach",
        "CSV in UTF-8 with a byte order mark, as Excel saves it",
        lambda: csv(",".join(REACH), "VRP-2023-002,2023/24 Q3,,45,3", encoding="utf-8-sig"),
        outcome(new=1),
    ),
    (
        "windows-1252-semicolons.csv",
        "spend",
        "CSV in Windows-1252 with semicolons, and pounds with commas in them",
        lambda: csv(
            ";".join(SPEND), 'VRP-2023-001;Core grant;2023/24 Q1;;"£1,250.50";', encoding="windows-1252"
        ),
        outcome(new=1),
    ),
    (
        "tabs.csv",
        "reach",
        "CSV with tabs",
        lambda: csv("\t".join(REACH), "VRP-2023-002\t2023/24 Q3\t\t45\t3"),
        outcome(new=1),
    ),
    (
        "unicode-text.csv",
        "reach",
        "What Excel calls Unicode text: UTF-16 with tabs",
        lambda: csv("\t".join(REACH), "VRP-2023-002\t2023/24 Q3\t\t45\t3", encoding="utf-16"),
        outcome(new=1),
    ),
    # How sheets are laid out.
    (
        "titles-above.xlsx",
        "reach",
        "Headings in row 5, under titles and a blank row",
        lambda: xlsx(
            ("Quarterly monitoring",), ("October to December",), (), ("Prepared by", "VRP"), REACH, SPORT_Q3
        ),
        outcome(new=1),
    ),
    (
        "blank-rows-and-columns.xlsx",
        "reach",
        "A blank column first, a blank column between, and blank rows between the rows",
        lambda: xlsx(
            (),
            (None, *REACH[:3], None, *REACH[3:]),
            (None, *SPORT_Q3[:3], None, *SPORT_Q3[3:]),
            (),
            (None, "  ", "\u00a0"),
            (None, *ARTS_Q3[:3], None, *ARTS_Q3[3:]),
        ),
        TWO_NEW,
    ),
    (
        "hidden-sheet.xlsx",
        "reach",
        "A hidden sheet with the same headings is not read, and that is said",
        lambda: xlsx(REACH, SPORT_Q3, also=hidden),
        outcome(new=1, notices=["Hidden, and so not read: “Old figures”"]),
    ),
    (
        "several-sheets.xlsx",
        "reach",
        "Two sheets with the headings: it is asked which",
        lambda: xlsx(REACH, SPORT_Q3, name="Leeds", also=second),
        {"asks": ["Leeds", "Bradford"]},
    ),
    (
        "merged-headings.xlsx",
        "reach",
        "Headings over two rows with merged cells",
        lambda: xlsx(
            (),
            (None, None, "24 or under", "25 or over"),
            ("VRP-2023-002", "2023/24 Q3", 45, 3),
            also=merged_headings,
        ),
        outcome(new=1),
    ),
    (
        "totals.xlsx",
        "reach",
        "A row of totals that is right, with a note under it",
        lambda: xlsx(
            REACH, SPORT_Q3, ARTS_Q3, ("Total", None, None, 57, 4), (), ("Figures are provisional",)
        ),
        outcome(new=2, notices=["“Total” is read as a row of totals", "is read as a note"]),
    ),
    (
        "totals-wrong.xlsx",
        "reach",
        "A row of totals that does not add up",
        lambda: xlsx(REACH, SPORT_Q3, ARTS_Q3, ("TOTAL", None, None, 75, 4)),
        outcome(new=2, problems=[["D4", "add up to 57, not 75"]]),
    ),
    (
        "subtotals.xlsx",
        "reach",
        "Subtotals among the rows, and a grand total",
        lambda: xlsx(
            REACH,
            SPORT_Q3,
            ("Sub-total", None, None, 45, 3),
            ARTS_Q3,
            ("Subtotal", None, None, 12, 1),
            ("Grand total", None, None, 57, 4),
        ),
        outcome(new=2, notices=["“Grand total” is read as a row of totals"]),
    ),
    (
        "headings-of-their-own.xlsx",
        "funding-lines",
        "Headings by other words, in capitals, with spaces and pounds in brackets",
        lambda: xlsx(
            ("REF", "Source of funding", "Year", "AWARD DATE ", "Amount allocated (£)", "Why"),
            ("VRP-2023-002", "core", "2023/24", date(2023, 6, 12), 12500, "Board of 12 June"),
        ),
        outcome(new=1),
    ),
    (
        "unknown-columns.xlsx",
        "reach",
        "Columns that are none of the portal's are listed and left out",
        lambda: xlsx((*REACH, "Worker's initials", None), (*SPORT_Q3, "AB", "x")),
        outcome(
            new=1, notices=["Column F, “Worker's initials”, is not imported", "Column G, without a heading"]
        ),
    ),
    (
        "column-missing.xlsx",
        "reach",
        "A column without which rows can't be told apart is named",
        lambda: xlsx(("Reference", "People aged 24 or under"), ("VRP-2023-002", 45)),
        outcome(problems=[["1", "There is no column “Quarter”"]]),
    ),
    (
        "no-heading-known.xlsx",
        "reach",
        "No heading is known, so that each must be chosen",
        lambda: xlsx(("Proj code", "When", "YP"), ("VRP-2023-002", "2023/24 Q3", 45)),
        outcome(
            problems=[["1", "There is no column “Reference”"], ["1", "There is no column “Quarter”"]],
            notices=["“Proj code”, is not imported", "“When”, is not imported", "“YP”, is not imported"],
        ),
    ),
    (
        "two-columns-alike.xlsx",
        "funding-lines",
        "Two columns that could both be the amount",
        lambda: xlsx(
            ("Reference", "Funding source", "Financial year", "Allocation", "Award"),
            ("VRP-2023-002", "Core grant", "2023/24", 100, 200),
        ),
        outcome(problems=[["1", "Two columns could be “Allocated”"]], notices=["“Award”, is not imported"]),
    ),
    (
        "headings-repeated.xlsx",
        "reach",
        "Headings repeated in the middle, as for printing",
        lambda: xlsx(REACH, SPORT_Q3, REACH, ARTS_Q3),
        outcome(new=2, notices=["repeats the headings"]),
    ),
    (
        "no-rows.xlsx",
        "reach",
        "Headings and blank rows alone",
        lambda: xlsx(REACH, (), ("  ", None, "\u00a0")),
        outcome(problems=[["", "There is no row under the headings"]]),
    ),
    # How people write values.
    (
        "pounds.csv",
        "funding-lines",
        "Pounds with a sign, with spaces, with no-break spaces",
        lambda: csv(
            ",".join(LINES),
            'VRP-2023-002,Core grant,2023/24,,12/06/2023,"£12,500",Board',
            "VRP-2023-003,Core grant,2023/24,,12/06/2023,1 316.40,Board",
            "VRP-2023-001,SVD,2023/24,,12/06/2023,£\u00a01\u00a0000,Board",
        ),
        outcome(new=3, warnings=["There is no Serious Violence Duty allocation"]),
    ),
    (
        "brackets.xlsx",
        "spend",
        "An amount in brackets is less than nothing, where a correction may be",
        lambda: xlsx(SPEND, ("VRP-2023-001", "Core grant", "2023/24 Q2", None, "(500.00)", "Credit note")),
        outcome(new=1),
    ),
    (
        "brackets-refused.xlsx",
        "funding-lines",
        "An amount in brackets where less than nothing can't be",
        lambda: xlsx(
            LINES, ("VRP-2023-002", "Core grant", "2023/24", None, "12/06/2023", "(500.00)", "Board")
        ),
        outcome(refused=1, problems=[["F2", "less than nothing"]]),
    ),
    (
        "fractions-of-a-penny.xlsx",
        "funding-lines",
        "Fractions of a penny that a format hides are named; what a float adds is none",
        lambda: xlsx(
            LINES,
            ("VRP-2023-002", "Core grant", "2023/24", None, "12/06/2023", None, "Board"),
            ("VRP-2023-003", "Core grant", "2023/24", None, "12/06/2023", None, "Board"),
            also=penny_format,
        ),
        outcome(new=1, refused=1, problems=[["F2", "holds 100.005, though its format may show £100.01"]]),
    ),
    (
        "short-for-thousands.csv",
        "spend",
        "1.2k is refused with the reason",
        lambda: csv(",".join(SPEND), "VRP-2023-001,Core grant,2023/24 Q1,,1.2k,"),
        outcome(refused=1, problems=[["E2", "1.2k"]]),
    ),
    (
        "days.xlsx",
        "match",
        "Days as date cells, as 12/04/2024 and as 2024-04-12",
        lambda: xlsx(
            ("Organisation", "Year", "Kind", "Amount", "Note", "Pledged on"),
            ("Example Council", "2024/25", "Cash", 100, "One", date(2024, 4, 12)),
            ("Example Council", "2024/25", "Cash", 100, "Two", "12/04/2024"),
            ("Example Council", "2024/25", "Cash", 100, "Three", "2024-04-12"),
            ("Example Council", "2024/25", "Cash", 100, "Four", "12/4/24"),
        ),
        outcome(new=3, refused=1, problems=[["F5", "all four digits of the year"]]),
    ),
    (
        "number-for-a-day.xlsx",
        "match",
        "Excel's number of a day, whose format was lost",
        lambda: xlsx(
            ("Organisation", "Year", "Kind", "Amount", "Pledged on"),
            ("Example Council", "2024/25", "Cash", 100, 45394),
        ),
        outcome(refused=1, problems=[["E2", "which Excel shows as 12/04/2024"]]),
    ),
    (
        "quarters.xlsx",
        "reach",
        "Quarters as people write them, with a column for the year",
        lambda: xlsx(
            ("Reference", "Year", "Quarter", "24 or under"),
            ("VRP-2023-002", "2023/24", "Q3", 1),
            ("VRP-2023-002", None, "Oct-Dec 2022", 1),
            ("VRP-2023-002", "23/24", "Quarter 2", 1),
            ("VRP-2023-002", "2023-24", "January to March 2024", 1),
            ("VRP-2023-003", None, "Q3", 1),
            ("VRP-2023-003", None, "Nov-Jan 2024", 1),
        ),
        outcome(
            new=4,
            refused=2,
            problems=[["C6", "does not say of which year"], ["C7", "is not a quarter of a financial year"]],
        ),
    ),
    (
        "calendar-year.xlsx",
        "funding-lines",
        "2023 could be either of two financial years",
        lambda: xlsx(LINES, ("VRP-2023-002", "Core grant", 2023, None, date(2023, 6, 12), 100, "Board")),
        outcome(refused=1, problems=[["C2", "2022/23 or 2023/24"]]),
    ),
    (
        "ages-made-a-date.xlsx",
        "reach",
        "10-14 that Excel made a date of, in a column of an age group",
        lambda: xlsx(REACH, ("VRP-2023-002", "2023/24 Q3", None, date(2014, 10, 1), 3)),
        outcome(refused=1, problems=[["D2", "for example 10-14"]]),
    ),
    (
        "leading-zero-lost.xlsx",
        "interventions",
        "A company number that lost its leading zero is kept as text, and that is said",
        lambda: xlsx(
            INTERVENTIONS,
            (
                *("VRP-2023-010", "Street work", "Example Sports CIC", "Voluntary or community", 1234567),
                *("Example Council", "Leeds", None, "Secondary"),
            ),
        ),
        outcome(new=1, notices=["read as 01234567"]),
    ),
    (
        "starred.xlsx",
        "reach",
        "45* says that something is to be said about it",
        lambda: xlsx(REACH, ("VRP-2023-002", "2023/24 Q3", None, "45*", 3)),
        outcome(refused=1, problems=[["D2", "star"]]),
    ),
    (
        "words-for-not-known.xlsx",
        "interventions",
        "TBC, n/a and a dash are read as what they mean in their columns",
        lambda: xlsx(
            INTERVENTIONS,
            (
                "VRP-2023-010",
                "Street work",
                "TBC",
                None,
                None,
                "Example Council",
                "Leeds",
                "n/a",
                "Secondary",
            ),
            ("VRP-2023-011", "Detached work", "-", None, None, "Example Council", "Leeds", None, "Primary"),
        ),
        outcome(
            new=2,
            notices=[
                "“TBC” is read as “To be confirmed”",
                "“n/a” is read as “Not decided yet”",
                "“-” is read as “To be confirmed”",
            ],
        ),
    ),
    (
        "nobody-is-nought.xlsx",
        "reach",
        "n/a and tbc are no numbers of people",
        lambda: xlsx(
            REACH,
            ("VRP-2023-002", "2023/24 Q3", None, "n/a", 3),
            ("VRP-2023-003", "2023/24 Q3", None, "tbc", 3),
        ),
        outcome(refused=2, problems=[["D2", "Write 0"], ["D3", "Write 0"]]),
    ),
    (
        "errors.xlsx",
        "reach",
        "Formulas with a value are read, and errors are named",
        lambda: xlsx(
            REACH,
            ("VRP-2023-002", "2023/24 Q3", None, Formula("=40+5", 45), 3),
            ("VRP-2023-003", "2023/24 Q3", None, Formula("=1/0", "#DIV/0!"), Formula("=NA()", "#N/A")),
        ),
        outcome(new=1, refused=1, problems=[["D3", "#DIV/0!"], ["E3", "#N/A"]]),
    ),
    (
        "half-a-person.xlsx",
        "reach",
        "Half a person",
        lambda: xlsx(REACH, ("VRP-2023-002", "2023/24 Q3", None, 45.5, 3)),
        outcome(refused=1, problems=[["D2", "45.5 is not a whole number"]]),
    ),
    (
        "no-break-spaces.xlsx",
        "reach",
        "No-break and double spaces around words and numbers",
        lambda: xlsx(
            REACH, ("\u00a0VRP-2023-002 ", "2023/24\u00a0Q3", " Leeds\u00a0", "\u00a01\u00a0045 ", "3")
        ),
        outcome(new=1),
    ),
    # What the rows do.
    (
        "new-changed-unchanged.xlsx",
        "reach",
        "One row new, one changed, and another file's row unchanged",
        lambda: xlsx(REACH, SPORT_Q3, ("VRP-2023-001", "2023/24 Q1", None, 41, 5)),
        outcome(new=1, changed=1),
    ),
    (
        "unchanged.xlsx",
        "reach",
        "What is in the portal already",
        lambda: xlsx(REACH, ("VRP-2023-001", "2023/24 Q1", None, 40, 5)),
        outcome(unchanged=1),
    ),
    (
        "same-twice.xlsx",
        "reach",
        "Two rows about the same",
        lambda: xlsx(REACH, SPORT_Q3, SPORT_Q3),
        outcome(new=1, refused=1, problems=[["3", "Row 2 is about the same"]]),
    ),
    (
        "nearly-the-name.xlsx",
        "match",
        "A name that is nearly one of the portal's",
        lambda: xlsx(
            ("Organisation", "Year", "Kind", "Amount", "Pledged on"),
            ("Exampel Council", "2023/24", "Cash", 100, date(2023, 4, 12)),
        ),
        outcome(refused=1, problems=[["A2", "Do you mean “Example Council”?"]]),
    ),
    # Templates.
    (
        "template-of-now.xlsx",
        "reach",
        "The template of now",
        lambda: xlsx(REACH, SPORT_Q3, name="Reach", also=template("reach", "2026.1")),
        outcome(new=1, notices=["Not read: “Guidance”"]),
    ),
    (
        "template-of-last-year.xlsx",
        "reach",
        "A template that is no longer taken",
        lambda: xlsx(REACH, SPORT_Q3, name="Reach", also=template("reach", "2025.1")),
        unreadable("Download “Reach, version 2026.1”"),
    ),
    (
        "template-of-another-kind.xlsx",
        "reach",
        "The template of something else",
        lambda: xlsx(SPEND, name="Spend", also=template("spend", "2026.1")),
        unreadable("This is the template for spend"),
    ),
    # What is no spreadsheet, or not safe.
    ("empty.csv", "reach", "A file of nothing", lambda: b"", unreadable("There is nothing in the file")),
    (
        "truncated.xlsx",
        "reach",
        "A workbook that was not sent whole",
        lambda: PLAIN[: len(PLAIN) // 2],
        unreadable("damaged"),
    ),
    (
        "not-a-spreadsheet.xlsx",
        "reach",
        "A PDF with the name of a workbook",
        lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n\x00\x01",
        unreadable("not a spreadsheet"),
    ),
    (
        "macros.xlsm",
        "reach",
        "A workbook with a program in it",
        lambda: with_part(PLAIN, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        unreadable("macros"),
    ),
    (
        "external-links.xlsx",
        "reach",
        "A workbook that takes values from another",
        lambda: with_part(PLAIN, "xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        unreadable("values from other files"),
    ),
    (
        "protected.ods",
        "reach",
        "A spreadsheet with a password",
        lambda: replaced(
            converted(PLAIN, "ods"),
            "META-INF/manifest.xml",
            b"</manifest:manifest>",
            b'<manifest:file-entry manifest:full-path="x"><manifest:encryption-data/></manifest:file-entry>'
            b"</manifest:manifest>",
        ),
        unreadable("password"),
    ),
    ("bomb.xlsx", "reach", "A file that opens into 210 MB", bomb, unreadable("opens into more than")),
    (
        "cell-far-out.xlsx",
        "reach",
        "A cell in the last column of the last row",
        lambda: replaced(
            xlsx(REACH, SPORT_Q3),
            "xl/worksheets/sheet1.xml",
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        unreadable("row 1,048,576"),
    ),
]


def main() -> None:
    for name, kind, shows, content, expected in CASES:
        (HERE / name).write_bytes(content())
        said = {"file": name, "kind": kind, "shows": shows, **expected}
        path = HERE / f"{name}.json"
        path.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
