"""Importing in the browser: a file is shown before it is saved, and saved whole or not at all."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from interventions.models import Intervention, ReachRecord
from tests.importing import csv
from tests.web.reading import told
from vrp_portal.exchange import actions
from vrp_portal.exchange.jobs import Stopped
from vrp_portal.exchange.models import ImportedFile, Job, RememberedLayout, Upload
from vrp_portal.exchange.progress import nobody_is_told
from vrp_portal.records.history import last_change

pytestmark = pytest.mark.django_db

HEADINGS = "Reference,Quarter,People aged 24 or under,People aged 25 or over"
GOOD = csv(HEADINGS, "VRP-2023-002,2023/24 Q3,45,3", "VRP-2023-001,2023/24 Q1,41,5")
BAD = csv(HEADINGS, "VRP-2023-002,2023/24 Q3,45*,3")


def send(client, content: bytes, *, kind: str = "reach", name: str = "q3.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports"), {"kind": kind, "file": file, **more}, follow=True)


def test_a_file_is_previewed_and_then_imported_by_whoever_sent_it(client_of, staff, portal):
    client = client_of(staff)

    page = send(client, GOOD)

    assert "People aged 24 or under reached, 2023/24" in told(page)
    assert not ReachRecord.objects.filter(intervention=portal["sport"]).exists()
    done = client.post(page.redirect_chain[-1][0], follow=True)
    assert "q3.csv is imported: 1 new, 1 changed, 0 unchanged." in told(done)
    record = ReachRecord.objects.get(intervention=portal["sport"])
    assert record.people_24_and_under == 45
    assert last_change(record).by == "Sam Example"
    assert not Upload.objects.exists()
    assert (ImportedFile.objects.get().imported_by, ImportedFile.objects.get().filename) == (staff, "q3.csv")


def test_what_is_refused_is_listed_and_can_not_be_imported(client_of, staff, portal):
    client = client_of(staff)

    page = send(client, BAD)

    assert "This file can't be imported yet" in told(page)
    assert "Cell C2, People aged 24 or under" in told(page)
    assert "Import this file" not in told(page)
    client.post(page.redirect_chain[-1][0])
    assert not ReachRecord.objects.filter(intervention=portal["sport"]).exists()


def test_the_marked_copy_has_the_cell_and_what_is_wrong_with_it(client_of, staff, portal):
    client = client_of(staff)
    send(client, BAD)

    answer = client.get(reverse("import-marked", args=[Upload.objects.get().pk]))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["Problems", "q3"]
    assert "star" in book["q3"]["C2"].comment.text
    assert 'filename="q3-to-put-right.xlsx"' in answer["Content-Disposition"]


def test_a_file_that_can_not_be_read_keeps_what_was_chosen(client_of, staff, portal):
    page = send(client_of(staff), b"%PDF-1.7 \x00\x01", name="q3.pdf")

    assert page.status_code == 422
    assert "This is not a spreadsheet" in told(page)
    assert page.context["form"]["kind"].data == "reach"
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("admin", ["interventions", "funding-lines", "spend", "reach", "match", "budget-spend"]),
        ("staff", ["interventions", "funding-lines", "spend", "reach"]),
        ("finance", ["funding-lines", "spend", "match", "budget-spend"]),
        ("csp_leeds", ["interventions", "reach"]),
    ],
)
def test_each_role_imports_what_it_may_enter(client_of, request, portal, who, kinds):
    client = client_of(request.getfixturevalue(who))

    page = client.get(reverse("imports"))

    assert [kind for kind, _ in page.context["form"].fields["kind"].choices] == kinds
    refused = send(client, GOOD, kind="match")
    assert (refused.status_code == 422) is ("match" not in kinds)


def test_a_warning_needs_a_reason_that_is_kept_in_the_history(client_of, staff, portal):
    client = client_of(staff)
    file = csv(HEADINGS + ",Source", "VRP-2023-002,2023/24 Q3,45,3,Ring 0113 496 0000")
    page = send(client, file)
    address = page.redirect_chain[-1][0]

    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "A published number"}).status_code == 302

    assert last_change(ReachRecord.objects.get(intervention=portal["sport"])).reason == "A published number"


def test_somebody_elses_change_since_the_preview_is_shown_and_not_overwritten(client_of, staff, portal):
    client = client_of(staff)
    page = send(client, GOOD)
    ReachRecord.objects.filter(intervention=portal["mentoring"]).update(people_24_and_under=39)

    answer = client.post(page.redirect_chain[-1][0], follow=True)

    assert "Somebody changed records since you were shown what this file does" in told(answer)
    assert ReachRecord.objects.get(intervention=portal["mentoring"]).people_24_and_under == 39
    assert [row.changes for row in answer.context["outcome"].rows][1] == (
        ("People aged 24 or under", "39", "41"),
    )
    done = client.post(page.redirect_chain[-1][0], follow=True)
    assert "q3.csv is imported" in told(done)


def test_a_file_that_changes_nothing_has_nothing_to_confirm(client_of, staff, portal):
    page = send(client_of(staff), csv(HEADINGS, "VRP-2023-001,2023/24 Q1,40,5"))

    assert "Everything in this file is in the portal already" in told(page)
    assert "Import this file" not in told(page)


def test_which_sheet_is_asked_where_several_could_be_meant(client_of, staff, portal):
    from tests.files.build import CASES

    content = next(make for name, _, _, make, _ in CASES if name == "several-sheets.xlsx")()
    client = client_of(staff)
    page = send(client, content, name="areas.xlsx")
    address = page.redirect_chain[-1][0]

    assert "More than one sheet of this file could hold reach" in told(page)
    assert client.post(address, {}).status_code == 422
    chosen = client.post(address, {"sheet": "Bradford"}, follow=True)

    assert [row.what for row in chosen.context["outcome"].rows] == ["VRP-2023-001, 2023/24 Q3, Bradford"]


def test_columns_that_were_chosen_are_remembered_for_the_next_file(client_of, staff, finance, portal):
    client = client_of(staff)
    page = send(client, csv("Proj code,When,YP", "VRP-2023-002,2023/24 Q3,45"))
    assert "There is no column “Reference”" in told(page)
    columns = reverse("import-columns", args=[Upload.objects.get().pk])
    chosen = {"column_0": "reference", "column_1": "quarter", "column_2": "people_24_and_under", "year": ""}

    missing = client.post(columns, {**chosen, "column_1": ""})
    twice = client.post(columns, {**chosen, "column_2": "quarter"})
    fixed = client.post(columns, chosen, follow=True)

    assert "Say which column is “Quarter”" in told(missing)
    assert "“Quarter” is column B already" in told(twice)
    assert fixed.context["outcome"].counts["new"] == 1
    assert RememberedLayout.objects.get().chosen_by == staff
    again = send(client, csv("Proj code,When,YP", "VRP-2023-002,2023/24 Q4,46"))
    assert again.context["outcome"].counts["new"] == 1


def test_a_file_is_put_away_without_importing_it(client_of, staff, portal):
    client = client_of(staff)
    send(client, GOOD)

    page = client.post(reverse("import-discard", args=[Upload.objects.get().pk]), follow=True)

    assert "q3.csv is put away. Nothing was imported." in told(page)
    assert not Upload.objects.exists()


def test_a_file_that_somebody_puts_away_meanwhile_is_not_imported(client_of, staff, portal):
    send(client_of(staff), GOOD)
    upload = Upload.objects.get()
    again = Upload.objects.get()
    work = actions.import_work(upload, reason="")
    assert "1 new" in work(nobody_is_told)

    with pytest.raises(Stopped, match=r"q3.csv was imported or put away meanwhile"):
        actions.import_work(again, reason="")(nobody_is_told)
    assert ImportedFile.objects.count() == 1


def test_a_file_that_is_put_away_while_it_is_checked_stays_away(client_of, staff, portal):
    upload, file = actions.receive(io.BytesIO(GOOD), "q3.csv", kind="reach", year=None, by=staff)
    Upload.objects.all().delete()

    with pytest.raises(Stopped, match=r"q3.csv was imported or put away meanwhile"):
        actions.preview_work(upload, file)(nobody_is_told)
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_refused_by_its_size(client_of, staff, portal, settings):
    settings.IMPORT_MEGABYTES = 1

    page = send(client_of(staff), b"a,b\n" * 300_000)

    assert page.status_code == 422
    assert "The file has 1.2 MB; the portal takes up to 1 MB" in told(page)
    assert "up to 1 MB and 50,000 rows" in told(page)


def test_a_file_left_lying_for_a_day_goes(client_of, staff, portal):
    client = client_of(staff)
    send(client, GOOD)
    Upload.objects.update(made_at=timezone.now() - timedelta(days=1, minutes=1))
    old = Upload.objects.get()

    assert client.get(reverse("import-preview", args=[old.pk])).status_code == 404
    send(client, BAD, name="next.csv")

    assert [upload.filename for upload in Upload.objects.all()] == ["next.csv"]


def test_a_template_filled_in_is_imported(client_of, staff, portal):
    client = client_of(staff)
    answer = client.get(reverse("import-template", args=["reach"]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book["Reach"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for heading, value in (("Reference", "VRP-2023-002"), ("Quarter", "2023/24 Q3"), ("Referrals", 7)):
        sheet.cell(2, places[heading]).value = value
    filled = io.BytesIO()
    book.save(filled)

    page = send(client, filled.getvalue(), name="reach-template-2026.1.xlsx")

    assert page.context["outcome"].counts["new"] == 1
    assert 'filename="reach-template-2026.1.xlsx"' in answer["Content-Disposition"]


def test_there_is_no_template_of_something_else(client_of, admin):
    assert client_of(admin).get(reverse("import-template", args=["weather"])).status_code == 404


def test_a_coordinator_sees_the_imports_of_nobody_else(client_of, staff, csp_leeds, portal):
    send(client_of(staff), GOOD)
    client_of(staff).post(reverse("import-preview", args=[Upload.objects.get().pk]))

    assert "q3.csv" in told(client_of(staff).get(reverse("imports")))
    assert "q3.csv" not in told(client_of(csp_leeds).get(reverse("imports")))


@pytest.mark.slow
def test_the_queries_of_a_preview_do_not_grow_with_its_rows(
    client_of, staff, portal, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(staff)
    Intervention.objects.bulk_create(
        Intervention(
            reference=f"VRP-2023-{number}",
            name="Many",
            commissioner=portal["council"],
            prevention_level="primary",
            whole_area=True,
        )
        for number in range(1000, 1200)
    )
    counted = []
    for many in (2, 200):
        rows = [f"VRP-2023-{number},2023/24 Q3,45,3" for number in range(1000, 1000 + many)]
        page = send(client, csv(HEADINGS, *rows))
        with CaptureQueriesContext(connection) as queries:
            client.get(page.redirect_chain[-1][0])
        counted.append(len(queries))
    assert counted[0] == counted[1]


def wait_for(client, address: str) -> Any:
    """The page to which a job leads once it is over."""
    for _ in range(200):
        answer = client.get(address, headers={"Accept": "application/json"})
        if answer.json()["state"] != "running":
            return client.get(address, follow=True)
        time.sleep(0.05)
    return pytest.fail("The job did not end.")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_long_file_is_checked_and_imported_beside_the_request(client_of, staff, portal, settings):
    settings.BACKGROUND_ROWS = 1
    client = client_of(staff)

    checking = send(client, GOOD)
    preview = wait_for(client, checking.redirect_chain[-1][0])
    importing = client.post(preview.redirect_chain[-1][0])
    done = wait_for(client, importing["Location"])

    assert reverse("job", args=[Job.objects.get(work="preview").pk]) == checking.redirect_chain[-1][0]
    assert "q3.csv is imported: 1 new, 1 changed, 0 unchanged." in told(done)
    assert last_change(ReachRecord.objects.get(intervention=portal["sport"])).by == "Sam Example"
    job = Job.objects.get(work="import")
    assert (job.state, job.done, job.total) == ("done", 2, 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_long_import_that_is_overtaken_leads_back_to_the_preview(client_of, staff, portal, settings):
    client = client_of(staff)
    page = send(client, GOOD)
    settings.BACKGROUND_ROWS = 1
    ReachRecord.objects.filter(intervention=portal["mentoring"]).update(people_24_and_under=39)

    importing = client.post(page.redirect_chain[-1][0])
    done = wait_for(client, importing["Location"])

    assert "Somebody changed records since you were shown what this file does" in told(done)
    assert done.context["outcome"].rows[1].changes == (("People aged 24 or under", "39", "41"),)


def test_a_job_that_has_stopped_saying_anything_was_interrupted(client_of, staff, portal):
    client = client_of(staff)
    send(client, GOOD)
    job = Job.objects.create(
        by=staff,
        work="import",
        upload=Upload.objects.get(),
        beat_at=timezone.now() - timedelta(minutes=5),
    )

    page = client.get(reverse("job", args=[job.pk]), follow=True)

    assert "This was interrupted. Nothing was saved by halves" in told(page)


def test_how_far_a_job_is_stands_on_its_page(client_of, staff):
    job = Job.objects.create(by=staff, work="preview", done=4000, total=10000)

    page = client_of(staff).get(reverse("job", args=[job.pk]))

    assert "4,000 of 10,000 rows" in told(page)
