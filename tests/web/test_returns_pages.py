"""Quarterly returns in the browser: filled in, sent as a workbook, submitted, queried, revised, accepted."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from svd import actions
from svd.models import Attachment, QuarterlyReturn
from tests.factories import (
    AllocationFactory,
    AttachmentFactory,
    CommunitySafetyPartnershipFactory,
    ReturnTermsFactory,
    ShareFactory,
    UserFactory,
)
from tests.web.reading import Page, body_of, told
from vrp_portal.accounts.roles import Role
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters
TYPED = {
    "labour_spent": "£100.00",
    "non_labour_spent": "50.50",
    "labour_to_date": "100",
    "non_labour_to_date": "50.50",
    "labour_forecast": "400",
    "non_labour_forecast": "200",
    "people_24_and_under": "12",
    "activity": "Two evenings a week",
}


@pytest.fixture(autouse=True)
def _in_january():
    with time_machine.travel(date(2024, 1, 15), tick=True):
        yield


@pytest.fixture
def leeds_csp(leeds):
    return CommunitySafetyPartnershipFactory(name="Leeds CSP", district=leeds)


@pytest.fixture
def client(client_of, csp_leeds):
    return client_of(csp_leeds)


@pytest.fixture
def team(client_of, staff):
    return client_of(staff)


@pytest.fixture
def draft(leeds_csp, csp_leeds):
    return actions.start_return(leeds_csp, Q3, by=csp_leeds)


def page_of(name: str, record, *more) -> str:
    return reverse(name, args=[record.pk, *more])


def fill_in(client, record, **typed):
    return client.post(page_of("return-edit", record), as_seen(record) | typed)


def as_seen(record) -> dict[str, str]:
    """What is typed into the form as it opened just now."""
    return TYPED | {"version": str(QuarterlyReturn.objects.get(pk=record.pk).version)}


def submit(client, record, reason="As agreed"):
    return client.post(page_of("return-submit", record), {"reason_for_warning": reason})


class TestBoard:
    def test_the_team_sees_every_partnership_and_how_long_is_left(self, team, leeds_csp, draft):
        page = told(team.get(reverse("returns"), {"year": "2023/24"}))
        assert "Leeds Due 178 days overdue Extend" in page.replace("\n", " ")
        assert "Draft Due in 6 days, on 21/01/2024" in page
        assert "Opens on 01/04/2024" in page
        assert "3 returns outstanding, 2 of them overdue; 0 to review." in page

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2024, 1, 20), "Due in 1 day, on 21/01/2024"),
            (date(2024, 1, 21), "Due today"),
            (date(2024, 1, 22), "1 day overdue"),
        ],
    )
    def test_the_last_day_still_counts(self, client_of, csp_leeds, draft, day, words):
        with time_machine.travel(day):
            client = client_of(csp_leeds)
            assert words in told(client.get(reverse("returns"), {"year": "2023/24"}))

    def test_a_coordinator_sees_their_own_alone(self, client, leeds_csp, bradford):
        CommunitySafetyPartnershipFactory(name="Bradford CSP", district=bradford)
        page = told(client.get(reverse("returns"), {"year": "2023/24"}))
        assert "Leeds" in page
        assert "Bradford" not in page

    def test_a_return_is_begun_once_its_quarter_has_ended(self, client, leeds_csp):
        begun = client.post(reverse("return-start", args=[leeds_csp.pk, Q3.code]))
        record = QuarterlyReturn.objects.get()
        assert begun["Location"] == page_of("return-edit", record)
        early = client.post(reverse("return-start", args=[leeds_csp.pk, Q4.code]), follow=True)
        assert "has not ended yet" in told(early)
        assert QuarterlyReturn.objects.count() == 1

    def test_a_quarter_that_is_none_is_not_found(self, client, leeds_csp):
        assert client.post(reverse("return-start", args=[leeds_csp.pk, 20235])).status_code == 404

    def test_more_returns_ask_the_database_no_more_often(
        self, team, leeds_csp, csp_leeds, django_assert_max_num_queries
    ):
        for quarter in (Q1, Q2, Q3):
            actions.start_return(leeds_csp, quarter, by=csp_leeds)
        with django_assert_max_num_queries(8):
            team.get(reverse("returns"), {"year": "2023/24"})


class TestFillingIn:
    def test_a_draft_is_kept_and_comes_back(self, client, draft):
        assert fill_in(client, draft).status_code == 302
        page = Page(client.get(page_of("return-edit", draft)))
        assert page.kept("labour_spent") == "100.00"
        assert page.kept("activity") == "Two evenings a week"

    def test_it_says_the_share_and_what_is_carried_over(self, client, client_of, csp_leeds, leeds_csp, draft):
        ShareFactory(allocation=AllocationFactory(), recipient=leeds_csp, labour=500, non_labour=180)
        fill_in(client, draft)
        submit(client, draft)
        with time_machine.travel(date(2024, 4, 5)):
            fourth = actions.start_return(leeds_csp, Q4, by=csp_leeds)
            page = Page(client_of(csp_leeds).get(page_of("return-edit", fourth)))
            assert "£500.00 for labour and £180.00 for non-labour" in page.text
            assert "The return for 2023/24 Q3 is carried over" in page.text
            assert page.kept("labour_to_date") == "100.00"

    @pytest.mark.parametrize(
        ("typed", "field", "error"),
        [
            ({"labour_spent": "lots"}, "labour_spent", "lots"),
            ({"labour_forecast": "-1"}, "labour_forecast", "-1"),
            ({"people_24_and_under": "about 12"}, "people_24_and_under", "is not one number"),
            ({"risks": "Ask on 0113 496 0000"}, "risks", "seems to hold a phone number"),
        ],
    )
    def test_what_cannot_be_is_said_and_kept_as_typed(self, client, draft, typed, field, error):
        response = fill_in(client, draft, **typed)
        assert response.status_code == 422
        page = Page(response)
        assert error in page.error_beside(field)
        assert page.kept("labour_to_date") == "100"
        draft.refresh_from_db()
        assert draft.labour_to_date == 0

    def test_typing_keeps_every_field_that_is_right(self, client, draft):
        answer = client.post(page_of("return-keep", draft), as_seen(draft) | {"labour_spent": "lots"})
        before = draft.version
        draft.refresh_from_db()
        assert answer.json() == {"left_out": ["Labour spent in the quarter"], "version": before + 1}
        assert (draft.labour_spent, draft.labour_forecast, draft.people_24_and_under) == (0, 400, 12)

    def test_of_two_who_fill_it_in_the_second_is_told_and_keeps_what_was_typed(self, client, draft):
        seen = as_seen(draft)
        assert client.post(page_of("return-edit", draft), seen | {"labour_spent": "70"}).status_code == 302

        typing = client.post(page_of("return-keep", draft), seen | {"labour_spent": "80"})
        assert (typing.status_code, typing.json()) == (
            409,
            {"why": "Lee Example saved this return meanwhile."},
        )
        saving = client.post(page_of("return-edit", draft), seen | {"labour_spent": "80"})
        assert saving.status_code == 422
        page = Page(saving)
        assert "Somebody else saved this record meanwhile" in page.text
        assert page.kept("labour_spent") == "80"
        draft.refresh_from_db()
        assert draft.labour_spent == 70

    def test_typing_into_a_submitted_return_keeps_nothing(self, client, draft):
        fill_in(client, draft)
        submit(client, draft)
        answer = client.post(page_of("return-keep", draft), as_seen(draft) | {"labour_spent": "1"})
        assert answer.status_code == 409
        assert "is submitted" in answer.json()["why"]

    def test_a_submitted_return_is_no_longer_filled_in(self, client, draft):
        fill_in(client, draft)
        submit(client, draft)
        assert client.get(page_of("return-edit", draft)).status_code == 302
        assert "can't be done now" in told(fill_in(client, draft))


class TestWorkbook:
    def workbook(self, client, record) -> openpyxl.Workbook:
        response = client.get(page_of("return-workbook", record))
        return openpyxl.load_workbook(io.BytesIO(body_of(response)))

    def send(self, client, record, book: openpyxl.Workbook):
        stream = io.BytesIO()
        book.save(stream)
        file = SimpleUploadedFile("return.xlsx", stream.getvalue())
        return client.post(page_of("return-upload", record), {"file": file})

    def test_filled_in_it_comes_back_as_a_draft(self, client, draft):
        book = self.workbook(client, draft)
        book["Annex A"]["B4"] = 100.5
        book["Annex B"]["B6"] = 12
        book["Annex B"]["B4"] = "Two evenings a week"
        assert self.send(client, draft, book).status_code == 302
        draft.refresh_from_db()
        assert (draft.labour_spent, draft.people_24_and_under) == (Decimal("100.50"), 12)
        assert draft.activity == "Two evenings a week"

    def test_two_wrong_cells_are_told_by_cell_and_nothing_is_kept(self, client, draft):
        book = self.workbook(client, draft)
        book["Annex A"]["B4"] = "about 100"
        book["Annex A"]["B5"] = 75
        book["Annex B"]["B6"] = 12.5
        response = self.send(client, draft, book)
        assert response.status_code == 422
        cells = [row.text for row in Page(response).all("th") if "!" in row.text]
        assert cells == ["Annex A!B4", "Annex B!B6"]
        draft.refresh_from_db()
        assert draft.non_labour_spent == 0

    def test_what_it_says_of_a_person_is_told_by_cell(self, client, draft):
        book = self.workbook(client, draft)
        book["Annex B"]["B11"] = "Ring 0113 496 0000"
        page = Page(self.send(client, draft, book))
        assert [row.text for row in page.all("th") if "!" in row.text] == ["Annex B!B11"]
        assert "seems to hold a phone number" in page.text

    def test_the_workbook_of_another_return_is_refused(self, client, draft, leeds_csp, csp_leeds):
        other = actions.start_return(leeds_csp, Q2, by=csp_leeds)
        response = self.send(client, draft, self.workbook(client, other))
        assert "This is the workbook of “Leeds CSP, 2023/24 Q2”" in told(response)

    def test_a_sheet_or_a_line_that_is_missing_is_told(self, client, draft):
        book = self.workbook(client, draft)
        book["Annex A"].delete_rows(4)
        del book["Annex B"]
        page = told(self.send(client, draft, book))
        assert "This line is missing" in page
        assert "There is no sheet “Annex B”" in page

    def test_what_is_no_workbook_is_refused_in_words(self, client, draft):
        file = SimpleUploadedFile("return.xlsx", b"%PDF-1.7")
        response = client.post(page_of("return-upload", draft), {"file": file})
        assert response.status_code == 422
        assert Page(response).error_beside("file")
        assert client.post(page_of("return-upload", draft), {}).status_code == 422


class TestOnItsWay:
    def test_what_looks_wrong_asks_for_a_reason_and_does_not_block(self, client, draft):
        shown = told(client.get(page_of("return-submit", draft)))
        assert "Nothing is entered: no money, and nobody reached." in shown
        refused = submit(client, draft, reason="")
        assert refused.status_code == 422
        assert "Give your reason" in Page(refused).error_beside("reason_for_warning")
        assert submit(client, draft, reason="There was nothing").status_code == 302
        draft.refresh_from_db()
        assert (draft.state, draft.reason_for_warnings) == ("submitted", "There was nothing")

    def test_submitted_queried_revised_and_accepted(self, client, team, draft):
        fill_in(client, draft)
        assert submit(client, draft).status_code == 302
        query = team.post(page_of("return-step", draft, "query"), {"words": "Is labour right?"})
        assert query.status_code == 302
        assert "Is labour right?" in told(client.get(page_of("return", draft)))
        begun = client.post(page_of("return-step", draft, "revise"), {"words": ""})
        revision = QuarterlyReturn.objects.get(revision=2)
        assert begun["Location"] == revision.get_absolute_url()
        assert "Is labour right?" in told(client.get(page_of("return-edit", revision)))
        fill_in(client, revision, labour_spent="90", labour_to_date="90")
        submit(client, revision)
        assert team.post(page_of("return-step", revision, "accept"), {"words": ""}).status_code == 302
        page = told(team.get(page_of("return", revision)))
        assert "Accepted on 15 January 2024: it counts in the figures." in page
        assert "Revised since: open the revision" in told(client.get(page_of("return", draft)))

    def test_a_query_needs_a_comment(self, client, team, draft):
        fill_in(client, draft)
        submit(client, draft)
        response = team.post(page_of("return-step", draft, "query"), {"words": ""})
        assert "Write a comment." in Page(response).error_beside("words")

    def test_what_can_no_longer_be_done_is_said(self, client, team, draft):
        fill_in(client, draft)
        submit(client, draft)
        team.post(page_of("return-step", draft, "accept"), {})
        response = team.post(page_of("return-step", draft, "query"), {"words": "Late"})
        assert response.status_code == 422
        assert "The return is accepted, so this can't be done now." in told(response)

    @pytest.mark.parametrize("step", ["query", "accept", "reopen"])
    def test_a_coordinator_reviews_nothing(self, client, draft, step):
        assert client.post(page_of("return-step", draft, step), {"words": "x"}).status_code == 403

    def test_a_step_that_there_is_not_is_not_found(self, team, draft):
        assert team.get(page_of("return-step", draft, "burn")).status_code == 404

    def test_a_second_person_certifies(self, client, client_of, leeds, leeds_csp, draft):
        ReturnTermsFactory(csp=leeds_csp, second_person=True)
        fill_in(client, draft)
        assert "Ask for sign-off" in told(client.get(page_of("return-submit", draft)))
        submit(client, draft)
        assert "you asked for sign-off yourself" in told(submit(client, draft))
        other = client_of(UserFactory(role=Role.CSP_COORDINATOR, district=leeds))
        assert "Certify and submit" in told(other.get(page_of("return", draft)))
        assert submit(other, draft).status_code == 302

    def test_the_receipt_is_a_pdf_of_a_submitted_return(self, client, draft):
        assert client.get(page_of("return-receipt", draft)).status_code == 404
        fill_in(client, draft)
        submit(client, draft)
        response = client.get(page_of("return-receipt", draft))
        assert response["Content-Disposition"] == 'attachment; filename="receipt_leeds_20233.pdf"'
        assert body_of(response).startswith(b"%PDF-")

    def test_one_return_is_extended_with_a_reason(self, team, leeds_csp, draft):
        address = reverse("return-extend", args=[leeds_csp.pk, Q3.code])
        for typed, error in (
            ({"extended_to": "21/1/2024", "reason": "x"}, "It is due on 21/01/2024 already"),
            ({"extended_to": "1/1/2024", "reason": "x"}, "is past"),
            ({"extended_to": "5/2/2024", "reason": ""}, "Say why"),
        ):
            assert error in told(team.post(address, typed))
        assert team.post(address, {"extended_to": "5/2/2024", "reason": "Illness"}).status_code == 302
        page = told(team.get(reverse("returns"), {"year": "2023/24"}))
        assert "Due in 21 days, on 05/02/2024" in page


class TestAttachments:
    @pytest.fixture(autouse=True)
    def _folder(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def attach(self, client, record, content: bytes, name="plan.pdf"):
        return client.post(page_of("return-attach", record), {"file": SimpleUploadedFile(name, content)})

    def test_it_is_given_out_to_be_kept_and_never_shown(self, client, draft):
        assert self.attach(client, draft, b"%PDF-1.7 a plan").status_code == 302
        attached = Attachment.objects.get()
        response = client.get(page_of("return-file", draft, attached.pk))
        assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/pdf"
        assert body_of(response) == b"%PDF-1.7 a plan"

    @pytest.mark.parametrize(
        ("content", "name", "error"),
        [
            (b"<html><script>alert(1)</script>", "plan.pdf", "not a file that can be attached"),
            (b"MZ\x90\x00" + bytes(100), "plan.pdf", "not a file that can be attached"),
            (b"", "plan.pdf", "nothing in this file"),
            (b"%PDF-1.7" + bytes(2_000_000), "plan.pdf", "larger than 1 MB"),
        ],
    )
    def test_what_it_is_its_content_says(self, client, draft, settings, content, name, error):
        settings.ATTACHMENT_MEGABYTES = 1
        response = self.attach(client, draft, content, name)
        assert response.status_code == 422
        assert error in Page(response).error_beside("file")
        assert not Attachment.objects.exists()

    def test_it_is_taken_off_while_the_return_is_open_and_stays_afterwards(self, client, draft):
        self.attach(client, draft, b"%PDF-1.7 a plan")
        self.attach(client, draft, b"%PDF-1.7 another", "other.pdf")
        first, second = Attachment.objects.all()
        client.post(page_of("return-file-remove", draft, first.pk))
        assert client.get(page_of("return-file", draft, first.pk)).status_code == 404
        fill_in(client, draft)
        submit(client, draft)
        client.post(page_of("return-file-remove", draft, second.pk))
        response = client.get(page_of("return-file", draft, second.pk))
        assert response.status_code == 200
        assert body_of(response)


class TestAnotherDistrict:
    """Bradford reaches nothing of Leeds's return, whatever address it guesses."""

    ADDRESSES = (
        *("return", "return-edit", "return-keep", "return-workbook", "return-upload", "return-receipt"),
        *("return-submit", "return-attach"),
    )

    @pytest.fixture
    def bradford_client(self, client_of, csp_bradford):
        return client_of(csp_bradford)

    @pytest.mark.parametrize("name", ADDRESSES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_it_is_not_found(self, bradford_client, draft, name, method):
        assert getattr(bradford_client, method)(page_of(name, draft)).status_code == 404

    @pytest.mark.parametrize("step", ["comment", "revise", "send-back"])
    def test_no_step_is_taken(self, bradford_client, draft, step):
        assert bradford_client.post(page_of("return-step", draft, step), {"words": "x"}).status_code == 404

    def test_no_file_is_given_out(self, bradford_client, draft, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        attached = AttachmentFactory(quarterly_return=draft)
        for name in ("return-file", "return-file-remove"):
            assert bradford_client.post(page_of(name, draft, attached.pk)).status_code == 404
        assert bradford_client.get(page_of("return-file", draft, attached.pk)).status_code == 404

    def test_none_is_begun(self, bradford_client, leeds_csp):
        assert bradford_client.post(reverse("return-start", args=[leeds_csp.pk, Q3.code])).status_code == 404
