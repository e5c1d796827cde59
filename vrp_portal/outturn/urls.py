"""Addresses of the budget, of spend and forecast, and of the outturn."""

from django.urls import path

from vrp_portal.outturn.views import budget, outturn, spend

urlpatterns = [
    path("budget/", budget.Budget.as_view(), name="budget"),
    path("budget/export.<str:fmt>", budget.Budget.as_view(), name="budget-export"),
    path("budget/new/", budget.EnterBudgetLine.as_view(), name="budget-line-new"),
    path("budget/<int:pk>/withdraw/", budget.WithdrawBudgetLine.as_view(), name="budget-line-withdraw"),
    path("budget/<int:pk>/adjust/", budget.AdjustBudgetLine.as_view(), name="budget-line-adjust"),
    path("budget/<int:pk>/profile/", budget.ProfileBudgetLine.as_view(), name="budget-line-profile"),
    path("budget/<int:pk>/move/", budget.MoveBudget.as_view(), name="budget-line-move"),
    path("spend/", spend.BudgetSpend.as_view(), name="budget-spend"),
    path("spend/export.<str:fmt>", spend.BudgetSpend.as_view(), name="budget-spend-export"),
    path("spend/new/", spend.EnterSpend.as_view(), name="budget-spend-new"),
    path("spend/<int:pk>/withdraw/", spend.WithdrawSpend.as_view(), name="budget-spend-withdraw"),
    path("", outturn.Outturn.as_view(), name="outturn"),
    path("export.<str:fmt>", outturn.Outturn.as_view(), name="outturn-export"),
    path("duty/", outturn.DutyOutturn.as_view(), name="outturn-duty"),
    path("duty/export.<str:fmt>", outturn.DutyOutturn.as_view(), name="outturn-duty-export"),
    path("threshold/", outturn.SetThreshold.as_view(), name="outturn-threshold"),
    path("<slug:row>/<slug:basis>/", outturn.ExplainVariance.as_view(), name="outturn-reason"),
]
