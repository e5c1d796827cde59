"""Where the headings of a sheet stand, and which column of the portal each is.

Real files have titles above their headings, headings over two rows, and headings in words of their own. What
is found here is a guess that a person can put right; what they choose is remembered for the same headings.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vrp_portal.tabular.data import DataColumn
from vrp_portal.tabular.reading.cells import SheetCells, column_letters
from vrp_portal.tabular.reading.values import shown

MOST_ROWS_ABOVE_HEADINGS = 50
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a sheet: the column (from 0) under it, its words, and the column's first values.

    `parts` are the words of each of its rows, where it has two. `key` is by what it is known again: its words
    without case and punctuation, and a number where another heading has the same.
    """

    column: int
    words: str
    parts: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    key: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.column)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's headings, the row (from 1) in which the last of them stands, and what each column holds.

    `columns` says which of the portal's columns stands where. `doubtful` are columns that two headings could
    be.
    """

    sheet: SheetCells
    heading_row: int
    headings: tuple[Heading, ...]
    columns: Mapping[str, int]
    doubtful: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What the same headings in another file have in common with these."""
        keys = "\n".join(heading.key for heading in self.headings)
        return hashlib.sha256(keys.encode()).hexdigest()

    @property
    def choices(self) -> dict[str, str]:
        """For each heading the name of the portal's column that it is, or nothing."""
        names = {column: name for name, column in self.columns.items()}
        return {heading.key: names.get(heading.column, "") for heading in self.headings}

    @property
    def ignored(self) -> list[Heading]:
        """The headings that are no column of the portal."""
        used = set(self.columns.values())
        return [heading for heading in self.headings if heading.column not in used]

    def chosen(self, choices: Mapping[str, str]) -> Layout:
        """The same sheet with columns as somebody chose them, by the keys of headings."""
        columns = {
            choices[heading.key]: heading.column for heading in self.headings if choices.get(heading.key)
        }
        return replace(self, columns=columns, doubtful=())


def normalised(words: str) -> str:
    """Words without case, punctuation and spaces between.

    >>> normalised("Allocated (£)"), normalised("AWARD DATE "), normalised("Aged 24-or-under")
    ('allocated', 'award date', 'aged 24 or under')
    """
    return " ".join(_NOT_WORDS.sub(" ", words.casefold()).split())


def without_brackets(words: str) -> str:
    """Words without what stands in brackets, unless that is all there is.

    >>> without_brackets("Amount allocated (pounds)")
    'Amount allocated '
    """
    plain = _IN_BRACKETS.sub("", words)
    return plain if normalised(plain) else words


def find_layout(sheet: SheetCells, columns: Sequence[DataColumn]) -> Layout | None:
    """The row of `sheet` that names most of `columns`, alone or with the row above it.

    Where no row names two, the first row that could be headings stands in, so that a person can say what
    its columns are. None where there is no such row.
    """
    names = _names(columns)
    best: Layout | None = None
    for candidate in _candidates(sheet):
        layout = _matched(candidate, names)
        if best is None or len(layout.columns) > len(best.columns):
            best = layout
    if best is None or len(best.columns) < min(2, len(columns)):
        likely = filter(_looks_like_headings, _candidates(sheet))
        best = next((_matched(each, names) for each in likely), None)
    return best and replace(best, headings=tuple(_with_samples(best)))


def names_two(layout: Layout | None, columns: Sequence[DataColumn]) -> bool:
    """Whether a sheet has headings of the portal, so that it can be told from one of something else."""
    return layout is not None and len(layout.columns) >= min(2, len(columns))


def _names(columns: Sequence[DataColumn]) -> dict[str, tuple[str, int]]:
    """Each way to write a heading: the column's name, and 0 for its own label, 1 for another word."""
    names: dict[str, tuple[str, int]] = {}
    for column in columns:
        names[normalised(column.label)] = (column.name, 0)
    for column in columns:
        for other in (column.name, *column.also):
            names.setdefault(normalised(other), (column.name, 1))
    return names


def _match(words: str, names: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    """The column that words name, with what stands in their brackets or without."""
    return names.get(normalised(words)) or names.get(normalised(without_brackets(words)))


def _candidates(sheet: SheetCells) -> Iterator[Layout]:
    """Each of the first rows as headings, then with the row above it, whose merged cells reach on."""
    above: dict[int, str] = {}
    for number, row in enumerate(sheet.rows[:MOST_ROWS_ABOVE_HEADINGS], start=1):
        words = {column: text for column, cell in enumerate(row) if (text := shown(cell))}
        if words:
            yield Layout(sheet, number, tuple(Heading(*each) for each in words.items()), {})
            if above:
                yield Layout(sheet, number, tuple(_under(above, words)), {})
        above = words


def _under(above: Mapping[int, str], words: Mapping[int, str]) -> Iterator[Heading]:
    """Headings of two rows as one: a word above reaches to the right until the next."""
    reaching = ""
    for column in range(max([*above, *words]) + 1):
        reaching = above.get(column, reaching)
        if column in words:
            parts = (reaching, words[column]) if reaching else (words[column],)
            yield Heading(column, " ".join(parts), parts)
        elif column in above:
            yield Heading(column, above[column])


def _matched(layout: Layout, names: Mapping[str, tuple[str, int]]) -> Layout:
    """The layout with each heading matched; a column's own label goes before other words for it."""
    found: dict[str, list[tuple[int, int]]] = {}
    matches = {heading: _match(heading.words, names) for heading in layout.headings}
    if sum(match is not None for match in matches.values()) >= 2:
        # Among headings that are known, the lower row of one that isn't may be known by itself.
        matches = {
            heading: match or next(filter(None, (_match(part, names) for part in heading.parts[::-1])), None)
            for heading, match in matches.items()
        }
    for heading, match in matches.items():
        if match is not None:
            name, rank = match
            found.setdefault(name, []).append((rank, heading.column))
    columns = {name: min(places)[1] for name, places in found.items()}
    doubtful = tuple(
        name for name, places in found.items() if [rank for rank, _ in places].count(min(places)[0]) > 1
    )
    return replace(layout, columns=columns, doubtful=doubtful)


def _looks_like_headings(layout: Layout) -> bool:
    row = layout.sheet.rows[layout.heading_row - 1]
    filled = [cell for cell in row if shown(cell)]
    return len(filled) >= 2 and all(isinstance(cell, str) for cell in filled)


def _with_samples(layout: Layout) -> Iterator[Heading]:
    """The headings with their columns' first values, and those columns that hold values under no heading."""
    below = layout.sheet.rows[layout.heading_row :]
    named = {heading.column: heading for heading in layout.headings}
    keys: Counter[str] = Counter()
    width = max((len(row) for row in below), default=0)
    for column in range(max(width, max(named, default=-1) + 1)):
        values = (shown(row[column]) for row in below if column < len(row))
        samples = tuple(value[:40] for value, _ in zip(filter(None, values), range(3), strict=False))
        if column in named or samples:
            heading = named.get(column, Heading(column, ""))
            key = normalised(heading.words) or f"column {heading.letters.lower()}"
            keys[key] += 1
            unique = key if keys[key] == 1 else f"{key} ({keys[key]})"
            yield replace(heading, samples=samples, key=unique)
