"""Addresses of Serious Violence Duty allocations."""

from django.urls import path

from svd import views

urlpatterns = [
    path("allocations/", views.Allocations.as_view(), name="allocations"),
    path("allocations/export.<str:fmt>", views.Allocations.as_view(), name="allocations-export"),
    path("allocations/new/", views.EnterAllocation.as_view(), name="allocation-new"),
    path("allocations/<int:pk>/withdraw/", views.WithdrawAllocation.as_view(), name="allocation-withdraw"),
]
