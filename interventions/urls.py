"""Addresses of the register and of an intervention's pages."""

from django.urls import path

from interventions import views

_ONE = "<slug:reference>/"

urlpatterns = [
    path("", views.Register.as_view(), name="interventions"),
    path("export.<str:fmt>", views.Register.as_view(), name="interventions-export"),
    path("new/", views.LogIntervention.as_view(), name="intervention-new"),
    path(_ONE, views.InterventionPage.as_view(), name="intervention"),
    path(f"{_ONE}edit/", views.EditIntervention.as_view(), name="intervention-edit"),
    path(f"{_ONE}withdraw/", views.WithdrawIntervention.as_view(), name="intervention-withdraw"),
    path(f"{_ONE}assess/", views.AssessIntervention.as_view(), name="intervention-assess"),
    path(f"{_ONE}funding/new/", views.AddFunding.as_view(), name="intervention-funding-new"),
    path(f"{_ONE}funding/<int:line>/amount/", views.AddAmount.as_view(), name="intervention-funding-amount"),
    path(f"{_ONE}funding/<int:line>/spend/", views.EnterSpend.as_view(), name="intervention-funding-spend"),
    path(
        f"{_ONE}funding/<int:line>/withdraw/",
        views.WithdrawFunding.as_view(),
        name="intervention-funding-withdraw",
    ),
    path(f"{_ONE}reach/new/", views.EnterReach.as_view(), name="intervention-reach-new"),
    path(f"{_ONE}reach/<int:record>/edit/", views.EditReach.as_view(), name="intervention-reach-edit"),
    path(
        f"{_ONE}reach/<int:record>/withdraw/",
        views.WithdrawReach.as_view(),
        name="intervention-reach-withdraw",
    ),
]
