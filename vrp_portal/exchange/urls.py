"""Addresses of files in and tables out."""

from django.urls import path

from vrp_portal.exchange.views import exporting, importing, jobs

urlpatterns = [
    path("imports/", importing.Imports.as_view(), name="imports"),
    path("imports/templates/<slug:kind>.xlsx", importing.Template.as_view(), name="import-template"),
    path("imports/<uuid:pk>/", importing.Preview.as_view(), name="import-preview"),
    path("imports/<uuid:pk>/sheet/", importing.ChooseSheet.as_view(), name="import-sheet"),
    path("imports/<uuid:pk>/columns/", importing.ChooseColumns.as_view(), name="import-columns"),
    path("imports/<uuid:pk>/marked.xlsx", importing.MarkedCopy.as_view(), name="import-marked"),
    path("imports/<uuid:pk>/discard/", importing.Discard.as_view(), name="import-discard"),
    path("jobs/<uuid:pk>/", jobs.JobPage.as_view(), name="job"),
    path("jobs/<uuid:pk>/file/", jobs.JobFile.as_view(), name="job-file"),
    path("exports/", exporting.Exports.as_view(), name="exports"),
]
