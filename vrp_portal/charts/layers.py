"""Where the boxes of an organisation chart stand: in layers, each below all that it reports to.

Pure, in whole pixels. A line over several layers gets a place of its own in those between, so that it passes
beside the boxes there.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

Parents = Mapping[str, Sequence[str]]
Key = Hashable
"""Of a box, its own key; of a line's place in a layer between, where it comes from and the layer."""

GAP = 16
LINE = 12
"""How much room a line needs between boxes."""


@dataclass(slots=True)
class Layers:
    """Layers from the top, each from left to right, and from each place those right below that lead to it."""

    rows: list[list[Key]]
    above: dict[Key, list[Key]] = field(default_factory=dict)


def depths(parents: Parents) -> dict[str, int]:
    """How many layers each stands below the top. Raises ValueError where one reports to itself."""
    found: dict[str, int] = {}

    def depth(key: str, below: tuple[str, ...]) -> int:
        if key in below:
            raise ValueError(
                f"{key} would report to itself: {' to '.join((*below[below.index(key) :], key))}."
            )
        if key not in found:
            found[key] = 1 + max((depth(parent, (*below, key)) for parent in parents[key]), default=-1)
        return found[key]

    for key in parents:
        depth(key, ())
    return found


def layers(parents: Parents) -> Layers:
    """The layers, each ordered so that lines cross little."""
    depth = depths(parents)
    made = Layers([[] for _ in range(1 + max(depth.values(), default=-1))])
    for key in parents:
        made.rows[depth[key]].append(key)
        made.above[key] = [_lead(made, parent, key, depth) for parent in parents[key]]
    for row, before in zip(made.rows[1:], made.rows, strict=False):
        at = {key: place for place, key in enumerate(before)}
        row.sort(key=lambda key: _middle([at[each] for each in made.above[key]]))
    return made


def box_width(made: Layers, *, width: int, at_most: int) -> int:
    """How wide boxes may be, so that the fullest layer has room for its boxes and lines."""
    fits = [at_most]
    for row in made.rows:
        boxes = sum(map(is_box, row))
        if boxes:
            fits.append((width - (len(row) - boxes) * LINE - (len(row) - 1) * GAP) // boxes)
    return min(fits)


def is_box(key: Key) -> bool:
    """Whether a place is a group's, not a line's."""
    return isinstance(key, str)


def spread(made: Layers, *, box: int, width: int) -> dict[Key, int]:
    """The middle of each place from the left: the fullest layer evenly, others by what they hang from."""
    fullest = max(range(len(made.rows)), key=lambda each: len(made.rows[each]))
    row = made.rows[fullest]
    evenly = [(2 * place + 1) * width // (2 * len(row)) for place in range(len(row))]
    at = dict(zip(row, _apart(row, evenly, box=box, width=width), strict=True))
    below: dict[Key, list[Key]] = {}
    for key, parents in made.above.items():
        for parent in parents:
            below.setdefault(parent, []).append(key)
    ways = [*((upper, below) for upper in reversed(made.rows[:fullest]))]
    ways += [(lower, made.above) for lower in made.rows[fullest + 1 :]]
    for row, hangs_from in ways:
        wanted = [_middle([at[each] for each in hangs_from.get(key, ())] or [width // 2]) for key in row]
        at.update(zip(row, _apart(row, wanted, box=box, width=width), strict=True))
    return at


def _lead(made: Layers, parent: str, key: str, depth: Mapping[str, int]) -> Key:
    """The place right above `key` by which its line to `parent` goes; lines from one parent go together."""
    last: Key = parent
    for between in range(depth[parent] + 1, depth[key]):
        place = (parent, between)
        if place not in made.above:
            made.rows[between].append(place)
            made.above[place] = [last]
        last = place
    return last


def _apart(row: Sequence[Key], wanted: Sequence[int], *, box: int, width: int) -> list[int]:
    """Middles as near as can be to those wanted, from left to right with room for each, within the width."""
    halves = [(box if is_box(key) else LINE) // 2 for key in row]
    at: list[int] = []
    least = 0
    for middle, half in zip(wanted, halves, strict=True):
        at.append(max(middle, least + half))
        least = at[-1] + half + GAP
    most = width
    for place in reversed(range(len(row))):
        at[place] = min(at[place], most - halves[place])
        most = at[place] - halves[place] - GAP
    return at


def _middle(places: Sequence[int]) -> int:
    return sum(places) // len(places)
