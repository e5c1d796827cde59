"""Tables that people keep under a name, and how a ledger wants its files."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.periods.fields import FinancialYearField
from vrp_portal.records.models import REASON_LENGTH, Versioned, version_rises


@pghistory.track()
class SavedTable(Versioned):
    """A choice of table that somebody named. It holds no money: it shows what is recorded when it is opened.

    With a year and a day it always opens as at that day; without, as the portal opens.
    """

    name = models.CharField(max_length=100)
    note = models.CharField(max_length=REASON_LENGTH, blank=True)
    choice = models.CharField(
        max_length=500, editable=False, help_text="The choice, as the address of the page says it."
    )
    year = FinancialYearField("financial year", null=True, blank=True, editable=False)
    as_at = models.DateField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    made_on = models.DateField(editable=False)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="saved_table_name_unique",
                violation_error_message="There is a table of this name already. Choose another name.",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True, as_at__isnull=True)
                | Q(year__isnull=False, as_at__isnull=False),
                name="saved_table_year_with_a_day",
                violation_error_message="A table that is kept for a year is kept for a day of it, too.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tables-open", args=[self.pk])

    def may_be_changed_by(self, user: User) -> bool:
        """Whether it is this person's own, or this person looks after the portal."""
        return self.made_by_id == user.pk or user.role == Role.ADMINISTRATOR


@pghistory.track()
class LedgerLayout(Versioned):
    """How a ledger wants its files: columns in their order, its codes, and how it writes a day and a sum.

    `columns` is a list of {"heading", "holds", "words"}; `codes` gives for each kind of code what a record's
    key is called in the ledger.
    """

    class Day(models.TextChoices):
        SLASHES = "%d/%m/%Y", "31/12/2023"
        ISO = "%Y-%m-%d", "2023-12-31"
        DOTS = "%d.%m.%Y", "31.12.2023"
        DIGITS = "%Y%m%d", "20231231"

    class Sign(models.TextChoices):
        POSITIVE = "positive", "As recorded: money out is positive"
        NEGATIVE = "negative", "The other way round: money out is negative"

    class Pence(models.TextChoices):
        POINT = ".", "Point: 1234.50"
        COMMA = ",", "Comma: 1234,50"

    class Delimiter(models.TextChoices):
        COMMA = ",", "Comma"
        SEMICOLON = ";", "Semicolon"
        TAB = "\t", "Tab"
        BAR = "|", "Upright bar"

    class Encoding(models.TextChoices):
        UTF_8_MARKED = "utf-8-sig", "UTF-8 with a mark, as Excel likes it"
        UTF_8 = "utf-8", "UTF-8"
        WINDOWS = "cp1252", "Windows-1252"

    name = models.CharField(max_length=100)
    columns = models.JSONField(default=list)
    codes = models.JSONField(default=dict, blank=True)
    day = models.CharField("how a day is written", max_length=10, choices=Day, default=Day.SLASHES)
    sign = models.CharField("sign of an amount", max_length=10, choices=Sign, default=Sign.POSITIVE)
    decimal = models.CharField("before the pence", max_length=1, choices=Pence, default=Pence.POINT)
    delimiter = models.CharField("between columns", max_length=1, choices=Delimiter, default=Delimiter.COMMA)
    encoding = models.CharField("characters", max_length=10, choices=Encoding, default=Encoding.UTF_8_MARKED)
    has_headings = models.BooleanField("the first line holds the headings", default=True)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="ledger_layout_name_unique",
                violation_error_message="There is a layout of this name already. Choose another name.",
            ),
            models.CheckConstraint(
                condition=~Q(decimal=",", delimiter=","),
                name="ledger_layout_comma_for_one_thing",
                violation_error_message=(
                    "A comma can't stand before the pence and between columns. Choose another for one."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(columns=[]),
                name="ledger_layout_has_columns",
                violation_error_message="Enter the columns of the file.",
            ),
        ]
        triggers = [version_rises()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ledger-layout", args=[self.pk])

    def code(self, kind: str, key: str) -> str:
        """What the ledger calls a record; empty where it has no code for it."""
        kept: dict[str, Any] = self.codes.get(kind, {})
        return str(kept.get(key, ""))
