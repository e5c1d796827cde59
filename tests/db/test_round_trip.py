"""What is exported and imported again changes nothing, whatever is in the portal and in whichever file."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grants.models import BudgetLine, SpendEntry
from interventions.models import Intervention, ReachRecord
from tests import factories
from tests.importing import previewed
from vrp_portal.exchange.exporting import write_table
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.tabular.data import DATA_TABLES, DataScope
from vrp_portal.tabular.imports.importer import IMPORTERS

# Words as people write them; what can't be seen is taken off when a cell is read.
WORDS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "),
        min_size=1,
        max_size=30,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
NAMES = WORDS.filter(lambda text: any(letter.isalpha() for letter in text) and len(text) > 3)
POUNDS = st.decimals(0, 9_999_999, places=2)
COUNTS = st.integers(0, 100_000)
DAYS = st.dates(date(2022, 4, 1), date(2025, 3, 31))
QUARTERS = st.builds(Quarter, st.sampled_from([FinancialYear(2022), FinancialYear(2023)]), st.integers(1, 4))
FORMATS = st.sampled_from(["csv", "xlsx", "ods"])

few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class ExportedAndImportedAgain(TestCase):
    def assert_unchanged(self, kind: str, fmt: str) -> None:
        stream = io.BytesIO()
        rows = write_table(DATA_TABLES[kind], DataScope(), fmt, stream)
        outcome = previewed(kind, stream.getvalue(), filename=f"{kind}.{fmt}")
        assert outcome.problems == (), [str(problem) for problem in outcome.problems]
        assert outcome.counts == {"new": 0, "changed": 0, "unchanged": rows, "refused": 0}, outcome.rows

    @few
    @given(
        FORMATS,
        st.lists(
            st.tuples(
                NAMES,
                st.sampled_from(Intervention.PreventionLevel.values),
                st.sampled_from(Intervention.Setting.values),
                st.sampled_from(Intervention.Status.values),
                st.one_of(st.none(), DAYS),
                st.booleans(),
                WORDS,
                st.booleans(),
            ),
            min_size=1,
            max_size=4,
        ),
    )
    def test_interventions(self, fmt, made):
        provider = factories.OrganisationFactory(
            name="Example Trust & Co. (North)",
            kind=Organisation.Kind.VOLUNTARY,
            company_number="01234567",
            charity_number="123456",
        )
        districts = [factories.LeedsFactory(), factories.BradfordFactory()]
        for number, (name, level, setting, status, starts, whole, words, illustrative) in enumerate(made, 1):
            intervention = factories.InterventionFactory(
                reference=f"VRP-2023-{number:03}",
                name=name,
                prevention_level=level,
                setting=setting,
                status=status,
                starts_on=starts,
                ends_on=starts and starts + timedelta(days=100),
                whole_area=whole,
                description=words,
                illustrative=illustrative,
                delivery_organisation=provider if whole else None,
            )
            if not whole:
                intervention.districts.set(districts)
            intervention.status_changes.create(status=status, since=date(2023, 4, 1))
        self.assert_unchanged("interventions", fmt)

    @few
    @given(FORMATS, st.lists(st.tuples(QUARTERS, COUNTS, COUNTS, COUNTS, WORDS), min_size=1, max_size=6))
    def test_reach(self, fmt, made):
        for number, (quarter, younger, older, contacts, source) in enumerate(made, start=1):
            ReachRecord.objects.create(
                intervention=factories.InterventionFactory(
                    reference=f"VRP-2022-{number:03}", whole_area=number % 2 == 0
                ),
                quarter=quarter,
                people_24_and_under=younger,
                people_25_and_over=older,
                contacts=contacts,
                source=source,
                basis=ReachRecord.Basis.CUMULATIVE if number % 3 == 0 else ReachRecord.Basis.NEW,
            )
        self.assert_unchanged("reach", fmt)

    @few
    @given(FORMATS, st.lists(st.tuples(st.lists(POUNDS, max_size=3), WORDS), min_size=1, max_size=5))
    def test_funding_lines(self, fmt, made):
        for amounts, reason in made:
            line = factories.FundingLineFactory(agreed_on=date(2023, 5, 1))
            for amount in amounts:
                factories.FundingEntryFactory(line=line, amount=amount, reason=reason)
        self.assert_unchanged("funding-lines", fmt)

    @few
    @given(
        FORMATS,
        st.lists(st.tuples(st.lists(POUNDS, min_size=1, max_size=3), QUARTERS), min_size=1, max_size=5),
    )
    def test_spend(self, fmt, made):
        for amounts, quarter in made:
            line = factories.FundingLineFactory(year=quarter.year)
            for amount in amounts:
                factories.FundingSpendFactory(line=line, quarter=quarter, amount=amount)
            factories.FundingSpendFactory(line=line, quarter=quarter, amount=Decimal("-0.01"), reason="Penny")
        self.assert_unchanged("spend", fmt)

    @few
    @given(
        FORMATS,
        st.lists(st.tuples(NAMES, POUNDS, DAYS, st.integers(0, 2), st.booleans()), min_size=1, max_size=5),
    )
    def test_match(self, fmt, made):
        for note, amount, pledged, steps, twice in made:
            organisation = factories.OrganisationFactory()
            for _ in range(1 + twice):
                factories.MatchContributionFactory(
                    organisation=organisation,
                    note=note,
                    amount=amount,
                    pledged_on=pledged,
                    confirmed_on=pledged + timedelta(days=7) if steps > 0 else None,
                    evidenced_on=pledged + timedelta(days=9) if steps > 1 else None,
                )
            factories.ValuedMatchFactory(organisation=organisation, note=note, pledged_on=pledged)
        self.assert_unchanged("match", fmt)

    @few
    @given(
        FORMATS,
        st.lists(
            st.tuples(
                st.sampled_from([value for value in BudgetLine.Purpose.values if value != "interventions"]),
                st.integers(1, 4),
                st.sampled_from(SpendEntry.Kind.values),
                POUNDS,
                st.dates(date(2023, 4, 1), date(2024, 3, 31)),
            ),
            min_size=1,
            max_size=8,
        ),
    )
    def test_budget_spend(self, fmt, made):
        year, lines = FinancialYear(2023), {}
        for purpose, number, kind, amount, day in made:
            if purpose not in lines:
                lines[purpose] = factories.BudgetLineFactory(year=year, purpose=purpose)
            factories.SpendEntryFactory(
                line=lines[purpose], quarter=Quarter(year, number), kind=kind, amount=amount, stated_on=day
            )
        self.assert_unchanged("budget-spend", fmt)

    def test_every_kind_of_import_is_exported_and_has_a_test_here(self):
        tested = {name.removeprefix("test_").replace("_", "-") for name in dir(self)}
        assert IMPORTERS.keys() <= DATA_TABLES.keys() & tested
