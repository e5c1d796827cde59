"""Addresses of published figures beside the records."""

from django.urls import path

from vrp_portal.reports.views import Explain, Published

urlpatterns = [
    path("", Published.as_view(), name="published"),
    path("export.<str:fmt>", Published.as_view(), name="published-export"),
    path("<int:pk>/explain/", Explain.as_view(), name="published-explain"),
]
