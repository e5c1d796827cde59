"""Addresses of Panel papers."""

from django.urls import path

from vrp_portal.panel_paper.views import papers, publishing, sections

urlpatterns = [
    path("", papers.Papers.as_view(), name="papers"),
    path("new/", papers.NewPaper.as_view(), name="paper-new"),
    path("<int:pk>/", papers.PaperPage.as_view(), name="paper"),
    path("<int:pk>/edit/", papers.EditPaper.as_view(), name="paper-edit"),
    path("<int:pk>/preview/", papers.Preview.as_view(), name="paper-preview"),
    path("<int:pk>/paper.<str:kind>", papers.PaperFile.as_view(), name="paper-file"),
    path("<int:pk>/sections/<str:section>/", sections.EditSection.as_view(), name="paper-section"),
    path("<int:pk>/sections/<str:section>/read/", sections.ReadAgain.as_view(), name="paper-read"),
    path("<int:pk>/publish/", publishing.Publish.as_view(), name="paper-publish"),
    path("<int:pk>/discard/", publishing.DiscardDraft.as_view(), name="paper-discard"),
    path("<int:pk>/afresh/", publishing.MakeAfresh.as_view(), name="paper-afresh"),
]
