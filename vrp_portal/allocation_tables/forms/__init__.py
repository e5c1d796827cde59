"""What people choose and type about allocation tables and ledger files."""

from vrp_portal.allocation_tables.forms.choosing import LedgerForm, TableForm
from vrp_portal.allocation_tables.forms.keeping import KeepTableForm, RenameTableForm
from vrp_portal.allocation_tables.forms.layouts import ChangeLayoutForm, LayoutForm

__all__ = ["ChangeLayoutForm", "KeepTableForm", "LayoutForm", "LedgerForm", "RenameTableForm", "TableForm"]
