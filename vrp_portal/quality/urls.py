"""Addresses of the checks of the data."""

from django.urls import path

from vrp_portal.quality.views import Quality, QualityCheck

urlpatterns = [
    path("", Quality.as_view(), name="quality"),
    path("<slug:key>/", QualityCheck.as_view(), name="quality-check"),
    path("<slug:key>/export.<str:fmt>", QualityCheck.as_view(), name="quality-check-export"),
]
