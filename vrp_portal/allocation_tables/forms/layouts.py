"""How a ledger wants its files, as finance types it: columns in their order, and codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from vrp_portal.allocation_tables.codes import KINDS, CodesError, known_names, read_codes, written_codes
from vrp_portal.allocation_tables.ledger import STANDARD, Holds
from vrp_portal.allocation_tables.models import LedgerLayout
from vrp_portal.records.forms import Difference, VersionedForm

LEAST_ROWS, SPARE_ROWS = 12, 3
LONGEST_HEADING, LONGEST_WORDS = 60, 100


class LayoutForm(forms.ModelForm):
    """A layout. Columns stand in the order of their places; a row without a heading is no column."""

    class Meta:
        model = LedgerLayout
        fields = ["name", "day", "sign", "decimal", "delimiter", "encoding", "has_headings"]
        widgets = {"sign": forms.RadioSelect, "decimal": forms.RadioSelect}
        help_texts = {"name": "By which others will know it, for example the ledger's name."}
        error_messages = {"name": {"required": "Enter a name for the layout."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = self.instance.columns or STANDARD.columns
        self.how_many = max(LEAST_ROWS, len(columns) + SPARE_ROWS)
        for number in range(1, self.how_many + 1):
            self._add_row(number, columns[number - 1] if number <= len(columns) else {})
        self.known = known_names()
        for kind, label in KINDS.items():
            self.fields[f"codes_{kind}"] = forms.CharField(
                label=f"Codes of {label}",
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
                initial=written_codes(self.instance.codes.get(kind, {}), self.known[kind]),
                help_text=self._hint_of(kind),
            )

    def _add_row(self, number: int, column: dict[str, str]) -> None:
        def box(label: str, longest: int, width: str) -> forms.CharField:
            return forms.CharField(
                label=f"{label} of column {number}",
                required=False,
                max_length=longest,
                widget=forms.TextInput(attrs={"class": width}),
            )

        place = box("Place", 10, "govuk-input--width-2")
        place.initial = str(number)
        heading = box("Heading", LONGEST_HEADING, "govuk-input--width-10")
        heading.initial = column.get("heading", "")
        holds = forms.ChoiceField(
            label=f"What column {number} holds", required=False, choices=[("", "Nothing"), *Holds.choices]
        )
        holds.initial = column.get("holds", "")
        words = box("Words", LONGEST_WORDS, "govuk-input--width-10")
        words.initial = column.get("words", "")
        for name, field in (("place", place), ("heading", heading), ("holds", holds), ("words", words)):
            self.fields[f"{name}_{number}"] = field

    def _hint_of(self, kind: str) -> str:
        names = [name for name, _key in self.known[kind].values()]
        written = f"One a line, like “{names[0] if names else 'Name'} = 4100”."
        if len(names) > 12:
            return f"{written} Write names as the portal has them."
        return f"{written} Names are: {', '.join(names)}."

    @property
    def column_rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """The boxes of each column, for the page."""
        for number in range(1, self.how_many + 1):
            yield number, [self[f"{name}_{number}"] for name in ("place", "heading", "holds", "words")]

    @property
    def code_fields(self) -> list[BoundField]:
        return [self[f"codes_{kind}"] for kind in KINDS]

    @property
    def own_fields(self) -> list[BoundField]:
        """The boxes that stand before the columns."""
        return [self[name] for name in self._meta.fields or []]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.instance.columns = self._columns()
        self.instance.codes = {kind: codes for kind in KINDS if (codes := self._codes(kind))}
        return cleaned

    def _columns(self) -> list[dict[str, str]]:
        placed = []
        headings: set[str] = set()
        for number in range(1, self.how_many + 1):
            made = {
                name: self.cleaned_data.get(f"{name}_{number}", "") for name in ("heading", "holds", "words")
            }
            if not any(made.values()):
                continue
            if (amiss := _amiss(made, headings)) is not None:
                name, reason = amiss
                self.add_error(f"{name}_{number}", reason)
            headings.add(made["heading"].casefold())
            placed.append((self._place(number), number, made))
        columns = [made for _place, _number, made in sorted(placed, key=lambda row: row[:2])]
        amounts = sum(column["holds"] == Holds.AMOUNT for column in columns)
        if amounts != 1:
            found = "none does" if not amounts else f"{amounts} do"
            self.add_error(None, f"One column holds the amount; {found}. Choose “Amount” for one column.")
        return columns

    def _place(self, number: int) -> int:
        written = str(self.cleaned_data.get(f"place_{number}") or number)
        if not (written.isascii() and written.isdigit()):
            self.add_error(
                f"place_{number}", f"“{written}” is no place. Write a whole number, for example 3."
            )
            return number
        return int(written)

    def _codes(self, kind: str) -> dict[str, str]:
        try:
            return read_codes(self.cleaned_data.get(f"codes_{kind}") or "", self.known[kind], KINDS[kind])
        except CodesError as error:
            self.add_error(f"codes_{kind}", ValidationError([str(reason) for reason in error.reasons]))
            return {}


def _amiss(made: dict[str, str], headings: set[str]) -> tuple[str, str] | None:
    """What is wrong with a column, by the box in which it is put right."""
    if not made["heading"]:
        return "heading", "Enter the column's heading, or empty the row."
    if made["heading"].casefold() in headings:
        return "heading", f"There is a column “{made['heading']}” already. Enter another heading."
    if not made["holds"]:
        return "holds", f"Choose what “{made['heading']}” holds."
    if made["holds"] == Holds.SAME and not made["words"]:
        return "words", f"Enter the words that “{made['heading']}” holds in every row."
    if made["holds"] != Holds.SAME and made["words"]:
        return (
            "words",
            f"Words go with “{Holds.SAME.label}”. Choose that for “{made['heading']}”, or empty them.",
        )
    return None


class ChangeLayoutForm(VersionedForm, LayoutForm):
    """A layout that is there, and that somebody else may be changing too."""

    class Meta(LayoutForm.Meta):
        pass

    def _differences(self, current: Any) -> Iterator[Difference]:
        yield from super()._differences(current)
        theirs = ", ".join(column["heading"] for column in current.columns)
        if current.columns != self.instance.columns or current.codes != self.instance.codes:
            yours = ", ".join(column["heading"] for column in self.instance.columns)
            yield Difference("Columns or codes", theirs, yours)
