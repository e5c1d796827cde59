"""How far work is: told to nobody, to a terminal, or by a job to whoever waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done; of 0, where it isn't known how many there are."""
SECONDS_ON_TERMINAL = 0.2
SECONDS_ELSEWHERE = 5.0


def nobody_is_told(_done: int, _total: int) -> None:
    """Progress of work that nobody waits for."""


class ProgressLine:
    """Says on a line of a terminal how many rows are done, and now and then where there is none.

    Short work says nothing.
    """

    def __init__(self, stream: Any, what: str) -> None:
        self.stream, self.what = stream, what
        self.on_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self.told_at = time.monotonic()
        self.told = False

    def __enter__(self) -> ProgressLine:
        return self

    def __call__(self, done: int, total: int) -> None:
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
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.told and self.on_terminal:
            self.stream.write("\r", ending="\n")
