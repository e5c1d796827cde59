"""The year end: which years are closed, closing one, and adjusting a closed one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.closing.actions import CannotBeClosed, close_year
from vrp_portal.closing.changed import adjustments_of
from vrp_portal.closing.forms import AdjustmentForm, CloseYearForm
from vrp_portal.closing.standing import (
    HEADLINES,
    YearState,
    fingerprint,
    moved,
    stands_open,
    values_of,
    years,
)
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.pages import FigureCard
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import scope_query
from vrp_portal.records.views import SavingView
from vrp_portal.year_end.actions import end_adjustment, open_adjustment
from vrp_portal.year_end.models import Adjustment
from vrp_portal.year_end.session import KEY, adjustment_of


class YearEnd(Gate, TemplateView):
    """Every year of the partnership, and whether it is closed."""

    action = Action.VIEW_YEAR_END
    template_name = "closing/years.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(years=years(timezone.localdate()), **kwargs)


class OfYear(Gate):
    """A page about one year, found by the year in which it starts."""

    @cached_property
    def state(self) -> YearState:
        for state in years(timezone.localdate()):
            if state.year.start_year == self.kwargs["start"]:
                return state
        raise Http404("The partnership has no such year, or it has not begun.")

    def load(self) -> None:
        _ = self.state

    @property
    def scope(self) -> Scope:
        """The year as it stands today."""
        return Scope(self.state.year, timezone.localdate())

    @property
    def page(self) -> str:
        return reverse("year-end-year", args=[self.state.year.start_year])

    def get_success_url(self) -> str:
        return self.page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc, no-any-return]  # mixed into a view
            state=self.state,
            year=self.state.year,
            scope_query=scope_query(self.scope),
            back_url=self.page,
            **kwargs,
        )

    def what_stands(self) -> dict[str, Any]:
        """The headline figures as they stand today, and what stands open."""
        results = compute(HEADLINES, self.scope)
        query = scope_query(self.scope)
        return {
            "cards": [
                FigureCard(result.label, result.shown, f"{reverse('figure', args=[key])}?{query}")
                for key, result in results.items()
            ],
            "open": stands_open(self.scope),
            "shows_illustrative": any_illustrative(results.values(), self.scope),
        }


class OneYear(OfYear, TemplateView):
    """A year: while it is open what stands open, once it is closed what has moved since and why."""

    action = Action.VIEW_YEAR_END
    template_name = "closing/year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = self.state.closed
        if closed is None:
            told = self.what_stands()
        else:
            told = {
                "figures": moved(closed, today=timezone.localdate()),
                "shows_illustrative": any_illustrative(compute(HEADLINES, self.scope).values(), self.scope),
                "adjustments": adjustments_of(self.state.year),
            }
        return super().get_context_data(may_close=may(self.request.user, Action.CLOSE_YEAR), **told, **kwargs)


class CloseYear(OfYear, SavingView):
    """Close a year, after a look at its figures and at what stands open."""

    action = Action.CLOSE_YEAR
    form_class = CloseYearForm
    template_name = "closing/close.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.state.may_be_closed:
            return HttpResponseRedirect(self.page)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: CloseYearForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except CannotBeClosed as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)

    def save(self, form: CloseYearForm) -> str:
        closed = close_year(
            self.state.year,
            by=self.request.user,
            on=timezone.localdate(),
            note=form.cleaned_data["note"],
            seen=form.cleaned_data["seen"],
        )
        return f"{closed.year} is closed. From now on only an adjustment changes it."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            seen=fingerprint(values_of(self.scope)), **self.what_stands(), **kwargs
        )


class AdjustYear(OfYear, SavingView):
    """Open an adjustment of a closed year: what its maker saves into the year is saved under it."""

    action = Action.CLOSE_YEAR
    form_class = AdjustmentForm
    template_name = "records/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.state.closed is None:
            return HttpResponseRedirect(self.page)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Adjustment(year=self.state.year)}

    def save(self, form: AdjustmentForm) -> str:
        before = adjustment_of(self.request)
        if before is not None:
            end_adjustment(before)
        opened = open_adjustment(
            self.state.year,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
            decided_by=form.cleaned_data["decided_by"],
        )
        self.request.session[KEY] = opened.pk
        until = timezone.localtime(opened.lasts_until)
        return f"You may change {opened.year} until {until:%H:%M}. End the adjustment once you are done."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Open an adjustment of {self.state.year}",
            lead=(
                f"{self.state.year} is closed. For {settings.ADJUSTMENT_MINUTES} minutes, or until you end "
                "the adjustment, what you save into that year is recorded under it, with your reason. "
                "Nobody else can change the year meanwhile."
            ),
            button="Open adjustment",
            back_label=f"Back to {self.state.year}",
            **kwargs,
        )


class EndAdjustment(Gate, View):
    """End one's own adjustment before its time is up."""

    action = Action.CLOSE_YEAR
    http_method_names = ["post"]

    @cached_property
    def adjustment(self) -> Adjustment:
        return get_object_or_404(Adjustment, pk=self.kwargs["pk"], recorded_by=self.request.user)

    def load(self) -> None:
        _ = self.adjustment

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        end_adjustment(self.adjustment)
        if request.session.get(KEY) == self.adjustment.pk:
            del request.session[KEY]
        messages.success(request, f"The adjustment is ended. {self.adjustment.year} is closed again.")
        return HttpResponseRedirect(reverse("year-end-year", args=[self.adjustment.year.start_year]))
