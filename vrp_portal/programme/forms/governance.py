"""What people type about workstreams and the groups that govern the programme."""

from __future__ import annotations

from typing import Any

from django import forms

from vrp_portal.programme.forms.writing import ManyCheckboxes, PublicWordsForm, long_text, say_when_empty
from vrp_portal.programme.models import GovernanceGroup, Workstream
from vrp_portal.records.forms import VersionedForm, field_for


class GovernanceGroupForm(PublicWordsForm):
    """A group: what it is for, which post chairs it, how often it meets, and to whom it reports."""

    free_text = ("name", "purpose", "chair_post", "meets", "source")

    reports_to = forms.ModelMultipleChoiceField(
        GovernanceGroup.objects.none(), required=False, widget=ManyCheckboxes
    )

    class Meta:
        model = GovernanceGroup
        formfield_callback = field_for
        fields = ["name", "purpose", "chair_organisation", "chair_post", "meets", "reports_to", "source"]
        widgets = {"purpose": long_text(3)}
        labels = {"chair_organisation": "Chaired by somebody of", "chair_post": "Post that chairs it"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = GovernanceGroup.objects.standing().exclude(pk=self.instance.pk)
        self.fields["reports_to"].queryset = others  # type: ignore[attr-defined]  # a choice of records
        say_when_empty(self, "chair_organisation", "Not stated")


class GovernanceGroupEditForm(VersionedForm, GovernanceGroupForm):
    """Change a group, unless somebody else did so meanwhile."""

    class Meta(GovernanceGroupForm.Meta):
        pass


class WorkstreamForm(PublicWordsForm):
    """A workstream: its short name stays, because papers find it by that."""

    free_text = ("name", "purpose", "source")

    class Meta:
        model = Workstream
        formfield_callback = field_for
        fields = ["key", "name", "purpose", "order", "lead_organisation", "source"]
        widgets = {"purpose": long_text(3)}
        labels = {"key": "Short name", "lead_organisation": "Led by"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_when_empty(self, "lead_organisation", "Not stated")


class WorkstreamEditForm(VersionedForm, WorkstreamForm):
    """Change a workstream, all but its short name."""

    class Meta(WorkstreamForm.Meta):
        fields = ["name", "purpose", "order", "lead_organisation", "source"]
