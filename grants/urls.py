"""Addresses of awards and match funding."""

from django.urls import path

from grants import views

urlpatterns = [
    path("awards/", views.Awards.as_view(), name="awards"),
    path("awards/export.<str:fmt>", views.Awards.as_view(), name="awards-export"),
    path("awards/new/", views.EnterAward.as_view(), name="award-new"),
    path("awards/<int:pk>/withdraw/", views.WithdrawAward.as_view(), name="award-withdraw"),
    path("match/", views.Match.as_view(), name="match"),
    path("match/export.<str:fmt>", views.Match.as_view(), name="match-export"),
    path("match/new/", views.EnterMatch.as_view(), name="match-new"),
    path("match/<int:pk>/confirm/", views.ConfirmMatch.as_view(), name="match-confirm"),
    path("match/<int:pk>/withdraw/", views.WithdrawMatch.as_view(), name="match-withdraw"),
]
