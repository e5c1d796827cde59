"""Who governs the programme and who reports to whom, and the workstreams themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from vrp_portal.accounts.gate import Gate
from vrp_portal.accounts.permissions import Action, may
from vrp_portal.programme.contents import Governance, Group, governance
from vrp_portal.programme.forms import (
    GovernanceGroupEditForm,
    GovernanceGroupForm,
    WorkstreamEditForm,
    WorkstreamForm,
)
from vrp_portal.programme.models import GovernanceGroup, Workstream
from vrp_portal.programme.tables import GovernanceTable
from vrp_portal.programme.views.saving import ProgrammeForm, WithdrawFromProgramme
from vrp_portal.tabular.exports import ExportMixin


@dataclass(frozen=True, slots=True)
class Branch:
    """A group with the groups that report to it.

    A group that reports to several stands under each; what is below it is told the first time alone, and
    afterwards it `refers_up`.
    """

    group: Group
    below: tuple[Branch, ...]
    refers_up: bool


def branches(whole: Governance, keys: tuple[str, ...], told: set[str]) -> tuple[Branch, ...]:
    """The groups of some keys, each with all that is below it and was not told before."""
    return tuple(_branch(whole, whole.group(key), told) for key in keys)


def _branch(whole: Governance, group: Group, told: set[str]) -> Branch:
    if group.key in told:
        return Branch(group, (), refers_up=bool(group.hears_from))
    told.add(group.key)
    return Branch(group, branches(whole, group.hears_from, told), refers_up=False)


class GovernancePage(Gate, ExportMixin, SingleTableMixin, TemplateView):
    """Who reports to whom, as a nested list and as a table."""

    action = Action.VIEW_PROGRAMME
    template_name = "programme/governance.html"
    table_class = GovernanceTable
    table_pagination = False
    export_name = "governance"

    @cached_property
    def whole(self) -> Governance:
        return governance()

    def get_table_data(self) -> list[Group]:
        return list(self.whole.groups)

    def get_table_kwargs(self) -> dict[str, Any]:
        only_in_files = self.table_class.in_files_only if self.export_format is None else ()
        hidden = () if may(self.request.user, Action.KEEP_PROGRAMME) else ("change",)
        return {
            "names": {group.key: group.name for group in self.whole.groups},
            "exclude": [*only_in_files, *hidden],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tops = self.whole.tops
        return super().get_context_data(
            branches=branches(self.whole, tuple(group.key for group in tops if group.hears_from), set()),
            alone=[group for group in tops if not group.hears_from],
            may_keep=may(self.request.user, Action.KEEP_PROGRAMME),
            shows_illustrative=any(group.illustrative for group in self.whole.groups),
            **kwargs,
        )


class EnterGroup(ProgrammeForm):
    """Enter a group, and to whom it reports."""

    model = GovernanceGroup
    form_class = GovernanceGroupForm
    heading = "Enter a group"
    lead = "Posts and bodies only, never the name of a person."
    back_label = "Back to governance"
    success_url = reverse_lazy("governance")


class EditGroup(EnterGroup):
    """Change a group, or to whom it reports."""

    form_class = GovernanceGroupEditForm
    heading = "Change a group"


class WithdrawGroup(WithdrawFromProgramme):
    """Withdraw a group that is no more."""

    heading = "Withdraw a group"
    back_label = "Back to governance"
    success_url = reverse_lazy("governance")
    records = GovernanceGroup.objects.all()


class Workstreams(Gate, TemplateView):
    """The workstreams: what each is for and who leads it."""

    action = Action.VIEW_PROGRAMME
    template_name = "programme/workstreams.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            workstreams=Workstream.objects.select_related("lead_organisation"),
            may_keep=may(self.request.user, Action.KEEP_PROGRAMME),
            **kwargs,
        )


class EnterWorkstream(ProgrammeForm):
    """Enter a workstream."""

    model = Workstream
    form_class = WorkstreamForm
    heading = "Enter a workstream"
    back_label = "Back to workstreams"
    success_url = reverse_lazy("workstreams")


class EditWorkstream(EnterWorkstream):
    """Change a workstream."""

    form_class = WorkstreamEditForm
    heading = "Change a workstream"

    @cached_property
    def record(self) -> Workstream:
        return get_object_or_404(Workstream, pk=self.kwargs["pk"])
