"""What goes to the log of an error: where it was, and never the row that the database refused."""

import logging

from vrp_portal.records.logs import LineFormatter

REFUSED = """new row violates check constraint "reach"
DETAIL:  Failing row contains (12, Ring Jo
on 0113 496 0000, 3).
CONTEXT:  SQL statement"""


def test_a_row_that_the_database_refused_is_left_out() -> None:
    try:
        raise ValueError(REFUSED)
    except ValueError as error:
        record = logging.LogRecord(
            "portal", logging.ERROR, "", 0, "Failed", None, (type(error), error, error.__traceback__)
        )

    line = LineFormatter("{message}", style="{").format(record)

    assert "0113" not in line
    assert "Ring Jo" not in line
    assert 'new row violates check constraint "reach"' in line
    assert "DETAIL: left out" in line
