"""Addresses of Serious Violence Duty money and work."""

from django.urls import path

from svd.views import allocations, shares

urlpatterns = [
    path("allocations/", allocations.Allocations.as_view(), name="allocations"),
    path("allocations/export.<str:fmt>", allocations.Allocations.as_view(), name="allocations-export"),
    path("allocations/new/", allocations.EnterAllocation.as_view(), name="allocation-new"),
    path(
        "allocations/<int:pk>/withdraw/", allocations.WithdrawAllocation.as_view(), name="allocation-withdraw"
    ),
    path("allocations/<int:pk>/split/", shares.SplitAllocation.as_view(), name="allocation-split"),
    path("allocations/<int:pk>/shares/withdraw/", shares.WithdrawShares.as_view(), name="shares-withdraw"),
    path("shares/", shares.Shares.as_view(), name="shares"),
    path("shares/export.<str:fmt>", shares.Shares.as_view(), name="shares-export"),
    path("shares/<int:pk>/adjust/", shares.AdjustShare.as_view(), name="share-adjust"),
    path("shares/<int:pk>/move/", shares.MoveMoney.as_view(), name="share-move"),
    path("recipients/", shares.Recipients.as_view(), name="recipients"),
]
