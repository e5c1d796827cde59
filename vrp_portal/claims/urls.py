"""Addresses of claims."""

from django.urls import path

from vrp_portal.claims.views import changing, showing

urlpatterns = [
    path("", showing.Claims.as_view(), name="claims"),
    path("<slug:scheme>/<int:quarter>/prepare/", changing.PrepareClaim.as_view(), name="claim-prepare"),
    path("<int:pk>/", showing.ClaimPage.as_view(), name="claim"),
    path("<int:pk>/claim.pdf", showing.ClaimDocument.as_view(), name="claim-document"),
    path("<int:pk>/claim.xlsx", showing.ClaimWorkbook.as_view(), name="claim-workbook"),
    path("<int:pk>/send/", changing.SendClaim.as_view(), name="claim-send"),
    path("<int:pk>/withdraw/", changing.WithdrawClaim.as_view(), name="claim-withdraw"),
    path("<int:pk>/pay/", changing.PayClaim.as_view(), name="claim-pay"),
    path("<int:pk>/settle/", changing.SettleClaim.as_view(), name="claim-settle"),
    path("entries/<int:pk>/withdraw/", changing.WithdrawEntry.as_view(), name="claim-entry-withdraw"),
]
