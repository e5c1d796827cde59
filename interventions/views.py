"""The register and the pages of an intervention. Every record is loaded through what its reader may see."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from grants.models import HighImpactTerms
from interventions import actions
from interventions.filters import RegisterFilter
from interventions.forms import (
    AssessmentForm,
    FundingEntryForm,
    FundingLineForm,
    InterventionEditForm,
    InterventionForm,
    ReachEditForm,
    ReachForm,
    SpendForm,
    WithdrawReachForm,
)
from interventions.models import (
    Assessment,
    FundingEntry,
    FundingLine,
    FundingSpend,
    Intervention,
    ReachRecord,
)
from interventions.rules import Verdict, high_impact_verdict
from interventions.tables import ReachTable, RegisterTable, RegisterWithReachTable
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped
from vrp_portal.money import format_pounds
from vrp_portal.records.actions import withdraw
from vrp_portal.records.forms import WithdrawForm
from vrp_portal.records.history import history_of
from vrp_portal.records.views import SavingView
from vrp_portal.tabular.exports import ExportMixin

REACH_COLUMNS = ("people_24_and_under", "people_25_and_over", "professionals_trained")


class Register(Gate, Scoped, ExportMixin, SingleTableMixin, FilterView):
    """Every intervention of a year that its reader may see: searched, filtered, sorted, exported."""

    action = Action.VIEW_REGISTER
    template_name = "interventions/register.html"
    filterset_class = RegisterFilter
    strict = False
    export_name = "interventions"
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 25}

    @property
    def shows_reach(self) -> bool:
        """Counts of a single intervention can be small enough to identify a child: the Panel sees none."""
        return self.request.user.in_team or self.request.user.role == Role.CSP_COORDINATOR

    def get_queryset(self) -> QuerySet[Intervention]:
        scope = self.scope
        interventions = Intervention.objects.visible_to(self.request.user).in_year(
            scope.year, as_at=scope.as_at
        )
        if scope.district is not None:
            interventions = interventions.in_district(scope.district)
        return interventions.with_status(as_at=scope.as_at)

    def get_filterset_kwargs(self, filterset_class: type[RegisterFilter]) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {"scope": self.scope}

    def get_table_class(self) -> type[RegisterTable]:
        return RegisterWithReachTable if self.shows_reach else RegisterTable

    def get_table_data(self) -> QuerySet[Intervention]:
        scope = self.scope
        where = {"year": scope.year, "as_at": scope.as_at, "district": scope.district}
        rows = self.object_list.with_money(**where)
        if self.shows_reach:
            rows = rows.with_reach(*REACH_COLUMNS, **where)
        rows = rows.select_related("delivery_organisation", "approach")
        return rows.prefetch_related("districts")

    def get_table_kwargs(self) -> dict[str, Any]:
        columns = self.get_table_class().total_keys()
        listed = self.scope.among(self.object_list.order_by().values("pk"))
        totals = compute(columns.values(), listed)
        return {
            "totals": {name: totals[key].value for name, key in columns.items()},
            "scope_query": self.scope_query,
        }

    def get_export_year(self) -> Any:
        return self.scope.year

    def get_export_as_at(self) -> Any:
        return self.scope.as_at

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            shows_illustrative=self.object_list.filter(illustrative=True).exists(),
            may_log=may(self.request.user, Action.EDIT_INTERVENTION),
            **kwargs,
        )


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
        """Its funding lines of every year, each with its money and its ledger."""
        lines = self.object.funding_lines.visible_to(self.request.user).standing()
        return list(
            lines.with_money(as_at=self.scope.as_at)
            .select_related("intervention", "district")
            .prefetch_related(
                Prefetch("entries", FundingEntry.objects.filter(agreed_on__lte=self.scope.as_at))
            )
            .order_by("-year", "funding_source", "district__name")
        )

    def verdicts(self) -> list[tuple[Assessment, Verdict]]:
        """Its assessments, the latest first, each with what the 30% rule makes of it."""
        minimum = dict(HighImpactTerms.objects.values_list("year", "minimum_confidence"))
        assessments = self.object.assessments.select_related(
            "rating__approach", "rating__impact", "assessed_by"
        ).order_by("-year", "-assessed_on", "-pk")
        return [
            (
                assessment,
                high_impact_verdict(
                    assessment.rating.as_rule(), minimum_confidence=minimum.get(assessment.year, 5)
                ),
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


class InterventionSaving(Gate, SavingView):
    """A form about an intervention that its reader may see, and may still change."""

    template_name = "records/form.html"
    heading: ClassVar[str]
    lead: ClassVar[str] = ""
    button: ClassVar[str] = "Save"

    @cached_property
    def intervention(self) -> Intervention:
        visible = Intervention.objects.visible_to(self.request.user).standing()
        return get_object_or_404(visible, reference=self.kwargs["reference"])

    def load(self) -> None:
        _ = self.intervention

    def get_lead(self) -> str:
        return self.lead

    def get_success_url(self) -> str:
        return self.intervention.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            lead=self.get_lead(),
            button=self.button,
            about=self.intervention,
            back_url=self.intervention.get_absolute_url(),
            back_label=f"Back to {self.intervention.reference}",
            **kwargs,
        )


class LogIntervention(Gate, Scoped, SavingView):
    """Log a new intervention."""

    action = Action.EDIT_INTERVENTION
    template_name = "records/form.html"
    form_class = InterventionForm

    def get_initial(self) -> dict[str, Any]:
        return {"reference": actions.free_reference(self.scope.year)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: InterventionForm) -> str:
        self.intervention = actions.save_intervention(
            form.instance,
            districts=form.chosen_districts,
            status_since=form.cleaned_data["status_since"] or timezone.localdate(),
        )
        return f"{self.intervention} is logged."

    def get_success_url(self) -> str:
        return self.intervention.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Log an intervention",
            button="Log intervention",
            back_url=reverse("interventions"),
            back_label="Back to interventions",
            **kwargs,
        )


class EditIntervention(InterventionSaving):
    """Change what an intervention is."""

    action = Action.EDIT_INTERVENTION
    form_class = InterventionEditForm
    heading = "Edit intervention"

    @cached_property
    def intervention(self) -> Intervention:
        editable = Intervention.objects.editable_by(self.request.user)
        return get_object_or_404(editable, reference=self.kwargs["reference"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "user": self.request.user,
            # A copy of its own, so that a refused form leaves the page's heading as it was.
            "instance": Intervention.objects.get(pk=self.intervention.pk),
        }

    def save(self, form: InterventionEditForm) -> str:
        saved = actions.save_intervention(
            form.instance,
            districts=form.chosen_districts,
            status_since=form.cleaned_data["status_since"] or timezone.localdate(),
        )
        self.intervention = saved
        return f"{saved} is saved."


class WithdrawIntervention(EditIntervention):
    """Withdraw an intervention: it and its money and reach no longer count, and all of it is kept."""

    form_class = WithdrawForm
    heading = "Withdraw intervention"
    lead = "Its money and reach no longer count from that day on. Nothing is deleted."
    button = "Withdraw"

    def get_form_kwargs(self) -> dict[str, Any]:
        return SavingView.get_form_kwargs(self)

    def save(self, form: WithdrawForm) -> str:
        withdraw(
            self.intervention,
            on=form.cleaned_data["withdrawn_on"],
            reason=form.cleaned_data["withdrawn_reason"],
        )
        return f"{self.intervention} is withdrawn."

    def get_success_url(self) -> str:
        return reverse("interventions")


class AddFunding(InterventionSaving):
    """Say that a source pays for an intervention in a year, and how much."""

    action = Action.FUND_INTERVENTION
    form_class = FundingLineForm
    heading = "Add funding"
    button = "Add funding"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": FundingLine(intervention=self.intervention)}

    def save(self, form: FundingLineForm) -> str:
        amount = form.cleaned_data["amount"]
        line = actions.open_funding_line(form.instance, amount=amount, reason=form.cleaned_data["reason"])
        told = "no amount stated" if amount is None else format_pounds(amount)
        return f"Funding is added: {line.get_funding_source_display()} {line.year}, {told}."


class FundingSaving(InterventionSaving):
    """A form about one funding line of an intervention."""

    action = Action.FUND_INTERVENTION

    @cached_property
    def line(self) -> FundingLine:
        lines = self.intervention.funding_lines.visible_to(self.request.user).standing()
        return get_object_or_404(lines.select_related("intervention", "district"), pk=self.kwargs["line"])

    def load(self) -> None:
        _ = self.line

    def get_lead(self) -> str:
        return str(self.line)


class AddAmount(FundingSaving):
    """Agree a further amount for a funding line."""

    form_class = FundingEntryForm
    heading = "Add an amount"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": FundingEntry(line=self.line)}

    def save(self, form: FundingEntryForm) -> str:
        entry = form.cleaned_data
        actions.agree_amount(
            self.line, amount=entry["amount"], agreed_on=entry["agreed_on"], reason=entry["reason"]
        )
        return f"{format_pounds(entry['amount'])} is added to {self.line}."


class EnterSpend(FundingSaving):
    """Enter what was spent of a funding line in a quarter."""

    form_class = SpendForm
    heading = "Enter spend"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": FundingSpend(line=self.line)}

    def save(self, form: SpendForm) -> str:
        spend = form.save()
        return f"{format_pounds(spend.amount)} spent in {spend.quarter} is entered."


class WithdrawFunding(FundingSaving):
    """Withdraw a funding line with all its amounts."""

    form_class = WithdrawForm
    heading = "Withdraw funding"
    button = "Withdraw"

    def save(self, form: WithdrawForm) -> str:
        withdraw(
            self.line, on=form.cleaned_data["withdrawn_on"], reason=form.cleaned_data["withdrawn_reason"]
        )
        return f"The funding line {self.line} is withdrawn."


class AssessIntervention(InterventionSaving):
    """Record which Toolkit rating an intervention relies on in a year."""

    action = Action.ASSESS_INTERVENTION
    form_class = AssessmentForm
    heading = "Assess against the YEF Toolkit"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Assessment(intervention=self.intervention)}

    def save(self, form: AssessmentForm) -> str:
        made = form.cleaned_data
        actions.assess(
            self.intervention,
            year=made["year"],
            rating=made["rating"],
            assessed_on=made["assessed_on"],
            note=made["note"],
            by=self.request.user,
        )
        return f"The assessment for {made['year']} is recorded."


class EnterReach(InterventionSaving):
    """Enter the people reached in a quarter."""

    action = Action.ENTER_REACH
    form_class = ReachForm
    heading = "Enter reach"
    lead = "Counts only. Nothing about a person is kept here."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": ReachRecord(intervention=self.intervention),
            "user": self.request.user,
        }

    def save(self, form: ReachForm) -> str:
        record = form.save()
        return f"The reach of {record.quarter} is saved."


class ReachSaving(EnterReach):
    """A form about one reach record of an intervention."""

    @cached_property
    def record(self) -> ReachRecord:
        records = self.intervention.reach.visible_to(self.request.user).standing()
        return get_object_or_404(records.select_related("intervention", "district"), pk=self.kwargs["record"])

    def load(self) -> None:
        _ = self.record


class EditReach(ReachSaving):
    """Correct the people reached in a quarter."""

    form_class = ReachEditForm
    heading = "Correct reach"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record}


class WithdrawReach(ReachSaving):
    """Withdraw a quarter's reach that should not count."""

    form_class = WithdrawReachForm
    heading = "Withdraw reach"
    lead = "A count that is withdrawn was wrong, so it no longer counts as at any day. The history keeps it."
    button = "Withdraw"

    def get_form_kwargs(self) -> dict[str, Any]:
        return SavingView.get_form_kwargs(self)

    def save(self, form: WithdrawForm) -> str:
        withdraw(
            self.record, on=form.cleaned_data["withdrawn_on"], reason=form.cleaned_data["withdrawn_reason"]
        )
        return f"The reach of {self.record.quarter} is withdrawn."
