"""The page of one contribution: what it is, how far it has come, the files that show it, who changed what."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from grants import actions
from grants.actions import SaidAlready
from grants.forms import ValuationForm
from grants.models import MatchContribution, MatchEvidence
from grants.models.match import PERIOD, VALUATION
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.attachments.views import AttachFile, given_out
from vrp_portal.figures.pages import RecordForm, WithdrawRecord
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import scope_query
from vrp_portal.records.actions import WithdrawnAlready
from vrp_portal.records.history import history_of

BACK = "Back to the contribution"


class OfContribution(Gate):
    """A page about a contribution; one that was withdrawn is found by the team alone."""

    action = Action.VIEW_MATCH

    @cached_property
    def contribution(self) -> MatchContribution:
        found = MatchContribution.objects.select_related("organisation")
        if not self.request.user.in_team:  # type: ignore[attr-defined]  # mixed into a view
            found = found.standing()
        return get_object_or_404(found, pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def load(self) -> None:
        _ = self.contribution


class Contribution(OfContribution, TemplateView):
    """A contribution as it stands today."""

    template_name = "grants/contribution.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today, contribution = self.request.user, timezone.localdate(), self.contribution
        files = contribution.evidence.select_related("added_by")
        return super().get_context_data(
            contribution=contribution,
            status=contribution.status_on(today),
            files=files if user.in_team else files.standing(),
            in_team=user.in_team,
            may_keep=may(user, Action.KEEP_MATCH) and not contribution.is_withdrawn,
            changes=history_of(contribution) if may(user, Action.VIEW_HISTORY) else None,
            scope_query=scope_query(Scope(contribution.year, today)),
            shows_illustrative=contribution.illustrative,
            **kwargs,
        )


class StateValuation(RecordForm):
    """Say how a contribution that was recorded without it is valued, and which period it covers."""

    action = Action.KEEP_MATCH
    form_class = ValuationForm
    heading = "Say how it was valued"
    lead = "It is said once: like the amount, it is never overwritten afterwards."
    back_label = BACK
    records = MatchContribution.objects.select_related("organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy of its own, so that a refused form leaves what the page says as it was.
        return super().get_form_kwargs() | {"instance": self.records.get(pk=self.record.pk)}

    def form_valid(self, form: ValuationForm) -> Any:
        try:
            return super().form_valid(form)
        except SaidAlready as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)

    def save(self, form: ValuationForm) -> str:
        said = {name: form.cleaned_data[name] for name in (*VALUATION, *PERIOD)}
        return f"{actions.state_valuation(self.record, said=said)} is saved."

    def get_success_url(self) -> str:
        return str(self.record.get_absolute_url())


class AttachEvidence(OfContribution, AttachFile):
    """Attach a file that shows what a contribution was worth."""

    action = Action.KEEP_MATCH
    back_label = BACK
    refusals = (WithdrawnAlready,)

    def get_about(self) -> MatchContribution:
        return self.contribution

    def attach(self, file: Any, *, name: str, content_type: str) -> MatchEvidence:
        return actions.attach_evidence(
            self.contribution, file, name=name, content_type=content_type, by=self.request.user
        )


class OpenEvidence(OfContribution, View):
    """An evidence file, to be kept: it is never shown within a page. Timesheets may name staff, so that the
    team alone opens it."""

    action = Action.VIEW_EVIDENCE

    @cached_property
    def evidence(self) -> MatchEvidence:
        return get_object_or_404(self.contribution.evidence.standing(), pk=self.kwargs["file"])

    def load(self) -> None:
        super().load()
        _ = self.evidence

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        return given_out(self.evidence)


class WithdrawEvidence(WithdrawRecord):
    """Withdraw an evidence file from a day on, with a reason; it is kept, and no longer given out."""

    action = Action.KEEP_MATCH
    heading = "Withdraw an evidence file"
    lead = "Nothing is deleted: it is kept with your reason, and nobody can open it any more."
    back_label = BACK

    @cached_property
    def record(self) -> MatchEvidence:
        standing = MatchEvidence.objects.standing().select_related("contribution__organisation")
        return get_object_or_404(standing, pk=self.kwargs["file"], contribution=self.kwargs["pk"])

    def load(self) -> None:
        _ = self.record

    def get_success_url(self) -> str:
        return str(self.record.contribution.get_absolute_url())
