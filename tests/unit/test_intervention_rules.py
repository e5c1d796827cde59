"""What counts towards the 30% rule, and references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interventions.rules import Counting, Rating, high_impact_verdict, next_reference

confidences = st.none() | st.integers(1, 5)
minimums = st.integers(1, 5)

HIGH, MODERATE, LOW = Counting.ALWAYS, Counting.WITH_HIGH_CONFIDENCE, Counting.NEVER


@pytest.mark.parametrize(
    ("impact", "counting", "evidence", "counts"),
    [
        ("High", HIGH, 5, True),
        ("High", HIGH, 1, True),
        ("High", HIGH, None, True),
        ("Moderate", MODERATE, 5, True),
        ("Moderate", MODERATE, 4, True),
        ("Moderate", MODERATE, 3, False),
        ("Moderate", MODERATE, 1, False),
        ("Moderate", MODERATE, None, False),
        ("Low", LOW, 5, False),
        ("No clear evidence", LOW, None, False),
        ("Harmful", LOW, 5, False),
    ],
)
def test_high_impact_counts_and_moderate_impact_with_high_evidence(
    impact: str, counting: Counting, evidence: int | None, counts: bool
) -> None:
    verdict = high_impact_verdict(Rating(impact, counting, evidence), minimum_confidence=4)
    assert verdict.counts is counts
    assert verdict.reason.startswith(f"{impact} impact, evidence")


def test_without_an_assessment_nothing_counts() -> None:
    verdict = high_impact_verdict(None, minimum_confidence=1)
    assert not verdict.counts
    assert verdict.reason == "Not assessed yet, so it does not count"


def test_the_minimum_is_a_setting_of_the_year() -> None:
    moderate = Rating("Moderate", MODERATE, 3)
    assert high_impact_verdict(moderate, minimum_confidence=3).counts
    assert not high_impact_verdict(moderate, minimum_confidence=4).counts


@given(confidences, minimums)
def test_high_impact_counts_at_any_confidence_and_low_at_none(evidence: int | None, minimum: int) -> None:
    assert high_impact_verdict(Rating("High", HIGH, evidence), minimum_confidence=minimum).counts
    assert not high_impact_verdict(Rating("Low", LOW, evidence), minimum_confidence=minimum).counts


@given(st.integers(1, 4), minimums)
def test_better_evidence_never_takes_what_counts_away(evidence: int, minimum: int) -> None:
    if high_impact_verdict(Rating("Moderate", MODERATE, evidence), minimum_confidence=minimum).counts:
        assert high_impact_verdict(
            Rating("Moderate", MODERATE, evidence + 1), minimum_confidence=minimum
        ).counts


@pytest.mark.parametrize(
    ("in_use", "next_one"),
    [
        ([], "VRP-2023-001"),
        (["VRP-2023-001", "VRP-2023-009"], "VRP-2023-010"),
        (["VRP-2023-999"], "VRP-2023-1000"),
        (["VRP-2022-040"], "VRP-2023-001"),
        (["VRP-2023-9", "VRP-2023-0010"], "VRP-2023-011"),
    ],
)
def test_a_reference_follows_the_ones_in_use_for_its_year(in_use: list[str], next_one: str) -> None:
    assert next_reference(in_use, start_year=2023) == next_one


@given(st.lists(st.integers(1, 99999), unique=True))
def test_a_new_reference_is_never_in_use(numbers: list[int]) -> None:
    in_use = [f"VRP-2023-{number:03d}" for number in numbers]
    assert next_reference(in_use, start_year=2023) not in in_use
