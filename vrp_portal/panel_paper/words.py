"""Words with figures in them: how a section of a Panel paper is written, and what that means.

A section is plain text. A blank line begins a new paragraph; lines that begin with "- " are a list. A figure
stands in braces: {core_grant_award}, {core_grant_award next year}, {svd_labour 2022/23}; so do years and days
of the paper itself: {this year}, {as at}. A text never holds a number that the portal knows, so none can go
stale.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from vrp_portal.periods.calendar import FinancialYear, PeriodError

BULLET = "- "
SHORT = "short"
ACCOUNTED_FOR = "accounted for"
YEARS = {"": 0, "next year": 1, "last year": -1}
"""The words for a year, by how far it is from the paper's own."""
FACTS = ("this year", "next year", "last year", "as at", "meeting")
"""What a paper knows of itself, which can stand in braces as a figure can."""

_BRACES = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"[a-z0-9_]+")
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class FigureToken:
    """A figure that stands in a text: which, of which year, and whether without a tail of noughts.

    `year` is a year by its label, or words of `YEARS`. `accounted_for` asks, of a figure that is made of
    others, how much of it has an amount stated.
    """

    key: str
    year: str = ""
    accounted_for: bool = False
    short: bool = False

    @property
    def words(self) -> str:
        """The token as it is written.

        >>> FigureToken("core_grant_award", year="next year", short=True).words
        'core_grant_award next year short'
        """
        parts = (
            self.key,
            ACCOUNTED_FOR if self.accounted_for else "",
            self.year,
            SHORT if self.short else "",
        )
        return " ".join(part for part in parts if part)

    def year_in(self, year: FinancialYear) -> FinancialYear:
        """The year of the figure in a paper of `year`.

        >>> FigureToken("core_grant_award", year="next year").year_in(FinancialYear(2023)).label
        '2024/25'
        """
        if self.year in YEARS:
            return FinancialYear(year.start_year + YEARS[self.year])
        return FinancialYear.parse(self.year)


@dataclass(frozen=True, slots=True)
class FactToken:
    """One of `FACTS` that stands in a text."""

    words: str


Piece = str | FigureToken | FactToken
Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, which is one line; or a list, which is a line for each of its points."""

    lines: tuple[Line, ...]
    is_list: bool = False

    @property
    def figures(self) -> tuple[FigureToken, ...]:
        """The figures in it, in their order."""
        return tuple(piece for line in self.lines for piece in line if isinstance(piece, FigureToken))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a text, and in which of its lines."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.what}"


class WordsError(ValueError):
    """A text that can't be read; `problems` has every one of its faults."""

    def __init__(self, problems: Collection[Problem]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def read_words(text: str, *, known: Collection[str], made_of: Collection[str] = ()) -> tuple[Passage, ...]:
    """The passages of a text.

    `known` are the keys of the figures there are, `made_of` those of which can be asked what is accounted
    for. Raises WordsError with every problem, by line; an unknown figure comes with the nearest known one.

    >>> read_words("It is {core_grant_award}.", known=["core_grant_award"])[0].figures[0].key
    'core_grant_award'
    >>> read_words("It is {core_grant_awards}.", known=["core_grant_award"])
    Traceback (most recent call last):
    vrp_portal.panel_paper.words.WordsError: Line 1: There is no figure “core_grant_awards”. \
Did you mean “core_grant_award”?
    """
    problems: list[Problem] = []
    passages = [
        Passage(
            tuple(tuple(_pieces(number, line, known, made_of, problems)) for number, line in block.lines),
            block.is_list,
        )
        for block in _blocks(text)
    ]
    if problems:
        raise WordsError(problems)
    return tuple(passages)


def write_words(passages: Collection[Passage]) -> str:
    """Passages as text: what `read_words` reads."""
    return "\n\n".join(
        "\n".join(f"{BULLET if passage.is_list else ''}{_line(line)}" for line in passage.lines)
        for passage in passages
    )


def sentences(line: Line) -> tuple[Line, ...]:
    """A line's sentences, each with the figures in it.

    >>> sentences(("It is ", FigureToken("a"), ". It was more. So", " it goes."))
    (('It is ', FigureToken(key='a', year='', accounted_for=False, short=False), '.'), \
('It was more.',), ('So', ' it goes.'))
    """
    told: list[list[Piece]] = [[]]
    for piece in line:
        if not isinstance(piece, str):
            told[-1].append(piece)
            continue
        first, *others = _END_OF_SENTENCE.split(piece)
        told[-1].append(first)
        told += [[other] for other in others]
    return tuple(tuple(piece for piece in one if piece) for one in told if any(one))


@dataclass(slots=True)
class _Block:
    """Lines of a text that belong together, each with its number."""

    lines: list[tuple[int, str]]
    is_list: bool


def _blocks(text: str) -> Iterator[_Block]:
    """The paragraphs and lists of a text. A line of a paragraph, or of a point, may go on in the next."""
    block: _Block | None = None
    for number, written in enumerate(text.splitlines(), start=1):
        line = " ".join(written.split())
        if not line or line == BULLET.strip():
            if block is not None:
                yield block
            block = None
            continue
        is_point = line.startswith(BULLET)
        if block is not None and is_point == block.is_list and is_point:
            block.lines.append((number, line.removeprefix(BULLET)))
        elif block is not None and not is_point:
            last_number, last = block.lines[-1]
            block.lines[-1] = (last_number, f"{last} {line}")
        else:
            if block is not None:
                yield block
            block = _Block([(number, line.removeprefix(BULLET))], is_point)
    if block is not None:
        yield block


def _pieces(
    number: int, line: str, known: Collection[str], made_of: Collection[str], problems: list[Problem]
) -> Iterator[Piece]:
    """The words and figures of a line; what is wrong with it is added to `problems`."""
    at = 0
    for found in _BRACES.finditer(line):
        yield from _words_between(number, line[at : found.start()], problems)
        token = _token(number, found[1], known, made_of, problems)
        if token is not None:
            yield token
        at = found.end()
    yield from _words_between(number, line[at:], problems)


def _words_between(number: int, words: str, problems: list[Problem]) -> Iterator[str]:
    for brace, other in (("{", "}"), ("}", "{")):
        if brace in words:
            problems.append(
                Problem(number, f"“{brace}” stands without its “{other}”. A figure is written {{key}}.")
            )
    if words:
        yield words


def _token(
    number: int, written: str, known: Collection[str], made_of: Collection[str], problems: list[Problem]
) -> FigureToken | FactToken | None:
    written = " ".join(written.split())
    if written in FACTS:
        return FactToken(written)
    key, _, rest = written.partition(" ")
    if key not in known:
        problems.append(Problem(number, _unknown(key, known)))
        return None
    rest, short = _without(rest, SHORT)
    rest, accounted_for = _without(rest, ACCOUNTED_FOR)
    year = _year(rest)
    if year is None:
        problems.append(
            Problem(
                number,
                f"“{rest}” after “{key}” isn't understood. After a figure stands nothing, “next year”, "
                "“last year” or a year like 2022/23; and perhaps “short”.",
            )
        )
        return None
    if accounted_for and key not in made_of:
        problems.append(Problem(number, f"Of “{key}” the portal doesn't hold how much is accounted for."))
        return None
    return FigureToken(key, year, accounted_for, short)


def _without(words: str, phrase: str) -> tuple[str, bool]:
    """Words without a phrase that stands among them, and whether it did."""
    left = re.sub(rf"(?:^|\s){phrase}(?=\s|$)", "", words, count=1).strip()
    return left, left != words


def _year(words: str) -> str | None:
    """A year as a token keeps it; None where the words aren't one."""
    if words in YEARS:
        return words
    try:
        return FinancialYear.parse(words).label
    except PeriodError:
        return None


def _unknown(key: str, known: Collection[str]) -> str:
    if not _KEY.fullmatch(key):
        return f"“{{{key}}}” is not a figure. A figure is written with its key, like {{core_grant_award}}."
    nearest = get_close_matches(key, known, n=1)
    return f"There is no figure “{key}”." + (f" Did you mean “{nearest[0]}”?" if nearest else "")


def _line(line: Line) -> str:
    return "".join(piece if isinstance(piece, str) else f"{{{piece.words}}}" for piece in line)
