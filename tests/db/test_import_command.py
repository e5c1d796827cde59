"""`manage.py import_file`: what it says, what it changes, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from interventions.models import ReachRecord
from tests.importing import csv
from vrp_portal.accounts.models import User
from vrp_portal.exchange.models import ImportedFile, Upload
from vrp_portal.records.history import last_change

HEADINGS = "Reference,Quarter,People aged 24 or under,People aged 25 or over"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "q3.csv"
    path.write_bytes(csv(HEADINGS, "VRP-2023-002,2023/24 Q3,45,3"))
    return path


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("import_file", *map(str, arguments), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_file_is_imported_and_put_down(portal: dict[str, Any], file: Path) -> None:
    said = run("reach", file)

    assert "2023/24 People aged 24 or under reached: 40 to 85" in said
    assert said.splitlines()[-1] == "q3.csv is imported: 1 new, 0 changed, 0 unchanged."
    noted = ImportedFile.objects.get()
    assert (noted.filename, noted.new, noted.imported_by) == ("q3.csv", 1, None)


@pytest.mark.django_db
def test_the_history_names_the_person_in_whose_name_a_file_is_imported(
    portal: dict[str, Any], staff: User, file: Path
) -> None:
    run("reach", file, by="staff")

    assert last_change(ReachRecord.objects.get(intervention=portal["sport"])).by == "Sam Example"
    assert ImportedFile.objects.get().imported_by == staff


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, settings: Settings) -> None:
    settings.IMPORT_MEGABYTES = 1
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(5_000_000_000)

    with pytest.raises(CommandError, match=r"large.csv: The file has 5000.0 MB; the portal takes up to 1 MB"):
        run("reach", path)


@pytest.mark.django_db
def test_files_left_lying_for_a_day_are_forgotten(portal: dict[str, Any], staff: User) -> None:
    old = Upload.objects.create(by=staff, kind="reach", filename="old.csv", content=b"x")
    Upload.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(hours=25))
    Upload.objects.create(by=staff, kind="reach", filename="new.csv", content=b"x")

    out = StringIO()
    call_command("forget_files", stdout=out)

    assert out.getvalue() == "Forgotten: 1 file and 0 jobs.\n"
    assert [upload.filename for upload in Upload.objects.all()] == ["new.csv"]


@pytest.mark.django_db
def test_a_dry_run_says_what_it_would_do_and_changes_nothing(portal: dict[str, Any], file: Path) -> None:
    said = run("reach", file, dry_run=True)

    assert "q3.csv would be imported: 1 new, 0 changed, 0 unchanged. Nothing was changed." in said
    assert not ReachRecord.objects.filter(intervention=portal["sport"]).exists()
    assert not ImportedFile.objects.exists()


@pytest.mark.django_db
def test_problems_are_told_marked_in_a_copy_and_end_it(portal: dict[str, Any], tmp_path: Path) -> None:
    bad, marked = tmp_path / "bad.csv", tmp_path / "marked.xlsx"
    bad.write_bytes(csv(HEADINGS, "VRP-2023-002,2023/24 Q3,45*,3"))

    with pytest.raises(
        CommandError, match=r"bad.csv: nothing is imported, because of 1 problem\. They are marked"
    ):
        run("reach", bad, errors=marked)

    sheets = openpyxl.load_workbook(marked)
    assert sheets["bad"]["C2"].comment is not None
    assert not ReachRecord.objects.filter(intervention=portal["sport"]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "ghost"}, "--by: there is nobody called “ghost”"),
        ({"by": "panel"}, "--by: the role of panel may not enter, correct and withdraw a quarter's reach"),
        ({"year": "2023"}, "--year: “2023” is not a financial year"),
        ({"sheet": "Leeds"}, "There is no sheet “Leeds”"),
    ],
)
def test_a_mistake_in_what_was_asked_is_one_line(
    portal: dict[str, Any], panel: User, file: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run("reach", file, **options)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("reach", tmp_path / "absent.xlsx")


@pytest.mark.django_db
def test_a_warning_needs_a_reason(portal: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    lines = "Reference,Funding source,Financial year,Agreed on,Allocated,Reason"
    path.write_bytes(csv(lines, "VRP-2023-002,Core grant,2023/24,01/06/2023,95000,Board"))

    with pytest.raises(CommandError, match="its 1 warning needs a reason: give it with --reason"):
        run("funding-lines", path)

    assert "is imported: 1 new" in run("funding-lines", path, reason="The award is about to rise")


@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_leaves_nothing(portal: dict[str, Any], tmp_path: Path) -> None:
    from tests.factories import InterventionFactory

    for number in range(1000, 1700):
        InterventionFactory(reference=f"VRP-2023-{number}", commissioner=portal["council"], whole_area=True)
    path = tmp_path / "many.csv"
    path.write_bytes(csv(HEADINGS, *(f"VRP-2023-{number},2023/24 Q3,45,3" for number in range(1000, 1700))))
    before = ReachRecord.objects.count()

    ended = subprocess.run(
        [sys.executable, "-c", KILLED, connection.settings_dict["NAME"], path], check=False
    )

    assert ended.returncode == -signal.SIGKILL
    assert ReachRecord.objects.count() == before
    assert not ImportedFile.objects.exists()
    assert "700 new" in run("reach", path)


KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings
from vrp_portal.exchange import progress

connection.settings_dict["NAME"] = sys.argv[1]

def killed_after_the_first_batch(_self, done, total=0):
    os.kill(os.getpid(), signal.SIGKILL)

progress.ProgressLine.__call__ = killed_after_the_first_batch
call_command("import_file", "reach", sys.argv[2])
"""
