"""Constraints as policy: each is named, says what is wrong, and is held by the database itself."""

from __future__ import annotations

from copy import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.text import camel_case_to_spaces
from factory.django import DjangoModelFactory

from tests import factories
from vrp_portal.accounts.roles import Role
from vrp_portal.periods import Quarter
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.models import Withdrawable
from vrp_portal.records.refusals import refusal_in_words

pytestmark = pytest.mark.django_db

DAY, DAY_BEFORE = date(2023, 10, 2), date(2023, 10, 1)
PENNY_SHORT = Decimal("-0.01")

Bad = tuple[type[DjangoModelFactory[Any]], dict[str, Any]]


def own_models() -> list[type[models.Model]]:
    """Every model of the portal's own apps, the history tables left out."""
    installed = [app for app in apps.get_app_configs() if "site-packages" not in app.path]
    return [
        model for app in installed for model in app.get_models() if not hasattr(model, "pgh_tracked_model")
    ]


def own_constraints() -> dict[str, tuple[type[models.Model], models.BaseConstraint]]:
    return {
        constraint.name: (model, constraint)
        for model in own_models()
        for constraint in model._meta.constraints
    }


def prefix(model: type[models.Model]) -> str:
    return camel_case_to_spaces(model.__name__).replace(" ", "_")


def negatives(factory: type[DjangoModelFactory[Any]], *fields: str, by: Decimal | int) -> dict[str, Bad]:
    name = prefix(factory._meta.model)
    return {f"{name}_{field}_not_negative": (factory, {field: by}) for field in fields}


SOMEBODY = 999


def reallocation_between_shares():
    return factories.ReallocationFactory(from_share=factories.ShareFactory(pk=SOMEBODY))


def virement_between_lines():
    return factories.VirementFactory(from_line=factories.BudgetLineFactory(pk=SOMEBODY))


def accepted_return():
    return factories.QuarterlyReturnFactory(
        pk=SOMEBODY, state="accepted", submitted_on=DAY_BEFORE, accepted_on=DAY_BEFORE
    )


def adjustment_of_a_closed_year():
    factories.ClosedYearFactory()
    return factories.AdjustmentFactory()


def override_by_somebody():
    return factories.OverrideFactory(assessed_by=factories.UserFactory(pk=SOMEBODY))


# A record that is valid but for what is given here.
WRONG: dict[str, Bad] = {
    "adjustment_has_a_reason_and_who_decided": (adjustment_of_a_closed_year, {"reason": ""}),
    "adjustment_lasts": (adjustment_of_a_closed_year, {"lasts_until": datetime(2023, 10, 2, tzinfo=UTC)}),
    "district_ons_code_is_a_district_code": (factories.DistrictFactory, {"ons_code": "E99000035"}),
    "organisation_company_number_has_8_characters": (
        factories.OrganisationFactory,
        {"company_number": "1234567"},
    ),
    "organisation_charity_number_has_6_or_7_digits": (
        factories.OrganisationFactory,
        {"charity_number": "12345"},
    ),
    "organisation_csp_has_a_district": (
        factories.OrganisationFactory,
        {"kind": "community_safety_partnership"},
    ),
    "user_district_for_csp_coordinators_only": (factories.UserFactory, {"role": Role.CSP_COORDINATOR}),
    "award_confirmed_on_a_day": (factories.AwardFactory, {"status": "confirmed"}),
    "high_impact_terms_percentage_between_0_and_100": (
        factories.HighImpactTermsFactory,
        {"percentage": Decimal("100.01")},
    ),
    "high_impact_terms_confidence_1_to_5": (factories.HighImpactTermsFactory, {"minimum_confidence": 6}),
    "match_requirement_percentage_between_0_and_100": (
        factories.MatchRequirementFactory,
        {"percentage": PENNY_SHORT},
    ),
    "match_contribution_confirmed_after_pledged": (
        factories.MatchContributionFactory,
        {"pledged_on": DAY, "confirmed_on": DAY_BEFORE},
    ),
    "match_contribution_evidenced_after_confirmed": (
        factories.MatchContributionFactory,
        {"pledged_on": DAY_BEFORE, "evidenced_on": DAY},
    ),
    "match_contribution_is_worth_its_hours": (factories.ValuedMatchFactory, {"amount": Decimal("1000.01")}),
    "match_contribution_invoice_has_a_reference": (factories.MatchContributionFactory, {"basis": "invoice"}),
    "match_contribution_market_value_is_known": (factories.MatchContributionFactory, {"basis": "market"}),
    "match_contribution_period_within_its_year": (
        factories.ValuedMatchFactory,
        {"period_to": date(2024, 4, 1)},
    ),
    "panel_paper_as_at_not_before_its_year": (factories.PanelPaperFactory, {"as_at": date(2023, 3, 31)}),
    "panel_paper_meeting_not_before_its_day": (
        factories.PanelPaperFactory,
        {"meeting_on": date(2023, 12, 30)},
    ),
    "frozen_paper_hash_of_its_content": (factories.FrozenPaperFactory, {"sha256": "0" * 64}),
    "saved_table_year_with_a_day": (factories.SavedTableFactory, {"as_at": DAY}),
    "ledger_layout_comma_for_one_thing": (
        factories.LedgerLayoutFactory,
        {"decimal": ",", "delimiter": ","},
    ),
    "ledger_layout_has_columns": (factories.LedgerLayoutFactory, {"columns": []}),
    "spend_entry_negative_has_a_reason": (factories.SpendEntryFactory, {"amount": PENNY_SHORT}),
    "spend_entry_forecast_not_negative": (
        factories.SpendEntryFactory,
        {"kind": "forecast", "amount": PENNY_SHORT, "reason": "Lower"},
    ),
    "budget_entry_has_a_reason": (factories.BudgetEntryFactory, {"reason": ""}),
    "budget_entry_changes_something": (factories.BudgetEntryFactory, {"quarter_4": Decimal(0)}),
    "virement_moves_something": (factories.VirementFactory, {"amount": Decimal(0)}),
    "virement_between_two": (virement_between_lines, {"to_line_id": SOMEBODY}),
    "virement_has_a_reason_and_who_decided": (factories.VirementFactory, {"decided_by": ""}),
    "outturn_terms_percentage_between_0_and_100": (
        factories.OutturnTermsFactory,
        {"percentage": Decimal("100.01")},
    ),
    "variance_reason_says_why": (factories.VarianceReasonFactory, {"reason": ""}),
    **negatives(factories.OutturnTermsFactory, "pounds", by=PENNY_SHORT),
    "approach_rating_confidence_1_to_5": (factories.ApproachRatingFactory, {"evidence_confidence": 0}),
    "approach_rating_cost_1_to_3": (factories.ApproachRatingFactory, {"cost": 4}),
    "assessment_override_has_a_reason": (factories.AssessmentFactory, {"approval": "awaited"}),
    "assessment_override_decided_on_a_day": (factories.AssessmentFactory, {"decided_on": DAY}),
    "assessment_override_decided_by_another": (override_by_somebody, {"decided_by_id": SOMEBODY}),
    "assessment_override_declined_with_a_reason": (
        factories.OverrideFactory,
        {"approval": "declined", "decision_note": ""},
    ),
    "intervention_reference_form": (factories.InterventionFactory, {"reference": "vrp-2023-14"}),
    "intervention_ends_on_not_before_starts_on": (
        factories.InterventionFactory,
        {"starts_on": DAY, "ends_on": DAY_BEFORE},
    ),
    "intervention_that_ends_on_a_day_starts_on_one": (factories.InterventionFactory, {"ends_on": DAY}),
    "funding_entry_has_a_reason": (factories.FundingEntryFactory, {"reason": ""}),
    "funding_spend_negative_has_a_reason": (factories.FundingSpendFactory, {"amount": PENNY_SHORT}),
    "allocation_period_end_not_before_period_start": (
        factories.AllocationFactory,
        {"period_start": DAY, "period_end": DAY_BEFORE},
    ),
    "quarterly_return_revision_replaces_another": (factories.QuarterlyReturnFactory, {"revision": 2}),
    "quarterly_return_accepted_on_a_day": (factories.QuarterlyReturnFactory, {"accepted_on": DAY}),
    "quarterly_return_submitted_on_a_day": (factories.QuarterlyReturnFactory, {"submitted_on": DAY}),
    "quarterly_return_superseded_after_accepted": (
        factories.QuarterlyReturnFactory,
        {"superseded_on": DAY},
    ),
    "quarterly_return_extended_with_a_reason": (factories.QuarterlyReturnFactory, {"extended_to": DAY}),
    "return_comment_says_something": (factories.ReturnCommentFactory, {"words": ""}),
    "duty_milestone_done_on_a_day": (factories.DutyMilestoneFactory, {"done_on": DAY}),
    "data_request_received_on_a_day": (factories.DataRequestFactory, {"state": "received"}),
    "data_request_received_after_asked": (
        factories.DataRequestFactory,
        {"asked_on": DAY, "state": "received", "received_on": DAY_BEFORE},
    ),
    "reallocation_moves_something": (factories.ReallocationFactory, {"labour": Decimal(0)}),
    "activity_starts_on_begins_what_is_known": (
        factories.ActivityFactory,
        {"day_known": "month", "starts_on": DAY, "ends_on": date(2023, 10, 31)},
    ),
    "activity_ends_on_not_before_starts_on": (factories.ActivityFactory, {"ends_on": DAY}),
    "activity_month_or_year_has_its_last_day": (
        factories.ActivityFactory,
        {"day_known": "month", "starts_on": DAY_BEFORE},
    ),
    "activity_people_are_somebody_and_sure_somehow": (factories.ActivityFactory, {"people": 5}),
    "activity_people_not_negative": (
        factories.ActivityFactory,
        {"people": -1, "people_sure": "exact", "people_are": "people"},
    ),
    **negatives(factories.ActivityCountFactory, "number", by=-1),
    "publication_published_on_begins_what_is_known": (
        factories.PublicationFactory,
        {"day_known": "year", "published_on": DAY_BEFORE},
    ),
    "evaluation_reported_on_a_day": (factories.EvaluationFactory, {"state": "reported"}),
    "evaluation_findings_once_reported": (factories.EvaluationFactory, {"findings": "It works."}),
    "evaluation_due_on_not_before_starts_on": (
        factories.EvaluationFactory,
        {"starts_on": DAY, "due_on": DAY_BEFORE},
    ),
    "evaluation_reported_on_not_before_starts_on": (
        factories.EvaluationFactory,
        {"state": "reported", "starts_on": DAY, "reported_on": DAY_BEFORE},
    ),
    "reallocation_between_two": (reallocation_between_shares, {"to_share_id": SOMEBODY}),
    "reallocation_has_a_reason_and_who_decided": (factories.ReallocationFactory, {"decided_by": ""}),
    "share_entry_has_a_reason": (factories.ShareEntryFactory, {"reason": ""}),
    "share_entry_changes_something": (factories.ShareEntryFactory, {"labour": Decimal(0)}),
    "claim_sent_on_a_day_with_its_total": (factories.ClaimFactory, {"sent_on": DAY}),
    "claim_withdrawn_while_a_draft": (
        factories.SentClaimFactory,
        {"withdrawn_on": DAY, "withdrawn_reason": "Sent too early"},
    ),
    "claim_entry_is_of_some_amount": (factories.ClaimEntryFactory, {"amount": Decimal(0)}),
    "claim_entry_payment_has_a_reference": (factories.ClaimEntryFactory, {"reference": ""}),
    "claim_entry_has_a_reason": (factories.ClaimEntryFactory, {"amount": PENNY_SHORT}),
    **negatives(factories.ReallocationFactory, "labour", "non_labour", by=PENNY_SHORT),
    **negatives(factories.AwardFactory, "amount", by=PENNY_SHORT),
    **negatives(factories.MatchRequirementFactory, "baseline_amount", by=PENNY_SHORT),
    **negatives(factories.MatchContributionFactory, "amount", by=PENNY_SHORT),
    **negatives(factories.ValuedMatchFactory, "hourly_rate", by=PENNY_SHORT),
    **negatives(factories.BudgetLineFactory, "amount", by=PENNY_SHORT),
    **negatives(factories.AllocationFactory, "labour", "non_labour", by=PENNY_SHORT),
    **negatives(factories.ShareFactory, "labour", "non_labour", by=PENNY_SHORT),
    **negatives(
        factories.QuarterlyReturnFactory,
        "labour_spent",
        "non_labour_spent",
        "labour_to_date",
        "non_labour_to_date",
        "labour_forecast",
        "non_labour_forecast",
        by=PENNY_SHORT,
    ),
    **negatives(
        factories.QuarterlyReturnFactory,
        "people_24_and_under",
        "people_25_and_over",
        "people_age_not_known",
        "professionals_trained",
        by=-1,
    ),
    **negatives(
        factories.ReachRecordFactory,
        "people_24_and_under",
        "people_25_and_over",
        "people_age_not_known",
        "professionals_trained",
        "referrals",
        "contacts",
        "attendances",
        by=-1,
    ),
    **{
        f"{prefix(factory._meta.model)}_withdrawn_with_a_reason": (factory, {"withdrawn_on": DAY})
        for factory in (
            factories.ActivityCountFactory,
            factories.ActivityFactory,
            factories.AllocationFactory,
            factories.AttachmentFactory,
            factories.AwardFactory,
            factories.BudgetLineFactory,
            factories.ClaimEntryFactory,
            factories.ClaimFactory,
            factories.DutyRecipientFactory,
            factories.EvaluationFactory,
            factories.FundingLineFactory,
            factories.FundingSpendFactory,
            factories.GovernanceGroupFactory,
            factories.InterventionFactory,
            factories.MatchContributionFactory,
            factories.MatchEvidenceFactory,
            factories.PublicationFactory,
            factories.QuarterlyReturnFactory,
            factories.ReachRecordFactory,
            factories.ShareFactory,
            factories.SpendEntryFactory,
        )
    },
}

# A record that is the same as another, but for what is given here.
TWICE: dict[str, Bad] = {
    "organisation_name_unique": (factories.OrganisationFactory, {}),
    "organisation_one_csp_per_district": (
        factories.CommunitySafetyPartnershipFactory,
        {"name": "The other partnership of this district"},
    ),
    "award_one_per_funder_scheme_and_year": (factories.AwardFactory, {"amount": Decimal(1)}),
    "budget_line_one_per_year_and_purpose": (factories.BudgetLineFactory, {"amount": Decimal(1)}),
    "claim_one_per_scheme_and_quarter": (factories.ClaimFactory, {}),
    "claim_line_one_per_purpose_and_quarter": (factories.ClaimLineFactory, {"amount": Decimal(1)}),
    "condition_entered_once": (factories.ConditionFactory, {}),
    "approach_name_unique": (factories.ApproachFactory, {}),
    "approach_replacement_entered_once": (factories.ApproachReplacementFactory, {"replaced_on": DAY}),
    "saved_table_name_unique": (factories.SavedTableFactory, {"note": "Another"}),
    "ledger_layout_name_unique": (factories.LedgerLayoutFactory, {"day": "%Y%m%d"}),
    "scenario_name_unique": (factories.ScenarioFactory, {"supposing": "percentage=35"}),
    "quarterly_return_one_counts": (accepted_return, {"revision": 2, "replaces_id": SOMEBODY}),
    "reminder_once_a_day": (factories.ReminderFactory, {}),
    "data_request_once_an_area_and_organisation": (factories.DataRequestFactory, {"asked_on": DAY}),
    "duty_recipient_once_a_year": (factories.DutyRecipientFactory, {"added_on": DAY}),
    "approach_rating_one_a_day": (factories.ApproachRatingFactory, {"evidence_confidence": 5}),
    "intervention_district_entered_once": (factories.InterventionDistrictFactory, {}),
    "funding_line_one_per_source_year_and_district": (factories.FundingLineFactory, {"agreed_on": DAY}),
    "reach_record_one_per_quarter_and_district": (
        factories.ReachRecordFactory,
        {"people_24_and_under": 12},
    ),
    "allocation_one_per_year": (factories.AllocationFactory, {"labour": Decimal(1)}),
    "share_one_per_allocation_and_recipient": (factories.ShareFactory, {"labour": Decimal(1)}),
    "quarterly_return_one_per_csp_quarter_and_revision": (
        factories.QuarterlyReturnFactory,
        {"state": "draft"},
    ),
    "duty_milestone_entered_once": (factories.DutyMilestoneFactory, {}),
    "workstream_name_unique": (factories.WorkstreamFactory, {"key": "another"}),
    "activity_entered_once": (factories.ActivityFactory, {}),
    "activity_district_entered_once": (factories.ActivityDistrictFactory, {}),
    "activity_partner_entered_once": (factories.ActivityPartnerFactory, {}),
    "activity_count_entered_once": (factories.ActivityCountFactory, {"number": 23}),
    "publication_entered_once": (factories.PublicationFactory, {}),
    "evaluation_entered_once": (factories.EvaluationFactory, {}),
    "governance_group_name_unique": (factories.GovernanceGroupFactory, {}),
    "governance_line_entered_once": (factories.GovernanceLineFactory, {}),
    "panel_paper_one_of_a_title_and_meeting": (factories.PanelPaperFactory, {"item": "8"}),
    "figure_seen_once_a_section": (factories.FigureSeenFactory, {"shown": "£1.00"}),
    "frozen_picture_one_a_chart": (factories.FrozenPictureFactory, {"svg": "<svg/>"}),
    "paper_entered_once": (factories.PaperFactory, {}),
    "remembered_layout_one_per_kind_and_headings": (factories.RememberedLayoutFactory, {"choices": {}}),
    "frozen_figure_once_a_closing": (factories.FrozenFigureFactory, {"value": Decimal(1)}),
    "published_figure_entered_once": (factories.PublishedFigureFactory, {"value": Decimal(2)}),
}

# Constraints whose wrong record needs two related records of its own.
OTHERS = {"approach_replacement_by_another", "governance_line_to_another"}


def again(record: models.Model, **changes: Any) -> models.Model:
    """The same record once more, not saved, with changes."""
    another = copy(record)
    another._state = models.base.ModelState()
    another.pk = None
    for name, value in changes.items():
        setattr(another, name, value)
    return another


def assert_refused(record: models.Model, name: str) -> None:
    """The form says the constraint's own words, and the database refuses the record by itself."""
    _, constraint = own_constraints()[name]
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    assert constraint.violation_error_message in refused.value.messages
    with pytest.raises(IntegrityError) as stopped, transaction.atomic():
        record.save()
    stopped_by = stopped.value.__cause__.diag.constraint_name
    # A count has Django's own check as well, and PostgreSQL names whichever comes first.
    assert stopped_by == name or (name.endswith("_not_negative") and stopped_by.endswith("_check"))


def test_every_constraint_has_its_case_here() -> None:
    assert set(own_constraints()) == WRONG.keys() | TWICE.keys() | OTHERS


def test_every_constraint_says_in_a_sentence_what_is_wrong() -> None:
    for name, (_, constraint) in own_constraints().items():
        message = constraint.violation_error_message
        assert message != models.BaseConstraint.default_violation_error_message, name
        assert message[0].isupper(), name
        assert message.endswith("."), name


def test_everything_withdrawable_is_withdrawn_with_a_reason() -> None:
    for model in own_models():
        if issubclass(model, Withdrawable):
            assert f"{prefix(model)}_withdrawn_with_a_reason" in own_constraints()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_record_is_refused(name: str) -> None:
    factory, wrong = WRONG[name]
    valid = factory()
    record = again(valid, **wrong)
    with pgtrigger.ignore():
        valid.delete()
    assert_refused(record, name)


@pytest.mark.parametrize("name", TWICE)
def test_the_same_record_twice_is_refused(name: str) -> None:
    factory, changes = TWICE[name]
    assert_refused(again(factory(), **changes), name)


def test_an_approach_cannot_replace_itself() -> None:
    replacement = factories.ApproachReplacementFactory()
    assert_refused(again(replacement, new=replacement.old), "approach_replacement_by_another")


def test_a_group_cannot_report_to_itself() -> None:
    line = factories.GovernanceLineFactory()
    with pgtrigger.ignore("programme.GovernanceLine:no_circle"):
        assert_refused(again(line, reports_to=line.group), "governance_line_to_another")


def test_a_reason_without_a_withdrawal_is_refused() -> None:
    award = factories.AwardFactory()
    with pytest.raises(IntegrityError, match="award_withdrawn_with_a_reason"):
        type(award).objects.update(withdrawn_reason="Entered twice")


def test_names_differ_by_more_than_capitals() -> None:
    organisation = factories.OrganisationFactory(name="Leeds City Council")
    assert_refused(again(organisation, name="LEEDS CITY COUNCIL"), "organisation_name_unique")


def test_a_line_for_a_district_stands_beside_one_for_the_whole_area() -> None:
    whole_area = factories.FundingLineFactory()
    again(whole_area, district=factories.LeedsFactory()).save()


def test_what_is_withdrawn_makes_room_for_what_is_right() -> None:
    wrong = factories.AwardFactory(amount=Decimal("4388008.00"))
    type(wrong).objects.update(withdrawn_on=wrong.agreed_on, withdrawn_reason="Two digits were swapped")
    again(wrong, amount=Decimal("4388080.00")).save()


REPLACED: list[Bad] = [
    (factories.AwardFactory, {"amount": Decimal(1)}),
    (factories.BudgetLineFactory, {"amount": Decimal(1)}),
    (factories.AllocationFactory, {"labour": Decimal(1)}),
    (factories.FundingLineFactory, {}),
    (factories.ShareFactory, {"labour": Decimal(1)}),
]


@pytest.mark.parametrize(("factory", "changes"), REPLACED, ids=[f._meta.model.__name__ for f, _ in REPLACED])
def test_what_replaces_another_counts_from_the_day_that_one_was_withdrawn(
    factory: type[DjangoModelFactory[Any]], changes: dict[str, Any]
) -> None:
    replaced = factory()
    withdraw(replaced, DAY)
    too_early = again(replaced, agreed_on=DAY_BEFORE, **changes)
    assert refusal_of(too_early) == (
        "The one that this replaces counts until 02/10/2023, the day it was withdrawn. "
        "Agree the new one on that day or later."
    )
    again(replaced, agreed_on=DAY, **changes).save()


def test_everything_agreed_on_a_day_and_unique_while_it_stands_counts_one_at_a_time() -> None:
    dated = {
        model
        for model, constraint in own_constraints().values()
        if isinstance(constraint, models.UniqueConstraint)
        and issubclass(model, Withdrawable)
        and any(field.name == "agreed_on" for field in model._meta.fields)
    }
    assert dated == {factory._meta.model for factory, _ in REPLACED}


def test_what_was_withdrawn_on_its_first_day_never_counted() -> None:
    slip = factories.AwardFactory(agreed_on=DAY)
    withdraw(slip, DAY)
    again(slip, agreed_on=DAY_BEFORE).save()


def test_a_withdrawal_is_not_put_off_beyond_what_replaced_it() -> None:
    replaced = factories.AwardFactory()
    withdraw(replaced, DAY_BEFORE)
    again(replaced, agreed_on=DAY_BEFORE).save()
    with pytest.raises(IntegrityError, match="The one that this replaces"):
        withdraw(replaced, DAY)


def test_a_line_for_a_district_replaces_none_for_the_whole_area() -> None:
    whole_area = factories.FundingLineFactory()
    withdraw(whole_area, DAY)
    again(whole_area, district=factories.LeedsFactory()).save()


def test_a_year_of_reach_keeps_to_one_basis() -> None:
    first = factories.ReachRecordFactory(quarter=Quarter(factories.YEAR, 1))
    second = again(first, quarter=Quarter(factories.YEAR, 2), basis="cumulative")
    words = (
        "Another quarter of this year was entered on the other basis. "
        "Keep to one basis within a year, or people would be counted twice."
    )
    assert refusal_of(second) == words
    second.basis = "new"
    second.save()
    second.basis = "cumulative"
    assert refusal_of(second) == words
    type(first).objects.update(basis="cumulative")


def test_the_basis_may_differ_from_another_year_district_or_withdrawn_record() -> None:
    first = factories.ReachRecordFactory(quarter=Quarter(factories.YEAR, 1))
    again(first, quarter=Quarter(factories.YEAR.next(), 1), basis="cumulative").save()
    again(first, district=factories.LeedsFactory(), basis="cumulative").save()
    withdraw(first, DAY)
    again(first, withdrawn_on=None, withdrawn_reason="", basis="cumulative").save()
    with pytest.raises(IntegrityError, match="one basis within a year"):
        type(first).objects.filter(pk=first.pk).update(
            withdrawn_on=None, withdrawn_reason="", quarter=Quarter(factories.YEAR, 2)
        )


def withdraw(record: models.Model, day: date) -> None:
    type(record).objects.filter(pk=record.pk).update(withdrawn_on=day, withdrawn_reason="Changed")


def refusal_of(record: models.Model) -> str:
    """What a person is told when the database alone refuses a record."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        record.save()
    return refusal_in_words(refused.value)


@pytest.mark.parametrize("confirmed_on", [None, DAY_BEFORE])
def test_a_confirmed_award_has_the_day_on_which_it_was(confirmed_on: date | None) -> None:
    award = again(
        factories.AwardFactory(), year=factories.YEAR.next(), status="confirmed", confirmed_on=confirmed_on
    )
    award.agreed_on = DAY
    assert_refused(award, "award_confirmed_on_a_day")
    award.confirmed_on = DAY
    award.save()


@pytest.mark.parametrize(
    ("column", "number"),
    [
        *[(FinancialYearField, number) for number in (0, 7, 1989, 2101, 20233)],
        *[(QuarterField, number) for number in (7, 2023, 20230, 20235, 20239, 19894, 21011)],
    ],
)
def test_a_number_that_is_no_period_is_refused_in_every_column(
    column: type[models.Field], number: int
) -> None:
    columns = [
        (model, field) for model in own_models() for field in model._meta.fields if isinstance(field, column)
    ]
    assert columns
    for model, field in columns:
        check = field.db_check(connection)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {check} FROM (SELECT %s AS {field.column}) AS row", [number])
            assert cursor.fetchone() == (False,)
            cursor.execute(
                "SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass "
                "AND conname = %s",
                [model._meta.db_table, f"{model._meta.db_table}_{field.column}_check"],
            )
            assert cursor.fetchone() == (1,), field


def test_the_database_refuses_a_quarter_that_is_none() -> None:
    reach = factories.ReachRecordFactory()
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE interventions_reachrecord SET quarter = 20239 WHERE id = %s", [reach.pk])


@pytest.mark.parametrize("number", ["01234567", "SC123456"])
def test_a_company_number_keeps_its_leading_zeros_and_letters(number: str) -> None:
    factories.OrganisationFactory(company_number=number)


@pytest.mark.parametrize(
    "name", ["O'Neill & Sons", "<script>alert(1)</script>", "Ŵyn Ddu", "امن", "Żółć", "🚲"]
)
def test_a_name_may_be_written_in_any_script(name: str) -> None:
    organisation = factories.OrganisationFactory(name=name)
    organisation.refresh_from_db()
    assert organisation.name == name
