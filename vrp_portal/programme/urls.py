"""Addresses of programme activity."""

from django.urls import path

from vrp_portal.programme.views import activities, counts, governance, published

_COUNT = "<int:activity>/counts/"

urlpatterns = [
    path("", activities.Activities.as_view(), name="activities"),
    path("export.<str:fmt>", activities.Activities.as_view(), name="activities-export"),
    path("new/", activities.LogActivity.as_view(), name="activity-new"),
    path("<int:pk>/", activities.ActivityPage.as_view(), name="activity"),
    path("<int:pk>/edit/", activities.EditActivity.as_view(), name="activity-edit"),
    path("<int:pk>/withdraw/", activities.WithdrawActivity.as_view(), name="activity-withdraw"),
    path(f"{_COUNT}new/", counts.EnterCount.as_view(), name="activity-count-new"),
    path(f"{_COUNT}<int:pk>/edit/", counts.EditCount.as_view(), name="activity-count-edit"),
    path(f"{_COUNT}<int:pk>/withdraw/", counts.WithdrawCount.as_view(), name="activity-count-withdraw"),
    path("publications/", published.Publications.as_view(), name="publications"),
    path("publications/export.<str:fmt>", published.Publications.as_view(), name="publications-export"),
    path("publications/new/", published.EnterPublication.as_view(), name="publication-new"),
    path("publications/<int:pk>/edit/", published.EditPublication.as_view(), name="publication-edit"),
    path(
        "publications/<int:pk>/withdraw/",
        published.WithdrawPublication.as_view(),
        name="publication-withdraw",
    ),
    path("evaluations/", published.Evaluations.as_view(), name="evaluations"),
    path("evaluations/export.<str:fmt>", published.Evaluations.as_view(), name="evaluations-export"),
    path("evaluations/new/", published.EnterEvaluation.as_view(), name="evaluation-new"),
    path("evaluations/<int:pk>/", published.EvaluationPage.as_view(), name="evaluation"),
    path("evaluations/<int:pk>/edit/", published.EditEvaluation.as_view(), name="evaluation-edit"),
    path(
        "evaluations/<int:pk>/withdraw/", published.WithdrawEvaluation.as_view(), name="evaluation-withdraw"
    ),
    path("governance/", governance.GovernancePage.as_view(), name="governance"),
    path("governance/export.<str:fmt>", governance.GovernancePage.as_view(), name="governance-export"),
    path("governance/new/", governance.EnterGroup.as_view(), name="governance-new"),
    path("governance/<int:pk>/edit/", governance.EditGroup.as_view(), name="governance-edit"),
    path("governance/<int:pk>/withdraw/", governance.WithdrawGroup.as_view(), name="governance-withdraw"),
    path("workstreams/", governance.Workstreams.as_view(), name="workstreams"),
    path("workstreams/new/", governance.EnterWorkstream.as_view(), name="workstream-new"),
    path("workstreams/<int:pk>/edit/", governance.EditWorkstream.as_view(), name="workstream-edit"),
]
