"""Accounts: rights follow from the role, however an account is made."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_createsuperuser_makes_an_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-enough-password")
    call_command(
        "createsuperuser", username="first", email="first@portal.example", interactive=False, verbosity=0
    )
    first = User.objects.get(username="first")
    assert first.role == Role.ADMINISTRATOR
    assert first.is_staff
    assert first.is_superuser


def test_who_is_no_longer_an_administrator_has_no_rights_left_over() -> None:
    user = User.objects.create_superuser("first", password="a-long-enough-password")
    user.role = Role.PANEL_MEMBER
    user.save()
    assert not user.is_staff
    assert not user.is_superuser
