"""The workbooks of tests/files: each shows what real files do, and becomes what is written beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing import previewed
from vrp_portal.exchange.reading import WhichSheet
from vrp_portal.tabular.imports.problems import Remark
from vrp_portal.tabular.reading.cells import Unreadable

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent.parent / "files"
CASES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]


def test_there_are_at_least_forty_and_each_has_its_outcome_beside_it() -> None:
    books = {
        path.name for path in FOLDER.iterdir() if path.suffix in {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
    }

    assert len(CASES) >= 40
    assert books == {case["file"] for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_a_file_becomes_what_is_written_beside_it(case: dict[str, Any], portal: dict[str, Any]) -> None:
    content = (FOLDER / case["file"]).read_bytes()
    if "unreadable" in case:
        with pytest.raises(Unreadable, match=case["unreadable"]):
            previewed(case["kind"], content, filename=case["file"])
        return
    if "asks" in case:
        with pytest.raises(WhichSheet) as asked:
            previewed(case["kind"], content, filename=case["file"])
        assert asked.value.names == case["asks"]
        return

    outcome = previewed(case["kind"], content, filename=case["file"])

    assert outcome.counts == case["rows"]
    assert [remark.place.cell for remark in outcome.problems] == [cell for cell, _ in case["problems"]]
    assert_told([words for _, words in case["problems"]], outcome.problems)
    assert_told(case["notices"], outcome.notices)
    assert_told(case["warnings"], outcome.warnings)
    assert len(outcome.warnings) == len(case["warnings"])


def assert_told(words: list[str], remarks: tuple[Remark, ...]) -> None:
    """Each of these words is in one of the remarks."""
    said = [remark.message for remark in remarks]
    missing = [each for each in words if not any(each in message for message in said)]
    assert not missing, said
