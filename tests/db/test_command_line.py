"""The command line as a person meets it: one line and exit 2 for a mistake, and a name in the history."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pghistory
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tests.factories import LeedsFactory
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "vrp_portal.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["nonsense"], {}, "manage.py nonsense: there is no such command; manage.py help lists them"),
        (["figures", "--year"], {}, "manage.py figures: argument --year: expected one argument"),
        (["figures", "--nope"], {}, "manage.py figures: "),
        (["serve", "--port", "0"], {}, "manage.py serve: --port 0: a port is a number from 1 to 65535"),
        (
            ["figures", "--year", "2023/24"],
            {"DATABASE_URL": "postgres://nobody:word@127.0.0.1:1/none"},
            "manage.py figures: the database cannot be reached: ",
        ),
        (
            ["check"],
            {"DATABASE_URL": "mysql://nobody:hush@host/none"},
            "manage.py check: settings: DATABASE_URL must name a PostgreSQL database: ",
        ),
        (["check"], {"VRP_PRODUCTION": "maybe"}, "manage.py check: settings: VRP_PRODUCTION is 'maybe'"),
        (
            ["check"],
            {"VRP_PRODUCTION": "yes", "VRP_SECRET_KEY": ""},
            "manage.py check: settings: VRP_SECRET_KEY",
        ),
        (
            ["check"],
            {"VRP_DISCLOSURE_THRESHOLD": "-1"},
            "manage.py check: settings: VRP_DISCLOSURE_THRESHOLD is",
        ),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(
    arguments: list[str], environment: dict[str, str], said: str
) -> None:
    done = manage(*arguments, **environment)
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr


def test_what_a_command_changes_carries_its_name(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import manage

    class Command(BaseCommand):
        requires_system_checks: list[str] = []

        def handle(self, **options: object) -> None:
            User.objects.create(username="made by a command", role=Role.VRP_STAFF)

    monkeypatch.setattr(manage.connections, "close_all", lambda: None)
    manage.run(Command(), ["manage.py", "make_somebody"])
    event = pghistory.models.Events.objects.tracks(User.objects.get()).get()
    assert event.pgh_context["command"] == "make_somebody"


@pytest.fixture
def var(tmp_path: Path, settings: pytest.FixtureRequest, db: None) -> Path:
    """A run-time folder of its own, and a database with Leeds in it."""
    LeedsFactory()
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


def made(var: Path) -> list[dict[str, str]]:
    return json.loads((var / "sign-in.json").read_text())


def test_there_is_a_working_sign_in_for_each_role(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_sign_ins")
    printed = capsys.readouterr().out
    assert [sign_in["role"] for sign_in in made(var)] == Role.values
    for sign_in in made(var):
        user = User.objects.get(username=sign_in["username"], role=sign_in["role"])
        assert user.check_password(sign_in["password"])
        assert sign_in["password"] in printed
    assert User.objects.get(role=Role.CSP_COORDINATOR).district.name == "Leeds"
    assert stat.S_IMODE((var / "sign-in.json").stat().st_mode) == 0o600


def test_what_was_printed_once_stays_true(var: Path) -> None:
    call_command("create_sign_ins")
    before = made(var)
    User.objects.filter(role=Role.VRP_STAFF).update(is_active=False, password="!")
    User.objects.filter(role=Role.PANEL_MEMBER).delete()
    call_command("create_sign_ins")
    assert made(var) == before
    assert User.objects.get(role=Role.VRP_STAFF, is_active=True).check_password(before[1]["password"])
    assert User.objects.count() == len(Role)


def test_a_spoilt_file_of_sign_ins_is_made_anew(var: Path) -> None:
    var.mkdir()
    (var / "sign-in.json").write_text('[{"role": "administrator"')
    call_command("create_sign_ins")
    assert len(made(var)) == len(Role)


def test_sign_ins_are_not_made_in_production(var: Path, settings: pytest.FixtureRequest) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("create_sign_ins")
    assert not User.objects.exists()


def test_without_districts_sign_ins_say_what_is_missing(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="load_paper"):
        call_command("create_sign_ins")
    assert not User.objects.exists()
