"""Addresses of the pages for the Panel."""

from django.urls import path

from vrp_portal.dashboards.panel.changes import Changes
from vrp_portal.dashboards.panel.duty import Duty
from vrp_portal.dashboards.panel.glance import Glance
from vrp_portal.dashboards.panel.interventions import InterventionsForPanel
from vrp_portal.dashboards.panel.money import Money
from vrp_portal.dashboards.panel.people import People

urlpatterns = [
    path("", Glance.as_view(), name="panel"),
    path("money/", Money.as_view(), name="panel-money"),
    path("people/", People.as_view(), name="panel-people"),
    path("interventions/", InterventionsForPanel.as_view(), name="panel-interventions"),
    path(
        "interventions/export.<str:fmt>", InterventionsForPanel.as_view(), name="panel-interventions-export"
    ),
    path("duty/", Duty.as_view(), name="panel-duty"),
    path("changes/", Changes.as_view(), name="panel-changes"),
]
