"""Which interventions, funding lines, reach and assessments: of a year, as at a day, of whose district.

As at a day means what had happened by then: money agreed, quarters ended, ratings in force, and records
not withdrawn (docs/rules.md 6).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Cast, Coalesce, Greatest

from vrp_portal.accounts.roles import Role
from vrp_portal.money.fields import PoundsField
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.models import WithdrawableQuerySet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vrp_portal.accounts.models import User
    from vrp_portal.partnership.models import District


class InterventionQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> InterventionQuerySet:
        """The team sees all, a coordinator those that work in their district, the Panel no draft."""
        if user.in_team:
            return self.all()
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(districts=user.district)
        if user.role == Role.PANEL_MEMBER:
            return self.standing().exclude(status="proposed")
        return self.none()

    def editable_by(self, user: User) -> InterventionQuerySet:
        """A coordinator may change what works in their district and nowhere else."""
        mine = self.visible_to(user).standing()
        if user.role != Role.CSP_COORDINATOR:
            return mine
        elsewhere = self._districts.filter(intervention=OuterRef("pk")).exclude(district=user.district)
        return mine.filter(~Exists(elsewhere), whole_area=False)

    def in_year(self, year: FinancialYear, *, as_at: date) -> InterventionQuerySet:
        """Those funded in the year by the day, and those not funded at all that were logged for it.

        A reference carries the year for which an intervention was logged, which places it until money does.
        """
        from interventions.models import FundingLine

        lines = FundingLine.objects.standing().filter(intervention=OuterRef("pk"))
        return self.standing(as_at=as_at).filter(
            Exists(lines.for_year(year).as_at(as_at))
            | (~Exists(lines) & Q(reference__startswith=f"VRP-{year.start_year}-"))
        )

    def in_district(self, district: District) -> InterventionQuerySet:
        return self.filter(Exists(self._districts.filter(intervention=OuterRef("pk"), district=district)))

    def funded_from(self, source: str, *, year: FinancialYear, as_at: date) -> InterventionQuerySet:
        """Those with a line from a source for the year by the day."""
        from interventions.models import FundingLine

        lines = FundingLine.objects.for_year(year).as_at(as_at).from_source(source)
        return self.filter(Exists(lines.filter(intervention=OuterRef("pk"))))

    def with_status(self, *, as_at: date) -> InterventionQuerySet:
        """Each with `status_then`, its status as at the day, or its own where none is dated."""
        from interventions.models import StatusChange

        changes = StatusChange.objects.filter(intervention=OuterRef("pk"), since__lte=as_at)
        latest = changes.order_by("-since", "-pk").values("status")[:1]
        return self.annotate(status_then=Coalesce(Subquery(latest), F("status")))

    def with_money(
        self, *, year: FinancialYear, as_at: date, district: District | None = None
    ) -> InterventionQuerySet:
        """Each with `allocated` (None where no amount is stated) and `spent` in the year, in pounds."""
        from interventions.models import FundingEntry, FundingLine, FundingSpend

        lines = FundingLine.objects.for_year(year).as_at(as_at)
        if district is not None:
            lines = lines.in_district(district)
        lines = lines.filter(intervention=OuterRef(OuterRef("pk"))).order_by().values("pk")
        entries = FundingEntry.objects.filter(agreed_on__lte=as_at, line__in=lines)
        spend = FundingSpend.objects.as_at(as_at).filter(line__in=lines)
        return self.annotate(
            allocated=_sum_by(entries, "line__intervention"),
            spent=Coalesce(_sum_by(spend, "line__intervention"), 0, output_field=PoundsField()),
        )

    def with_reach(
        self, *fields: str, year: FinancialYear, as_at: date, district: District | None = None
    ) -> InterventionQuerySet:
        """Each with `reached_FIELD`, the people of each field reached in the year."""
        from interventions.models import ReachRecord

        records = ReachRecord.objects.for_year(year).as_at(as_at).counted()
        if district is not None:
            records = records.in_district(district)
        mine = records.with_new(*fields).filter(intervention=OuterRef("pk")).order_by()
        return self.annotate(
            **{
                f"reached_{field}": Subquery(
                    mine.values("intervention").annotate(sum=Sum(f"new_{field}")).values("sum"),
                    output_field=IntegerField(),
                )
                for field in fields
            }
        )

    @property
    def _districts(self) -> QuerySet:
        return self.model.districts.through.objects.all()


class FundingLineQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> FundingLineQuerySet:
        """Everybody sees the money, a coordinator that of their own district only."""
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(district=user.district)
        return self.all()

    def for_year(self, year: FinancialYear) -> FundingLineQuerySet:
        return self.filter(year=year)

    def as_at(self, day: date) -> FundingLineQuerySet:
        """Agreed on or before the day; neither line nor intervention withdrawn by then."""
        return self.standing(as_at=day).filter(
            Q(intervention__withdrawn_on__isnull=True) | Q(intervention__withdrawn_on__gt=day),
            agreed_on__lte=day,
        )

    def from_source(self, source: str) -> FundingLineQuerySet:
        return self.filter(funding_source=source)

    def in_district(self, district: District) -> FundingLineQuerySet:
        """Lines of this district; those of the whole area belong to no district."""
        return self.filter(district=district)

    def with_money(self, *, as_at: date) -> FundingLineQuerySet:
        """Each line with `allocated` (None where no amount is stated) and `spent` to date, in pounds."""
        return self.annotate(
            allocated=_sum_of(self.model.entries.rel.related_model.objects.filter(agreed_on__lte=as_at)),
            spent=Coalesce(
                _sum_of(self.model.spend.rel.related_model.objects.as_at(as_at)),
                0,
                output_field=PoundsField(),
            ),
        )

    def with_forecast(self, *, year: FinancialYear, as_at: date) -> FundingLineQuerySet:
        """Lines `with_money`, each with `forecast`: pounds that it will have spent by the end of the year.

        Where the intervention goes on, all that is allocated; where it has ended, or the year has, what was
        spent.
        """
        from interventions.models import StatusChange

        if as_at >= year.ends:
            return self.annotate(forecast=F("spent"))
        changes = StatusChange.objects.filter(intervention=OuterRef("intervention"), since__lte=as_at)
        latest = changes.order_by("-since", "-pk").values("status")[:1]
        return self.alias(status_then=Coalesce(Subquery(latest), F("intervention__status"))).annotate(
            forecast=Case(
                When(status_then__in=["complete", "ended_early"], then=F("spent")),
                default=Greatest(F("allocated"), F("spent")),
                output_field=PoundsField(),
            )
        )

    def with_rating(self, *, year: FinancialYear, as_at: date) -> FundingLineQuerySet:
        """Each line with `rating_id`, the rating relied on by its intervention's assessment for the year."""
        from interventions.models import Assessment

        return self.annotate(
            rating_id=Assessment.objects.latest_rating(OuterRef("intervention"), year=year, as_at=as_at)
        )


class FundingSpendQuerySet(WithdrawableQuerySet):
    def as_at(self, day: date) -> FundingSpendQuerySet:
        """Spent in quarters that had ended by the day, and not withdrawn by then."""
        return self.standing(as_at=day).filter(quarter__lte=Quarter.last_ended(day))


class ApproachRatingQuerySet(WithdrawableQuerySet):
    def in_force(self, day: date) -> ApproachRatingQuerySet:
        """The latest rating of each approach on the day."""
        by_approach = self.filter(in_force_from__lte=day).order_by("approach_id", "-in_force_from")
        return by_approach.distinct("approach_id")


class AssessmentQuerySet(WithdrawableQuerySet):
    def in_effect(self, *, as_at: date) -> AssessmentQuerySet:
        """Made by the day, on a rating in force by then; an override only once it was approved."""
        return self.filter(
            Q(approval="not_needed") | Q(approval="approved", decided_on__lte=as_at),
            assessed_on__lte=as_at,
            rating__in_force_from__lte=as_at,
        )

    def awaiting_approval(self) -> AssessmentQuerySet:
        """Overrides that a second person has still to decide, the oldest first."""
        waiting = self.filter(approval="awaited", intervention__withdrawn_on__isnull=True)
        return waiting.order_by("assessed_on", "pk")

    def made_last(self) -> AssessmentQuerySet:
        """Of each intervention and year the one that counts, which is the one made last."""
        ordered = self.order_by("intervention_id", "year", "-assessed_on", "-pk")
        return ordered.distinct("intervention_id", "year")

    def latest_rating(self, intervention: OuterRef, *, year: FinancialYear, as_at: date) -> Subquery:
        """The rating relied on by the latest assessment of an intervention for a year by a day."""
        return Subquery(
            self.in_effect(as_at=as_at)
            .filter(intervention=intervention, year=year)
            .order_by("-assessed_on", "-pk")
            .values("rating")[:1]
        )


class ReachRecordQuerySet(WithdrawableQuerySet):
    def visible_to(self, user: User) -> ReachRecordQuerySet:
        """The team sees every record, a coordinator those of their district; small counts go no further."""
        if user.in_team:
            return self.all()
        if user.role == Role.CSP_COORDINATOR:
            return self.filter(district=user.district)
        return self.none()

    def for_year(self, year: FinancialYear) -> ReachRecordQuerySet:
        return self.filter(quarter__gte=year.quarters[0], quarter__lte=year.quarters[3])

    def as_at(self, day: date) -> ReachRecordQuerySet:
        """Of quarters that had ended by the day, of interventions not withdrawn by then.

        A count that is withdrawn was wrong on every day, and may have been entered anew: it never counts.
        """
        return self.standing().filter(
            Q(intervention__withdrawn_on__isnull=True) | Q(intervention__withdrawn_on__gt=day),
            quarter__lte=Quarter.last_ended(day),
        )

    def counted(self) -> ReachRecordQuerySet:
        """Counts of people reached; 'up to' states what was planned at most, so it isn't added."""
        return self.exclude(qualifier="up_to")

    def in_district(self, district: District) -> ReachRecordQuerySet:
        """Records of this district; those of the whole area belong to no district."""
        return self.filter(district=district)

    def with_new(self, *fields: str) -> ReachRecordQuerySet:
        """Each record with `new_FIELD`: people new in its quarter, whatever its basis.

        A cumulative count is lowered by the one before it in the year, so that sums over quarters give its
        last value.
        """
        return self.annotate(**{f"new_{field}": self._new_in_quarter(field) for field in fields})

    def _new_in_quarter(self, field: str) -> Case:
        earlier = (
            self.model.objects.standing()
            .counted()
            .alias(place=Coalesce("district", 0))
            .filter(
                intervention=OuterRef("intervention"),
                basis="cumulative",
                place=Coalesce(OuterRef("district"), 0),
                quarter__lt=OuterRef("quarter"),
                quarter__gt=Cast(OuterRef("quarter"), IntegerField()) / 10 * 10,
            )
            .order_by("-quarter")
        )
        return Case(
            When(basis="cumulative", then=F(field) - Coalesce(Subquery(earlier.values(field)[:1]), 0)),
            default=F(field),
            output_field=IntegerField(),
        )


def _sum_of(entries: QuerySet) -> Subquery:
    """The sum of a line's entries, in pounds; None where there are none."""
    return _sum_by(entries.filter(line=OuterRef("pk")), "line")


def _sum_by(entries: QuerySet, group: str) -> Subquery:
    """The sum of amounts of a group, in pounds; None where there are none."""
    grouped = entries.order_by().values(group)
    return Subquery(grouped.annotate(sum=Sum("amount")).values("sum"), output_field=PoundsField())
