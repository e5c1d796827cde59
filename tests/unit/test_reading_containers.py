import io
import struct
import zipfile

import openpyxl
import pytest
from xlsxwriter import Workbook

from vrp_portal.tabular.reading import containers, extent
from vrp_portal.tabular.reading.cells import Limits, Unreadable
from vrp_portal.tabular.reading.containers import look_into
from vrp_portal.tabular.reading.extent import Extent
from vrp_portal.tabular.reading.xls_records import scan_book
from vrp_portal.tabular.reading.xlsx_parts import SheetScan

LIMITS = Limits(bytes=10_000_000, rows=100)
SHEET = "xl/worksheets/sheet1.xml"
CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return stream.getvalue()


def xlsx(sheet_data: bytes = b"", **parts: bytes) -> bytes:
    sheet = b"<worksheet><sheetData>" + sheet_data + b"</sheetData></worksheet>"
    return archive(**{"xl/workbook.xml": b"<workbook/>", SHEET: sheet, **parts})


def ods(tables: bytes = b"", **parts: bytes) -> bytes:
    return archive(**{CONTENT: b"<office:spreadsheet>" + tables, MANIFEST: b"<manifest/>", **parts})


def refused(content: bytes, because: str, limits: Limits = LIMITS) -> None:
    with pytest.raises(Unreadable, match=because):
        look_into(content, limits)


def test_a_macro_is_refused():
    refused(xlsx(**{"xl/vbaProject.bin": b"x"}), r"macros.*Save it without them.*\.xlsx")


def test_a_macro_sheet_is_refused():
    refused(xlsx(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros")


def test_a_workbook_that_can_hold_macros_is_refused():
    kind = b'<Types ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    refused(xlsx(**{"[Content_Types].xml": kind}), "macros")


def test_programs_of_opendocument_are_refused():
    refused(ods(**{"Basic/Standard/script-lb.xml": b"<x/>"}), "macros")
    refused(ods(b'<office:scripts><office:script script:language="x"/>'), "macros")


def test_links_to_other_workbooks_are_refused():
    refused(xlsx(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}), "Data, Edit Links, Break Link")


@pytest.mark.parametrize(
    "inside",
    [
        b'<table:table table:name="a"><table:table-source xlink:href="file:///b.ods"/>',
        b"<table:cell-range-source table:name='x'/>",
        b"<table:table table:name='a'><table:table-row><table:table-cell "
        b"table:formula=\"of:=['file:///b.ods'#$A.A1]\" office:value-type='float'/>",
    ],
)
def test_links_to_other_opendocument_files_are_refused(inside):
    refused(ods(inside), "values from other files")


def test_a_link_to_click_on_is_no_link_to_values():
    link = b'<table:table-cell office:value-type="string"><text:p><text:a xlink:href="https://a.org/">'
    look_into(ods(b'<table:table table:name="a"><table:table-row>' + link), LIMITS)


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x>", b'<!ENTITY a "b">', b"<!doctype x>"])
def test_declarations_are_refused(declaration):
    refused(xlsx(**{"xl/styles.xml": declaration}), "DOCTYPE")
    refused(ods(**{"styles.xml": declaration}), "DOCTYPE")


def test_a_declaration_cut_in_two_by_pieces_is_refused(monkeypatch):
    monkeypatch.setattr(containers, "_PIECE", 7)
    refused(xlsx(**{"xl/styles.xml": b"12345<!DOCTYPE x>"}), "DOCTYPE")


def test_xml_of_two_bytes_a_character_is_refused():
    refused(xlsx(**{"xl/styles.xml": "<!DOCTYPE x>".encode("utf-16")}), "damaged")


def test_protected_files_are_refused():
    refused(ods(**{MANIFEST: b"<manifest:encryption-data/>"}), "password")
    refused(archive(**{"encrypted-package": b"x", MANIFEST: b"<manifest/>"}), "password")
    content = bytearray(xlsx())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    refused(bytes(content), r"protected with a password\. Open it, take the password off")


def test_other_archives_are_refused():
    refused(archive(**{"word/document.xml": b"<x/>"}), "not a spreadsheet")
    refused(archive(**{"xl/workbook.bin": b"x"}), r"binary workbook \(\.xlsb\)")
    refused(xlsx(**{CONTENT: b"<x/>"}), "damaged")


def test_cut_or_changed_archives_are_refused():
    content = xlsx(b'<row r="1"/>' * 500)
    refused(content[: len(content) // 2], "damaged")
    refused(content[:60] + b"\xff" * 8 + content[68:], "damaged")
    refused(b"PK\x03\x04", "damaged")


def test_an_archive_that_opens_too_far_is_refused(monkeypatch):
    monkeypatch.setattr(containers, "MOST_UNPACKED", 2_000_000)
    refused(xlsx(**{"xl/media/a.png": b"\0" * 2_000_001}), "opens into more than 2 MB")
    parts = {f"xl/media/{number}.png": b"\0" * 500_000 for number in range(5)}
    refused(xlsx(**parts), "opens into more than 2 MB")


def test_an_archive_that_lies_about_its_size_is_refused():
    content = bytearray(xlsx(**{"xl/media/a.png": b"\0" * 3_000_000}))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", 10)
    refused(bytes(content), "damaged")


def test_an_archive_of_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(containers, "MOST_PARTS", 2)
    refused(xlsx(**{"xl/a.xml": b"<a/>"}), "damaged")


def cell(place: str) -> bytes:
    return f'<c r="{place}"><v>1</v></c>'.encode()


FAR_OUT = {
    "the last corner": (cell("A1") + cell("XFD1048576"), r"row 1,048,576"),
    "the last column": (cell("XFD1"), r"16,384 columns; the portal takes up to 200"),
    "a column too many": (cell("GS1"), "201 columns"),
    "a row too many": (cell("A1401"), "row 1,401"),
    "another order": (b'<c s="1" r="A1401"><v>1</v></c>', "row 1,401"),
    "other quotation marks": (b"<c r='A1401'><v>1</v></c>", "row 1,401"),
    "a prefix": (b'<x:c r="A1401"><x:v>1</x:v></x:c>', "row 1,401"),
    "small letters": (b'<c r="xfd1"><v>1</v></c>', "16,384 columns"),
    "a sign of comparison in an attribute": (b'<c a=">" r="A1401"><v>1</v></c>', "row 1,401"),
    "no places": (b'<row r="1401"><c><v>1</v></c></row>', "row 1,401"),
    "no places at all": (b"<row>" + b"<c/>" * 200 + b"<c><v>1</v></c></row>", "201 columns"),
    "rows without places": (b"<row/>" * 1400 + b"<row><c><v>1</v></c></row>", "row 1,401"),
    "two tags in one": (b'<c a="<c r="A1401"><v>1</v></c>', "damaged|row 1,401"),
    "no place that can be read": (b'<c r="A&#49;401"><v>1</v></c>', "damaged"),
    "a place without a column": (b'<c r="1401"><v>1</v></c>', "damaged"),
}


@pytest.mark.parametrize(("data", "because"), FAR_OUT.values(), ids=FAR_OUT.keys())
def test_a_cell_far_out_is_refused(data, because):
    refused(xlsx(data), because)


def test_a_cell_far_out_is_refused_wherever_its_sheet_lies():
    sheet = b"<worksheet><sheetData>" + cell("XFD1")
    refused(xlsx(**{"xl/other/place.dat": sheet}), "16,384 columns")


@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_cells_cut_in_two_by_pieces_are_seen(size):
    found = Extent(LIMITS)
    scan = SheetScan("a", found)
    error = b'<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    text = b"<sheetData>" + cell("A1") + cell("B2") + error + cell("D2") + b"</sheetData>"
    for start in range(0, len(text), size):
        scan.feed(text[start : start + size])
    scan.close()

    reach = found.sheets["a"]
    assert (reach.rows, reach.columns, reach.errors) == (3, 4, {(2, 2): "#DIV/0!"})


def test_cells_that_only_look_different_may_be_far_out():
    look_into(xlsx(cell("A1") + b'<c r="XFD1048576" s="1"/>'), LIMITS)


def test_cells_far_from_each_other_are_refused_together(monkeypatch):
    monkeypatch.setattr(extent, "MOST_CELLS", 1_000)
    refused(xlsx(cell("A100") + cell("Z1")), "span 2,600 cells; the portal takes up to 1,000")


@pytest.mark.parametrize("shows", [0, 1], ids=["short text", "long text"])
def test_long_text_is_refused_only_where_many_cells_show_it(monkeypatch, shows):
    monkeypatch.setattr("vrp_portal.tabular.reading.shared_text.MOST_REPEATED_TEXT", 100_000)
    texts = b"<sst><si><t>a</t></si><si><t>" + b"b" * 2_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>%d</v></c>' % (place, shows) for place in range(1, 101))
    content = xlsx(cells, **{"xl/sharedStrings.xml": texts})
    if shows:
        refused(content, "words in the cells")
    else:
        assert look_into(content, LIMITS).format == "xlsx"


def row(cells: bytes, repeated: int = 1) -> bytes:
    return b'<table:table-row table:number-rows-repeated="%d">%s</table:table-row>' % (repeated, cells)


def filled(repeated: int = 1) -> bytes:
    return (
        b'<table:table-cell table:number-columns-repeated="%d" office:value-type="string"><text:p>x</text:p>'
        b"</table:table-cell>" % repeated
    )


EMPTY = b'<table:table-cell table:number-columns-repeated="16384"/>'
TABLE = b'<table:table table:name="A">'


def test_empty_cells_that_fill_an_opendocument_sheet_are_no_matter():
    sheet = TABLE + row(filled() + EMPTY) + row(EMPTY, 1_048_574) + row(EMPTY)
    found = look_into(ods(sheet), LIMITS).extent.sheets["A"]

    assert (found.rows, found.columns) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "because"),
    [
        (row(filled(201)), "201 columns"),
        (row(filled(), 1401), "row 1,401"),
        (row(EMPTY, 1400) + row(filled()), "row 1,401"),
        (row(EMPTY + filled()), "16,385 columns"),
        (row(b"<table:table-cell table:number-columns-repeated='x' office:value='1'/>"), "damaged"),
        (row(b'<table:table-cell office:value="<"/>'), "damaged"),
    ],
)
def test_cells_far_out_of_an_opendocument_sheet_are_refused(rows, because):
    refused(ods(TABLE + rows), because)


def test_long_text_that_is_repeated_is_refused(monkeypatch):
    monkeypatch.setattr("vrp_portal.tabular.reading.ods_parts.MOST_REPEATED_TEXT", 100_000)
    refused(ods(TABLE + row(filled(100), 1000)), "words in the cells")


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def book(*in_sheet: bytes, in_book: bytes = b"", sheet_kind: int = 0) -> bytes:
    """A workbook of one sheet, as the records of XLS."""
    before = record(0x0809, b"\0" * 16) + in_book
    begins = len(before) + 4 + 8 + 4
    sheet = record(0x0085, struct.pack("<IBBBB", begins, 0, sheet_kind, 0, 0))
    return before + sheet + record(0x000A) + record(0x0809, b"\0" * 16) + b"".join(in_sheet) + record(0x000A)


def number(row_: int, column: int) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row_, column, 0, 1.0))


OLD_BOOKS = {
    "password": (book(in_book=record(0x002F, b"\0" * 6)), "password"),
    "links": (book(in_book=record(0x01AE, b"\x01\x00\x05\x00\x00file1")), "values from other files"),
    "macro sheet": (book(sheet_kind=1), "macros"),
    "far row": (book(number(1_400, 0)), "row 1,401"),
    "far column": (book(number(0, 200)), "201 columns"),
    "several numbers": (book(record(0x00BD, struct.pack("<HH6sH", 0, 0, b"", 255))), "256 columns"),
    "lying dimensions": (book(record(0x0200, struct.pack("<IIHHH", 0, 2**31, 0, 256, 0))), "damaged"),
    "cut cell": (book(record(0x0203, b"\0")), "damaged"),
}


@pytest.mark.parametrize(("content", "because"), OLD_BOOKS.values(), ids=OLD_BOOKS.keys())
def test_old_workbooks_are_refused(content, because):
    with pytest.raises(Unreadable, match=because):
        scan_book(content, Extent(LIMITS))


def test_an_old_workbook_that_names_itself_is_taken():
    found = Extent(LIMITS)
    scan_book(book(number(1, 2), in_book=record(0x01AE, b"\x01\x00\x01\x04")), found)

    assert (found.sheets["0"].rows, found.sheets["0"].columns) == (2, 3)


def test_old_sheets_that_begin_in_one_another_are_refused():
    sheet = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 0, 0))
    with pytest.raises(Unreadable, match="damaged"):
        scan_book(sheet + sheet + record(0x000A), Extent(LIMITS))


def test_what_only_begins_like_an_old_workbook_is_refused():
    refused(containers.OLE_START + b"\0" * 600, "damaged")


def test_a_sheet_of_another_program_is_followed_like_any():
    stream = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.append(["a", None, 1])
    made.save(stream)
    found = look_into(stream.getvalue(), LIMITS).extent.sheets[SHEET]

    assert (found.rows, found.columns) == (1, 3)


@pytest.mark.slow
def test_all_pieces_of_a_long_sheet_are_followed():
    stream = io.BytesIO()
    with Workbook(stream) as made:
        sheet = made.add_worksheet()
        for line in range(7_000):
            sheet.write_row(line, 0, range(12))
    found = look_into(stream.getvalue(), Limits(bytes=10_000_000, rows=7_000)).extent.sheets[SHEET]

    assert (found.rows, found.columns) == (7_000, 12)
