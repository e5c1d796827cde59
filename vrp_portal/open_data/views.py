"""The page of what is published as open data, and its files."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from django_tables2 import SingleTableMixin

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scoped import Scoped, ScopeForm
from vrp_portal.open_data.files import CONTENT_TYPES, KINDS, LABELS, NothingToPublish, Publication
from vrp_portal.open_data.left_out import NotPublished, left_out, reasons, warnings
from vrp_portal.open_data.tables import LeftOutTable
from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.exports import ExportLink, ExportMixin, file_to_keep

FIGURES = ("allocated", "grants_published", "grants_passed_on", "grants_illustrative", "grants_left_out")


class OpenDataForm(ScopeForm):
    """Which year and day, and whether illustrative records are to be looked at as well."""

    illustrative = forms.BooleanField(label="With illustrative records", required=False)


class OfPublication(Gate, Scoped):
    """A view of what is published of its scope."""

    action = Action.VIEW_OPEN_DATA
    asks_district = False

    @cached_property
    def scope_form(self) -> ScopeForm:
        data = self.request.GET.copy()
        if not any(data.get(name) for name in ("year", "as_at")):
            data["year"], data["as_at"] = self.opening.year.label, f"{self.opening.as_at:%d/%m/%Y}"
        return OpenDataForm(data, district=None, asks_district=False)

    @cached_property
    def publication(self) -> Publication:
        return Publication(self.scope, made_at=timezone.now(), with_illustrative=self.with_illustrative)

    @property
    def with_illustrative(self) -> bool:
        return self.scope_is_valid and self.scope_form.cleaned_data["illustrative"]

    @property
    def file_query(self) -> str:
        """What is asked for, as the query of an address."""
        also = urlencode({"illustrative": "on"}) if self.with_illustrative else ""
        return "&".join(filter(None, (self.scope_query, also)))


class OpenData(OfPublication, ExportMixin, SingleTableMixin, TemplateView):
    """What is published, to what it adds up, what is left out and why, and the files."""

    template_name = "open_data/open_data.html"
    table_class = LeftOutTable
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 25}
    export_name = "left out of open data"

    @cached_property
    def left_out(self) -> list[NotPublished]:
        return left_out(self.publication)

    def get_table_data(self) -> list[NotPublished]:
        return self.left_out

    def get_export_year(self) -> FinancialYear:
        return self.scope.year

    def get_export_as_at(self) -> date:
        return self.scope.as_at

    def files(self) -> list[dict[str, Any]]:
        """Each kind of file with its rows and where it is to be had; nowhere, where there is none."""
        return [
            {
                "kind": kind,
                "rows": self.publication.rows(name),
                "links": [
                    ExportLink(
                        LABELS[fmt], f"{reverse('open-data-file', args=[name, fmt])}?{self.file_query}"
                    )
                    for fmt in kind.write
                ]
                if self.publication.rows(name)
                else [],
            }
            for name, kind in KINDS.items()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.scope_form,
            files=self.files(),
            figures=list(compute(FIGURES, self.scope).values()),
            warnings=list(warnings(self.publication)),
            reasons=reasons(self.left_out),
            threshold=settings.SPEND_THRESHOLD,
            with_illustrative=self.with_illustrative,
            regrants=[grant for grant in self.publication.grants if grant.regrant_type],
            shows_illustrative=self.with_illustrative or any(row.illustrative for row in self.left_out),
            **kwargs,
        )


class OpenDataFile(OfPublication, View):
    """One of the files."""

    def load(self) -> None:
        kind = KINDS.get(self.kwargs["kind"])
        if kind is None or self.kwargs["fmt"] not in kind.write:
            raise Http404("There is no such file.")

    def get(self, request: HttpRequest, kind: str, fmt: str) -> HttpResponseBase:
        if not self.scope_is_valid:
            return self._page_that_says_why()
        stream = io.BytesIO()
        try:
            self.publication.write(kind, fmt, stream)
        except NothingToPublish:
            return self._page_that_says_why()
        return file_to_keep(stream, self.publication.filename(kind, fmt), content_type=CONTENT_TYPES[fmt])

    def _page_that_says_why(self) -> HttpResponseBase:
        return redirect(f"{reverse('open-data')}?{self.request.GET.urlencode()}")
