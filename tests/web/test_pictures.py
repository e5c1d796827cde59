"""A page's charts as files: for whom the page is, of what the page shows, and nothing that it hides."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import (
    AssessmentFactory,
    AwardFactory,
    FundingLineFactory,
    HighImpactTermsFactory,
    ReachRecordFactory,
)
from vrp_portal.charts import views
from vrp_portal.charts.stills import NoPicture
from vrp_portal.periods import FinancialYear, Quarter

pytestmark = pytest.mark.django_db

YEAR = FinancialYear(2023)
SCOPE = {"year": "2023/24", "as_at": "2023-12-31"}
OVERVIEW = reverse("overview")


@pytest.fixture
def reach(leeds, bradford):
    """Reach in Leeds by quarter: 4 people, which is hidden, then 3,333 and 4,444; one is illustrative."""
    line = FundingLineFactory(stating="500.00", district=leeds)
    for number, people in ((1, 4), (2, 3333), (3, 4444)):
        ReachRecordFactory(
            intervention=line.intervention,
            quarter=Quarter(YEAR, number),
            district=leeds,
            people_24_and_under=people,
        )


@pytest.fixture
def drawn(monkeypatch):
    """What would be drawn, without a browser: (charts, caption, format) of each call."""
    calls = []

    def stills(charts, caption, *, format):  # noqa: A002
        calls.append((charts, caption, format))
        return [b"a picture"] * len(charts)

    monkeypatch.setattr(views, "stills", stills)
    return calls


def ask(client, picture, page=OVERVIEW, **query):
    return client.get(page, {**SCOPE, **query, "picture": picture})


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_page_offers_each_chart_for_its_scope(client_of, staff, reach):
    page = client_of(staff).get(OVERVIEW, {**SCOPE, "district": "Leeds"}).content.decode()
    query = "?year=2023%2F24&amp;as_at=2023-12-31&amp;district=Leeds"
    assert f'href="{query}&amp;picture=reach-by-quarter.svg"' in page
    assert f'href="{query}&amp;picture=reach-by-quarter.png"' in page


@pytest.mark.parametrize(("ending", "content_type"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_a_picture_is_a_file_to_keep_that_says_what_it_is(
    client_of, staff, reach, drawn, ending, content_type
):
    response = ask(client_of(staff), f"reach-by-quarter.{ending}")
    assert body(response) == b"a picture"
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == (
        'attachment; filename="people-reached-by-quarter-and-age-west-yorkshire_2023-24_as-at-2023-12-31.'
        f'{ending}"'
    )
    assert response["Cache-Control"] == "private, no-store"


def test_it_is_the_chart_of_the_page_with_its_scope(client_of, staff, reach, drawn):
    client = client_of(staff)
    body(ask(client, "reach-by-quarter.svg", district="Leeds"))
    ((charts, caption, kind),) = drawn
    shown = client.get(OVERVIEW, {**SCOPE, "district": "Leeds"}).context["charts"]
    assert [chart.figure for chart in charts] == [shown[0].figure]
    assert (caption.where, str(caption.as_at), kind) == ("Leeds, 2023/24", "2023-12-31", "svg")
    assert not caption.illustrative


def test_a_picture_of_invented_records_is_marked(client_of, staff, leeds, drawn):
    ReachRecordFactory(quarter=Quarter(YEAR, 1), district=leeds, people_24_and_under=30, illustrative=True)
    body(ask(client_of(staff), "reach-by-quarter.svg"))
    assert drawn[0][1].illustrative


def test_the_30_percent_rule_s_page_has_its_picture_too(client_of, staff, leeds, drawn):
    AwardFactory(amount="1000.00")
    HighImpactTermsFactory()
    AssessmentFactory(intervention=FundingLineFactory(stating="500.00", district=leeds).intervention)
    response = ask(client_of(staff), "rule-over-the-year.png", page=reverse("rule"))
    assert body(response) == b"a picture"
    assert drawn[0][0][0].title == "The 30% rule over the year"


@pytest.mark.parametrize(
    "name", ["nothing.svg", "reach-by-quarter.pdf", "reach-by-quarter", "", "../settings.svg"]
)
def test_what_is_no_picture_of_the_page_is_not_found(client_of, staff, reach, drawn, name):
    assert ask(client_of(staff), name).status_code == 404
    assert drawn == []


def test_who_may_not_see_the_page_gets_no_picture(client_of, csp_leeds, client, reach, drawn):
    assert ask(client_of(csp_leeds), "rule-over-the-year.svg", page=reverse("rule")).status_code == 403
    assert ask(client, "reach-by-quarter.svg").status_code == 302
    assert drawn == []


def test_a_coordinator_s_picture_is_of_their_own_district(client_of, csp_leeds, reach, drawn):
    body(ask(client_of(csp_leeds), "reach-by-quarter.svg", district="Bradford"))
    assert drawn[0][1].where == "Leeds, 2023/24"


def test_a_scope_that_can_t_be_read_leads_to_the_page_that_says_why(client_of, staff, reach, drawn):
    response = client_of(staff).get(OVERVIEW, {"year": "2023", "picture": "reach-by-quarter.svg"})
    assert (response.status_code, response["Location"]) == (302, f"{OVERVIEW}?year=2023")
    assert drawn == []


def test_where_no_picture_can_be_made_the_page_says_so_in_plain_words(
    client_of, panel, reach, monkeypatch, caplog
):
    def none_to_be_had(*_args, **_kwargs):
        raise NoPicture("The browser /usr/bin/chromium did not draw the picture: it fell over")

    monkeypatch.setattr(views, "stills", none_to_be_had)
    response = ask(client_of(panel), "reach-by-quarter.svg")
    page = response.content.decode()
    assert response.status_code == 503
    assert "could not draw “People reached by quarter and age”" in page
    assert "/usr/bin/chromium" not in page
    assert "it fell over" in caplog.text
    assert 'href="/?year=2023%2F24&amp;as_at=2023-12-31#reach-by-quarter-title"' in page


@pytest.mark.slow
def test_a_hidden_count_is_nowhere_in_the_panel_s_picture(client_of, panel, staff, reach):
    hidden = body(ask(client_of(panel), "reach-by-quarter.svg")).decode()
    in_full = body(ask(client_of(staff), "reach-by-quarter.svg")).decode()
    assert ">4<" in in_full
    assert ">4<" not in hidden
    assert "A gap is a count that is hidden" in hidden
    assert "A gap" not in in_full
