"""What every test may use: the people of `tests.people`, a database and a browser."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

pytest_plugins = ["tests.people", "tests.database", "tests.importing", "tests.office", "tests.open_data"]


def pytest_configure() -> None:
    # Playwright runs an event loop in the thread whose tests use the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in tests/browser needs a browser, marked or not."""
    for item in items:
        if "browser" in item.path.relative_to(item.config.rootpath).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium: Playwright's own is never downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.fail("No Chromium was found: install it (apt install chromium), or set CHROMIUM to its path.")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": [*sandbox, "--disable-dev-shm-usage"],
    }
