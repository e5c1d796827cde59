"""Pages of match funding."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property

from grants import actions
from grants.forms import MatchForm, MatchStepsForm
from grants.models import MatchContribution, MatchRequirement
from grants.standing import by_partner_and_kind, standing_of
from grants.tables import MatchTable
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.figures.pages import LedgerPage, RecordForm, WithdrawRecord
from vrp_portal.money import format_pounds


class Match(LedgerPage):
    """The match funding of a year: required, confirmed, pledged, and each contribution."""

    action = Action.VIEW_MATCH
    keep = Action.KEEP_MATCH
    template_name = "grants/match.html"
    table_class = MatchTable
    export_name = "match contributions"
    in_files_only = (
        *("basis", "hours", "hourly_rate", "invoice_reference", "how_valued", "period_from", "period_to"),
        "source",
    )
    card_keys = ("match_required", "match_confirmed", "match_pledged", "match_to_confirm")

    def get_records(self) -> QuerySet[MatchContribution]:
        return MatchContribution.objects.for_year(self.scope.year).select_related("organisation")

    def get_queryset(self) -> QuerySet[MatchContribution]:
        return self.get_records().as_at(self.scope.as_at).with_step(as_at=self.scope.as_at)

    @cached_property
    def requirement(self) -> MatchRequirement | None:
        return MatchRequirement.objects.filter(year=self.scope.year).first()

    def shows_illustrative(self) -> bool:
        of_requirement = self.requirement is not None and self.requirement.illustrative
        return super().shows_illustrative() or of_requirement

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            requirement=self.requirement,
            standing=standing_of(self.figures, self.scope),
            division=by_partner_and_kind(self.scope),
            may_suppose=may(self.request.user, Action.SUPPOSE),
            **kwargs,
        )

    def get_export_year(self) -> Any:
        return self.scope.year


class EnterMatch(RecordForm):
    """Enter a partner's contribution."""

    action = Action.KEEP_MATCH
    form_class = MatchForm
    heading = "Enter match funding"
    back_label = "Back to match funding"
    success_url = reverse_lazy("match")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": MatchContribution()}

    def save(self, form: MatchForm) -> str:
        contribution = form.save()
        self.year = contribution.year
        return f"{contribution} is entered: {format_pounds(contribution.amount)}."


class ConfirmMatch(RecordForm):
    """Say when a contribution was confirmed and evidenced; only then does it count."""

    action = Action.KEEP_MATCH
    form_class = MatchStepsForm
    heading = "Confirm match funding"
    lead = "Once it is confirmed, it counts towards the match that the grant asks for."
    back_label = "Back to match funding"
    success_url = reverse_lazy("match")
    records = MatchContribution.objects.select_related("organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy of its own, so that a refused form leaves what the page says as it was.
        return super().get_form_kwargs() | {"instance": self.records.get(pk=self.record.pk)}

    def save(self, form: MatchStepsForm) -> str:
        dated = actions.date_steps(
            self.record,
            confirmed_on=form.cleaned_data["confirmed_on"],
            evidenced_on=form.cleaned_data["evidenced_on"],
        )
        return f"{dated} is saved: {dated.status_on(timezone.localdate()).lower()}."


class WithdrawMatch(WithdrawRecord):
    action = Action.KEEP_MATCH
    heading = "Withdraw match funding"
    back_label = "Back to match funding"
    success_url = reverse_lazy("match")
    records = MatchContribution.objects.select_related("organisation")
