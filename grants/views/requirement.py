"""Pages of the match funding that a year's grant asks for: kept, and tried out without saving."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from grants.forms import RequirementChangeForm, RequirementForm, SupposeRequirementForm
from grants.models import MatchRequirement
from grants.standing import compared
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import Scoped, scope_query
from vrp_portal.figures.supposing import Supposition
from vrp_portal.money import format_pounds
from vrp_portal.periods import FinancialYear
from vrp_portal.records.history import history_of
from vrp_portal.records.views import SavingView


class KeepsRequirement(Gate, SavingView):
    """A form about what a year's grant asks for; afterwards the page of that year is shown."""

    action = Action.KEEP_MATCH
    template_name = "records/form_with_history.html"
    heading: str
    year: FinancialYear | None = None

    def save(self, form: Any) -> str:
        requirement = form.save()
        # The database works out what is required, so it is read again.
        requirement.refresh_from_db()
        self.year = requirement.year
        return f"{requirement} is saved: {format_pounds(requirement.required)} is required."

    def get_success_url(self) -> str:
        page = reverse("match")
        return f"{page}?{scope_query(Scope(self.year, timezone.localdate()))}" if self.year else page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            back_url=self.get_success_url(),
            back_label="Back to match funding",
            **kwargs,
        )


class EnterRequirement(KeepsRequirement):
    """Enter what a year's grant asks for."""

    form_class = RequirementForm
    heading = "Enter what the grant asks for"

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.request.GET.get("year", "")[:9]}


class ChangeRequirement(KeepsRequirement):
    """Change what a year's grant asks for; who changed what stands below."""

    form_class = RequirementChangeForm
    heading = "Change what the grant asks for"

    @cached_property
    def requirement(self) -> MatchRequirement:
        return get_object_or_404(MatchRequirement, pk=self.kwargs["pk"])

    def load(self) -> None:
        self.year = self.requirement.year

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy of its own, so that a refused form leaves what the page says as it was.
        return super().get_form_kwargs() | {"instance": MatchRequirement.objects.get(pk=self.requirement.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = history_of(self.requirement)
        return super().get_context_data(about=self.requirement, changes=changes, **kwargs)


class MatchWhatIf(Gate, Scoped, TemplateView):
    """Try out another percentage or baseline for a year. It stands in the address, and nothing is saved."""

    action = Action.SUPPOSE
    template_name = "grants/match_what_if.html"
    asks_district = False

    @cached_property
    def opening(self) -> Scope:
        """Next year as it stands today: that is what people ask about."""
        today = timezone.localdate()
        return Scope(FinancialYear.containing(today).next(), today)

    @cached_property
    def recorded(self) -> MatchRequirement | None:
        return MatchRequirement.objects.filter(year=self.scope.year).first()

    @cached_property
    def latest(self) -> MatchRequirement | None:
        """What was asked for last before the year, where nothing is recorded for it."""
        if self.recorded is not None:
            return None
        return MatchRequirement.objects.filter(year__lt=self.scope.year).order_by("-year").first()

    @cached_property
    def form(self) -> SupposeRequirementForm:
        asked = {name: self.request.GET.get(name, "").strip() for name in ("percentage", "baseline")}
        known = self.recorded or self.latest
        return SupposeRequirementForm(
            asked if any(asked.values()) else None,
            initial={
                "percentage": known and f"{known.percentage.normalize():f}",
                "baseline": known and known.baseline_amount,
            },
            needs_both=self.recorded is None,
        )

    @cached_property
    def supposing(self) -> Supposition:
        if not self.form.is_valid():
            return Supposition()
        made = self.form.cleaned_data
        return Supposition(match_percentage=made["percentage"], match_baseline=made["baseline"])

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.form.is_bound and not self.form.is_valid():
            kwargs.setdefault("status", 422)
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            recorded=self.recorded,
            latest=self.latest,
            supposes=bool(self.supposing),
            rows=compared(self.scope, self.scope.suppose(self.supposing)),
            **kwargs,
        )
