"""Lines of the log, without the rows that a database names where it refuses one."""

from __future__ import annotations

import logging
import re
from typing import Any

# What follows a row, which may run over several lines, in what PostgreSQL says or Python adds.
_ROW = re.compile(
    r"^DETAIL:.*?(?=^(?:HINT|CONTEXT|LINE|Traceback|The above|During handling)|\Z)", re.MULTILINE | re.DOTALL
)


class LineFormatter(logging.Formatter):
    """Formats a record as a line. Of an error from the database the row that was refused is left out."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return _ROW.sub("DETAIL: left out\n", super().formatException(ei))
