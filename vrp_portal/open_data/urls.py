"""Addresses of open data."""

from django.urls import path

from vrp_portal.open_data.views import OpenData, OpenDataFile

urlpatterns = [
    path("", OpenData.as_view(), name="open-data"),
    path("export.<str:fmt>", OpenData.as_view(), name="open-data-export"),
    path("files/<slug:kind>.<str:fmt>", OpenDataFile.as_view(), name="open-data-file"),
]
