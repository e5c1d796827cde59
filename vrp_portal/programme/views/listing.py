"""What the programme's lists do alike: filter, page and export what the reader may see."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.tabular.exports import ExportMixin


class ProgrammeList(Gate, ExportMixin, SingleTableMixin, FilterView):
    """A list of the programme's records. The team also sees what was withdrawn, below the list."""

    action = Action.VIEW_PROGRAMME
    strict = False
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 25}
    records: ClassVar[Any]
    """The queryset of the records, which knows `visible_to` and `standing`."""

    @property
    def may_keep(self) -> bool:
        return may(self.request.user, Action.KEEP_PROGRAMME)

    def get_queryset(self) -> QuerySet[Any]:
        return self.records.visible_to(self.request.user).standing()

    def get_table_kwargs(self) -> dict[str, Any]:
        only_in_files = self.table_class.in_files_only if self.export_format is None else ()
        has_change = "change" in self.table_class.base_columns
        hidden = ("change",) if has_change and not self.may_keep else ()
        return {"exclude": [*only_in_files, *hidden]}

    def withdrawn(self) -> list[Any]:
        """What the reader may see of what was withdrawn, the latest first."""
        seen = self.records.visible_to(self.request.user).filter(withdrawn_on__isnull=False)
        return list(seen.order_by("-withdrawn_on", "-pk")[:50])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_keep=self.may_keep,
            withdrawn=self.withdrawn(),
            shows_illustrative=self.object_list.filter(illustrative=True).exists(),
            **kwargs,
        )
