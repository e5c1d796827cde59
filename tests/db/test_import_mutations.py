"""Five hundred corruptions of good workbooks: each is imported whole, or refused in words."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interventions.models import ReachRecord
from tests.importing import imported
from vrp_portal.exchange.reading import WhichSheet
from vrp_portal.exchange.running import Outcome
from vrp_portal.tabular.reading.cells import Unreadable

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FOLDER = Path(__file__).parent.parent / "files"
GOOD = ("plain.xlsx", "plain.xls", "plain.ods", "comma.csv", "unicode-text.csv", "totals.xlsx")
TIMES = 500
PARTS = 10
"""The corruptions are shared out, so that several processes may test them."""

Corruption = Callable[[bytes, random.Random], bytes]


def flipped(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end missing."""
    return content[: chance.randrange(len(content))]


def gap(content: bytes, chance: random.Random) -> bytes:
    """A piece missing in the middle."""
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randint(1, 400) :]


def doubled(content: bytes, chance: random.Random) -> bytes:
    """A piece there twice."""
    start = chance.randrange(len(content))
    return content[:start] + content[start : start + chance.randint(1, 400)] + content[start:]


def inside(content: bytes, chance: random.Random) -> bytes:
    """The XML of one part changed, in an archive that is whole; for other files, a few bytes."""
    if not content.startswith(b"PK"):
        return flipped(content, chance)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(changed, "w") as after:
        parts = before.infolist()
        victim = chance.choice(parts)
        for part in parts:
            data = before.read(part)
            if part is victim and data:
                data = chance.choice((flipped, cut, gap, doubled, retyped))(data, chance)
            after.writestr(part, data)
    return changed.getvalue()


def retyped(content: bytes, chance: random.Random) -> bytes:
    """Digits changed for other characters, as a slip of the hand does."""
    damaged = bytearray(content)
    digits = [place for place, byte in enumerate(damaged) if 48 <= byte <= 57]
    for place in chance.sample(digits, min(len(digits), 4)):
        damaged[place] = ord(chance.choice("0123456789-*%.k "))
    return bytes(damaged)


CORRUPTIONS: tuple[Corruption, ...] = (flipped, cut, gap, doubled, inside, inside, inside, retyped)


def records() -> list[tuple[Any, ...]]:
    return list(
        ReachRecord.objects.order_by("pk").values_list("intervention", "quarter", "people_24_and_under")
    )


def attempt(content: bytes, filename: str) -> Outcome | None:
    """What an import came to; None where the file was refused as a whole, in words."""
    try:
        return imported("reach", content, filename=filename)
    except (Unreadable, WhichSheet) as refused:
        return None if len(str(refused)) > 20 else pytest.fail(f"“{refused}” says too little.")


@pytest.mark.parametrize("part", range(PARTS))
def test_a_corrupted_workbook_is_imported_whole_or_refused_in_words(
    part: int, portal: dict[str, Any]
) -> None:
    for seed in range(part, TIMES, PARTS):
        chance = random.Random(seed)
        name = chance.choice(GOOD)
        content = chance.choice(CORRUPTIONS)((FOLDER / name).read_bytes(), chance)
        before = records()

        outcome = attempt(content, name)

        after = records()
        if outcome is None or outcome.is_refused or outcome.warnings:
            assert after == before, seed
            assert outcome is None or outcome.problems or outcome.warnings, seed
        else:
            counts = outcome.counts
            assert counts["refused"] == 0, seed
            assert len(after) == len(before) + counts["new"], seed
            assert counts["new"] + counts["changed"] + counts["unchanged"] == len(outcome.rows) > 0, seed
        ReachRecord.objects.exclude(intervention=portal["mentoring"]).delete()
