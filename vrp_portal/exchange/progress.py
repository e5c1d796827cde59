"""How far a command is, on one line of a terminal, or now and then where there is none."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any

SECONDS_ON_TERMINAL = 0.2
SECONDS_ELSEWHERE = 5.0


class ProgressLine:
    """Says how many rows of how many are done. Short work says nothing."""

    def __init__(self, stream: Any, what: str) -> None:
        self.stream, self.what = stream, what
        self.on_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self.told_at = time.monotonic()
        self.told = False

    def __enter__(self) -> ProgressLine:
        return self

    def __call__(self, done: int, total: int = 0) -> None:
        now = time.monotonic()
        if now - self.told_at < (SECONDS_ON_TERMINAL if self.on_terminal else SECONDS_ELSEWHERE):
            return
        self.told_at, self.told = now, True
        words = f"{done:,} of {total:,} {self.what}" if total else f"{done:,} {self.what}"
        self.stream.write(
            f"\r{words}" if self.on_terminal else words, ending="" if self.on_terminal else "\n"
        )
        self.stream.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.told and self.on_terminal:
            self.stream.write("\r", ending="\n")
