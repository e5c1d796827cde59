"""Match funding in the browser: how a contribution is valued, its files, and what is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.models import MatchContribution, MatchEvidence
from tests.factories import (
    MatchContributionFactory,
    MatchEvidenceFactory,
    MatchRequirementFactory,
    OrganisationFactory,
    ValuedMatchFactory,
)
from tests.web.ledger_pages import errors, file_of, get, words, xlsx_rows
from tests.web.reading import Page, body_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_paper_day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel("2024-04-12 10:00", tick=False):
        yield


@pytest.fixture
def keeper(client_of, finance):
    return client_of(finance)


@pytest.fixture
def contribution():
    return MatchContributionFactory(organisation__name="A council", amount=Decimal("400000.00"))


def by_hours(**changes):
    """40 hours of staff at £25.00 from an existing partner, the amount left to be worked out."""
    return {
        "organisation": OrganisationFactory().pk,
        "year": "2023/24",
        "kind": "staffing",
        "amount": "",
        "basis": "hours",
        "hours": "40",
        "hourly_rate": "£25.00",
        "period_from": "01/04/2023",
        "period_to": "31/03/2024",
        "pledged_on": "01/04/2023",
        **changes,
    }


class TestValuing:
    def test_the_amount_is_worked_out_from_hours_and_rate(self, keeper):
        response = keeper.post(reverse("match-new"), by_hours(hours="7.5", hourly_rate="23.45"), follow=True)
        assert "is entered: £175.88." in words(response)  # £175.875, half a penny up
        entered = MatchContribution.objects.get()
        assert (entered.amount, entered.hours) == (Decimal("175.88"), Decimal("7.50"))

    def test_an_amount_that_agrees_is_kept(self, keeper):
        keeper.post(reverse("match-new"), by_hours(amount="1,000.00"))
        assert MatchContribution.objects.get().amount == Decimal("1000.00")

    def test_a_market_value_says_how_it_is_known(self, keeper):
        data = by_hours(
            kind="resources", basis="market", hours="", hourly_rate="", amount="90", how_valued="Room rent"
        )
        keeper.post(reverse("match-new"), data)
        assert MatchContribution.objects.get().how_valued == "Room rent"

    @pytest.mark.parametrize(
        ("changes", "field", "says"),
        [
            (
                {"amount": "1000.01"},
                "amount",
                "40 hours at £25.00 are worth £1,000.00, not £1,000.01. Put right whichever is wrong.",
            ),
            ({"hours": ""}, "hours", "Enter “Hours”: “Hours and rate” rests on it."),
            ({"hourly_rate": ""}, "hourly_rate", "Enter “Hourly rate”"),
            ({"hours": "0"}, "hours", "more than 0 hours"),
            ({"hours": "-2"}, "hours", "more than 0 hours"),
            ({"hours": "forty"}, "hours", "Enter hours as a number"),
            ({"hours": "7.125"}, "hours", "no more than two decimals"),
            ({"hours": "9999999", "hourly_rate": "9999999"}, "hours", "more than can be held"),
            ({"basis": ""}, "basis", "Choose how it was valued."),
            ({"basis": "guess"}, "basis", "not one of the available choices"),
            (
                {"hours": "", "hourly_rate": "", "basis": "invoice", "amount": "5"},
                "invoice_reference",
                "rests on",
            ),
            ({"hours": "", "hourly_rate": "", "basis": "market", "amount": "5"}, "how_valued", "rests on it"),
            ({"invoice_reference": "INV 7"}, "invoice_reference", "goes with “Invoice or payment”"),
            ({"how_valued": "Rent"}, "how_valued", "goes with “Market value”"),
            ({"period_from": ""}, "period_from", "Enter “Covers from”."),
            ({"period_to": ""}, "period_to", "Enter “Covers to”."),
            ({"period_from": "01/06/2023", "period_to": "31/05/2023"}, "period_to", "before 01/06/2023"),
            (
                {"period_from": "31/03/2023"},
                "period_from",
                "outside 2023/24, which runs from 01/04/2023 to 31/03/2024. Enter what falls in another year",
            ),
            ({"period_to": "01/04/2024"}, "period_to", "outside 2023/24"),
        ],
    )
    def test_what_does_not_fit_is_refused_beside_its_field(self, keeper, changes, field, says):
        data = by_hours(**changes)
        response = keeper.post(reverse("match-new"), data)
        assert list(errors(response)) == [field]
        assert says in errors(response)[field][0]
        for name in ("hours", "hourly_rate", "period_from", "period_to", "amount"):
            assert response.context["form"][name].value() == data[name]
        assert not MatchContribution.objects.exists()

    def test_neither_amount_nor_hours_asks_for_one_of_them(self, keeper):
        data = by_hours(basis="invoice", invoice_reference="INV 7", hours="", hourly_rate="")
        response = keeper.post(reverse("match-new"), data)
        assert errors(response)["amount"] == [
            "Enter “Amount”, or the hours and the rate that it follows from."
        ]

    def test_what_was_recorded_without_it_is_valued_later(self, keeper, contribution):
        address = reverse("match-valuation", args=[contribution.pk])
        assert "Say how it was valued" in words(keeper.get(contribution.get_absolute_url()))
        data = {"basis": "hours", "hours": "10000", "hourly_rate": "40"}
        data |= {"period_from": "1/4/2023", "period_to": "31/3/2024"}
        response = keeper.post(address, data, follow=True)
        assert "10,000 hours at £40.00" in words(response)
        assert "Say how it was valued" not in words(response)

    @pytest.mark.parametrize(
        ("changes", "field", "says"),
        [
            ({"hours": "9999"}, "hours", "are worth £399,960.00, not £400,000.00"),
            ({"basis": ""}, "basis", "Choose how it was valued."),
            ({"period_to": "1/4/2024"}, "period_to", "outside 2023/24"),
        ],
    )
    def test_the_amount_of_the_ledger_stands(self, keeper, contribution, changes, field, says):
        data = {"basis": "hours", "hours": "10000", "hourly_rate": "40"}
        data |= {"period_from": "1/4/2023", "period_to": "31/3/2024", **changes}
        response = keeper.post(reverse("match-valuation", args=[contribution.pk]), data)
        assert says in errors(response)[field][0]
        contribution.refresh_from_db()
        assert contribution.basis == ""

    def test_a_second_person_is_told_that_it_has_been_said(self, keeper):
        valued = ValuedMatchFactory()
        data = {"basis": "invoice", "invoice_reference": "INV 7"}
        data |= {"period_from": "1/4/2023", "period_to": "31/3/2024"}
        response = keeper.post(reverse("match-valuation", args=[valued.pk]), data)
        assert "has been said already" in errors(response)["__all__"][0]
        valued.refresh_from_db()
        assert valued.basis == "hours"


class TestContribution:
    def test_it_says_what_it_is_and_how_far_it_has_come(self, keeper):
        record = ValuedMatchFactory(organisation__name="A council", confirmed_on=date(2023, 9, 1))
        page = words(keeper.get(record.get_absolute_url()))
        for said in (
            *("A council", "Confirmed", "£1,000.00", "Hours and rate", "40 hours at £25.00"),
            *("1 April 2023 to 31 March 2024", "Confirmed on 1 September 2023", "Evidenced on Not yet"),
        ):
            assert said in page

    def test_the_table_leads_to_it(self, keeper, contribution):
        assert contribution.get_absolute_url() in get(keeper, "match").content.decode()

    def test_only_the_team_reads_who_changed_what_and_who_added_a_file(self, client_of, staff, panel):
        evidence = MatchEvidenceFactory(added_by__username="a-colleague")
        address = evidence.contribution.get_absolute_url()
        of_team, of_panel = (words(client_of(person).get(address)) for person in (staff, panel))
        assert "History" in of_team
        assert "a-colleague" in of_team
        assert "timesheet.pdf" in of_panel
        assert "History" not in of_panel
        assert "a-colleague" not in of_panel

    def test_a_withdrawn_one_is_found_by_the_team_alone(self, client_of, staff, panel):
        record = MatchContributionFactory(withdrawn_on=date(2023, 9, 1), withdrawn_reason="Entered twice")
        assert "Withdrawn on 1 September 2023" in words(client_of(staff).get(record.get_absolute_url()))
        assert client_of(panel).get(record.get_absolute_url()).status_code == 404

    def test_changes_stand_in_its_history(self, keeper, contribution, finance):
        keeper.post(reverse("match-confirm", args=[contribution.pk]), {"confirmed_on": "1/9/2023"})
        page = words(keeper.get(contribution.get_absolute_url()))
        assert "Changed match contribution" in page
        assert "Confirmed on: (empty) to 01/09/2023" in page
        assert str(finance) in page


class TestEvidence:
    def attach(self, client, record, content: bytes, name="timesheet.pdf"):
        address = reverse("match-attach", args=[record.pk])
        return client.post(address, {"file": SimpleUploadedFile(name, content)})

    def test_it_is_given_out_to_the_team_to_be_kept_and_never_shown(
        self, keeper, client_of, staff, panel, contribution
    ):
        assert self.attach(keeper, contribution, b"%PDF-1.7 hours").status_code == 302
        evidence = MatchEvidence.objects.get()
        address = reverse("match-file", args=[contribution.pk, evidence.pk])
        assert client_of(panel).get(address).status_code == 403
        response = client_of(staff).get(address)
        assert response["Content-Disposition"] == 'attachment; filename="timesheet.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
        assert body_of(response) == b"%PDF-1.7 hours"

    @pytest.mark.parametrize(
        ("content", "name", "error"),
        [
            (b"<html><script>alert(1)</script>", "hours.pdf", "not a file that can be attached"),
            (b"", "hours.pdf", "nothing in this file"),
            (b"%PDF-1.7" + bytes(2_000_000), "hours.pdf", "larger than 1 MB"),
            (b"%PDF-1.7", "a" * 210 + ".pdf", "longer than 200 characters"),
        ],
    )
    def test_what_it_is_its_content_says(self, keeper, contribution, settings, content, name, error):
        settings.ATTACHMENT_MEGABYTES = 1
        response = self.attach(keeper, contribution, content, name)
        assert response.status_code == 422
        assert error in Page(response).error_beside("file")
        assert not MatchEvidence.objects.exists()

    def test_it_is_withdrawn_on_a_day_with_a_reason(self, keeper, client_of, panel):
        evidence = MatchEvidenceFactory()
        place = [evidence.contribution_id, evidence.pk]
        address = reverse("match-file-withdraw", args=place)
        assert list(errors(keeper.post(address, {"withdrawn_on": "1/4/2024"}))) == ["withdrawn_reason"]
        data = {"withdrawn_on": "1/4/2024", "withdrawn_reason": "Another partner's"}
        page = words(keeper.post(address, data, follow=True))
        assert "timesheet.pdf, withdrawn on 1 April 2024: Another partner's" in page
        assert keeper.get(reverse("match-file", args=place)).status_code == 404
        assert keeper.post(address, data).status_code == 404
        of_panel = client_of(panel).get(evidence.contribution.get_absolute_url())
        assert "timesheet.pdf" not in words(of_panel)

    def test_a_file_is_found_under_its_own_contribution_alone(self, keeper, contribution):
        evidence = MatchEvidenceFactory()
        for name in ("match-file", "match-file-withdraw"):
            assert keeper.get(reverse(name, args=[contribution.pk, evidence.pk])).status_code == 404

    def test_none_is_attached_to_what_was_withdrawn(self, keeper):
        record = MatchContributionFactory(withdrawn_on=date(2023, 9, 1), withdrawn_reason="Entered twice")
        response = self.attach(keeper, record, b"%PDF-1.7 hours")
        assert response.status_code == 422
        assert "is withdrawn already" in told(response)
        assert not MatchEvidence.objects.exists()


class TestWhatIsMissing:
    @pytest.fixture(autouse=True)
    def _match(self, contribution):
        """£505,500 asked for; £400,000 confirmed in September, £25,000 pledged by the same partner."""
        MatchRequirementFactory()
        MatchContribution.objects.filter(pk=contribution.pk).update(confirmed_on=date(2023, 9, 1))
        MatchContributionFactory(
            organisation=contribution.organisation, kind="staffing", amount=Decimal("25000.00")
        )

    @pytest.mark.parametrize(
        ("as_at", "says"),
        [
            (
                "2023-12-31",
                "Not met £105,500.00 is missing: it is still to confirm. "
                "91 days are left until 31 March 2024.",
            ),
            ("2024-03-30", "1 day is left until 31 March 2024."),
            ("2024-03-31", "The year ends today, on 31 March 2024."),
            ("2024-04-01", "The year has ended, on 31 March 2024."),
            ("2023-08-31", "£505,500.00 is missing"),
        ],
    )
    def test_it_says_what_is_missing_and_how_long_is_left(self, client_of, panel, as_at, says):
        assert says in words(get(client_of(panel), "match", as_at=as_at))

    def test_it_says_that_nothing_is_missing(self, client_of, panel):
        MatchContributionFactory(amount=Decimal("105500.00"), confirmed_on=date(2023, 9, 1))
        assert "Met Nothing is missing." in words(get(client_of(panel), "match"))

    def test_a_year_without_a_requirement_says_so(self, keeper):
        page = get(keeper, "match", year="2025/26", as_at="2025-04-01")
        assert "What the grant asks for in 2025/26 is not entered." in words(page)
        assert reverse("match-requirement-new") in page.content.decode()

    def test_it_stands_by_partner_and_by_kind(self, client_of, panel):
        page = words(get(client_of(panel), "match"))
        totals = "£0.00 £400,000.00 £25,000.00 £425,000.00"
        assert f"A council {totals}" in page
        assert "Cash £0.00 £400,000.00 £0.00 £400,000.00" in page
        assert "Staffing £0.00 £0.00 £25,000.00 £25,000.00" in page
        assert page.count(f"Total {totals}") == 2

    def test_files_say_how_each_was_valued(self, keeper):
        ValuedMatchFactory(organisation__name="A college")
        heading, *rows = (row for row in xlsx_rows(file_of(keeper, "match", "xlsx")) if row[1] is not None)
        college = dict(zip(heading, next(row for row in rows if row[0] == "A college"), strict=True))
        assert (college["Valued by"], college["Hours"], college["Hourly rate"]) == (
            "Hours and rate",
            "40",
            25,
        )
