"""What is said to whoever sent a file that can't be taken: what is wrong with it, and what to do."""

from __future__ import annotations

from vrp_portal.tabular.reading.cells import Unreadable

DAMAGED = (
    "The file is damaged, or was not sent whole. Open it in the program that made it, save it again, and "
    "send that."
)
NOTHING_IN_IT = "There is nothing in the file. Check that it is the right one, and that it was saved."
NOT_A_SPREADSHEET = (
    "This is not a spreadsheet. Send an Excel workbook (.xlsx or .xls), an OpenDocument spreadsheet (.ods) "
    "or CSV."
)
BINARY_WORKBOOK = "This is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx), and send that."
PROTECTED = (
    "The file is protected with a password. Open it, take the password off, save it, and send it again."
)
WITH_MACROS = (
    "The file holds macros, which are programs, or is of a kind that can hold them. Save it without them, as "
    "an Excel workbook (.xlsx), and send that."
)
WITH_LINKS = (
    "The file takes values from other files, which may be out of date by now. In Excel choose Data, Edit "
    "Links, Break Link (in LibreOffice: Edit, Links to External Files, Break Link), save it, and send it "
    "again."
)
WITH_DECLARATIONS = (
    "The file declares entities (DOCTYPE), which spreadsheet programs do not, and which can do harm. Open it "
    "in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and send that."
)
BROKEN_CSV = (
    "The file can't be read as CSV: a quotation mark is not closed, or a value is very long. Save it again "
    "from the program that made it, or send a workbook (.xlsx)."
)


def too_large(size: int, most: int) -> Unreadable:
    """A file of more bytes than are taken."""
    return Unreadable(
        f"The file has {_megabytes(size, most)} MB; the portal takes up to {most / 1_000_000:g} MB. Split it "
        "into several files."
    )


def opens_too_far(most: int) -> Unreadable:
    """A file that is packed into far less than it opens into."""
    return Unreadable(
        f"The file opens into more than {most // 1_000_000} MB, which is more than a spreadsheet of this "
        "kind needs. Copy the rows into a new workbook, and send that."
    )


def too_many_rows(rows: int, most: int) -> Unreadable:
    """More rows, over all sheets, than are taken at a time."""
    return Unreadable(
        f"The file has {rows:,} rows; the portal takes up to {most:,} at a time. Split it into several files."
    )


def too_many_sheets(sheets: int, most: int) -> Unreadable:
    """More sheets than are taken."""
    return Unreadable(
        f"The file has {sheets:,} sheets; the portal takes up to {most}. Send only those that are to be "
        "imported."
    )


def too_wide(columns: int, most: int) -> Unreadable:
    """A cell that is further to the right than any column that could be meant."""
    return Unreadable(
        f"The file has {columns:,} columns; the portal takes up to {most}. Delete the columns that are not "
        "needed, also those far to the right, save it, and send it again."
    )


def too_far_down(row: int, most: int) -> Unreadable:
    """A cell that is further down than the rows that could be meant."""
    return Unreadable(
        f"The file has something in row {row:,}, far below its other rows; the portal takes up to {most:,} "
        "rows. Delete the rows below the last one that is needed, save it, and send it again."
    )


def too_sparse(cells: int, most: int) -> Unreadable:
    """Cells so far from each other that those between them are too many to be held."""
    return Unreadable(
        f"From their first cells to their last, the sheets span {cells:,} cells; the portal takes up to "
        f"{most:,}. Delete the empty rows and columns, also those that only look empty, or split the file."
    )


def too_much_text(most: int) -> Unreadable:
    """Long text in so many cells that it can't be held."""
    return Unreadable(
        f"The words in the cells come to more than {most // 1_000_000} MB. Delete the cells that hold long "
        "text and are not needed, or split the file."
    )


def _megabytes(size: int, most: int) -> str:
    """A size with as many places as tell it from the most that is taken."""
    for places in range(1, 6):
        words = f"{size / 1_000_000:.{places}f}"
        if float(words) * 1_000_000 > most:
            return words
    return f"{size / 1_000_000:.6f}"
