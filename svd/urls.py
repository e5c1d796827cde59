"""Addresses of Serious Violence Duty money and work."""

from django.urls import path

from svd.views import allocations, events, milestones, returns, shares

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
    path("returns/", returns.Returns.as_view(), name="returns"),
    path("returns/<int:csp>/<int:quarter>/start/", returns.StartReturn.as_view(), name="return-start"),
    path("returns/<int:csp>/<int:quarter>/extend/", events.ExtendReturn.as_view(), name="return-extend"),
    path("returns/<int:pk>/", returns.ReturnPage.as_view(), name="return"),
    path("returns/<int:pk>/edit/", returns.EditReturn.as_view(), name="return-edit"),
    path("returns/<int:pk>/keep/", returns.AutosaveReturn.as_view(), name="return-keep"),
    path("returns/<int:pk>/workbook.xlsx", returns.ReturnWorkbook.as_view(), name="return-workbook"),
    path("returns/<int:pk>/upload/", returns.UploadReturn.as_view(), name="return-upload"),
    path("returns/<int:pk>/receipt.pdf", returns.Receipt.as_view(), name="return-receipt"),
    path("returns/<int:pk>/submit/", events.SubmitReturn.as_view(), name="return-submit"),
    path("returns/<int:pk>/attach/", events.AttachToReturn.as_view(), name="return-attach"),
    path("returns/<int:pk>/files/<int:file>/", events.OpenAttachment.as_view(), name="return-file"),
    path(
        "returns/<int:pk>/files/<int:file>/remove/",
        events.RemoveAttachment.as_view(),
        name="return-file-remove",
    ),
    path("returns/<int:pk>/<slug:step>/", events.StepReturn.as_view(), name="return-step"),
    path("milestones/", milestones.Milestones.as_view(), name="milestones"),
    path("milestones/new/", milestones.EnterMilestone.as_view(), name="milestone-new"),
    path("milestones/<int:pk>/", milestones.EditMilestone.as_view(), name="milestone-edit"),
    path("milestones/data/new/", milestones.EnterDataRequest.as_view(), name="data-request-new"),
    path("milestones/data/<int:pk>/", milestones.EditDataRequest.as_view(), name="data-request-edit"),
    path("milestones/holder/<int:organisation>/", milestones.NameDutyHolder.as_view(), name="duty-holder"),
    path("recipients/", shares.Recipients.as_view(), name="recipients"),
]
