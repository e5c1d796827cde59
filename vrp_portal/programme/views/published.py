"""Publications and evaluations: their lists, and the forms that enter, change and withdraw one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from interventions.models import Intervention
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.programme.filters import EvaluationFilter, PublicationFilter
from vrp_portal.programme.forms import (
    EvaluationEditForm,
    EvaluationForm,
    PublicationEditForm,
    PublicationForm,
)
from vrp_portal.programme.models import Evaluation, Publication
from vrp_portal.programme.tables import EvaluationTable, PublicationTable
from vrp_portal.programme.views.listing import ProgrammeList
from vrp_portal.programme.views.saving import ProgrammeForm, WithdrawFromProgramme
from vrp_portal.records.history import history_of


class Publications(ProgrammeList):
    """What was published and is being prepared."""

    template_name = "programme/publications.html"
    filterset_class = PublicationFilter
    table_class = PublicationTable
    export_name = "publications"
    records = Publication.objects.all()

    def get_table_data(self) -> QuerySet[Publication]:
        return self.object_list.select_related("workstream", "district")


class EnterPublication(ProgrammeForm):
    """Enter a publication."""

    model = Publication
    form_class = PublicationForm
    heading = "Enter a publication"
    back_label = "Back to publications"
    success_url = reverse_lazy("publications")


class EditPublication(EnterPublication):
    """Change a publication."""

    form_class = PublicationEditForm
    heading = "Change a publication"


class WithdrawPublication(WithdrawFromProgramme):
    """Withdraw a publication that was entered by mistake."""

    heading = "Withdraw a publication"
    back_label = "Back to publications"
    success_url = reverse_lazy("publications")
    records = Publication.objects.all()


class Evaluations(ProgrammeList):
    """The commissioned evaluations and where each stands."""

    template_name = "programme/evaluations.html"
    filterset_class = EvaluationFilter
    table_class = EvaluationTable
    export_name = "evaluations"
    records = Evaluation.objects.all()

    def get_table_data(self) -> QuerySet[Evaluation]:
        return self.object_list.select_related("workstream", "commissioned_by", "evaluator")


class EvaluationPage(Gate, TemplateView):
    """One evaluation. Its intervention is named to whoever may see that in the register."""

    action = Action.VIEW_PROGRAMME
    template_name = "programme/evaluation.html"

    @cached_property
    def evaluation(self) -> Evaluation:
        visible = Evaluation.objects.visible_to(self.request.user)
        related = visible.select_related("workstream", "commissioned_by", "evaluator")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    def load(self) -> None:
        _ = self.evaluation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, evaluation = self.request.user, self.evaluation
        seen = Intervention.objects.visible_to(user).filter(pk=evaluation.intervention_id)
        return super().get_context_data(
            evaluation=evaluation,
            intervention=seen.first(),
            is_late=evaluation.is_late(timezone.localdate()),
            may_keep=may(user, Action.KEEP_PROGRAMME) and not evaluation.is_withdrawn,
            changes=history_of(evaluation) if may(user, Action.VIEW_HISTORY) else None,
            shows_illustrative=evaluation.illustrative,
            **kwargs,
        )


class EnterEvaluation(ProgrammeForm):
    """Enter an evaluation."""

    model = Evaluation
    form_class = EvaluationForm
    heading = "Enter an evaluation"
    back_label = "Back to evaluations"
    success_url = reverse_lazy("evaluations")


class EditEvaluation(EnterEvaluation):
    """Change an evaluation: where it stands, and what it found."""

    form_class = EvaluationEditForm
    heading = "Change an evaluation"
    back_label = "Back to the evaluation"

    def get_success_url(self) -> str:
        return self.record.get_absolute_url()


class WithdrawEvaluation(WithdrawFromProgramme):
    """Withdraw an evaluation that was entered by mistake."""

    heading = "Withdraw an evaluation"
    back_label = "Back to evaluations"
    success_url = reverse_lazy("evaluations")
    records = Evaluation.objects.all()
