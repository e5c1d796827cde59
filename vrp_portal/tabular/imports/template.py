"""The template of an import: a workbook to fill in, which tells Excel what each column takes.

Its second sheet says how to fill it in, and of which kind and version it is, so that an older one or one of
something else is known when it comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, BinaryIO

from xlsxwriter import Workbook as NewWorkbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from vrp_portal.money.amounts import MOST
from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.reading.cells import Workbook
from vrp_portal.tabular.reading.values import shown, written
from vrp_portal.tabular.text import cell_text
from vrp_portal.tabular.writers.worksheets import worksheet_name
from vrp_portal.tabular.writers.xlsx_file import PlainWorksheet

GUIDANCE = "Guidance"
LISTS = "Lists"
ROWS = 5_000
"""How many rows are checked as they are typed."""
TBC = "tbc"

_TEMPLATE = "Template"
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""What Excel takes for the words of a check, in UTF-16 units."""
_LINE, _HIGHEST = 15, 405
"""A line's height and that of the highest row in Excel, in points."""
_MOST_PEOPLE = 2_147_483_647
_FIRST_DAY = date(1900, 1, 1)

_NUMBER_FORMATS = {
    Means.POUNDS: "[$£-809]#,##0.00",
    Means.PEOPLE: "0",
    Means.PERCENT: "0.##",
    Means.DAY: "dd/mm/yyyy",
}
_WIDTHS = {Means.WORDS: 32, Means.RECORD: 28, Means.CHOICE: 22}
_GUIDANCE_WIDTHS = (30, 60, 12, 60, 30)
_FIXED = frozenset({Means.CHOICE, Means.YES_OR_NO})
"""What takes only the words of its list; elsewhere a list helps, and other words may be right."""
"""What has no word for what is not known, where the column names none."""
_HOW = {
    Means.WORDS: "Write words.",
    Means.IDENTIFIER: "Write it as it is, with its leading zeros.",
    Means.CHOICE: "Write one of the words on the list.",
    Means.RECORD: "Write the name as the portal has it.",
    Means.YES_OR_NO: "Write Yes or No.",
    Means.POUNDS: "Write pounds in figures, with no more than two decimals.",
    Means.PEOPLE: "Write a whole number in figures.",
    Means.PERCENT: "Write a percentage as a number from 0 to 100, such as 30 for 30%.",
    Means.DAY: "Write a day as day/month/year, such as 30/09/2023.",
    Means.YEAR: "Write a financial year, such as 2023/24.",
    Means.QUARTER: "Write a financial year and its quarter, such as 2023/24 Q3.",
}


def write_template(
    stream: BinaryIO,
    *,
    kind: str,
    label: str,
    version: str,
    columns: Sequence[DataColumn],
    lists: Mapping[str, Sequence[str]],
) -> None:
    """Write the template of a kind of import; `lists` has by the names of columns what to choose from."""
    columns = [column for column in columns if not column.for_reading]
    words = {column.name: _words_to_choose(column, lists.get(column.name, ())) for column in columns}
    name = worksheet_name(label)
    if name.casefold() in {GUIDANCE.casefold(), LISTS.casefold()}:
        name = f"{name} rows"
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with NewWorkbook(stream, options) as workbook:
        workbook.set_properties({"title": cell_text(f"{label}: template {version}")})
        sheet = workbook.add_worksheet(name, worksheet_class=PlainWorksheet)
        guidance = workbook.add_worksheet(GUIDANCE, worksheet_class=PlainWorksheet)
        sources = _write_lists(workbook, [column for column in columns if words[column.name]], words)
        _write_columns(workbook, sheet, columns, sources)
        about = _what_to_do(name)
        _write_guidance(workbook, guidance, columns, title=label, mark=(kind, version), about=about)


def template_filename(kind: str, version: str) -> str:
    """The name of a template's file.

    >>> template_filename("reach", "2026.1")
    'reach-template-2026.1.xlsx'
    """
    return f"{kind}-template-{version}.xlsx"


def version_of(workbook: Workbook) -> tuple[str, str] | None:
    """The kind and the version of the template that a workbook was made from, None where it was of none."""
    for sheet in workbook.sheets:
        if sheet.name.strip().casefold() != GUIDANCE.casefold():
            continue
        for row in sheet.rows:
            filled = [text for cell in row if (text := shown(cell))]
            if len(filled) == 3 and filled[0].casefold() == _TEMPLATE.casefold():
                return filled[1], filled[2]
    return None


def _words_to_choose(column: DataColumn, listed: Sequence[str]) -> list[str]:
    """What the column's list offers, each once; nothing where it has no list."""
    words = [cell_text(word) for word in listed or _words_of_choices(column)]
    if column.means is Means.YES_OR_NO:
        words = words or ["Yes", "No"]
    return list(dict.fromkeys([*words, TBC] if words and column.not_known else words))


def _words_of_choices(column: DataColumn) -> list[str]:
    return [str(label) for value, label in column.choices if value]


# Sheet of lists


def _write_lists(
    workbook: NewWorkbook, columns: Sequence[DataColumn], words: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Write the lists to a hidden sheet; return by the names of columns where each stands.

    Excel takes a list in a check itself only up to 255 characters.
    """
    if not columns:
        return {}
    sheet = workbook.add_worksheet(LISTS, worksheet_class=PlainWorksheet)
    sheet.hide()
    text = workbook.add_format({"num_format": "@"})
    # These aren't the headings of the rows to import, even where a program loses that the sheet is hidden.
    headings = [f"List for “{column.label}”" for column in columns]
    lists = [words[column.name] for column in columns]
    for number, row in enumerate([headings, *zip_longest(*lists)]):
        for place, word in enumerate(row):
            if word is not None:
                sheet.write_string(number, place, cell_text(word), text)
    return {
        column.name: f"={LISTS}!{xl_range_abs(1, place, len(words[column.name]), place)}"
        for place, column in enumerate(columns)
    }


# Sheet to fill in


def _write_columns(
    workbook: NewWorkbook, sheet: Worksheet, columns: Sequence[DataColumn], sources: Mapping[str, str]
) -> None:
    """Write headings, and under each what its cells look like and take."""
    look = {"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EDF2"}
    plain = workbook.add_format(look)
    needed = workbook.add_format({**look, "bold": True, "bottom": 5, "bg_color": "#C9D6E3"})
    formats = {means: _cell_format(workbook, means) for means in Means}
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_row(0, row_height([column.label for column in columns], list(map(_width, columns))))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column), formats[column.means])
        sheet.write_string(0, place, cell_text(column.label), needed if column.needed else plain)
        told = {"input_title": _cut(column.label, _LONGEST_TITLE), "input_message": _message(column)}
        sheet.data_validation(0, place, 0, place, {"validate": "any", **told})
        sheet.data_validation(1, place, ROWS, place, {**_check(column, sources.get(column.name)), **told})


def _cell_format(workbook: NewWorkbook, means: Means) -> Format:
    """What cells look like; text is marked as text, or Excel makes a day of a financial year."""
    return workbook.add_format({"num_format": _NUMBER_FORMATS.get(means, "@"), "valign": "top"})


def _width(column: DataColumn) -> int:
    longest = max(map(len, cell_text(column.label).split()), default=0)
    return max(_WIDTHS.get(column.means, 14), longest + 2)


def _message(column: DataColumn) -> str:
    """What is told to whoever stands on a cell of the column, what matters most first."""
    parts = [
        "Needed." if column.needed else "",
        column.hint or _HOW[column.means],
        f"For example: {column.example}" if column.example else "",
        _about_tbc(column),
    ]
    return _cut(" ".join(filter(None, parts)), _LONGEST_MESSAGE)


def _about_tbc(column: DataColumn) -> str:
    return f"“{TBC}” means: {column.not_known}." if column.not_known else ""


def _check(column: DataColumn, source: str | None) -> dict[str, Any]:
    """What Excel takes in the column. Where “tbc” may stand for a number, it asks and doesn't refuse."""
    if source:
        rule, stops = {"validate": "list", "source": source}, column.means in _FIXED
    else:
        rule, stops = _typed(column), not column.not_known
    return {
        **rule,
        "error_type": "stop" if stops else "warning",
        "error_title": _cut(column.label, _LONGEST_TITLE),
        "error_message": _cut(_error(column, is_listed=bool(source)), _LONGEST_MESSAGE),
    }


def _typed(column: DataColumn) -> dict[str, Any]:
    match column.means:
        case Means.POUNDS:
            least = -MOST if column.may_be_negative else 0
            return {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": MOST}
        case Means.PEOPLE:
            least = -_MOST_PEOPLE if column.may_be_negative else 0
            return {"validate": "integer", "criteria": "between", "minimum": least, "maximum": _MOST_PEOPLE}
        case Means.PERCENT:
            return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
        case Means.DAY:
            return {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
    return {"validate": "any"}


def _error(column: DataColumn, *, is_listed: bool) -> str:
    """What is told where a cell isn't taken, and how to put it right."""
    if is_listed and column.means in _FIXED:
        return "This is not on the list. Choose one of the words on the list."
    if is_listed:
        several = (
            " Keep it if it is several names separated by commas." if column.means is Means.RECORD else ""
        )
        return f"This is not on the list. Check how it is written, or choose from the list.{several}"
    return " ".join(filter(None, [_how(column), _about_tbc(column)]))


def _how(column: DataColumn) -> str:
    """How to write what the column takes."""
    said = _HOW[column.means]
    if column.means in {Means.POUNDS, Means.PEOPLE}:
        said += " It may be less than nothing." if column.may_be_negative else " It is 0 or more."
    return said


# Sheet of guidance


def _what_to_do(sheet: str) -> list[str]:
    return [
        f"Write on the sheet “{sheet}”, one row for each record, under the headings. Fill in what is needed "
        "in each row: without it a row can't be told from others.",
        "Headings may stand in another order, and columns that aren't needed may be deleted. Leave the words "
        "of the headings as they are.",
        "Merge no cells: write what two rows share in both of them.",
        "A row of totals may stand under the rows, with the word “Total” first. It is checked against the "
        "rows above it, and is not imported.",
        "Write 0 where something was counted and there was none.",
        "Write nothing about any one person, such as a name, a birthday or a home address. People who are "
        "reached are only counted.",
        "Nothing is saved when you upload the file. You are shown first what would change and what is wrong.",
    ]


def _write_guidance(
    workbook: NewWorkbook,
    sheet: Worksheet,
    columns: Sequence[DataColumn],
    *,
    title: str,
    mark: tuple[str, str],
    about: Sequence[str],
) -> None:
    """Write what to do, then what each column is; `mark` is what `version_of` reads."""
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    bold = workbook.add_format({"text_wrap": True, "valign": "top", "bold": True, "bottom": 1})
    large = workbook.add_format({"bold": True, "font_size": 14})
    for place, width in enumerate(_GUIDANCE_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, cell_text(f"{title}: how to fill in this template"), large)
    _write_words(sheet, 1, (_TEMPLATE, *mark), wrapped)
    _write_words(sheet, 3, ("What to do",), bold)
    row = 4
    for number, line in enumerate(about, start=1):
        _write_words(sheet, row, (f"{number}.", line), wrapped)
        row += 1
    headings = ("Heading", "What it means", "Needed", "How to write it", f"What “{TBC}” means there")
    _write_words(sheet, row + 1, headings, bold)
    for number, column in enumerate(columns, start=row + 2):
        _write_words(sheet, number, _told(column), wrapped)


def _told(column: DataColumn) -> tuple[str, ...]:
    """A column's row of the guidance."""
    how = _how(column)
    if words := _words_of_choices(column):
        how += f" The words are: {', '.join(words)}."
    if column.example:
        how += f" For example: {column.example}"
    return column.label, column.hint, "Needed" if column.needed else "", how, _meaning_of_tbc(column)


def _meaning_of_tbc(column: DataColumn) -> str:
    said = written(TBC, column)
    if column.not_known:
        return column.not_known
    if said.problem:
        return f"“{TBC}” is not taken."
    return f"“{TBC}” is kept as it is." if said.text else f"“{TBC}” is read as an empty cell."


def _write_words(sheet: Worksheet, row: int, words: Sequence[str], look: Format) -> None:
    sheet.set_row(row, row_height(words, _GUIDANCE_WIDTHS))
    for place, word in enumerate(words):
        sheet.write_string(row, place, cell_text(word), look)


def row_height(words: Sequence[str], widths: Sequence[int]) -> int:
    """The height of a row in points in which words are wrapped in columns of these widths in characters.

    A program that doesn't fit rows to wrapped words when it opens a file would print them over each other.
    """
    lines = (
        sum(1 + int(1.05 * len(line)) // width for line in word.split("\n"))
        for word, width in zip(words, widths, strict=False)
    )
    return min(_LINE * max(lines, default=1), _HIGHEST)


def _cut(text: str, most: int) -> str:
    """The text, or as much of it as Excel takes there with a sign that it goes on."""
    units = cell_text(text).encode("utf-16-le")
    if len(units) <= 2 * most:
        return cell_text(text)
    return units[: 2 * (most - 1)].decode("utf-16-le", errors="ignore").rstrip() + "…"
