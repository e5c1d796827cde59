"""What a year's grant asks for in match: kept in the browser, and tried out without saving."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from grants.models import MatchRequirement
from tests.factories import MatchContributionFactory, MatchRequirementFactory
from tests.web.ledger_pages import errors, words
from tests.web.reading import Page
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)


@pytest.fixture(autouse=True)
def _on_paper_day():
    with time_machine.travel("2024-04-12 10:00", tick=False):
        yield


@pytest.fixture
def keeper(client_of, finance):
    return client_of(finance)


class TestRequirement:
    DATA = {
        "year": "2024/25",
        "percentage": "20",
        "baseline_year": "2021/22",
        "baseline_amount": "£3,370,000",
        "source": "Panel paper, 1.3",
    }

    def test_it_is_entered_and_the_figure_follows(self, keeper):
        response = keeper.post(reverse("match-requirement-new"), self.DATA, follow=True)
        assert response.redirect_chain[-1][0] == f"{reverse('match')}?year=2024%2F25&as_at=2024-04-12"
        assert "£674,000.00 is required" in words(response)
        assert "20% of the 2021/22 allocation of £3,370,000.00" in words(response)

    @pytest.mark.parametrize(
        ("field", "typed", "says"),
        [
            ("percentage", "", "Enter “Percentage”."),
            ("percentage", "lots", "like 20 or 17.5"),
            ("percentage", "100.01", "between 0 and 100"),
            ("percentage", "-1", "between 0 and 100"),
            ("percentage", "20.001", "two decimals"),
            ("percentage", "1000", "between 0 and 100"),
            ("baseline_amount", "3.37m", "short for a number"),
            ("baseline_year", "2024/25", "earlier year than 2024/25"),
            ("baseline_year", "2021", "2021"),
            ("year", "2018/19", "began in 2019/20"),
        ],
    )
    def test_bad_input_is_refused_beside_its_field(self, keeper, field, typed, says):
        response = keeper.post(reverse("match-requirement-new"), self.DATA | {field: typed})
        assert list(errors(response)) == [field]
        assert says in " ".join(errors(response)[field])
        assert response.context["form"][field].value() == typed
        assert not MatchRequirement.objects.exists()

    def test_a_year_has_one(self, keeper):
        MatchRequirementFactory(year=FinancialYear(2024))
        response = keeper.post(reverse("match-requirement-new"), self.DATA)
        assert "is entered already: change that" in errors(response)["year"][0]

    def test_it_is_changed_and_the_history_says_by_whom(self, keeper, finance):
        requirement = MatchRequirementFactory()
        address = reverse("match-requirement-edit", args=[requirement.pk])
        data = self.DATA | {"percentage": "17.5", "version": "1"}
        assert "£589,750.00 is required" in words(keeper.post(address, data, follow=True))
        page = words(keeper.get(address))
        assert re.search(r"Percentage: 15[.0]* to 17[.]50*", page)
        assert str(finance) in page
        requirement.refresh_from_db()
        assert (requirement.year, requirement.version) == (YEAR, 2)

    def test_the_second_of_two_people_is_told(self, keeper):
        requirement = MatchRequirementFactory()
        address = reverse("match-requirement-edit", args=[requirement.pk])
        keeper.post(address, self.DATA | {"percentage": "17.5", "version": "1"})
        response = keeper.post(address, self.DATA | {"percentage": "25", "version": "1"})
        assert response.status_code == 422
        assert "Somebody else saved this record" in words(response)
        assert MatchRequirement.objects.get().percentage == Decimal("17.50")


class TestWhatIf:
    @pytest.fixture
    def client(self, client_of, staff):
        return client_of(staff)

    def rows(self, client, **query):
        response = client.get(reverse("match-what-if"), {"as_at": "2024-04-12", **query})
        assert response.status_code == 200
        return {row.label: (row.recorded, row.supposed, row.change) for row in response.context["rows"]}

    def test_another_percentage_stands_beside_todays(self, client):
        MatchRequirementFactory()
        MatchContributionFactory(amount=Decimal("400000.00"), confirmed_on=date(2023, 9, 1))
        MatchContributionFactory(amount=Decimal("25000.00"))
        rows = self.rows(client, year="2023/24", percentage="20")
        required = ("£505,500.00", "£674,000.00", "£168,500.00 more")
        assert rows["Match funding required"] == required
        assert rows["Match funding: share of the baseline"] == (
            "15.00%",
            "20.00%",
            "5.00 percentage points more",
        )
        assert rows["Match funding confirmed"] == ("£400,000.00", "£400,000.00", "No change")
        assert rows["Match funding still to confirm"] == ("£105,500.00", "£274,000.00", "£168,500.00 more")
        assert rows["Match funding still to find"] == ("£80,500.00", "£249,000.00", "£168,500.00 more")
        assert MatchRequirement.objects.get().percentage == 15

    def test_a_year_without_a_requirement_opens_with_the_last_one(self, client):
        MatchRequirementFactory()
        response = client.get(reverse("match-what-if"))
        assert response.context["scope"].year == FinancialYear(2025)  # next year, on 12 April 2024
        assert Page(response).kept("percentage") == "15"
        assert Page(response).kept("baseline") == "3370000.00"
        rows = self.rows(client, year="2025/26", percentage="20", baseline="£3,370,000")
        assert rows["Match funding required"] == ("Not known", "£674,000.00", "")

    @pytest.mark.parametrize(
        ("query", "field", "says"),
        [
            ({"percentage": "lots"}, "percentage", "like 20 or 17.5"),
            ({"percentage": "101"}, "percentage", "between 0 and 100"),
            ({"percentage": "NaN"}, "percentage", "like 20 or 17.5"),
            ({"percentage": "1e2"}, "percentage", ""),
            ({"baseline": "-5"}, "baseline", "less than nothing"),
            ({"baseline": "1.005"}, "baseline", "fractions of a penny"),
        ],
    )
    def test_what_cannot_be_supposed_is_told_beside_its_field(self, client, query, field, says):
        MatchRequirementFactory()
        response = client.get(reverse("match-what-if"), {"year": "2023/24", **query})
        if query == {"percentage": "1e2"}:
            assert response.status_code == 200  # a hundred
            return
        assert response.status_code == 422
        assert says in Page(response).error_beside(field)

    def test_both_are_needed_where_nothing_is_recorded(self, client):
        response = client.get(reverse("match-what-if"), {"year": "2025/26", "percentage": "20"})
        assert response.status_code == 422
        assert (
            Page(response)
            .error_beside("baseline")
            .endswith("Enter a baseline: none is recorded for this year.")
        )

    def test_a_scope_that_cannot_be_read_says_why(self, client):
        assert client.get(reverse("match-what-if"), {"year": "2023-25"}).status_code == 400
