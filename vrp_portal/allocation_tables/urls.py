"""Addresses of allocation tables, of saved tables, and of ledger files."""

from django.urls import path

from vrp_portal.allocation_tables.views import ledger, saved, tables

urlpatterns = [
    path("", tables.Tables.as_view(), name="tables"),
    path("export.<str:fmt>", tables.TableFile.as_view(), name="tables-export"),
    path("saved/", saved.SavedTables.as_view(), name="tables-saved"),
    path("saved/new/", saved.KeepTable.as_view(), name="tables-keep"),
    path("saved/<int:pk>/", saved.OpenTable.as_view(), name="tables-open"),
    path("saved/<int:pk>/rename/", saved.RenameTable.as_view(), name="tables-rename"),
    path("saved/<int:pk>/remove/", saved.RemoveTable.as_view(), name="tables-remove"),
    path("ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("ledger/file.csv", ledger.LedgerDownload.as_view(), name="ledger-file"),
    path("ledger/layouts/new/", ledger.EnterLayout.as_view(), name="ledger-layout-new"),
    path("ledger/layouts/<int:pk>/", ledger.ChangeLayout.as_view(), name="ledger-layout"),
    path("ledger/layouts/<int:pk>/remove/", ledger.RemoveLayout.as_view(), name="ledger-layout-remove"),
]
