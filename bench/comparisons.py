"""How the portal's figures and its overview compare with the least that could be done instead.

Prints ratios within one run, because seconds on one machine say nothing about another. Works on a
database of its own, which it makes and drops.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings, setup_test_environment
from django.urls import reverse

from bench import records
from bench.importing import compare_import
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope

INTERVENTIONS = 6300
TIMES = 11
SCRATCH = "bench_vrp_portal"
SCOPE = Scope(records.YEAR, records.AS_AT)
BY_HAND = (Path(__file__).parent / "figures.sql").read_text()
HEADLINES = (
    "core_committed",
    "high_impact_committed",
    "high_impact_spent",
    "core_interventions",
    "svd_interventions",
    "people_24_and_under",
    "people_25_and_over",
    "professionals_trained",
)


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database with the portal's tables, dropped afterwards."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = SCRATCH
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def through_the_registry() -> dict[str, Any]:
    return {key: result.value for key, result in compute(HEADLINES, SCOPE).items()}


def by_hand() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        return dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))


def compare(name: str, one: Callable[[], Any], *, with_: Callable[[], Any]) -> None:
    """Print how many times as long as the other the one takes: medians of runs taken in turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for work, seconds in zip((one, with_), taken, strict=True):
            began = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - began)
    longer, shorter = (median(seconds[1:]) for seconds in taken)
    in_milliseconds = f"{longer * 1000:.1f} ms to {shorter * 1000:.1f} ms"
    print(f"{name}: {longer / shorter:.1f} times as long ({in_milliseconds})")


def compare_figures() -> None:
    registry, hand = through_the_registry(), by_hand()
    if registry != hand:
        raise SystemExit(f"The registry and the SQL written by hand differ:\n{registry}\n{hand}")
    with CaptureQueriesContext(connection) as queries:
        through_the_registry()
    print(f"{len(HEADLINES)} headline figures in {len(queries)} queries, equal to those of SQL by hand")
    compare("Headline figures through the registry, to SQL by hand", through_the_registry, with_=by_hand)


@override_settings(ROOT_URLCONF="bench.urls")
def compare_overview() -> None:
    client = Client()
    client.force_login(User.objects.create_user("bench", role=Role.VRP_STAFF))
    query = {"year": SCOPE.year.label, "as_at": SCOPE.as_at.isoformat()}

    def answer(name: str) -> None:
        response = client.get(reverse(name), query)
        if response.status_code != 200:
            raise SystemExit(f"The page “{name}” answered {response.status_code}.")

    compare(
        "Overview, to a page that does nothing", partial(answer, "overview"), with_=partial(answer, "bare")
    )


def run() -> None:
    """Make the records, and print each comparison."""
    setup_test_environment()
    with scratch_database():
        records.make(INTERVENTIONS)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        print(f"With {INTERVENTIONS:,} interventions:")
        compare_figures()
        compare_overview()
        compare_import()
