"""The pages of awards and match funding: who sees them, what they say, what they refuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from grants.models import Award, MatchContribution
from tests.factories import (
    AwardFactory,
    HighImpactTermsFactory,
    MatchContributionFactory,
    MatchRequirementFactory,
    OrganisationFactory,
)
from tests.web.ledger_pages import (
    cards,
    cells,
    content,
    csv_rows,
    errors,
    file_of,
    get,
    queries_of,
    words,
    xlsx_rows,
)
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
DECEMBER = Scope(YEAR, date(2023, 12, 31))
KEEPERS = ("admin", "finance")
READERS = ("admin", "staff", "finance", "panel")
EVERYONE = (*READERS, "csp_leeds", "nobody")


@pytest.fixture
def home_office():
    return OrganisationFactory(name="Home Office", kind=Organisation.Kind.GOVERNMENT)


@pytest.fixture
def award(home_office):
    return AwardFactory(
        funder=home_office, year_number=2, status=Award.Status.CONFIRMED, confirmed_on=date(2023, 5, 1)
    )


@pytest.fixture
def contribution():
    return MatchContributionFactory(organisation__name="A council", amount="400000.00")


@pytest.fixture
def match(contribution):
    """£505,500 asked for; £400,000 and £25,000 pledged in April, the first confirmed in September."""
    MatchRequirementFactory()
    MatchContribution.objects.filter(pk=contribution.pk).update(confirmed_on=date(2023, 9, 1))
    MatchContributionFactory(organisation__name="A college", amount="25000.00", illustrative=True)


@pytest.fixture
def on_paper_day():
    """The day of the Panel's paper."""
    with time_machine.travel("2024-04-12 10:00", tick=False):
        yield


def award_data(funder, **changes):
    return {
        "funder": funder.pk,
        "scheme": "core",
        "year": "2023/24",
        "amount": "£4,388,080",
        "agreed_on": "01/04/2023",
        "status": "indicative",
        **changes,
    }


def match_data(organisation, **changes):
    return {
        "organisation": organisation.pk,
        "year": "2023/24",
        "kind": "cash",
        "amount": "1000",
        "basis": "invoice",
        "invoice_reference": "BACS 1204",
        "period_from": "01/04/2023",
        "period_to": "31/03/2024",
        "pledged_on": "01/04/2023",
        **changes,
    }


class TestWhoMayWhat:
    @pytest.mark.parametrize("person", EVERYONE)
    @pytest.mark.parametrize("page", ["awards", "match"])
    def test_pages_and_their_files_are_for_the_team_and_the_panel(self, request, client_of, person, page):
        client = client_of(request.getfixturevalue(person))
        expected = 302 if person == "nobody" else 200 if person in READERS else 403
        assert get(client, page).status_code == expected
        assert file_of(client, page, "csv").status_code == expected

    @pytest.mark.parametrize("person", EVERYONE)
    @pytest.mark.parametrize(
        "address", ["award-new", "award-withdraw", "match-new", "match-confirm", "match-withdraw"]
    )
    def test_only_keepers_open_a_form(self, request, client_of, award, contribution, person, address):
        record = award if address.startswith("award") else contribution
        url = reverse(address, args=[] if address.endswith("new") else [record.pk])
        client = client_of(request.getfixturevalue(person))
        expected = 302 if person == "nobody" else 200 if person in KEEPERS else 403
        assert client.get(url).status_code == expected
        if expected != 200:
            assert client.post(url, {}).status_code == expected

    @pytest.mark.parametrize("person", READERS)
    @pytest.mark.parametrize(("page", "new"), [("awards", "award-new"), ("match", "match-new")])
    def test_links_are_shown_to_keepers_alone(self, request, client_of, award, match, person, page, new):
        response = get(client_of(request.getfixturevalue(person)), page)
        assert (reverse(new) in response.content.decode()) is (person in KEEPERS)
        assert ("Withdraw" in words(response)) is (person in KEEPERS)

    def test_a_record_that_is_not_there_is_not_found(self, client_of, finance):
        for name in ("award-withdraw", "match-confirm", "match-withdraw"):
            assert client_of(finance).get(reverse(name, args=[404])).status_code == 404


class TestAwards:
    def test_the_table_says_what_was_agreed(self, client_of, panel, award):
        AwardFactory(funder=award.funder, year=FinancialYear(2024), amount="4341877.00", source="Panel paper")
        assert [" | ".join(row) for row in cells(get(client_of(panel), "awards", as_at="2024-04-12"))] == [
            "2024/25 | Home Office | Core grant | Not stated | £4,341,877.00 | Indicative | 1 April 2023 | "
            "Not yet | Panel paper",
            "2023/24 | Home Office | Core grant | 2 | £4,388,080.00 | Confirmed | 1 April 2023 | "
            "1 May 2023 | Not stated",
        ]

    def test_an_award_confirmed_later_was_indicative_on_the_day(self, client_of, panel, award):
        row = cells(get(client_of(panel), "awards", as_at="2023-04-30"))[0]
        assert row[5] == "Indicative"
        assert row[7] == "Not yet"

    def test_the_cards_are_figures_of_the_year(self, client_of, staff, award):
        HighImpactTermsFactory()
        response = get(client_of(staff), "awards")
        assert cards(response) == {
            "Core grant award": "£4,388,080.00",
            "30% rule: required": "£1,316,424.00",
        }
        assert response.context["cards"][0].url == (
            reverse("figure", args=["core_grant_award"]) + "?year=2023%2F24&as_at=2023-12-31"
        )

    def test_what_was_withdrawn_is_told_to_the_team_alone(self, client_of, staff, panel, award):
        award.withdrawn_on, award.withdrawn_reason = date(2023, 6, 1), "Typed twice"
        award.save()
        for person, told in ((staff, True), (panel, False)):
            response = get(client_of(person), "awards")
            assert cells(response) == [["No award had been agreed by this day."]]
            assert ("Withdrawn on 1 June 2023: Typed twice" in words(response)) is told

    def test_an_award_that_was_withdrawn_since_stands_on_earlier_days(self, client_of, finance, award):
        award.withdrawn_on, award.withdrawn_reason = date(2024, 1, 1), "Replaced"
        award.save()
        row = cells(get(client_of(finance), "awards"))[0]
        assert row[-1] == "Withdrawn since, on 1 January 2024"

    def test_illustrative_rows_are_tagged_and_the_page_says_so(self, client_of, panel, award):
        assert not get(client_of(panel), "awards").context["shows_illustrative"]
        Award.objects.update(illustrative=True)
        response = get(client_of(panel), "awards")
        assert response.context["shows_illustrative"]
        assert cells(response)[0][1] == "Home Office Illustrative"

    def test_a_scope_that_cannot_be_read_says_why(self, client_of, staff, award):
        response = get(client_of(staff), "awards", year="2023-25")
        assert response.status_code == 400
        assert "2023-25" in response.content.decode()
        assert file_of(client_of(staff), "awards", "xlsx", year="2023-25").status_code == 302

    def test_the_number_of_queries_does_not_grow_with_rows(self, client_of, staff, award):
        client = client_of(staff)
        before = queries_of(client, "awards")
        for start in range(2019, 2023):
            AwardFactory(year=FinancialYear(start))
        assert queries_of(client, "awards") == before


class TestMatch:
    def test_cards_and_total_are_the_figures(self, client_of, panel, match):
        response = get(client_of(panel), "match")
        assert cards(response) == {
            "Match funding required": "£505,500.00",
            "Match funding confirmed": "£400,000.00",
            "Match funding pledged only": "£25,000.00",
            "Match funding still to confirm": "£105,500.00",
        }
        assert compute(["match_contributed"], DECEMBER)["match_contributed"].value == Decimal("425000.00")
        assert "Total £425,000.00" in words(response)

    def test_each_contribution_has_its_status_as_at_the_day(self, client_of, panel, match):
        assert [row[:7] for row in cells(get(client_of(panel), "match"))] == [
            ["A college Illustrative", "Cash", "£25,000.00", "Pledged", "1 April 2023", "Not yet", "Not yet"],
            ["A council", "Cash", "£400,000.00", "Confirmed", "1 April 2023", "1 September 2023", "Not yet"],
        ]
        in_june = get(client_of(panel), "match", as_at="2023-06-30")
        assert [row[3] for row in cells(in_june)] == ["Pledged", "Pledged"]
        assert cards(in_june)["Match funding confirmed"] == "£0.00"

    def test_it_sorts_by_how_far_a_contribution_has_come(self, client_of, panel, match):
        MatchContributionFactory(confirmed_on=date(2023, 5, 1), evidenced_on=date(2023, 6, 1))
        response = get(client_of(panel), "match", sort="-status")
        assert [row[3] for row in cells(response)] == ["Evidenced", "Confirmed", "Pledged"]

    def test_other_years_are_left_out(self, client_of, panel, match):
        MatchContributionFactory(year=FinancialYear(2024), amount="9.00")
        assert len(cells(get(client_of(panel), "match"))) == 2

    def test_a_pledge_that_is_confirmed_counts_from_its_day(self, client_of, finance, match):
        pledge = MatchContribution.objects.get(organisation__name="A college")
        data = {"confirmed_on": "31 December 2023", "evidenced_on": ""}
        response = client_of(finance).post(reverse("match-confirm", args=[pledge.pk]), data, follow=True)
        assert "is saved: confirmed." in words(response)
        assert cards(get(client_of(finance), "match"))["Match funding still to confirm"] == "£80,500.00"
        day_before = get(client_of(finance), "match", as_at="2023-12-30")
        assert cards(day_before)["Match funding still to confirm"] == "£105,500.00"

    def test_the_number_of_queries_does_not_grow_with_rows(self, client_of, staff, match):
        client = client_of(staff)
        before = queries_of(client, "match")
        MatchContributionFactory.create_batch(20)
        assert queries_of(client, "match") == before


class TestFiles:
    def test_awards_are_typed_and_have_no_total(self, client_of, panel, award):
        response = file_of(client_of(panel), "awards", "xlsx")
        assert 'filename="grant-awards_as-at-2023-12-31.xlsx"' in response["Content-Disposition"]
        rows = xlsx_rows(response)
        heading = next(
            place for place, row in enumerate(rows) if row[0] == "Year" or row[0] == "Financial year"
        )
        assert rows[heading + 1][:5] == ("2023/24", "Home Office", "Core grant", 2, 4388080)
        assert "Total" not in [row[0] for row in rows]

    def test_the_total_of_match_is_that_of_the_page_on_every_page(self, client_of, panel, match):
        MatchContributionFactory.create_batch(30, amount="0.01")
        assert "Total £425,000.30" in words(get(client_of(panel), "match", page="2"))
        rows = xlsx_rows(file_of(client_of(panel), "match", "xlsx", page="2"))
        total = next(row for row in rows if row[0] == "Total")
        assert Decimal(str(total[2])) == Decimal("425000.30")
        amounts = [
            row
            for row in csv_rows(file_of(client_of(panel), "match", "csv"))
            if row[0].startswith("Organisation ")
        ]
        assert len(amounts) == 30

    def test_files_hold_no_links_to_change_things(self, client_of, finance, match):
        assert b"Withdraw" not in content(file_of(client_of(finance), "match", "csv"))

    def test_the_file_says_which_rows_are_illustrative(self, client_of, panel, match):
        rows = csv_rows(file_of(client_of(panel), "match", "csv"))
        assert {row[0]: row[-1] for row in rows if row[0] in {"A college", "A council"}} == {
            "A college": "Yes",
            "A council": "No",
        }

    def test_another_kind_of_file_is_not_found(self, client_of, panel):
        assert file_of(client_of(panel), "awards", "exe").status_code == 404


@pytest.mark.usefixtures("on_paper_day")
class TestEnteringAnAward:
    def test_it_is_saved_and_the_figure_moves_by_exactly_that(self, client_of, finance, home_office):
        data = award_data(home_office, amount="£4,388,080.01", source="Grant letter")
        response = client_of(finance).post(reverse("award-new"), data, follow=True)
        assert response.redirect_chain[-1][0] == f"{reverse('awards')}?year=2023%2F24&as_at=2024-04-12"
        assert cards(response)["Core grant award"] == "£4,388,080.01"
        assert cells(response)[0][8] == "Grant letter"

    @pytest.mark.parametrize(
        ("field", "typed", "says"),
        [
            ("amount", "£1,234.5O", "1,234.5O"),
            ("amount", "-5", "-5"),
            ("amount", "1e9", "1e9"),
            ("amount", "1.234", "1.234"),
            ("amount", "99999999999999", "99999999999999"),
            ("amount", "", "Enter “Amount”."),
            ("year", "2023-25", "2023-25"),
            ("year", "2018/19", "began in 2019/20"),
            ("agreed_on", "31/02/2023", "28 days"),
            ("agreed_on", "01/04/23", "four digits"),
            ("agreed_on", "13/04/2024", "is in the future"),
            ("confirmed_on", "01/05/2023", "leave this empty"),
            ("funder", "0", "not one of the available choices"),
            ("year_number", "3.5", "whole number"),
        ],
    )
    def test_bad_input_is_refused_beside_its_field(self, client_of, finance, home_office, field, typed, says):
        response = client_of(finance).post(reverse("award-new"), award_data(home_office) | {field: typed})
        assert list(errors(response)) == [field]
        assert says in errors(response)[field][0]
        assert response.context["form"][field].value() == typed
        assert not Award.objects.exists()

    @pytest.mark.parametrize(
        ("confirmed_on", "says"), [("", "Give the day"), ("31/03/2023", "before the day of agreeing")]
    )
    def test_a_confirmed_award_needs_its_day(self, client_of, finance, home_office, confirmed_on, says):
        data = award_data(home_office, status="confirmed", confirmed_on=confirmed_on)
        response = client_of(finance).post(reverse("award-new"), data)
        assert says in errors(response)["confirmed_on"][0]

    def test_a_second_award_for_the_same_is_refused_in_words(self, client_of, finance, award):
        response = client_of(finance).post(reverse("award-new"), award_data(award.funder))
        assert "Withdraw it with a reason" in str(errors(response))
        assert Award.objects.count() == 1

    def test_two_awards_never_count_on_the_same_day(self, client_of, finance, award):
        award.withdrawn_on, award.withdrawn_reason = date(2023, 10, 1), "Changed"
        award.save()
        response = client_of(finance).post(reverse("award-new"), award_data(award.funder))
        assert "counts until 01/10/2023" in str(errors(response))
        assert Award.objects.count() == 1

    def test_what_looks_personal_is_warned_of_and_needs_a_reason(self, client_of, finance, home_office):
        data = award_data(home_office, source="Letter from someone@example.org")
        response = client_of(finance).post(reverse("award-new"), data)
        assert list(errors(response)) == ["reason_for_warning"]
        client_of(finance).post(reverse("award-new"), data | {"reason_for_warning": "A shared mailbox"})
        assert Award.objects.count() == 1

    @pytest.mark.parametrize(
        "source", ["<script>alert(1)</script>", 'O\'Neill & "Sons"', "Źródło – ذریعہ – 🏛️"]
    )
    def test_any_words_are_kept_as_typed(self, client_of, finance, home_office, source):
        response = client_of(finance).post(
            reverse("award-new"), award_data(home_office, source=source), follow=True
        )
        assert Award.objects.get().source == source
        assert "<script>alert" not in response.content.decode()


@pytest.mark.usefixtures("on_paper_day")
class TestWithdrawing:
    DATA = {"withdrawn_on": "01/01/2024", "withdrawn_reason": "The Home Office changed it"}

    def test_an_award_no_longer_counts_from_the_day(self, client_of, finance, award):
        response = client_of(finance).post(reverse("award-withdraw", args=[award.pk]), self.DATA, follow=True)
        assert cards(response)["Core grant award"] != "£4,388,080.00"
        assert "Withdrawn on 1 January 2024: The Home Office changed it" in words(response)
        assert cards(get(client_of(finance), "awards"))["Core grant award"] == "£4,388,080.00"

    def test_a_contribution_no_longer_counts_from_the_day(self, client_of, finance, match, contribution):
        client_of(finance).post(reverse("match-withdraw", args=[contribution.pk]), self.DATA)
        later = get(client_of(finance), "match", as_at="2024-01-01")
        assert cards(later)["Match funding confirmed"] == "£0.00"
        assert "Total £25,000.00" in words(later)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"withdrawn_reason": ""}, "withdrawn_reason"),
            ({"withdrawn_reason": "x" * 501}, "withdrawn_reason"),
            ({"withdrawn_on": ""}, "withdrawn_on"),
            ({"withdrawn_on": "13/04/2024"}, "withdrawn_on"),
        ],
    )
    def test_it_needs_a_day_and_a_reason(self, client_of, finance, award, changes, field):
        response = client_of(finance).post(reverse("award-withdraw", args=[award.pk]), self.DATA | changes)
        assert list(errors(response)) == [field]
        award.refresh_from_db()
        assert not award.is_withdrawn

    def test_it_is_done_once(self, client_of, finance, award):
        url = reverse("award-withdraw", args=[award.pk])
        client_of(finance).post(url, self.DATA)
        assert client_of(finance).post(url, self.DATA | {"withdrawn_reason": "Again"}).status_code == 404


@pytest.mark.usefixtures("on_paper_day")
class TestEnteringMatch:
    def test_a_pledge_moves_only_what_is_pledged(self, client_of, finance, match):
        council = Organisation.objects.get(name="A council")
        data = match_data(council, amount="£10.10", note="Two rooms")
        response = client_of(finance).post(reverse("match-new"), data, follow=True)
        assert cards(response)["Match funding pledged only"] == "£25,010.10"
        assert cards(response)["Match funding confirmed"] == "£400,000.00"

    @pytest.mark.parametrize(
        ("changes", "field", "says"),
        [
            ({"amount": "£1,234.5O"}, "amount", "1,234.5O"),
            ({"year": "2023-25"}, "year", "2023-25"),
            ({"confirmed_on": "31/03/2023"}, "confirmed_on", "before 01/04/2023"),
            ({"evidenced_on": "01/06/2023"}, "confirmed_on", "confirmed first"),
            (
                {"confirmed_on": "01/06/2023", "evidenced_on": "31/05/2023"},
                "evidenced_on",
                "before 01/06/2023",
            ),
            ({"confirmed_on": "13/04/2024"}, "confirmed_on", "in the future"),
            ({"kind": "promises"}, "kind", "not one of the available choices"),
        ],
    )
    def test_bad_input_is_refused_beside_its_field(
        self, client_of, finance, contribution, changes, field, says
    ):
        data = match_data(contribution.organisation, **changes)
        response = client_of(finance).post(reverse("match-new"), data)
        assert list(errors(response)) == [field]
        assert says in errors(response)[field][0]
        assert MatchContribution.objects.count() == 1

    @pytest.mark.parametrize(
        ("confirmed_on", "evidenced_on", "field"),
        [
            ("31/03/2023", "", "confirmed_on"),
            ("", "01/06/2023", "confirmed_on"),
            ("01/06/2023", "31/05/2023", "evidenced_on"),
            ("31/02/2024", "", "confirmed_on"),
        ],
    )
    def test_the_steps_come_in_their_order(
        self, client_of, finance, contribution, confirmed_on, evidenced_on, field
    ):
        data = {"confirmed_on": confirmed_on, "evidenced_on": evidenced_on}
        response = client_of(finance).post(reverse("match-confirm", args=[contribution.pk]), data)
        assert list(errors(response)) == [field]
        contribution.refresh_from_db()
        assert contribution.confirmed_on is None
