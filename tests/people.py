"""The seven people of the tests. `nobody` has not signed in; `client_of` gives anyone's browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from vrp_portal.accounts.models import User
    from vrp_portal.partnership.models import District

    ClientOf = Callable[[User | AnonymousUser], Client]


def _person(username: str, role: str, *, first_name: str, district: District | None = None) -> User:
    from tests.factories import UserFactory

    return UserFactory(
        username=username, role=role, first_name=first_name, last_name="Example", district=district
    )


@pytest.fixture
def leeds(db: None) -> District:
    from tests.factories import LeedsFactory

    return LeedsFactory()


@pytest.fixture
def bradford(db: None) -> District:
    from tests.factories import BradfordFactory

    return BradfordFactory()


@pytest.fixture
def admin(db: None) -> User:
    return _person("admin", "administrator", first_name="Amina")


@pytest.fixture
def staff(db: None) -> User:
    return _person("staff", "vrp_staff", first_name="Sam")


@pytest.fixture
def finance(db: None) -> User:
    return _person("finance", "finance_officer", first_name="Farah")


@pytest.fixture
def csp_leeds(leeds: District) -> User:
    return _person("csp_leeds", "csp_coordinator", first_name="Lee", district=leeds)


@pytest.fixture
def csp_bradford(bradford: District) -> User:
    return _person("csp_bradford", "csp_coordinator", first_name="Bea", district=bradford)


@pytest.fixture
def panel(db: None) -> User:
    return _person("panel", "panel_member", first_name="Pat")


@pytest.fixture
def nobody() -> AnonymousUser:
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


@pytest.fixture
def client_of() -> ClientOf:
    """The browser of a person, signed in unless it is nobody's."""

    def client_of(person: User | AnonymousUser) -> Client:
        client = Client()
        if person.is_authenticated:
            client.force_login(person)
        return client

    return client_of
