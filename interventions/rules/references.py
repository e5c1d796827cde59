"""References of interventions, such as VRP-2023-014."""

from __future__ import annotations

from collections.abc import Iterable


def next_reference(references: Iterable[str], *, start_year: int) -> str:
    """The reference that follows the ones in use for a financial year.

    >>> next_reference(["VRP-2023-009", "VRP-2022-040"], start_year=2023)
    'VRP-2023-010'
    """
    prefix = f"VRP-{start_year}-"
    taken = [int(reference.removeprefix(prefix)) for reference in references if reference.startswith(prefix)]
    return f"{prefix}{max(taken, default=0) + 1:03d}"
