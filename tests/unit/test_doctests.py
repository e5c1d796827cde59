"""The examples in the docstrings of pure code are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

PACKAGES = (
    *("grants.rules", "interventions.rules", "svd.rules", "vrp_portal.claims.rules"),
    *("vrp_portal.periods", "vrp_portal.money", "vrp_portal.tabular", "vrp_portal.reports.rules"),
    *(
        "vrp_portal.figures.disclosure",
        "vrp_portal.figures.values",
        "vrp_portal.records.personal_data",
        "vrp_portal.charts.house",
    ),
    "vrp_portal.documents.words",
    *("vrp_portal.panel_paper.words", "vrp_portal.panel_paper.outline"),
)


def modules() -> list[str]:
    found = []
    for name in PACKAGES:
        package = import_module(name)
        found.append(name)
        if hasattr(package, "__path__"):
            found += [module.name for module in walk_packages(package.__path__, f"{name}.")]
    return found


@pytest.mark.parametrize("name", modules())
def test_the_examples_of(name: str) -> None:
    failed, _ = doctest.testmod(import_module(name))
    assert failed == 0
