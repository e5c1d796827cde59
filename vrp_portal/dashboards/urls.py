"""Addresses of the overview and of the figures."""

from django.urls import path

from vrp_portal.dashboards.views import FigurePage, FiguresIndex, OverviewPage

urlpatterns = [
    path("", OverviewPage.as_view(), name="overview"),
    path("figures/", FiguresIndex.as_view(), name="figures"),
    path("figures/<slug:key>/", FigurePage.as_view(), name="figure"),
    path("figures/<slug:key>/export.<str:fmt>", FigurePage.as_view(), name="figure-export"),
]
