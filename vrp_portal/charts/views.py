"""Pictures of a page's charts, answered by the page itself."""

from __future__ import annotations

import io
import logging
from typing import Any, Final
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from vrp_portal.charts.chart import Chart
from vrp_portal.charts.stills import Caption, Format, NoPicture, stills
from vrp_portal.figures.illustrative import any_illustrative
from vrp_portal.figures.registry import compute
from vrp_portal.figures.scope import Scope
from vrp_portal.tabular.exports import export_filename, file_to_keep

logger = logging.getLogger(__name__)

SOURCE: Final = "West Yorkshire Violence Reduction Partnership"
KINDS: Final[dict[str, tuple[Format, str]]] = {"svg": ("svg", "image/svg+xml"), "png": ("png", "image/png")}
"""By how the name ends, the format and its content type."""

BEHIND_CHARTS: Final = (
    "funded_interventions",
    "people_24_and_under",
    "match_confirmed",
    "match_pledged",
    "svd_total",
)
"""The figures behind which every kind of record stands that a chart may rest on."""


class PicturesMixin:
    """Give a page with charts their pictures as downloads: `?picture=<chart id>.svg` or `.png`.

    Put it first among the bases of a scoped page, and give the page a method `charts`. A picture is drawn
    from the very chart that the page shows, so that role, scope and hidden counts can't differ between them.
    The page's context gets `pictures_query`, of which `includes/chart.html` makes the links under each chart.
    """

    request: HttpRequest
    scope: Scope
    scope_query: str
    scope_is_valid: bool

    def charts(self) -> list[Chart]:
        """The charts of the page, as its reader may see them."""
        raise NotImplementedError

    def caption(self) -> Caption:
        """What stands under each picture."""
        scope = self.scope
        return Caption(
            SOURCE,
            scope.as_at,
            where=f"{scope.where}, {scope.year}",
            illustrative=any_illustrative(compute(BEHIND_CHARTS, scope).values(), scope),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "picture" in request.GET:
            return self._picture(request.GET["picture"])
        return super().get(request, *args, **kwargs)  # type: ignore[misc, no-any-return]  # mixed into a view

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pictures_query=self._query(), **kwargs)  # type: ignore[misc, no-any-return]  # mixed into a view

    def _picture(self, name: str) -> HttpResponseBase:
        """A chart's picture as a file to keep; a scope that can't be read gives the page that says why."""
        if not self.scope_is_valid:
            return redirect(f"{self.request.path}?{self._asked()}")
        chart_id, _, ending = name.rpartition(".")
        chart = next((chart for chart in self.charts() if chart.id == chart_id), None)
        if chart is None or ending not in KINDS:
            raise Http404("This page has no such picture.")
        kind, content_type = KINDS[ending]
        try:
            (picture,) = stills([chart], self.caption(), format=kind)
        except NoPicture as why:
            logger.warning("%s", why)
            page = {"chart": chart, "back": f"{self.request.path}?{self._query()}"}
            return render(self.request, "charts/no_picture.html", page, status=503)
        return file_to_keep(io.BytesIO(picture), self._filename(chart, ending), content_type=content_type)

    def _filename(self, chart: Chart, ending: str) -> str:
        scope = self.scope
        return export_filename(f"{chart.title} {scope.where}", year=scope.year, as_at=scope.as_at, fmt=ending)

    def _query(self) -> str:
        """The query of the page as it is shown: what was asked for, and the scope in full."""
        query = self.request.GET.copy()
        query.pop("picture", None)
        for name, value in parse_qsl(self.scope_query):
            query[name] = value
        return query.urlencode()

    def _asked(self) -> str:
        """The query as it was asked, without the picture."""
        query = self.request.GET.copy()
        query.pop("picture", None)
        return query.urlencode()
