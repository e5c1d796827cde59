"""Signing in: by invitation only, not by guessing, and kept where a script can't read it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.web.reading import Page, told
from vrp_portal.accounts.models import User

pytestmark = pytest.mark.django_db

SIGN_IN = {"login": "staff", "password": "a long enough passphrase"}


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    cache.clear()


@pytest.fixture
def somebody(staff):
    staff.set_password(SIGN_IN["password"])
    staff.save()
    return staff


@pytest.fixture
def client():
    return Client()


def attempt(client, **typed):
    return client.post(reverse("account_login"), {**SIGN_IN, **typed})


def test_the_right_password_leads_to_the_overview(client, somebody):
    response = attempt(client)
    assert response.status_code == 302
    assert response["Location"] == reverse("overview")


def test_a_panel_member_lands_at_a_glance_from_the_front_door(client, panel):
    panel.set_password(SIGN_IN["password"])
    panel.save()
    door = client.get("/")["Location"]
    assert client.post(door, {**SIGN_IN, "login": "panel"})["Location"] == reverse("panel")


def test_a_link_to_the_overview_with_a_scope_leads_back_to_it(client, panel):
    asked = "/?year=2023/24"
    assert "next=" in client.get(asked)["Location"]


def test_it_leads_back_to_the_page_that_was_asked_for_and_nowhere_else(client, somebody):
    login = reverse("account_login")
    assert client.post(f"{login}?next=/figures/", SIGN_IN)["Location"] == "/figures/"
    client.logout()
    elsewhere = client.post(f"{login}?next=https://example.org/", SIGN_IN)
    assert elsewhere["Location"] == reverse("overview")


@pytest.mark.parametrize("typed", [{"password": "wrong"}, {"login": "nobody-of-this-name"}])
def test_a_wrong_sign_in_does_not_tell_which_part_was_wrong(client, somebody, typed):
    response = attempt(client, **typed)
    assert "The username and/or password you specified are not correct." in told(response)


def test_the_sixth_wrong_password_in_five_minutes_is_refused(client, somebody):
    for _ in range(5):
        assert "not correct" in told(attempt(client, password="wrong"))
    response = attempt(client, password="wrong")
    assert "Too many failed login attempts. Try again later." in told(response)
    # Even the right password waits: guessing can't be told from luck.
    assert "Too many failed login attempts" in told(attempt(client))


def test_many_attempts_from_one_address_get_the_page_that_says_to_wait(client, somebody):
    responses = [attempt(client, login=f"person{number}", password="x") for number in range(31)]
    assert responses[-1].status_code == 429
    assert "Too many attempts" in told(responses[-1])


def test_nobody_signs_up_alone(client):
    response = client.post(
        reverse("account_signup"), {"username": "new", "password1": "x" * 20, "password2": "x" * 20}
    )
    assert "username" not in {element.attributes.get("name") for element in Page(response).elements}
    assert not User.objects.filter(username="new").exists()


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(client, somebody):
    cookie = attempt(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_signing_out_needs_a_click_and_ends_the_session(client_of, staff):
    client = client_of(staff)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("overview")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("overview")).status_code == 302


def test_a_form_sent_without_its_token_is_refused(staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    response = client.post(reverse("intervention-new"), {})
    assert response.status_code == 403


@pytest.mark.slow
def test_production_sends_cookies_over_https_alone():
    names = [
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "DEBUG",
        "SECURE_HSTS_SECONDS",
    ]
    told_by_settings = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from vrp_portal import settings; "
            f"print(json.dumps([getattr(settings, name) for name in {names!r}]))",
        ],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("VRP_")},
            "VRP_PRODUCTION": "yes",
            "VRP_SECRET_KEY": "s" * 60,
            "VRP_ALLOWED_HOSTS": "portal.example.org",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    values = dict(zip(names, json.loads(told_by_settings.stdout), strict=True))
    assert values == {**dict.fromkeys(names, True), "DEBUG": False, "SECURE_HSTS_SECONDS": 31_536_000}
