"""What is published of grants, what is left out, and that nothing is counted twice."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CommunitySafetyPartnershipFactory,
    FundingEntryFactory,
    FundingSpendFactory,
    OrganisationFactory,
    ShareFactory,
)
from tests.open_data import SCOPE, YEAR, every_kind_of_grant, grant, package, published, written
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.open_data.files import NothingToPublish, Publication
from vrp_portal.open_data.left_out import SHARES, left_out, warnings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publisher")]

FIGURES = ("allocated", "grants_published", "grants_passed_on", "grants_illustrative", "grants_left_out")


def figures(scope: Scope = SCOPE) -> dict[str, str | None]:
    return {key: result.plain for key, result in compute(FIGURES, scope).items()}


def why(publication: Publication) -> list[tuple[str, str, str]]:
    """The reference, the amount and the reason of each line that is left out."""
    return [
        (row.record.split(",")[0], f"{row.amount}", row.reason)
        for row in left_out(publication)
        if row.of == "Grants"
    ]


# The grants, and that they are the figures.


def test_grants_of_every_kind_worked_by_hand(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    told = [
        (each["id"], each["amountAwarded"], each["recipientOrganization"][0]["name"], each.get("regrantType"))
        for each in package()["grants"]
    ]
    assert told == [
        ("360G-example-VRP-2023-001-core-2023-E08000035", 12000.50, "Zero Trust", None),
        ("360G-example-VRP-2023-002-core-2023-all", 3000.00, "Ones & Twos Ltd", None),
        ("360G-example-VRP-2023-003-svd-2023-all", 0.01, "Example Police", None),
        ("360G-example-VRP-2023-004-core-2023-E08000032-regrant", 2500.25, "Example CSP", "FRG010"),
        ("360G-example-VRP-2023-004-core-2023-E08000032", 2500.25, "Zero Trust", None),
        ("360G-example-VRP-2023-005-core-2023-all", 700.00, "Example CSP", None),
    ]


def test_the_figures_of_the_same_records(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    assert figures() == {
        "allocated": "28600.76",
        "grants_published": "18200.76",
        "grants_passed_on": "2500.25",
        "grants_illustrative": "800.00",
        "grants_left_out": "9600.00",
    }


def test_grants_that_are_not_given_on_and_what_is_left_out_are_all_that_is_allocated(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    publication = published()
    once = sum(each.amount for each in publication.grants if not each.regrant_type)
    listed = sum(row.amount or 0 for row in left_out(publication))
    assert once == Decimal("18200.76")
    assert once + listed == compute(["allocated"], SCOPE)["allocated"].value


def test_the_illustrative_register_adds_up_as_well(settings):
    settings.PUBLISHER_NAME = "West Yorkshire Violence Reduction Partnership"
    for command in ("load_paper", "load_illustrative"):
        call_command(command, stdout=io.StringIO())
    # High impact £1,316,424.00, other core £793,396.00: what the paper states.
    core = compute(["core_committed"], SCOPE)["core_committed"].value
    assert core == Decimal("2109820.00")
    publication = published(with_illustrative=True)
    given = sum(each.amount for each in publication.grants if not each.regrant_type)
    listed = [row for row in left_out(publication) if row.of == "Grants" and row.reason != SHARES]
    assert given + sum(row.amount or 0 for row in listed) == compute(["allocated"], SCOPE)["allocated"].value
    assert all(each.title.startswith("Illustrative: ") for each in publication.grants)
    assert published().grants == []


def test_money_through_two_hands_is_counted_once_in_the_end_recipients_row(leeds):
    csp = CommunitySafetyPartnershipFactory(name="Example CSP", district=leeds)
    provider = OrganisationFactory(name="Example Youth Trust", kind="voluntary")
    grant("6000.00", commissioner=csp, delivery_organisation=provider)
    first, second = package()["grants"]
    assert first["fundingOrganization"][0]["name"] == "Example Publisher"
    assert first["recipientOrganization"][0]["name"] == "Example CSP"
    assert first["regrantType"] == "FRG010"
    assert second["fundingOrganization"] == first["recipientOrganization"]
    assert second["recipientOrganization"][0]["name"] == "Example Youth Trust"
    assert "regrantType" not in second
    assert first["amountAwarded"] + second["amountAwarded"] == 12000
    assert figures()["grants_published"] == "6000.00"


def test_a_partnership_that_delivers_itself_gives_nothing_on(leeds):
    csp = CommunitySafetyPartnershipFactory(district=leeds)
    grant("6000.00", commissioner=csp, delivery_organisation=csp)
    (only,) = package()["grants"]
    assert "regrantType" not in only


@pytest.mark.parametrize("paid_as", ["contract", "grant"])
def test_what_a_partnership_procures_is_left_out_in_both_hands(leeds, paid_as):
    grant("6000.00", commissioner=CommunitySafetyPartnershipFactory(district=leeds), paid_as=paid_as)
    assert len(published().grants) == {"contract": 0, "grant": 2}[paid_as]


def test_amounts_are_as_at_the_day(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    for day, amount in (
        (date(2023, 9, 3), 10000.50),
        (date(2023, 9, 4), 12000.50),
        (date(2024, 1, 2), 12099.50),
    ):
        scope = Scope(YEAR, day)
        assert package(scope=scope)["grants"][0]["amountAwarded"] == amount
        given = sum(each.amount for each in published(scope=scope).grants if not each.regrant_type)
        assert f"{given:.2f}" == figures(scope)["grants_published"]


def test_what_a_grant_says(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    mentoring, sport, both, *_ = package()["grants"]
    assert mentoring["title"] == "Mentoring"
    assert mentoring["description"] == "Mentoring in schools:\none to one, and “in groups”; cost < £1."
    assert mentoring["awardDate"] == "2023-04-01T00:00:00+00:00"
    assert mentoring["plannedDates"] == [
        {"startDate": "2023-04-01T00:00:00+00:00", "endDate": "2023-12-22T00:00:00+00:00"}
    ]
    assert mentoring["recipientOrganization"] == [
        {
            "id": "GB-CHC-0123456",
            "name": "Zero Trust",
            "charityNumber": "0123456",
            "companyNumber": "00987654",
        }
    ]
    assert mentoring["fundingOrganization"] == [{"id": "GB-COH-00000001", "name": "Example Publisher"}]
    assert mentoring["grantProgramme"] == [{"code": "core-2023", "title": "Home Office core grant 2023/24"}]
    assert mentoring["beneficiaryLocation"] == [
        {"name": "Leeds", "countryCode": "GB", "geoCode": "E08000035", "geoCodeType": "MD"}
    ]
    assert sport["recipientOrganization"][0]["id"] == "GB-COH-01234567"
    assert sport["description"] == "Sport, in 2023/24 (Home Office core grant)."
    # The whole area is every district of the portal; an intervention's own districts come by name.
    assert [place["name"] for place in sport["beneficiaryLocation"]] == ["Bradford", "Leeds"]
    assert [place["geoCode"] for place in both["beneficiaryLocation"]] == ["E08000032", "E08000035"]
    assert both["grantProgramme"][0]["title"] == "Serious Violence Duty 2023/24"
    assert {each["locationScope"] for each in (mentoring, sport, both)} == {"GLS050"}


def test_a_grant_was_awarded_when_its_first_amount_was_agreed():
    line = grant(None)
    FundingEntryFactory(line=line, agreed_on=date(2023, 6, 5))
    assert package()["grants"][0]["awardDate"] == "2023-06-05T00:00:00+00:00"


def test_an_organisation_without_a_number_gets_the_publishers_own():
    provider = OrganisationFactory(kind="voluntary", name="Unregistered Group")
    grant(delivery_organisation=provider)
    assert package()["grants"][0]["recipientOrganization"] == [
        {"id": f"360G-example-ORG-{provider.pk}", "name": "Unregistered Group"}
    ]


def test_the_package_says_who_publishes_when_and_under_which_licence():
    grant()
    about = package()
    assert {name: value for name, value in about.items() if name not in {"grants", "description"}} == {
        "version": "1.4",
        "title": "Example Publisher, grants 2023/24",
        "issued": "2024-01-08T00:00:00+00:00",
        "modified": "2024-01-08T09:30:00+00:00",
        "identifier": "360G-example-grants-2023-24",
        "publisher": {"identifier": "GB-COH-00000001", "name": "Example Publisher"},
        "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    }


def test_a_grant_changed_when_any_of_its_records_did():
    line = grant()
    before = published().grants[0].modified
    FundingEntryFactory(line=line, agreed_on=date(2023, 5, 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(pgh_created_at) FROM interventions_fundingentryevent")
        ((at,),) = cursor.fetchall()
    assert published().grants[0].modified == at >= before


# What is left out.


def test_each_reason_for_leaving_out(leeds, settings):
    settings.PUBLISHER_NAME = "Example Publisher"
    grant(None, reference="VRP-2023-001")
    taken = grant("100.00", reference="VRP-2023-002")
    FundingEntryFactory(line=taken, amount="-100.00", agreed_on=date(2023, 5, 1))
    grant("200.00", reference="VRP-2023-003", source="other")
    grant("300.00", reference="VRP-2023-004", delivery_organisation=None)
    grant("400.00", reference="VRP-2023-005", paid_as="contract")
    own = OrganisationFactory(name="example publisher")
    grant("500.00", reference="VRP-2023-006", delivery_organisation=own)
    grant("600.00", reference="VRP-2023-007", illustrative=True)
    assert why(published()) == [
        ("VRP-2023-001", "None", "No amount is stated"),
        ("VRP-2023-002", "0.00", "All of the amount was taken back"),
        ("VRP-2023-003", "200.00", "Match funding or another source: not the publisher’s money to grant"),
        ("VRP-2023-004", "300.00", "The provider is to be confirmed"),
        ("VRP-2023-005", "400.00", "Procured as a contract"),
        ("VRP-2023-006", "500.00", "The publisher delivers it itself: nothing is granted"),
        ("VRP-2023-007", "600.00", "Illustrative: invented to show how the portal works"),
    ]
    assert figures()["grants_left_out"] == "1400.00"
    assert [row[0] for row in why(published(with_illustrative=True))][-1] == "VRP-2023-006"


@pytest.mark.parametrize("part", ["line", "intervention", "provider", "commissioner", "entry"])
def test_what_rests_on_anything_illustrative_is_not_published_as_real(part):
    line = grant()
    if part == "entry":
        FundingEntryFactory(line=line, amount="1.00", illustrative=True)
    else:
        record: Any = {
            "line": line,
            "intervention": line.intervention,
            "provider": line.intervention.delivery_organisation,
            "commissioner": line.intervention.commissioner,
        }[part]
        type(record).objects.filter(pk=record.pk).update(illustrative=True)
    assert published().grants == []
    (looked_at,) = published(with_illustrative=True).grants
    assert looked_at.title.startswith("Illustrative: ")
    assert looked_at.description.startswith("Illustrative: ")


def test_a_package_with_illustrative_grants_says_so_in_its_title_and_name():
    grant(illustrative=True)
    assert package(with_illustrative=True)["title"].startswith("Illustrative, not real grants: ")
    assert published(with_illustrative=True).filename("360giving", "json") == (
        "illustrative-360giving_2023-24_as-at-2023-12-31.json"
    )
    assert published().filename("360giving", "json") == "360giving_2023-24_as-at-2023-12-31.json"


def test_without_a_grant_there_is_no_package():
    with pytest.raises(NothingToPublish, match="no grant to publish for 2023/24 as at 31/12/2023"):
        published().write("360giving", "json", io.BytesIO())


def test_shares_of_the_duty_money_are_listed_and_no_grants():
    share = ShareFactory()
    ((_, amount, reason),) = why(published())
    assert (amount, reason) == ("12114.71", SHARES)
    assert share.total == Decimal("12114.71")
    assert published().grants == []


@pytest.mark.parametrize("field", ["name", "description"])
def test_text_that_seems_to_hold_personal_data_is_not_published(field):
    grant(reference="VRP-2023-001", **{field: "Ask at 0113 496 0000"})
    content = written("360giving", "json").decode() + written("vcse-grants", "csv").decode()
    assert "0113" not in content
    assert "VRP-2023-001" in content
    assert [told for told in warnings(published()) if "personal data" in told] == [
        f"The {field} of VRP-2023-001 seems to hold personal data, so it is not published. "
        "Take out whatever could identify a person."
    ]


def test_warnings_before_publishing(settings):
    settings.PUBLISHER_PREFIX = settings.PUBLISHER_ID = ""
    prefix, own, nothing, early = warnings(published())
    assert "No 360Giving prefix is set" in prefix
    assert "VRP_PUBLISHER_ID" in own
    assert "There is no grant to publish" in nothing
    assert "had happened by 31 December 2023" in early


def test_a_whole_year_of_registered_organisations_gives_no_warning(leeds):
    grant(delivery_organisation=OrganisationFactory(charity_number="123456"))
    assert list(warnings(published(scope=Scope(YEAR, YEAR.ends)))) == []


# However many records there are.


def test_more_grants_ask_the_database_no_more(leeds, bradford):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            publication = published(with_illustrative=True)
            left_out(publication)
        return len(asked)

    def more(number: int) -> None:
        for _ in range(number):
            FundingSpendFactory(line=grant(district=leeds), amount="600.00")
            FundingSpendFactory(line=grant(commissioner=csp), amount="6.00")
            grant(paid_as="contract")

    csp = CommunitySafetyPartnershipFactory(district=bradford)
    more(1)
    few = queries()
    more(4)
    assert queries() == few
