"""What people choose when they send a file or take a table out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from vrp_portal.accounts.models import User
from vrp_portal.accounts.permissions import may
from vrp_portal.figures.entries import year_input
from vrp_portal.periods.fields import FinancialYearFormField
from vrp_portal.records.fields import DayField
from vrp_portal.records.models import REASON_LENGTH
from vrp_portal.records.personal_data import NOT_FOR_PERSONAL_DATA
from vrp_portal.tabular.data import DATA_TABLES
from vrp_portal.tabular.imports.importer import IMPORTERS, Importer
from vrp_portal.tabular.imports.layout import Layout

ALL = "all"
FILES = {"xlsx": "Excel", "ods": "OpenDocument", "csv": "CSV", "json": "JSON"}
"""The kinds of file in which data are taken out."""


def importers_for(person: User) -> list[type[Importer]]:
    """The kinds of import of what a person's role may enter, in the order in which a new portal is filled."""
    allowed = [importer for importer in IMPORTERS.values() if may(person, importer.action)]
    return sorted(allowed, key=lambda importer: importer.turn)


class UploadForm(forms.Form):
    """Send a spreadsheet of one kind."""

    kind = forms.ChoiceField(
        label="What is in the file",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is in the file."},
    )
    file = forms.FileField(
        label="Spreadsheet",
        allow_empty_file=True,
        error_messages={"required": "Choose the file to import."},
    )
    year = FinancialYearFormField(
        label="Financial year of its quarters",
        required=False,
        widget=year_input(),
        help_text="Only if the file says Q3 and not of which year. For example, 2023/24",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            f"Excel (.xlsx or .xls), OpenDocument (.ods) or CSV, up to {settings.IMPORT_MEGABYTES} MB and "
            f"{settings.IMPORT_ROWS:,} rows."
        )
        self.fields["kind"].choices = [(each.kind, each.label) for each in importers_for(user)]


class SheetForm(forms.Form):
    """Choose which sheet of a file is meant."""

    sheet = forms.ChoiceField(
        label="Which sheet do you want to import?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a sheet."},
    )

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in names]


class ColumnsForm(forms.Form):
    """Say what each column of a file is."""

    def __init__(
        self, *args: Any, layout: Layout, importer: type[Importer], year: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        self.labels = {column.name: column.label for column in importer.columns() if not column.for_reading}
        self.needed = [column.name for column in importer.columns() if column.needed]
        options = [("", "Not imported"), *self.labels.items()]
        for heading in layout.headings:
            self.fields[_field(heading.column)] = forms.ChoiceField(
                label=f"Column {heading.letters}: {heading.words or 'no heading'}",
                choices=options,
                required=False,
                initial=layout.choices[heading.key],
                help_text=f"For example: {'; '.join(heading.samples)}" if heading.samples else "It is empty.",
            )
            self.fields[_field(heading.column)].is_needed = True
        self.fields["year"] = FinancialYearFormField(
            label="Financial year of quarters that don't say theirs",
            required=False,
            widget=year_input(),
            initial=year,
            help_text="For example, 2023/24",
        )

    def clean(self) -> dict[str, Any] | None:
        chosen: dict[str, str] = {}
        for heading in self.layout.headings:
            name = self.cleaned_data.get(_field(heading.column), "")
            if name and name in chosen:
                self.add_error(
                    _field(heading.column),
                    f"“{self.labels[name]}” is column {chosen[name]} already. Choose one of the two.",
                )
            elif name:
                chosen[name] = heading.letters
        missing = [self.labels[name] for name in self.needed if name not in chosen]
        if missing:
            raise ValidationError(
                f"Say which column is {', '.join(f'“{label}”' for label in missing)}: without it rows can't "
                "be told apart."
            )
        return super().clean()

    @property
    def choices(self) -> dict[str, str]:
        """The portal's column for each heading. Call it on a valid form."""
        return {heading.key: self.cleaned_data[_field(heading.column)] for heading in self.layout.headings}


class ConfirmForm(forms.Form):
    """Import what was previewed. Warnings need a reason."""

    reason = forms.CharField(
        label="Your reason",
        required=False,
        max_length=REASON_LENGTH,
        help_text=f"Why the file is right in spite of its warnings. {NOT_FOR_PERSONAL_DATA}",
    )

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Give your reason, or change the file."


class ExportForm(forms.Form):
    """Take a table of data out, whole."""

    table = forms.ChoiceField(label="Table", error_messages={"required": "Choose a table."})
    year = FinancialYearFormField(
        label="Financial year", required=False, widget=year_input(), help_text="Leave empty for every year."
    )
    as_at = DayField(
        label="As at",
        required=False,
        help_text="Leave empty for all that stands today. For example, 31/12/2023",
    )
    format = forms.ChoiceField(label="Kind of file", widget=forms.RadioSelect, initial="xlsx")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = sorted((table.name, table.label) for table in DATA_TABLES.values())
        self.fields["table"].choices = [(ALL, "All tables"), *tables]
        self.fields["format"].choices = list(FILES.items())


def _field(column: int) -> str:
    return f"column_{column}"
