"""Identifiers, titles and periods of open data: laws first, then cases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_portal.open_data.rules import (
    LONGEST_TITLE,
    Party,
    Publisher,
    geo_code_type,
    moment,
    period_within,
    title_of,
)
from vrp_portal.partnership.models import charity_number, company_number

PUBLISHER = Publisher("360G-example", "GB-COH-00000001", "Example Publisher", "https://example.org/licence")
YEAR = {"starts": date(2023, 4, 1), "ends": date(2024, 3, 31)}

digits = st.characters(categories=(), include_characters="0123456789")
companies = st.text(digits, min_size=8, max_size=8) | st.builds(
    "{}{}".format, st.sampled_from(["SC", "NI", "OC"]), st.text(digits, min_size=6, max_size=6)
)
charities = st.text(digits, min_size=6, max_size=7)
keys = st.integers(1, 10**9)
days = st.dates(date(2019, 1, 1), date(2030, 12, 31))


@given(charities, companies)
def test_numbers_are_drawn_as_the_portal_takes_them(charity, company):
    charity_number(charity)
    company_number(company)


@given(charities, companies, keys)
def test_a_charity_is_known_by_its_charity_number_as_it_is_written(charity, company, key):
    identifier = PUBLISHER.organisation_id(charity_number=charity, company_number=company, key=key)
    assert identifier.removeprefix("GB-CHC-") == charity


@given(companies, keys)
def test_a_company_is_known_by_all_eight_characters_of_its_number(company, key):
    identifier = PUBLISHER.organisation_id(charity_number="", company_number=company, key=key)
    assert identifier == f"GB-COH-{company}"
    assert len(identifier) == len("GB-COH-") + 8


@given(st.lists(st.tuples(st.just("") | charities, st.just("") | companies, keys), unique=True, max_size=20))
def test_two_organisations_share_an_identifier_only_where_they_share_a_number(numbers):
    identified = {
        each: PUBLISHER.organisation_id(charity_number=each[0], company_number=each[1], key=each[2])
        for each in numbers
    }
    known_by = {each: each[0] or (each[1] and f"company {each[1]}") or each[2] for each in numbers}
    assert len(set(identified.values())) == len(set(known_by.values()))


@given(st.text(max_size=300))
def test_a_title_is_short_enough_and_begins_like_the_words(words):
    title = title_of(words)
    assert len(title) <= LONGEST_TITLE
    assert title == words or words.startswith(title[:-1])


@given(st.none() | days, st.none() | days)
def test_a_grant_is_for_days_of_its_year(starts_on, ends_on):
    first, last = period_within(**YEAR, starts_on=starts_on, ends_on=ends_on)
    assert YEAR["starts"] <= first <= last <= YEAR["ends"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (None, None, (date(2023, 4, 1), date(2024, 3, 31))),
        (date(2023, 9, 4), None, (date(2023, 9, 4), date(2024, 3, 31))),
        (date(2022, 1, 1), date(2023, 7, 21), (date(2023, 4, 1), date(2023, 7, 21))),
        # Work that was over before the year says nothing about the year's money.
        (date(2021, 1, 1), date(2022, 1, 1), (date(2023, 4, 1), date(2024, 3, 31))),
    ],
)
def test_the_days_that_a_grant_is_for(starts_on, ends_on, expected):
    assert period_within(**YEAR, starts_on=starts_on, ends_on=ends_on) == expected


def test_the_publisher_without_a_prefix_is_plainly_not_ready():
    unset = Publisher("", "", "Example Publisher", "")
    assert unset.grant_id("VRP-2023-001") == "PREFIX-NOT-SET-VRP-2023-001"
    assert unset.party == Party("PREFIX-NOT-SET-PUBLISHER", "Example Publisher")


def test_a_publisher_that_is_registered_is_known_by_its_own_identifier():
    assert PUBLISHER.party == Party("GB-COH-00000001", "Example Publisher")


def test_a_day_is_its_first_moment():
    assert moment(date(2024, 2, 29)) == "2024-02-29T00:00:00+00:00"


@pytest.mark.parametrize(
    ("code", "kind"),
    [("E08000035", "MD"), ("E06000001", "UA"), ("E07000004", "NMD"), ("E09000001", "LONB")],
)
def test_a_district_code_is_of_a_kind(code, kind):
    assert geo_code_type(code) == kind
