"""The choice of a table or of a ledger file, which stands in its address."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from vrp_portal.allocation_tables.holdings import (
    HELD,
    NO_COLUMNS,
    OPENS_WITH,
    By,
    Choice,
    Of,
    Source,
    Told,
    why_not,
)
from vrp_portal.allocation_tables.models import LedgerLayout
from vrp_portal.figures.scoped import ScopeForm

NOT_OFFERED = {"invalid_choice": "“%(value)s” is not offered. Choose one from the list."}


class MoneyForm(ScopeForm):
    """Whose money, what is told of it, and of which source, beside the year, the day and the district."""

    of = forms.ChoiceField(label="Money", choices=Of.choices, error_messages=NOT_OFFERED)
    told = forms.ChoiceField(label="Amounts", choices=Told.choices, error_messages=NOT_OFFERED)
    source = forms.ChoiceField(
        label="Source",
        choices=[("", "All sources"), *Source.choices],
        required=False,
        error_messages=NOT_OFFERED,
    )
    chooses: ClassVar[tuple[str, ...]] = ("of", "told")
    asked: Choice | None = None
    """What is asked for, whether or not it makes sense, once the form is checked and that can be read."""

    def wanted(self) -> Choice:
        """The choice, from fields that can be read."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors.keys() & {*self.chooses, "source"}:
            self.asked = self.wanted()
            for name, reason in why_not(self.asked).items():
                self.add_error(name if name in self.fields else None, reason)
            if self.cleaned_data.get("of") == Of.BUDGET and self.cleaned_data.get("district"):
                self.add_error(
                    "district", "The budget is not kept by district. Choose all of West Yorkshire."
                )
        return cleaned


class TableForm(MoneyForm):
    """What rows and columns are of, as well."""

    rows = forms.ChoiceField(choices=By.choices, error_messages=NOT_OFFERED)
    columns = forms.ChoiceField(
        choices=[(NO_COLUMNS, "None: totals alone"), *By.choices], error_messages=NOT_OFFERED
    )
    chooses = ("of", "told", "rows", "columns")
    field_order = ("of", "told", "rows", "columns", "source", "district", "year", "as_at")

    def wanted(self) -> Choice:
        made = self.cleaned_data
        columns = None if made["columns"] == NO_COLUMNS else By(made["columns"])
        return Choice(Of(made["of"]), Told(made["told"]), By(made["rows"]), columns, made["source"])

    @classmethod
    def completed(cls, data: QueryDict) -> QueryDict:
        """An address with what it leaves out of the choice."""
        data = data.copy()
        if not any(name in data for name in cls.chooses):
            opens = QueryDict(OPENS_WITH.query)
            for name in cls.chooses:
                data[name] = opens[name]
        data.setdefault("of", Of.INTERVENTIONS.value)
        data.setdefault("told", Told.ALLOCATED.value)
        data.setdefault("columns", NO_COLUMNS)
        if "rows" not in data:
            key: Any = (data["of"], data["told"])
            data["rows"] = HELD[key].by[0].value if key in HELD else By.INTERVENTION.value
        return data


class LedgerForm(MoneyForm):
    """The layout that the ledger wants, as well. What is left over has no entries, so no file is of it."""

    layout = forms.ModelChoiceField(
        LedgerLayout.objects.all(),
        required=False,
        empty_label="Standard",
        error_messages={"invalid_choice": "This layout isn't there any more. Choose one from the list."},
    )
    field_order = ("of", "told", "source", "district", "layout", "year", "as_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told"].choices = [(told.value, told.label) for told in (Told.ALLOCATED, Told.SPENT)]

    def wanted(self) -> Choice:
        made = self.cleaned_data
        of, told = Of(made["of"]), Told(made["told"])
        return Choice(of, told, HELD[of, told].by[0], source=made["source"])

    @classmethod
    def completed(cls, data: QueryDict) -> QueryDict:
        """An address with what it leaves out of the choice."""
        data = data.copy()
        data.setdefault("of", Of.INTERVENTIONS.value)
        data.setdefault("told", Told.SPENT.value)
        return data
