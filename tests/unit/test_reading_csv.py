import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.tabular.reading.cells import Limits, Unreadable
from vrp_portal.tabular.reading.workbooks import read_workbook

LIMITS = Limits(bytes=100_000, rows=50)
ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-8 with a mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "Windows-1252": "windows-1252",
}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def rows_of(content: bytes, limits: Limits = LIMITS) -> list:
    return list(read_workbook(io.BytesIO(content), "list.csv", limits=limits).sheets[0].rows)


def written(rows: list[list[str]], separator: str, encoding: str) -> bytes:
    lines = (separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join([*lines, ""]).encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS.keys())
@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS.keys())
def test_each_encoding_and_separator_is_read(encoding, separator):
    text = f"Name{separator}Cost\r\nCafé{separator}£5\r\n"

    assert rows_of(text.encode(encoding)) == [["Name", "Cost"], ["Café", "£5"]]


def test_utf_16_of_the_other_byte_order_is_read():
    assert rows_of(b"\xfe\xff" + "a\tb\n".encode("utf-16-be")) == [["a", "b"]]


words = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), max_size=6).filter(
    lambda word: word == "" or word.strip()
)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(words, min_size=width, max_size=width).filter(lambda row: row[-1] != ""),
        min_size=1,
        max_size=5,
    )
)


@pytest.mark.slow
@given(tables, st.sampled_from(list(ENCODINGS.values())), st.sampled_from(list(SEPARATORS.values())))
def test_what_is_written_is_read_back(rows, encoding, separator):
    # With a pound sign no Windows-1252 text is UTF-8 by chance.
    headings = [f"Column {number} (£)" for number in range(len(rows[0]))]
    content = written([headings, *rows], separator, encoding)

    assert rows_of(content) == [headings, *([cell or None for cell in row] for row in rows)]


def test_the_commas_of_amounts_part_nothing():
    content = "Leeds;£1,316,424\nBradford;£2,000,000\n".encode()

    assert rows_of(content) == [["Leeds", "£1,316,424"], ["Bradford", "£2,000,000"]]


def test_whole_numbers_parted_by_commas_are_parted():
    assert rows_of(b"100,200,300\n400,500,600\n") == [["100", "200", "300"], ["400", "500", "600"]]


def test_quoted_values_keep_separators_line_ends_and_quotation_marks():
    content = b'Name,Note\n"Smith, J","two\nlines, ""so"""\n'

    assert rows_of(content) == [["Name", "Note"], ["Smith, J", 'two\nlines, "so"']]


def test_words_after_a_closing_quotation_mark_are_kept():
    assert rows_of(b'a,b\n"one" more,2\n') == [["a", "b"], ["one more", "2"]]


def test_a_line_that_names_the_separator_is_no_row():
    assert rows_of(b"sep=;\r\na;b,c\r\n") == [["a", "b,c"]]


def test_blank_rows_count_but_not_at_the_end():
    assert rows_of(b"\n,\na,,\n\n , \n\n") == [[], [], ["a"]]


def test_text_is_kept_as_it_is():
    assert rows_of(b"n/a, 007 ,NaN\nx,,TRUE\n") == [["n/a", " 007 ", "NaN"], ["x", None, "TRUE"]]


def test_a_sheet_is_called_after_the_file():
    book = read_workbook(io.BytesIO(b"a,b\n"), "Reach Q3.csv", limits=LIMITS)

    assert (book.format, book.sheets[0].name, book.sheets[0].is_hidden) == ("csv", "Reach Q3", False)


NO_TEXT = {
    "PDF": b"%PDF-1.7\n1 0 obj\n",
    "web page": b"\n<!DOCTYPE html><table><tr><td>1</td></tr></table>",
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "zero bytes": b"a,b\n\x00,2\n",
    "UTF-16 without a mark": "a,b\n".encode("utf-16-le"),
    "half a character of UTF-16": b"\xff\xfea",
    "no meaning in Windows-1252": b"a,b\n\x81\x8d,2\n",
}


@pytest.mark.parametrize("content", NO_TEXT.values(), ids=NO_TEXT.keys())
def test_what_is_no_table_is_refused_with_the_formats_taken(content):
    with pytest.raises(Unreadable, match=r"not a spreadsheet\..*xlsx.*\.ods.*CSV"):
        rows_of(content)


def test_a_quotation_mark_that_is_not_closed_is_refused():
    with pytest.raises(Unreadable, match="a quotation mark is not closed"):
        rows_of(b'a,b\n"one,2\nthree,4\n')


@pytest.mark.parametrize("content", [b"", b" \r\n ", b"\xef\xbb\xbf", b",,\n,,\n", b"\xff\xfe"])
def test_a_file_of_nothing_is_refused(content):
    with pytest.raises(Unreadable, match="nothing in the file"):
        rows_of(content)


def test_more_rows_than_are_taken_are_refused_with_both_numbers():
    with pytest.raises(Unreadable, match="has 51 rows; the portal takes up to 50"):
        rows_of(b"a,b\n" * 51)


def test_blank_rows_are_not_counted():
    assert len(rows_of(b"a,b\n\n" * 50)) == 99


def test_a_row_far_below_the_others_is_refused():
    with pytest.raises(Unreadable, match="row 2,002"):
        rows_of(b"a,b\n" + b"\n" * 2000 + b"c,d\n")


def test_more_columns_than_are_taken_are_refused():
    with pytest.raises(Unreadable, match="has 201 columns; the portal takes up to 200"):
        rows_of(b"a," * 200 + b"a\n")


def test_more_bytes_than_are_taken_are_refused_before_they_are_read():
    with pytest.raises(Unreadable, match=r"has 12\.4 MB; the portal takes up to 10 MB\. Split"):
        rows_of(b"a,b\n" * 3_100_000, Limits(bytes=10_000_000, rows=50))


def test_a_byte_too_many_is_told_from_the_most():
    with pytest.raises(Unreadable, match=r"has 0\.100001 MB; the portal takes up to 0\.1 MB"):
        rows_of(b"a" * 100_001)


@pytest.mark.slow
@given(st.binary(max_size=300))
def test_no_bytes_do_anything_but_be_refused(content):
    with suppress(Unreadable):
        rows_of(content)
