"""A portal with the paper's and the illustrative records, and browsers of the people who use it.

Whatever goes wrong in a browser fails the test: an error in its console, a script that fails, a style or a
script that the content security policy refuses, a file that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "a-password-of-the-tests"

PEOPLE: dict[str, tuple[str, str | None]] = {
    "admin": ("administrator", None),
    "staff": ("vrp_staff", None),
    "colleague": ("vrp_staff", None),
    "finance": ("finance_officer", None),
    "csp_leeds": ("csp_coordinator", "Leeds"),
    "csp_bradford": ("csp_coordinator", "Bradford"),
    "panel": ("panel_member", None),
}
"""Who signs in: each username with its role and its district."""

TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} refuses ${event.blockedURI}`);
});
"""


@dataclass
class Portal:
    """The portal as people meet it: an address, and a browser for each of them."""

    url: str
    browser: Browser
    troubles: list[str]
    contexts: list[BrowserContext] = field(default_factory=list)

    def open_browser(self, **options: Any) -> Page:
        """A page in a browser of its own, with nobody signed in."""
        wanted = {"base_url": self.url, "viewport": DESKTOP, "locale": "en-GB", **options}
        context = self.browser.new_context(**wanted)
        self.contexts.append(context)
        if wanted.get("java_script_enabled", True):
            context.add_init_script(TELL_OF_VIOLATIONS)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        return page

    def sign_in(self, username: str, **options: Any) -> Page:
        """A browser of its own for this person, signed in on the sign-in page, and then on the overview."""
        page = self.open_browser(**options)
        page.goto("/")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Sign out").wait_for()
        page.goto("/")
        page.get_by_role("heading", name="Overview", level=1).wait_for()
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        where = message.location.get("url", "")
        # Chromium also reports a page that answers 403, 404 or 422, which the tests look at themselves.
        if message.text.startswith("Failed to load resource") and "/static/" not in where:
            return
        self.troubles.append(f"{where}: {message.text}")


@pytest.fixture(scope="session")
def db(django_db_setup: None) -> None:
    """The test database, without the transaction around each test: a browser sees only what is committed."""


@pytest.fixture(scope="session")
def address(db: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the portal. It runs once: what differs from test to test are its records."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # A thread that served a browser may still be connected, and so keep the database from being dropped.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def portal(address: str, browser: Browser, django_db_blocker: Any) -> Iterator[Portal]:
    """A portal that a test may change."""
    with with_records(address, browser, django_db_blocker) as portal:
        yield portal


@pytest.fixture(scope="module")
def portal_to_look_at(address: str, browser: Browser, django_db_blocker: Any) -> Iterator[Portal]:
    """A portal for every test of a module that leaves figures and records as they are."""
    with with_records(address, browser, django_db_blocker) as portal:
        yield portal


@pytest.fixture(autouse=True)
def no_troubles(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in whose browser anything went wrong."""
    portals = [request.getfixturevalue(name) for name in request.fixturenames if name.startswith("portal")]
    yield
    troubles = [trouble for portal in portals for trouble in portal.troubles]
    for portal in portals:
        portal.troubles.clear()
    assert troubles == []


@contextmanager
def with_records(address: str, browser: Browser, blocker: Any) -> Iterator[Portal]:
    """Load the records and make the people; afterwards close the browsers and leave the database empty."""
    portal = Portal(address, browser, troubles=[])
    with blocker.unblock():
        try:
            call_command("load_paper", stdout=StringIO())
            call_command("load_illustrative", stdout=StringIO())
            make_people()
            # Sign-ins are counted there, and all of them come from one address.
            cache.clear()
            yield portal
        finally:
            for context in portal.contexts:
                context.close()
            call_command("flush", interactive=False, verbosity=0)


def make_people() -> None:
    from tests.factories import UserFactory
    from vrp_portal.partnership.models import District

    for username, (role, district) in PEOPLE.items():
        person = UserFactory.build(
            username=username,
            role=role,
            first_name=username.title(),
            last_name="Example",
            district=District.objects.get(name=district) if district else None,
        )
        person.set_password(PASSWORD)
        person.save()


SignedIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def page_of(portal_to_look_at: Portal) -> SignedIn:
    """The browser of a person, signed in once for all tests of a module; of "nobody", not signed in."""
    pages: dict[str, Page] = {}

    def page_of(username: str) -> Page:
        if username not in pages:
            opens = portal_to_look_at
            pages[username] = opens.open_browser() if username == "nobody" else opens.sign_in(username)
        return pages[username]

    return page_of
