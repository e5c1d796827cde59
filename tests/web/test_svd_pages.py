"""The page of Serious Violence Duty allocations: who sees it, what it says, what it refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from svd.models import Allocation
from tests.factories import AllocationFactory, ShareFactory
from tests.web.ledger_pages import cards, cells, csv_rows, errors, file_of, get, queries_of, words, xlsx_rows
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

KEEPERS = ("admin", "finance")
READERS = ("admin", "staff", "finance", "panel")
EVERYONE = (*READERS, "csp_leeds", "nobody")
DATA = {
    "year": "2024/25",
    "period_start": "01/04/2024",
    "period_end": "31/03/2025",
    "labour": "£96,302.13",
    "non_labour": "65436.47",
    "agreed_on": "12/04/2024",
    "source": "",
}


@pytest.fixture
def on_paper_day():
    """The day of the Panel's paper."""
    with time_machine.travel("2024-04-12 10:00", tick=False):
        yield


@pytest.fixture
def allocation():
    return AllocationFactory()


@pytest.fixture
def first(allocation):
    """The first allocation, which was for January to March 2023 alone."""
    return AllocationFactory(
        year=FinancialYear(2022),
        period_start=date(2023, 1, 1),
        labour="21553.33",
        non_labour="42728.41",
        agreed_on=date(2023, 1, 1),
        source="Panel paper, 2.1",
    )


@pytest.mark.parametrize("person", EVERYONE)
def test_the_page_and_its_files_are_for_the_team_and_the_panel(request, client_of, person):
    client = client_of(request.getfixturevalue(person))
    expected = 302 if person == "nobody" else 200 if person in READERS else 403
    assert get(client, "allocations").status_code == expected
    assert file_of(client, "allocations", "ods").status_code == expected


@pytest.mark.parametrize("person", EVERYONE)
@pytest.mark.parametrize("address", ["allocation-new", "allocation-withdraw"])
def test_only_keepers_open_a_form(request, client_of, allocation, person, address):
    url = reverse(address, args=[] if address.endswith("new") else [allocation.pk])
    client = client_of(request.getfixturevalue(person))
    expected = 302 if person == "nobody" else 200 if person in KEEPERS else 403
    assert client.get(url).status_code == expected
    if expected != 200:
        assert client.post(url, DATA).status_code == expected


@pytest.mark.parametrize("person", READERS)
def test_links_are_shown_to_keepers_alone(request, client_of, allocation, person):
    response = get(client_of(request.getfixturevalue(person)), "allocations")
    assert ("Withdraw" in words(response)) is (person in KEEPERS)
    assert (reverse("allocation-new") in response.content.decode()) is (person in KEEPERS)


def test_the_table_holds_every_period_and_adds_up_no_years(client_of, panel, first):
    response = get(client_of(panel), "allocations")
    assert [" | ".join(row) for row in cells(response)] == [
        "2023/24 | 1 April 2023 to 31 March 2024 | £101,161.78 | £129,017.47 | £230,179.25 | "
        "1 April 2023 | Not stated",
        "2022/23 | 1 January 2023 to 31 March 2023 | £21,553.33 | £42,728.41 | £64,281.74 | "
        "1 January 2023 | Panel paper, 2.1",
    ]
    assert "<tfoot" not in response.content.decode()


def test_the_cards_are_figures_of_the_year(client_of, panel, first):
    assert cards(get(client_of(panel), "allocations")) == {
        "SVD labour": "£101,161.78",
        "SVD non-labour": "£129,017.47",
        "SVD allocation": "£230,179.25",
    }
    assert cards(get(client_of(panel), "allocations", year="2022/23"))["SVD allocation"] == "£64,281.74"


def test_illustrative_rows_are_tagged_and_the_page_says_so(client_of, panel, allocation):
    Allocation.objects.update(illustrative=True)
    response = get(client_of(panel), "allocations")
    assert response.context["shows_illustrative"]
    assert cells(response)[0][1].endswith("Illustrative")


def test_files_hold_typed_money(client_of, panel, first):
    row = next(
        row for row in xlsx_rows(file_of(client_of(panel), "allocations", "xlsx")) if row[0] == "2023/24"
    )
    assert [Decimal(str(amount)) for amount in row[2:5]] == [
        Decimal("101161.78"),
        Decimal("129017.47"),
        Decimal("230179.25"),
    ]
    rows = csv_rows(file_of(client_of(panel), "allocations", "csv"))
    assert [row[4] for row in rows if row[0] == "2022/23"] == ["64281.74"]


def test_the_number_of_queries_does_not_grow_with_rows(client_of, staff, allocation):
    client = client_of(staff)
    before = queries_of(client, "allocations")
    for start in range(2019, 2023):
        AllocationFactory(year=FinancialYear(start))
    assert queries_of(client, "allocations") == before


@pytest.mark.usefixtures("on_paper_day")
class TestEntering:
    def test_it_is_saved_and_the_figures_move_by_exactly_that(self, client_of, finance):
        response = client_of(finance).post(reverse("allocation-new"), DATA, follow=True)
        assert cards(response) == {
            "SVD labour": "£96,302.13",
            "SVD non-labour": "£65,436.47",
            "SVD allocation": "£161,738.60",
        }
        assert "Serious Violence Duty allocation 2024/25 is entered: £161,738.60." in words(response)

    @pytest.mark.parametrize(
        ("field", "typed", "says"),
        [
            ("labour", "£1,234.5O", "1,234.5O"),
            ("labour", "-5", "-5"),
            ("non_labour", "1e9", "1e9"),
            ("year", "2023-25", "2023-25"),
            ("period_start", "31/02/2025", "28 days"),
            ("period_end", "31/03/24", "four digits"),
            ("period_end", "31/03/2024", "before the first"),
            ("period_end", "01/04/2025", "2024/25"),
            ("period_start", "31/03/2024", "2024/25"),
            ("agreed_on", "13/04/2024", "in the future"),
        ],
    )
    def test_bad_input_is_refused_beside_its_field(self, client_of, finance, field, typed, says):
        response = client_of(finance).post(reverse("allocation-new"), DATA | {field: typed})
        assert list(errors(response)) == [field]
        assert says in errors(response)[field][0]
        assert response.context["form"][field].value() == typed
        assert not Allocation.objects.exists()

    def test_a_second_allocation_of_a_year_is_refused_in_words(self, client_of, finance):
        AllocationFactory(year=FinancialYear(2024), agreed_on=date(2024, 4, 1))
        response = client_of(finance).post(reverse("allocation-new"), DATA)
        assert "Withdraw it with a reason" in str(errors(response))
        assert Allocation.objects.count() == 1


@pytest.mark.usefixtures("on_paper_day")
def test_an_allocation_is_withdrawn_with_its_shares(client_of, finance, panel, allocation):
    share = ShareFactory(allocation=allocation)
    data = {"withdrawn_on": "01/01/2024", "withdrawn_reason": "The Home Office changed it"}
    response = client_of(finance).post(
        reverse("allocation-withdraw", args=[allocation.pk]), data, follow=True
    )
    share.refresh_from_db()
    assert share.withdrawn_on == date(2024, 1, 1)
    assert "£230,179.25" not in cards(response).values()
    assert "£230,179.25 Withdrawn on 1 January 2024: The Home Office changed it" in words(response)
    assert "The Home Office changed it" not in words(get(client_of(panel), "allocations", as_at="2024-04-12"))
    assert cards(get(client_of(finance), "allocations"))["SVD allocation"] == "£230,179.25"
