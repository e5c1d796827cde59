"""Addresses of the register and of an intervention's pages."""

from django.urls import path

from interventions.views import funding, overrides, page, reach, register, saving, toolkit

_ONE = "<slug:reference>/"

urlpatterns = [
    path("", register.Register.as_view(), name="interventions"),
    path("export.<str:fmt>", register.Register.as_view(), name="interventions-export"),
    path("new/", saving.LogIntervention.as_view(), name="intervention-new"),
    path("toolkit/", toolkit.Toolkit.as_view(), name="toolkit"),
    path("toolkit/export.<str:fmt>", toolkit.Toolkit.as_view(), name="toolkit-export"),
    path("toolkit/new/", toolkit.EnterApproach.as_view(), name="toolkit-new"),
    path("toolkit/<int:pk>/", toolkit.ApproachPage.as_view(), name="toolkit-approach"),
    path("toolkit/<int:pk>/rating/", toolkit.RecordRating.as_view(), name="toolkit-rating"),
    path("toolkit/<int:pk>/replace/", toolkit.ReplaceApproach.as_view(), name="toolkit-replace"),
    path("evidence/", overrides.ChangedRatings.as_view(), name="changed-ratings"),
    path("evidence/<int:pk>/", overrides.DecideOverride.as_view(), name="override"),
    path(_ONE, page.InterventionPage.as_view(), name="intervention"),
    path(f"{_ONE}edit/", saving.EditIntervention.as_view(), name="intervention-edit"),
    path(f"{_ONE}withdraw/", saving.WithdrawIntervention.as_view(), name="intervention-withdraw"),
    path(f"{_ONE}assess/", saving.AssessIntervention.as_view(), name="intervention-assess"),
    path(f"{_ONE}funding/new/", funding.AddFunding.as_view(), name="intervention-funding-new"),
    path(
        f"{_ONE}funding/<int:line>/amount/", funding.AddAmount.as_view(), name="intervention-funding-amount"
    ),
    path(f"{_ONE}funding/<int:line>/spend/", funding.EnterSpend.as_view(), name="intervention-funding-spend"),
    path(f"{_ONE}funding/<int:line>/paid/", funding.SayHowPaid.as_view(), name="intervention-funding-paid"),
    path(
        f"{_ONE}funding/<int:line>/withdraw/",
        funding.WithdrawFunding.as_view(),
        name="intervention-funding-withdraw",
    ),
    path(f"{_ONE}reach/new/", reach.EnterReach.as_view(), name="intervention-reach-new"),
    path(f"{_ONE}reach/<int:record>/edit/", reach.EditReach.as_view(), name="intervention-reach-edit"),
    path(
        f"{_ONE}reach/<int:record>/withdraw/",
        reach.WithdrawReach.as_view(),
        name="intervention-reach-withdraw",
    ),
]
