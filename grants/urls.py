"""Addresses of awards and match funding."""

from django.urls import path

from grants.views import awards, match

urlpatterns = [
    path("awards/", awards.Awards.as_view(), name="awards"),
    path("awards/export.<str:fmt>", awards.Awards.as_view(), name="awards-export"),
    path("awards/new/", awards.EnterAward.as_view(), name="award-new"),
    path("awards/<int:pk>/withdraw/", awards.WithdrawAward.as_view(), name="award-withdraw"),
    path("match/", match.Match.as_view(), name="match"),
    path("match/export.<str:fmt>", match.Match.as_view(), name="match-export"),
    path("match/new/", match.EnterMatch.as_view(), name="match-new"),
    path("match/<int:pk>/confirm/", match.ConfirmMatch.as_view(), name="match-confirm"),
    path("match/<int:pk>/withdraw/", match.WithdrawMatch.as_view(), name="match-withdraw"),
]
