"""A factory for each noun of the domain, with the least that makes a valid record."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from grants.models import (
    Award,
    BudgetEntry,
    BudgetLine,
    Condition,
    HighImpactTerms,
    MatchContribution,
    MatchEvidence,
    MatchRequirement,
    OutturnTerms,
    SpendEntry,
    VarianceReason,
    Virement,
)
from interventions.models import (
    Approach,
    ApproachRating,
    ApproachReplacement,
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Impact,
    ImpactAlias,
    Intervention,
    InterventionDistrict,
    ReachRecord,
    StatusChange,
)
from interventions.rules import Counting
from svd.models import (
    Allocation,
    Attachment,
    DataRequest,
    DutyHolder,
    DutyMilestone,
    DutyRecipient,
    QuarterlyReturn,
    Reallocation,
    Reminder,
    ReturnComment,
    ReturnTerms,
    Share,
    ShareEntry,
)
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.allocation_tables.models import LedgerLayout, SavedTable
from vrp_portal.claims.models import Claim, ClaimEntry, ClaimLine, Scheme
from vrp_portal.exchange.models import RememberedLayout
from vrp_portal.figures.scope import Scope
from vrp_portal.high_impact.models import Scenario
from vrp_portal.panel_paper.composing import Request
from vrp_portal.panel_paper.frozen import Contents, write_contents
from vrp_portal.panel_paper.models import FigureSeen, FrozenPaper, FrozenPicture, PanelPaper, Section
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.programme.models import (
    Activity,
    ActivityCount,
    ActivityDistrict,
    ActivityPartner,
    Evaluation,
    GovernanceGroup,
    GovernanceLine,
    Publication,
    Workstream,
)
from vrp_portal.reports.models import Paper, PublishedFigure
from vrp_portal.year_end.models import Adjustment, ClosedYear, FrozenFigure

YEAR = FinancialYear(2023)
FIRST_DAY = YEAR.starts


class DistrictFactory(DjangoModelFactory[District]):
    class Meta:
        model = District
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"District {n}")
    ons_code = factory.Sequence(lambda n: f"E08{n:06d}")


class LeedsFactory(DistrictFactory):
    name = "Leeds"
    ons_code = "E08000035"


class BradfordFactory(DistrictFactory):
    name = "Bradford"
    ons_code = "E08000032"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    role = Role.PANEL_MEMBER


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = Organisation.Kind.OTHER


class CommunitySafetyPartnershipFactory(OrganisationFactory):
    kind = Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP
    district = factory.SubFactory(DistrictFactory)


class AwardFactory(DjangoModelFactory[Award]):
    class Meta:
        model = Award

    funder = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.GOVERNMENT)
    year = YEAR
    amount = Decimal("4388080.00")
    agreed_on = FIRST_DAY


class HighImpactTermsFactory(DjangoModelFactory[HighImpactTerms]):
    class Meta:
        model = HighImpactTerms

    year = YEAR
    percentage = Decimal(30)


class MatchRequirementFactory(DjangoModelFactory[MatchRequirement]):
    class Meta:
        model = MatchRequirement

    year = YEAR
    percentage = Decimal(15)
    baseline_year = FinancialYear(2021)
    baseline_amount = Decimal("3370000.00")


class MatchContributionFactory(DjangoModelFactory[MatchContribution]):
    class Meta:
        model = MatchContribution

    organisation = factory.SubFactory(OrganisationFactory)
    year = YEAR
    kind = MatchContribution.Kind.CASH
    amount = Decimal("1000.00")
    pledged_on = FIRST_DAY


class ValuedMatchFactory(MatchContributionFactory):
    """A contribution of people's time: 40 hours at £25.00 are worth its £1,000.00."""

    kind = MatchContribution.Kind.STAFFING
    basis = MatchContribution.Basis.HOURS
    hours = Decimal("40.00")
    hourly_rate = Decimal("25.00")
    period_from = YEAR.starts
    period_to = YEAR.ends


class MatchEvidenceFactory(DjangoModelFactory[MatchEvidence]):
    class Meta:
        model = MatchEvidence

    contribution = factory.SubFactory(MatchContributionFactory)
    name = "timesheet.pdf"
    content_type = "application/pdf"
    size = 9
    file = factory.django.FileField(data=b"%PDF-1.7\n", filename="timesheet.pdf")
    added_by = factory.SubFactory(UserFactory)


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    """A line of a year's core grant, which is awarded where it isn't yet: lines are held within it."""

    class Meta:
        model = BudgetLine

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **given: Any) -> BudgetLine:
        if given["amount"] and not Award.objects.core().for_year(given["year"]).exists():
            AwardFactory(year=given["year"])
        return super()._create(model_class, *args, **given)

    year = YEAR
    purpose = BudgetLine.Purpose.STAFFING
    amount = Decimal("1000.00")
    agreed_on = FIRST_DAY


class SpendEntryFactory(DjangoModelFactory[SpendEntry]):
    class Meta:
        model = SpendEntry

    line = factory.SubFactory(BudgetLineFactory)
    quarter = Quarter(YEAR, 1)
    kind = SpendEntry.Kind.ACTUAL
    amount = Decimal("100.00")
    stated_on = FIRST_DAY


class BudgetEntryFactory(DjangoModelFactory[BudgetEntry]):
    class Meta:
        model = BudgetEntry

    line = factory.SubFactory(BudgetLineFactory)
    agreed_on = date(2023, 9, 1)
    quarter_4 = Decimal("-1.00")
    reason = "Agreed"


def evaluation_line(year: FinancialYear) -> BudgetLine:
    """The year's line for evaluation, of which there is one."""
    held = BudgetLine.objects.standing().for_year(year).filter(purpose="evaluation").first()
    return held or BudgetLineFactory(year=year, purpose="evaluation")


class VirementFactory(DjangoModelFactory[Virement]):
    """The decision alone; `grants.actions.move_between_lines` moves the money."""

    class Meta:
        model = Virement

    from_line = factory.SubFactory(BudgetLineFactory)
    to_line = factory.LazyAttribute(lambda move: evaluation_line(move.from_line.year))
    decided_on = date(2023, 11, 3)
    decided_by = "Strategic board"
    amount = Decimal("1.00")
    reason = "It will not be spent"


class OutturnTermsFactory(DjangoModelFactory[OutturnTerms]):
    class Meta:
        model = OutturnTerms

    year = YEAR


class VarianceReasonFactory(DjangoModelFactory[VarianceReason]):
    class Meta:
        model = VarianceReason

    row = VarianceReason.Row.STAFFING
    basis = VarianceReason.Basis.TO_DATE
    quarter = Quarter(YEAR, 3)
    amount = Decimal("-100.00")
    reason = "A post was vacant"


class ConditionFactory(DjangoModelFactory[Condition]):
    class Meta:
        model = Condition

    year = YEAR
    kind = Condition.Kind.MONITORING
    asks_for = "A return each quarter"


class ImpactFactory(DjangoModelFactory[Impact]):
    class Meta:
        model = Impact

    word = factory.Sequence(lambda n: f"Impact {n}")
    rank = factory.Sequence(lambda n: n + 1)
    counting = Counting.ALWAYS


class ImpactAliasFactory(DjangoModelFactory[ImpactAlias]):
    class Meta:
        model = ImpactAlias

    impact = factory.SubFactory(ImpactFactory)
    word = factory.Sequence(lambda n: f"Alias {n}")


class ApproachFactory(DjangoModelFactory[Approach]):
    class Meta:
        model = Approach

    name = factory.Sequence(lambda n: f"Approach {n}")


class ApproachReplacementFactory(DjangoModelFactory[ApproachReplacement]):
    class Meta:
        model = ApproachReplacement

    old = factory.SubFactory(ApproachFactory)
    new = factory.SubFactory(ApproachFactory)
    replaced_on = FIRST_DAY


class ApproachRatingFactory(DjangoModelFactory[ApproachRating]):
    """A rating that counts for the 30% rule at any evidence confidence."""

    class Meta:
        model = ApproachRating

    approach = factory.SubFactory(ApproachFactory)
    impact = factory.SubFactory(ImpactFactory)
    in_force_from = date(2020, 1, 1)


class InterventionFactory(DjangoModelFactory[Intervention]):
    class Meta:
        model = Intervention

    reference = factory.Sequence(lambda n: f"VRP-2023-{n + 1:04d}")
    name = factory.Sequence(lambda n: f"Intervention {n + 1}")
    commissioner = factory.SubFactory(OrganisationFactory)
    prevention_level = Intervention.PreventionLevel.SECONDARY


class InterventionDistrictFactory(DjangoModelFactory[InterventionDistrict]):
    class Meta:
        model = InterventionDistrict

    intervention = factory.SubFactory(InterventionFactory)
    district = factory.SubFactory(DistrictFactory)


class StatusChangeFactory(DjangoModelFactory[StatusChange]):
    class Meta:
        model = StatusChange

    intervention = factory.SubFactory(InterventionFactory)
    status = Intervention.Status.DELIVERING
    since = FIRST_DAY


class AssessmentFactory(DjangoModelFactory[Assessment]):
    class Meta:
        model = Assessment

    intervention = factory.SubFactory(InterventionFactory)
    year = YEAR
    rating = factory.SubFactory(ApproachRatingFactory)
    reference_on = FIRST_DAY
    assessed_on = FIRST_DAY


class OverrideFactory(AssessmentFactory):
    """An override that a second person has approved."""

    assessed_by = factory.SubFactory(UserFactory)
    note = "Evaluated locally"
    approval = Assessment.Approval.APPROVED
    decided_on = FIRST_DAY
    decided_by = factory.SubFactory(UserFactory)
    decision_note = "Agreed"


class FundingLineFactory(DjangoModelFactory[FundingLine]):
    """A core line for the whole area with no amount stated; `stating` agrees one on the line's day."""

    class Meta:
        model = FundingLine
        skip_postgeneration_save = True

    intervention = factory.SubFactory(InterventionFactory)
    funding_source = FundingLine.FundingSource.CORE
    year = YEAR
    agreed_on = FIRST_DAY

    @factory.post_generation
    def stating(self, create: bool, amount: str | Decimal | None, **kwargs: Any) -> None:
        if create and amount is not None:
            FundingEntryFactory(line=self, amount=Decimal(amount), agreed_on=self.agreed_on)


class FundingEntryFactory(DjangoModelFactory[FundingEntry]):
    class Meta:
        model = FundingEntry

    line = factory.SubFactory(FundingLineFactory)
    agreed_on = FIRST_DAY
    amount = Decimal("1000.00")
    reason = "Agreed by the board"


class FundingSpendFactory(DjangoModelFactory[FundingSpend]):
    class Meta:
        model = FundingSpend

    line = factory.SubFactory(FundingLineFactory)
    quarter = Quarter(YEAR, 1)
    amount = Decimal("100.00")


class ReachRecordFactory(DjangoModelFactory[ReachRecord]):
    class Meta:
        model = ReachRecord

    intervention = factory.SubFactory(InterventionFactory)
    quarter = Quarter(YEAR, 1)


class AllocationFactory(DjangoModelFactory[Allocation]):
    class Meta:
        model = Allocation

    year = YEAR
    period_start = factory.LazyAttribute(lambda allocation: allocation.year.starts)
    period_end = factory.LazyAttribute(lambda allocation: allocation.year.ends)
    labour = Decimal("101161.78")
    non_labour = Decimal("129017.47")
    agreed_on = FIRST_DAY


class ShareFactory(DjangoModelFactory[Share]):
    class Meta:
        model = Share

    allocation = factory.SubFactory(AllocationFactory)
    recipient = factory.SubFactory(OrganisationFactory)
    agreed_on = FIRST_DAY
    labour = Decimal("5324.31")
    non_labour = Decimal("6790.40")


class DutyRecipientFactory(DjangoModelFactory[DutyRecipient]):
    class Meta:
        model = DutyRecipient

    year = YEAR
    organisation = factory.SubFactory(OrganisationFactory)
    added_on = FIRST_DAY


class ReallocationFactory(DjangoModelFactory[Reallocation]):
    class Meta:
        model = Reallocation

    from_share = factory.SubFactory(ShareFactory)
    to_share = factory.SubFactory(ShareFactory, allocation=factory.SelfAttribute("..from_share.allocation"))
    decided_on = date(2023, 12, 1)
    decided_by = "Serious Violence Executive Group"
    labour = Decimal("1.00")
    reason = "It will not be spent"


class ShareEntryFactory(DjangoModelFactory[ShareEntry]):
    class Meta:
        model = ShareEntry

    share = factory.SubFactory(ShareFactory)
    agreed_on = date(2023, 9, 1)
    labour = Decimal("-1.00")
    reason = "Agreed"


class QuarterlyReturnFactory(DjangoModelFactory[QuarterlyReturn]):
    class Meta:
        model = QuarterlyReturn

    csp = factory.SubFactory(CommunitySafetyPartnershipFactory)
    quarter = Quarter(YEAR, 1)


class DutyMilestoneFactory(DjangoModelFactory[DutyMilestone]):
    class Meta:
        model = DutyMilestone

    kind = DutyMilestone.Kind.NEEDS_ASSESSMENT
    title = factory.Sequence(lambda n: f"Milestone {n}")


class DataRequestFactory(DjangoModelFactory[DataRequest]):
    class Meta:
        model = DataRequest

    area = factory.Sequence(lambda n: f"Area {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    asked_on = FIRST_DAY


class DutyHolderFactory(DjangoModelFactory[DutyHolder]):
    class Meta:
        model = DutyHolder

    organisation = factory.SubFactory(OrganisationFactory)
    post = "Chief officer"


class ScenarioFactory(DjangoModelFactory[Scenario]):
    class Meta:
        model = Scenario

    name = factory.Sequence(lambda n: f"Scenario {n}")
    year = YEAR
    as_at = date(2023, 12, 31)
    supposing = "percentage=30"
    made_by = factory.SubFactory(UserFactory)
    made_on = date(2023, 12, 31)


class SavedTableFactory(DjangoModelFactory[SavedTable]):
    """Interventions by source, for whatever day it is opened on."""

    class Meta:
        model = SavedTable

    name = factory.Sequence(lambda n: f"Saved table {n}")
    choice = "of=interventions&told=allocated&rows=intervention&columns=source"
    made_by = factory.SubFactory(UserFactory)
    made_on = date(2023, 12, 31)


class LedgerLayoutFactory(DjangoModelFactory[LedgerLayout]):
    """Amounts alone."""

    class Meta:
        model = LedgerLayout

    name = factory.Sequence(lambda n: f"Layout {n}")
    columns = [{"heading": "Amount", "holds": "amount", "words": ""}]


class PaperFactory(DjangoModelFactory[Paper]):
    class Meta:
        model = Paper

    title = factory.Sequence(lambda n: f"Paper {n}")
    meeting_on = date(2024, 4, 12)


class PublishedFigureFactory(DjangoModelFactory[PublishedFigure]):
    class Meta:
        model = PublishedFigure

    paper = factory.SubFactory(PaperFactory)
    paragraph = "1.2"
    words = factory.Sequence(lambda n: f"A figure {n}")
    value = Decimal("1.00")
    unit = PublishedFigure.Unit.NUMBER


class RememberedLayoutFactory(DjangoModelFactory[RememberedLayout]):
    class Meta:
        model = RememberedLayout

    kind = "reach"
    fingerprint = "0" * 64
    choices = {"ref": "reference"}


class ReturnTermsFactory(DjangoModelFactory[ReturnTerms]):
    class Meta:
        model = ReturnTerms

    csp = factory.SubFactory(CommunitySafetyPartnershipFactory)


class ReturnCommentFactory(DjangoModelFactory[ReturnComment]):
    class Meta:
        model = ReturnComment

    quarterly_return = factory.SubFactory(QuarterlyReturnFactory)
    by = factory.SubFactory(UserFactory)
    about = "comment"
    words = "Thank you"


class AttachmentFactory(DjangoModelFactory[Attachment]):
    class Meta:
        model = Attachment

    quarterly_return = factory.SubFactory(QuarterlyReturnFactory)
    name = "plan.pdf"
    content_type = "application/pdf"
    size = 9
    file = factory.django.FileField(data=b"%PDF-1.7\n", filename="plan.pdf")
    added_by = factory.SubFactory(UserFactory)


class ReminderFactory(DjangoModelFactory[Reminder]):
    class Meta:
        model = Reminder

    csp = factory.SubFactory(CommunitySafetyPartnershipFactory)
    quarter = Quarter(YEAR, 1)
    sent_to = factory.SubFactory(UserFactory)
    sent_on = date(2023, 7, 20)


class ClaimFactory(DjangoModelFactory[Claim]):
    class Meta:
        model = Claim

    funder = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.GOVERNMENT)
    scheme = Scheme.CORE
    quarter = Quarter(YEAR, 1)
    prepared_on = date(2023, 7, 3)
    prepared_by = factory.SubFactory(UserFactory)


class SentClaimFactory(ClaimFactory):
    """A claim that was sent for nothing; `actions.send_claim` makes one with lines."""

    state = "sent"
    sent_on = as_at = date(2023, 7, 14)
    sent_by = factory.SubFactory(UserFactory)
    total = Decimal("0.00")


class ClaimLineFactory(DjangoModelFactory[ClaimLine]):
    class Meta:
        model = ClaimLine

    claim = factory.SubFactory(ClaimFactory)
    purpose = BudgetLine.Purpose.STAFFING
    quarter = Quarter(YEAR, 1)
    amount = Decimal("100.00")


class ClaimEntryFactory(DjangoModelFactory[ClaimEntry]):
    class Meta:
        model = ClaimEntry

    claim = factory.SubFactory(SentClaimFactory)
    kind = ClaimEntry.Kind.PAYMENT
    amount = Decimal("100.00")
    booked_on = date(2023, 8, 1)
    reference = "BACS 4411"


class ClosedYearFactory(DjangoModelFactory[ClosedYear]):
    class Meta:
        model = ClosedYear

    year = YEAR
    closed_on = date(2024, 5, 31)
    closed_by = factory.SubFactory(UserFactory, role=Role.FINANCE_OFFICER)


class FrozenFigureFactory(DjangoModelFactory[FrozenFigure]):
    class Meta:
        model = FrozenFigure

    closing = factory.SubFactory(ClosedYearFactory)
    key = "core_grant_award"
    value = Decimal("4388080.00")


class AdjustmentFactory(DjangoModelFactory[Adjustment]):
    """An adjustment of a year that is closed already; it is in force for an hour from now."""

    class Meta:
        model = Adjustment

    year = YEAR
    reason = "An invoice came late"
    decided_by = "The partnership's board"
    recorded_by = factory.SubFactory(UserFactory, role=Role.FINANCE_OFFICER)
    recorded_at = factory.LazyFunction(timezone.now)
    lasts_until = factory.LazyAttribute(lambda adjustment: adjustment.recorded_at + timedelta(hours=1))


class WorkstreamFactory(DjangoModelFactory[Workstream]):
    class Meta:
        model = Workstream

    key = factory.Sequence(lambda n: f"workstream-{n}")
    name = factory.Sequence(lambda n: f"Workstream {n}")


class ActivityFactory(DjangoModelFactory[Activity]):
    """Something that was done on a day, with nobody counted."""

    class Meta:
        model = Activity

    workstream = factory.SubFactory(WorkstreamFactory)
    kind = Activity.Kind.EVENT
    title = factory.Sequence(lambda n: f"Activity {n}")
    state = Activity.State.DONE
    starts_on = date(2024, 2, 26)


class ActivityDistrictFactory(DjangoModelFactory[ActivityDistrict]):
    class Meta:
        model = ActivityDistrict

    activity = factory.SubFactory(ActivityFactory)
    district = factory.SubFactory(DistrictFactory)


class ActivityPartnerFactory(DjangoModelFactory[ActivityPartner]):
    class Meta:
        model = ActivityPartner

    activity = factory.SubFactory(ActivityFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ActivityCountFactory(DjangoModelFactory[ActivityCount]):
    class Meta:
        model = ActivityCount

    activity = factory.SubFactory(ActivityFactory)
    number = 22
    what = "schools"


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication

    workstream = factory.SubFactory(WorkstreamFactory)
    kind = Publication.Kind.RESEARCH
    title = factory.Sequence(lambda n: f"Publication {n}")
    state = Publication.State.PUBLISHED
    published_on = date(2024, 1, 31)


class EvaluationFactory(DjangoModelFactory[Evaluation]):
    class Meta:
        model = Evaluation

    workstream = factory.SubFactory(WorkstreamFactory)
    title = factory.Sequence(lambda n: f"Evaluation {n}")
    state = Evaluation.State.UNDER_WAY


class GovernanceGroupFactory(DjangoModelFactory[GovernanceGroup]):
    class Meta:
        model = GovernanceGroup

    name = factory.Sequence(lambda n: f"Group {n}")


class GovernanceLineFactory(DjangoModelFactory[GovernanceLine]):
    class Meta:
        model = GovernanceLine

    group = factory.SubFactory(GovernanceGroupFactory)
    reports_to = factory.SubFactory(GovernanceGroupFactory)


class PanelPaperFactory(DjangoModelFactory[PanelPaper]):
    """A draft for the meeting of 12 April 2024, as at the end of December 2023."""

    class Meta:
        model = PanelPaper

    title = factory.Sequence(lambda n: f"Update {n}")
    meeting_on = date(2024, 4, 12)
    year = YEAR
    as_at = date(2023, 12, 31)
    made_by = factory.SubFactory(UserFactory)


class SectionFactory(DjangoModelFactory[Section]):
    """A section with the grant in its words."""

    class Meta:
        model = Section

    key = "grant"
    text = "The grant is {core_grant_award}."


class FigureSeenFactory(DjangoModelFactory[FigureSeen]):
    class Meta:
        model = FigureSeen

    section = factory.SubFactory(SectionFactory)
    words = "core_grant_award"
    shown = "£4,388,080.00"


class FrozenPaperFactory(DjangoModelFactory[FrozenPaper]):
    """What is frozen of an empty paper; `panel_paper.actions.publish` makes one of a paper's contents."""

    class Meta:
        model = FrozenPaper

    panel_paper = factory.SubFactory(PanelPaperFactory)
    paper = factory.SubFactory(PaperFactory)
    content = write_contents(
        Contents(
            Request(
                Scope(YEAR, date(2023, 12, 31)), date(2024, 4, 12), "Update", "7", "Panel", "Mayor", "VRP"
            ),
            blocks=(),
            stated=(),
            illustrative=False,
        )
    )
    sha256 = factory.LazyAttribute(lambda frozen: hashlib.sha256(frozen.content.encode()).hexdigest())
    published_at = factory.LazyFunction(timezone.now)
    published_by = factory.SubFactory(UserFactory)


class FrozenPictureFactory(DjangoModelFactory[FrozenPicture]):
    class Meta:
        model = FrozenPicture

    frozen = factory.SubFactory(FrozenPaperFactory)
    chart = "reach-by-quarter"
    png = b"\x89PNG\r\n\x1a\n"
    svg = "<svg xmlns='http://www.w3.org/2000/svg'/>"
