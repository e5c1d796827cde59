"""The outturn of a year: spend against profile, forecast against budget, and why they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from grants.models import OutturnTerms, VarianceReason
from grants.rules import Threshold
from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.definitions.outturn import ended_in
from vrp_portal.figures.pages import LedgerPage
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scoped import Scoped
from vrp_portal.money import format_pounds
from vrp_portal.outturn import position
from vrp_portal.outturn.forms import ReasonForm, TermsForm, correct_at
from vrp_portal.outturn.position import Explained, OutturnRow
from vrp_portal.outturn.tables import ByQuarterTable, DutyOutturnTable, OutturnTable
from vrp_portal.periods import FinancialYear, Quarter
from vrp_portal.records.views import SavingView

DUTY = (VarianceReason.Row.DUTY_LABOUR, VarianceReason.Row.DUTY_NON_LABOUR)
QUARTERS_IN_FILES = tuple(f"{what}_{number}" for what in ("profile", "actual") for number in range(1, 5))
FORECASTS_IN_FILES = tuple(f"forecast_{number}" for number in range(1, 5))
REASONS_IN_FILES = ("why_to_date", "why_outturn")


class OutturnPage(LedgerPage):
    """A table of rows with their variances, and the reasons that they need."""

    action = Action.VIEW_OUTTURN
    keep = Action.KEEP_BUDGET
    template_name = "outturn/outturn.html"
    needed: ClassVar[Sequence[str]]
    """The figures that the page is made of."""

    @cached_property
    def figures(self) -> dict[str, Any]:
        return compute(self.needed, self.scope)

    @cached_property
    def threshold(self) -> Threshold:
        return position.threshold_of(self.scope)

    @cached_property
    def rows(self) -> list[OutturnRow]:
        raise NotImplementedError

    def get_queryset(self) -> Any:
        return self.rows

    @cached_property
    def withdrawn(self) -> list[Any]:
        return []

    def shows_illustrative(self) -> bool:
        return any(row.illustrative for row in self.rows)

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        variances = position.in_need(self.rows)
        return super().get_context_data(
            variances=variances,
            missing=sum(variance.lacks_reason for variance in variances),
            threshold=self.threshold,
            quarter=position.quarter_told(self.scope),
            **kwargs,
        )


class Outturn(OutturnPage):
    """The core grant's outturn by budget line."""

    table_class = OutturnTable
    export_name = "outturn"
    needed = position.CORE_FIGURES
    in_files_only = (*QUARTERS_IN_FILES, *FORECASTS_IN_FILES, *REASONS_IN_FILES)
    card_keys = (
        "core_grant_award",
        "core_budgeted",
        "core_not_budgeted",
        "core_spent_all",
        "core_forecast_outturn",
        "core_at_risk",
    )

    @cached_property
    def rows(self) -> list[OutturnRow]:
        return position.core_rows(self.scope, self.figures, threshold=self.threshold)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at_risk = self.figures["core_at_risk"].value
        return super().get_context_data(
            page_heading="Outturn",
            at_risk=at_risk if at_risk is not None and at_risk > 0 else None,
            by_quarter=ByQuarterTable(self.rows, ended=ended_in(self.scope)),
            **kwargs,
        )


class DutyOutturn(OutturnPage):
    """The outturn of Serious Violence Duty money, from the accepted returns of those who report."""

    table_class = DutyOutturnTable
    export_name = "serious violence duty outturn"
    needed = position.DUTY_FIGURES
    in_files_only = (*QUARTERS_IN_FILES, *REASONS_IN_FILES)
    card_keys = ("svd_total", "svd_shared", "svd_spent", "svd_forecast", "svd_forecast_unspent")

    @cached_property
    def rows(self) -> list[OutturnRow]:
        return position.duty_rows(self.scope, self.figures, threshold=self.threshold)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page_heading="Duty outturn", is_duty=True, **kwargs)


class OfOutturn(Gate, Scoped, SavingView):
    """A form about the outturn of the scope's year; afterwards the outturn shows."""

    action = Action.KEEP_BUDGET
    template_name = "records/form.html"
    asks_district = False
    page: ClassVar[str] = "outturn"

    @property
    def back_to(self) -> str:
        return self.page

    def get_success_url(self) -> str:
        return f"{reverse(self.back_to)}?{self.scope_query}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back_url=self.get_success_url(), back_label="Back to the outturn", **kwargs
        )


class ExplainVariance(OfOutturn):
    """Say why a row's spend differs as at the last quarter that had ended; what was said before is kept."""

    template_name = "outturn/explain.html"
    form_class = ReasonForm
    kwargs: dict[str, Any]

    def load(self) -> None:
        if self.explained is None or self.quarter is None:
            raise Http404("There is no such variance.")

    @cached_property
    def quarter(self) -> Quarter | None:
        return position.quarter_told(self.scope)

    @property
    def is_of_duty(self) -> bool:
        return self.kwargs["row"] in DUTY

    @property
    def back_to(self) -> str:
        return "outturn-duty" if self.is_of_duty else "outturn"

    @cached_property
    def explained(self) -> Explained | None:
        """The variance that the address names, as it stands."""
        figures = compute(position.DUTY_FIGURES if self.is_of_duty else position.CORE_FIGURES, self.scope)
        rows_of = position.duty_rows if self.is_of_duty else position.core_rows
        rows = rows_of(self.scope, figures, threshold=position.threshold_of(self.scope))
        named = (self.kwargs["row"], self.kwargs["basis"])
        variances = [variance for row in rows for variance in row.variances]
        return next((each for each in variances if (each.row, each.basis) == named), None)

    def get_form_kwargs(self) -> dict[str, Any]:
        reason = VarianceReason(
            row=self.explained.row,
            basis=self.explained.basis,
            quarter=self.quarter,
            amount=self.explained.variance.pounds,
        )
        return super().get_form_kwargs() | {"instance": reason}

    def save(self, form: ReasonForm) -> str:
        given = form.save()
        return f"The reason is kept: {given}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Explain a variance",
            about=f"{self.explained.what}, {self.scope}",
            explained=self.explained,
            correct_url=f"{reverse(correct_at(self.explained.row))}?{self.scope_query}",
            **kwargs,
        )


class SetThreshold(OfOutturn):
    """From which variance on the year asks for a reason."""

    form_class = TermsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        terms = OutturnTerms.objects.filter(year=self.scope.year).first()
        return super().get_form_kwargs() | {"instance": terms or OutturnTerms(year=self.scope.year)}

    def save(self, form: TermsForm) -> str:
        terms = form.save()
        return (
            f"In {terms.year} a variance of more than {terms.percentage.normalize():f}% and "
            f"{format_pounds(terms.pounds)} needs a reason."
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Variances that need a reason in {self.scope.year}",
            lead="A variance needs a reason where it passes both.",
            **kwargs,
        )
