"""Pictures of a page's charts, answered by the page itself."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from vrp_portal.charts.chart import Chart
from vrp_portal.charts.stills import Caption, stills
from vrp_portal.figures.scope import Scope
from vrp_portal.tabular.exports import export_filename, file_to_keep

SOURCE = "West Yorkshire Violence Reduction Partnership"
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


class PicturesMixin:
    """Give a page with charts their pictures as downloads: `?picture=<chart id>.svg` or `.png`.

    Put it before Gate's page among the bases, and the charts' method beside it. The picture is drawn from the
    very chart that the page shows, so that role, scope and hidden counts can't differ between them.
    """

    request: HttpRequest
    scope: Scope
    scope_query: str
    scope_is_valid: bool

    def charts(self) -> list[Chart]:
        """The charts of the page, as its reader may see them."""
        raise NotImplementedError

    @cached_property
    def drawn(self) -> list[Chart]:
        """The page's charts, made once."""
        return self.charts()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "picture" in request.GET:
            return self._picture(request.GET["picture"])
        return super().get(request, *args, **kwargs)  # type: ignore[misc, no-any-return]  # mixed into a view

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pictures_query=self._query(), **kwargs)  # type: ignore[misc, no-any-return]  # mixed into a view

    def caption(self) -> Caption:
        """What stands under each picture."""
        return Caption(SOURCE, self.scope.as_at, where=f"{self.scope.where}, {self.scope.year}")

    def _picture(self, name: str) -> HttpResponseBase:
        if not self.scope_is_valid:
            return redirect(f"{self.request.path}?{self._query(asked=True)}")
        chart_id, _, kind = name.rpartition(".")
        chart = next((chart for chart in self.drawn if chart.id == chart_id), None)
        if chart is None or kind not in KINDS:
            raise Http404("This page has no such picture.")
        (picture,) = stills([chart], self.caption(), format=kind)  # type: ignore[arg-type]  # one of KINDS
        return file_to_keep(io.BytesIO(picture), self._filename(chart, kind), content_type=KINDS[kind])

    def _filename(self, chart: Chart, kind: str) -> str:
        scope = self.scope
        return export_filename(f"{chart.title} {scope.where}", year=scope.year, as_at=scope.as_at, fmt=kind)

    def _query(self, *, asked: bool = False) -> str:
        """The page's own query, with the scope that it shows unless it is to be as asked."""
        query = self.request.GET.copy()
        query.pop("picture", None)
        if not asked:
            for name, value in parse_qsl(self.scope_query):
                query[name] = value
        return query.urlencode()
