"""Addresses of awards and match funding."""

from django.urls import path

from grants.views import awards, contribution, match, requirement

urlpatterns = [
    path("awards/", awards.Awards.as_view(), name="awards"),
    path("awards/export.<str:fmt>", awards.Awards.as_view(), name="awards-export"),
    path("awards/new/", awards.EnterAward.as_view(), name="award-new"),
    path("awards/<int:pk>/withdraw/", awards.WithdrawAward.as_view(), name="award-withdraw"),
    path("match/", match.Match.as_view(), name="match"),
    path("match/export.<str:fmt>", match.Match.as_view(), name="match-export"),
    path("match/new/", match.EnterMatch.as_view(), name="match-new"),
    path("match/what-if/", requirement.MatchWhatIf.as_view(), name="match-what-if"),
    path("match/requirements/new/", requirement.EnterRequirement.as_view(), name="match-requirement-new"),
    path(
        "match/requirements/<int:pk>/",
        requirement.ChangeRequirement.as_view(),
        name="match-requirement-edit",
    ),
    path("match/<int:pk>/", contribution.Contribution.as_view(), name="match-contribution"),
    path("match/<int:pk>/valuation/", contribution.StateValuation.as_view(), name="match-valuation"),
    path("match/<int:pk>/files/new/", contribution.AttachEvidence.as_view(), name="match-attach"),
    path("match/<int:pk>/files/<int:file>/", contribution.OpenEvidence.as_view(), name="match-file"),
    path(
        "match/<int:pk>/files/<int:file>/withdraw/",
        contribution.WithdrawEvidence.as_view(),
        name="match-file-withdraw",
    ),
    path("match/<int:pk>/confirm/", match.ConfirmMatch.as_view(), name="match-confirm"),
    path("match/<int:pk>/withdraw/", match.WithdrawMatch.as_view(), name="match-withdraw"),
]
