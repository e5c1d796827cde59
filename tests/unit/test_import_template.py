"""The template of an import: what Excel is told of each column, and what is read when it comes back."""

import io
from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest

from vrp_portal.tabular.data import DataColumn, Means
from vrp_portal.tabular.imports.layout import find_layout, names_two
from vrp_portal.tabular.imports.template import ROWS, template_filename, version_of, write_template
from vrp_portal.tabular.reading.cells import SheetCells, Workbook
from vrp_portal.tabular.reading.values import written

COLUMNS = (
    DataColumn(
        "reference", "Reference", Means.IDENTIFIER, needed=True, hint="The reference.", example="VRP-0007"
    ),
    DataColumn("year", "Financial year", Means.YEAR, needed=True, example="2023/24"),
    DataColumn("quarter", "Quarter", Means.QUARTER, example="2023/24 Q3"),
    DataColumn("districts", "Districts", Means.RECORD, hint="Where it runs.", example="Leeds, Bradford"),
    DataColumn("organisation", "Organisation", Means.RECORD, not_known="To be confirmed"),
    DataColumn(
        "kind", "Kind of match", Means.CHOICE, choices=(("", "---"), ("cash", "Cash"), ("in_kind", "In kind"))
    ),
    DataColumn("is_new", "New", Means.YES_OR_NO),
    DataColumn("allocated", "Allocated (£)", Means.POUNDS, hint="What was awarded.", example="1,234.50"),
    DataColumn("moved", "Moved (£)", Means.POUNDS, may_be_negative=True),
    DataColumn("spent", "Spent (£)", Means.POUNDS, not_known="Not known yet"),
    DataColumn("people", "People aged 24 or under", Means.PEOPLE),
    DataColumn("share", "Share", Means.PERCENT),
    DataColumn("agreed_on", "Agreed on", Means.DAY, example="30/09/2023"),
    DataColumn("note", "Note"),
    DataColumn("shown_total", "Total of the year", Means.POUNDS, for_reading=True),
)
ASKED = [column for column in COLUMNS if not column.for_reading]
LISTS = {
    "year": ["2023/24", "2024/25"],
    "districts": ["Leeds", "Bradford", "=Calderdale"],
    "organisation": [f"Organisation {number} of a name that is long" for number in range(300)],
    "another": ["never asked for"],
}


def template(columns=COLUMNS, lists=LISTS, label="Reach", kind="reach", version="2026.1"):
    stream = io.BytesIO()
    write_template(stream, kind=kind, label=label, version=version, columns=columns, lists=lists)
    return stream.getvalue()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def as_read(content):
    """The workbook as the portal reads it."""
    sheets = (
        SheetCells(page.title, tuple(page.iter_rows(values_only=True)), page.sheet_state != "visible")
        for page in opened(content)
    )
    return Workbook("template.xlsx", "xlsx", tuple(sheets))


@pytest.fixture(scope="module")
def content():
    return template()


@pytest.fixture(scope="module")
def book(content):
    return opened(content)


@pytest.fixture(scope="module")
def checks(book):
    """By the names of columns what Excel checks in the rows to fill in."""
    page = book["Reach"]
    by_letters = {
        str(check.sqref).rstrip("0123456789").split("2:")[0]: check
        for check in page.data_validations.dataValidation
        if ":" in str(check.sqref)
    }
    letters = [cell.column_letter for cell in page[1]]
    return {
        column.name: by_letters[letter]
        for column, letter in zip(ASKED, letters, strict=True)
        if letter in by_letters
    }


def test_the_sheets_are_the_rows_the_guidance_and_hidden_lists(book):
    assert [(page.title, page.sheet_state) for page in book] == [
        ("Reach", "visible"),
        ("Guidance", "visible"),
        ("Lists", "hidden"),
    ]


def test_row_1_holds_the_headings_that_are_read_back(book):
    assert [cell.value for cell in book["Reach"][1]] == [column.label for column in ASKED]
    assert book["Reach"].max_row == 1
    assert book["Reach"].freeze_panes == "A2"


def test_needed_headings_differ_by_more_than_colour(book):
    needed, other = book["Reach"]["A1"], book["Reach"]["C1"]
    assert needed.font.b
    assert not other.font.b
    assert needed.border.bottom.style != other.border.bottom.style


@pytest.mark.parametrize(
    ("name", "number_format"),
    [
        ("reference", "@"),
        ("year", "@"),
        ("quarter", "@"),
        ("districts", "@"),
        ("kind", "@"),
        ("note", "@"),
        ("allocated", "[$£-809]#,##0.00"),
        ("people", "0"),
        ("agreed_on", "dd/mm/yyyy"),
    ],
)
def test_cells_to_fill_in_have_their_type(book, name, number_format):
    """An empty cell of a whole column takes the column's format."""
    page = book["Reach"]
    letter = page.cell(1, 1 + [column.name for column in ASKED].index(name)).column_letter
    assert page.column_dimensions[letter].number_format == number_format
    assert 10 <= page.column_dimensions[letter].width <= 60


@pytest.mark.parametrize(
    ("name", "kind", "least", "style"),
    [
        ("allocated", "decimal", "0", "stop"),
        ("moved", "decimal", "-9999999999.99", "stop"),
        ("spent", "decimal", "0", "warning"),
        ("people", "whole", "0", "stop"),
        ("share", "decimal", "0", "stop"),
        ("agreed_on", "date", "1", "stop"),
    ],
)
def test_numbers_and_days_are_checked(checks, name, kind, least, style):
    check = checks[name]
    assert (check.type, check.formula1, check.errorStyle or "stop") == (kind, least, style)
    assert str(check.sqref).endswith(str(ROWS + 1))
    assert check.allowBlank


@pytest.mark.parametrize(
    ("name", "style", "words"),
    [
        ("kind", "stop", ["Cash", "In kind"]),
        ("is_new", "stop", ["Yes", "No"]),
        ("year", "warning", LISTS["year"]),
        ("districts", "warning", LISTS["districts"]),
        ("organisation", "warning", [*LISTS["organisation"], "tbc"]),
    ],
)
def test_lists_stand_on_the_hidden_sheet(book, checks, name, style, words):
    check = checks[name]
    assert (check.type, check.errorStyle or "stop") == ("list", style)
    page, cells = check.formula1.split("!")
    assert page == "Lists"
    assert [cell.value for (cell,) in book[page][cells.replace("$", "")]] == words


def test_a_list_that_is_wider_than_its_column_says_that_several_may_be_written(checks):
    assert "separated by commas" in checks["districts"].error
    assert "separated by commas" not in checks["year"].error


def test_messages_say_what_is_needed_and_give_the_example(checks):
    message = checks["reference"].prompt
    assert message == "Needed. The reference. For example: VRP-0007"
    assert checks["reference"].promptTitle == "Reference"
    assert checks["spent"].prompt.endswith("“tbc” means: Not known yet.")


def test_words_longer_than_excel_takes_are_cut():
    column = DataColumn("x", "A heading " * 20, hint="😀 hint " * 100, not_known="n" * 300)
    other = DataColumn("y", "Amount " * 20, Means.POUNDS, not_known="n" * 300)
    for check in opened(template((column, other)))["Reach"].data_validations.dataValidation:
        for text, most in (
            (check.promptTitle, 32),
            (check.prompt, 255),
            (check.errorTitle, 32),
            (check.error, 255),
        ):
            assert len((text or "").encode("utf-16-le")) <= 2 * most


def test_text_is_never_run():
    columns = DataColumn("x", "=1+1", hint="=2"), DataColumn("y", "<r><t>bold</t></r>", example="=2")
    content = template(columns, {"x": ["=3", "+4"]}, label="=5")
    assert [cell.value for cell in opened(content).worksheets[0][1]] == ["=1+1", "<r><t>bold</t></r>"]
    parts = ZipFile(io.BytesIO(content))
    sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
    assert len(sheets) == 3
    assert not any("<f>" in sheet for sheet in sheets)


class TestGuidance:
    def test_tells_of_every_column(self, book):
        rows = [[cell.value for cell in row] for row in book["Guidance"].iter_rows()]
        told = {row[0]: row for row in rows if row[0]}
        assert all(column.label in told for column in ASKED)
        assert "Total of the year" not in told
        heading = told["Heading"]
        assert heading == ["Heading", "What it means", "Needed", "How to write it", "What “tbc” means there"]
        assert told["Reference"][:3] == ["Reference", "The reference.", "Needed"]
        assert "Cash, In kind." in told["Kind of match"][3]
        assert told["Organisation"][4] == "To be confirmed"
        assert told["Allocated (£)"][4] == "“tbc” is not taken."
        assert told["Agreed on"][4] == "“tbc” is not taken."
        assert told["Note"][4] == "“tbc” is kept as it is."

    @pytest.mark.parametrize("column", ASKED, ids=lambda column: column.name)
    def test_says_of_tbc_what_becomes_of_it(self, book, column):
        told = {row[0].value: row[4].value for row in book["Guidance"].iter_rows()}[column.label]
        said = written("tbc", column)
        became = "“tbc” is not taken." if said.problem else said.text and "“tbc” is kept as it is."
        assert told == (became or column.not_known or "“tbc” is read as an empty cell.")

    def test_says_what_to_do(self, book):
        words = " ".join(str(cell.value) for row in book["Guidance"].iter_rows() for cell in row)
        for said in ("“Reach”", "one row for each record", "Merge no cells", "Total", "any one person"):
            assert said in words

    def test_is_no_sheet_to_import(self, content):
        by_name = {sheet.name: sheet for sheet in as_read(content).sheets}
        assert names_two(find_layout(by_name["Reach"], COLUMNS), COLUMNS)
        assert not names_two(find_layout(by_name["Guidance"], COLUMNS), COLUMNS)
        assert not names_two(find_layout(by_name["Lists"], COLUMNS), COLUMNS)


def test_what_is_typed_as_the_template_says_is_read():
    """What is chosen from a list, and the examples, are taken by the reader of cells."""
    for column in ASKED:
        words = [label for value, label in column.choices if value]
        words += ["Yes", "No"] if column.means is Means.YES_OR_NO else []
        words += [column.example] if column.example else []
        assert [written(word, column).problem for word in words] == [""] * len(words)


class TestVersion:
    def test_reads_back(self, content):
        assert version_of(as_read(content)) == ("reach", "2026.1")

    @pytest.mark.parametrize(
        "rows",
        [
            [["Template", "match", "2025.2"]],
            [["How to"], [], [None, "template ", " match", "2025.2"]],
            [["Template"], ["Template", "match", "2025.2", None]],
        ],
    )
    @pytest.mark.parametrize("name", ["Guidance", "GUIDANCE", "guidance "])
    def test_is_found_where_the_sheet_was_changed(self, name, rows):
        book = Workbook("a.xlsx", "xlsx", (SheetCells("Match", [["a"]]), SheetCells(name, rows)))
        assert version_of(book) == ("match", "2025.2")

    def test_may_have_become_a_number(self):
        book = Workbook("a.ods", "ods", (SheetCells("Guidance", [["Template", "match", 2026.1]]),))
        assert version_of(book) == ("match", "2026.1")

    @pytest.mark.parametrize(
        ("name", "rows"),
        [
            ("Reach", [["Template", "match", "2025.2"]]),
            ("Guidance", [["Template", "match"], ["Template"], ["Version", "match", "2025.2"]]),
            ("Guidance", []),
        ],
    )
    def test_is_none_of_another_file(self, name, rows):
        assert version_of(Workbook("a.xlsx", "xlsx", (SheetCells(name, rows),))) is None


def test_the_filename_says_kind_and_version():
    assert template_filename("reach", "2026.1") == "reach-template-2026.1.xlsx"


@pytest.mark.parametrize("label", ["Guidance", "lists", "A/B [1]: what * ?", "x" * 60, "About", ""])
def test_any_label_names_a_sheet(label):
    content = template(label=label)
    assert len(opened(content).sheetnames) == 3
    assert version_of(as_read(content)) == ("reach", "2026.1")


def test_a_template_without_lists_has_no_sheet_of_them():
    assert opened(template((DataColumn("x", "Note"),), {})).sheetnames == ["Reach", "Guidance"]


def test_the_first_day_that_excel_has_is_the_least(checks):
    assert openpyxl.utils.datetime.from_excel(int(checks["agreed_on"].formula1)).date() == date(1900, 1, 1)
