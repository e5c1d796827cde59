"""The page of one intervention."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from grants.models import HighImpactTerms
from interventions.models import Assessment, FundingEntry, FundingLine, Intervention
from interventions.rules import Verdict, high_impact_verdict
from interventions.tables import ReachTable
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped
from vrp_portal.records.history import history_of


class InterventionPage(Gate, Scoped, DetailView):
    """One intervention: what it is, its money, how it is evidenced, whom it reached, who changed what."""

    action = Action.VIEW_REGISTER
    template_name = "interventions/intervention.html"
    slug_field = slug_url_kwarg = "reference"
    context_object_name = "intervention"
    asks_district = False

    @cached_property
    def opening(self) -> Scope:
        """Its latest year with money or reach, as things stand today: what was just entered shows."""
        return Scope(self.object.latest_year(), timezone.localdate()).in_district(self.own_district)

    def get_queryset(self) -> QuerySet[Intervention]:
        visible = Intervention.objects.visible_to(self.request.user)
        return visible.select_related("delivery_organisation", "commissioner", "approach").prefetch_related(
            "districts"
        )

    @cached_property
    def lines(self) -> list[FundingLine]:
        """Its funding lines of every year that stood on the day, each with its money and its ledger."""
        mine = self.object.funding_lines.visible_to(self.request.user)
        stood = mine.standing(as_at=self.scope.as_at).filter(agreed_on__lte=self.scope.as_at)
        return list(
            stood.with_money(as_at=self.scope.as_at)
            .select_related("intervention", "district")
            .prefetch_related(
                Prefetch("entries", FundingEntry.objects.filter(agreed_on__lte=self.scope.as_at))
            )
            .order_by("-year", "funding_source", "district__name")
        )

    def verdicts(self) -> list[tuple[Assessment, Verdict]]:
        """Its assessments, the latest first, each with what the 30% rule makes of it.

        An override that nobody has approved is the team's own business.
        """
        minimum = HighImpactTerms.objects.minimum_confidence()
        assessments = self.object.assessments.select_related(
            "rating__approach", "rating__impact", "assessed_by", "decided_by"
        ).order_by("-year", "-assessed_on", "-pk")
        if not self.request.user.in_team:
            assessments = assessments.in_effect(as_at=timezone.localdate())
        return [
            (
                assessment,
                high_impact_verdict(assessment.rating.as_rule(), minimum_confidence=minimum[assessment.year]),
            )
            for assessment in assessments
        ]

    def reach_table(self) -> ReachTable:
        columns = ReachTable.total_keys()
        totals = compute(columns.values(), self.scope.among(Intervention.objects.filter(pk=self.object.pk)))
        records = self.object.reach.visible_to(self.request.user).standing().for_year(self.scope.year)
        may_enter = may(self.request.user, Action.ENTER_REACH)
        return ReachTable(
            records.select_related("intervention", "district").order_by("quarter", "district__name"),
            totals={name: totals[key].value for name, key in columns.items()},
            total_label=f"Total to {self.scope.as_at:%d/%m/%Y}",
            exclude=() if may_enter and not self.object.is_withdrawn else ("change",),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        editable = Intervention.objects.editable_by(user).filter(pk=self.object.pk).exists()
        sees_reach = user.in_team or user.role == Role.CSP_COORDINATOR
        standing = not self.object.is_withdrawn
        return super().get_context_data(
            lines=self.lines,
            verdicts=self.verdicts(),
            table=self.reach_table() if sees_reach else None,
            changes=self.history() if may(user, Action.VIEW_HISTORY) else None,
            shows_illustrative=self.object.illustrative,
            may_edit=editable and may(user, Action.EDIT_INTERVENTION),
            may_fund=standing and may(user, Action.FUND_INTERVENTION),
            may_assess=standing and may(user, Action.ASSESS_INTERVENTION),
            may_enter_reach=standing and may(user, Action.ENTER_REACH),
            **kwargs,
        )

    def history(self) -> list[Any]:
        return history_of(self.object, self.object.funding_lines.all())
