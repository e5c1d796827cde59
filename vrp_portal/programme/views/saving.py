"""What the programme's forms do alike: find the record if it stands, save or withdraw it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from vrp_portal.accounts.permissions import Action
from vrp_portal.figures.pages import RecordForm, WithdrawRecord
from vrp_portal.records.history import history_of


class ProgrammeForm(RecordForm):
    """A form that enters or changes a record of the programme."""

    action = Action.KEEP_PROGRAMME
    template_name = "records/form_with_history.html"
    model: ClassVar[type[models.Model]]

    @cached_property
    def record(self) -> Any:
        return get_object_or_404(self.model._default_manager.standing(), pk=self.kwargs["pk"])  # type: ignore[attr-defined]  # of Withdrawable records

    def load(self) -> None:
        if "pk" in self.kwargs:
            _ = self.record

    def new_record(self) -> models.Model:
        return self.model()

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy of its own, so that a refused form leaves what the page says as it was.
        changed = "pk" in self.kwargs
        record = self.model._base_manager.get(pk=self.record.pk) if changed else self.new_record()
        return super().get_form_kwargs() | {"instance": record}

    def save(self, form: Any) -> str:
        self.saved = form.save()
        return f"{self.saved} is saved."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = history_of(self.record) if "pk" in self.kwargs else None
        return super().get_context_data(changes=changes, **kwargs)


class WithdrawFromProgramme(WithdrawRecord):
    """Withdraw a record of the programme: it is told no longer, and kept with the reason."""

    action = Action.KEEP_PROGRAMME
    lead = "It is no longer shown outside the team nor told in papers. Nothing is deleted."

    def load(self) -> None:
        _ = self.record
