"""The page of all checks of the data, and a page for each of them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.scoped import Scoped
from vrp_portal.periods import FinancialYear
from vrp_portal.quality.checks import CHECKS, Check, Finding
from vrp_portal.quality.tables import FindingsTable
from vrp_portal.tabular.exports import ExportMixin


class Quality(Gate, Scoped, TemplateView):
    """Every check with how much it finds."""

    action = Action.VIEW_QUALITY
    template_name = "quality/quality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [(check, list(check.find(self.scope))) for check in CHECKS.values()]
        return super().get_context_data(
            form=self.scope_form,
            checks=[(check, len(findings)) for check, findings in found],
            total=sum(len(findings) for _, findings in found),
            shows_illustrative=any(finding.illustrative for _, findings in found for finding in findings),
            **kwargs,
        )


class QualityCheck(Gate, Scoped, ExportMixin, SingleTableMixin, TemplateView):
    """One check: why it matters, how to put things right, and every record in which something is amiss."""

    action = Action.VIEW_QUALITY
    template_name = "quality/check.html"
    table_class = FindingsTable
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 25}

    def load(self) -> None:
        if self.kwargs["key"] not in CHECKS:
            raise Http404("There is no check of this name.")

    @property
    def check(self) -> Check:
        return CHECKS[self.kwargs["key"]]

    @cached_property
    def findings(self) -> list[Finding]:
        return list(self.check.find(self.scope))

    def get_table_data(self) -> list[Finding]:
        return self.findings

    @property
    def export_name(self) -> str:
        return self.check.title.lower()

    def get_export_title(self) -> str:
        return f"{self.check.title}, {self.scope.where}"

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_export_as_at(self) -> date:
        return self.scope.as_at

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.scope_form,
            check=self.check,
            shows_illustrative=any(finding.illustrative for finding in self.findings),
            **kwargs,
        )
