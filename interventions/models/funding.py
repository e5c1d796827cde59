"""The money of an intervention: a line for each source, year and district; a ledger of what was agreed;
and what was spent."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from interventions.models.register import Intervention
from interventions.querysets import FundingLineQuerySet, FundingSpendQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.partnership.models import WHOLE_AREA, District
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Withdrawable,
    never_overwritten,
    one_at_a_time,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open


@pghistory.track()
class FundingLine(Withdrawable, Sourced):
    """That a source pays for an intervention in a year, for one district or the whole area.

    What is allocated is the sum of its entries. A line without an entry is 'amount not stated': it counts
    as an intervention, not as money.
    """

    class FundingSource(models.TextChoices):
        CORE = "core", "Core grant"
        SVD = "svd", "Serious Violence Duty"
        MATCH = "match", "Match funding"
        OTHER = "other", "Other"

    class PaidAs(models.TextChoices):
        GRANT = "grant", "Grant"
        CONTRACT = "contract", "Procured contract"

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="funding_lines")
    funding_source = models.CharField(max_length=10, choices=FundingSource)
    year = FinancialYearField("financial year")
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="funding_lines"
    )
    agreed_on = models.DateField(help_text="The day on which it was agreed that this source pays.")
    paid_as = models.CharField(
        max_length=10,
        choices=PaidAs,
        default=PaidAs.GRANT,
        help_text="Grants to organisations are published as open data; what is procured is not a grant.",
    )

    objects = FundingLineQuerySet.as_manager()

    class Meta:
        ordering = ["intervention__reference", "funding_source", "district__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "funding_source", "year", "district"],
                condition=Q(withdrawn_on__isnull=True),
                nulls_distinct=False,
                name="funding_line_one_per_source_year_and_district",
                violation_error_message=(
                    "This intervention has a funding line from this source for this year and "
                    "district already. "
                    "Add an amount to that line instead."
                ),
            ),
            withdrawn_with_a_reason("funding_line"),
        ]
        indexes = [models.Index(fields=["year", "funding_source"], name="funding_line_year_and_source")]
        triggers = [
            never_overwritten("intervention", "funding_source", "year", "district", "agreed_on"),
            one_at_a_time("intervention", "funding_source", "year", "district"),
            while_year_is_open("year"),
        ]

    def __str__(self) -> str:
        return f"{self.intervention.reference}, {self.get_funding_source_display()} {self.year}, {self.where}"

    @property
    def where(self) -> str:
        return str(self.district) if self.district_id else WHOLE_AREA


@pghistory.track()
class FundingEntry(Sourced):
    """An amount agreed for a funding line on a day, in pounds. A later change is an entry of its own,
    negative where money is taken back; together they are on no day less than nothing."""

    line = models.ForeignKey(FundingLine, on_delete=models.PROTECT, related_name="entries")
    agreed_on = models.DateField()
    amount = PoundsField(allow_negative=True)
    reason = models.CharField(max_length=REASON_LENGTH)

    class Meta:
        ordering = ["line", "agreed_on", "pk"]
        verbose_name_plural = "funding entries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="funding_entry_has_a_reason",
                violation_error_message="Say why this amount was agreed.",
            ),
        ]
        indexes = [
            models.Index(fields=["line", "agreed_on"], name="funding_entry_by_day", include=["amount"])
        ]
        triggers = [
            never_overwritten("line", "agreed_on", "amount"),
            while_year_is_open("line__year"),
            pgtrigger.Trigger(
                name="never_less_than_nothing",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                declare=[("changed", "bigint"), ("overdrawn_on", "date")],
                # Two people who change the ledger of one line wait for each other at its line.
                func=(
                    "changed = coalesce(NEW.line_id, OLD.line_id); "
                    "PERFORM FROM interventions_fundingline WHERE id = changed FOR NO KEY UPDATE; "
                    "SELECT min(agreed_on) INTO overdrawn_on FROM ("
                    "SELECT agreed_on, sum(sum(amount)) OVER (ORDER BY agreed_on) AS allocated "
                    "FROM interventions_fundingentry WHERE line_id = changed GROUP BY agreed_on"
                    ") AS day WHERE allocated < 0; "
                    "IF overdrawn_on IS NOT NULL THEN "
                    "RAISE EXCEPTION 'Allocated money would be less than nothing on %.', "
                    "to_char(overdrawn_on, 'DD/MM/YYYY') USING ERRCODE = 'check_violation'; "
                    "END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} agreed on {self.agreed_on:%d/%m/%Y} for {self.line}"


@pghistory.track()
class FundingSpend(Withdrawable, Sourced):
    """What was spent of a funding line in a quarter, in pounds; corrections are entries of their own."""

    line = models.ForeignKey(FundingLine, on_delete=models.PROTECT, related_name="spend")
    quarter = QuarterField()
    amount = PoundsField(allow_negative=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = FundingSpendQuerySet.as_manager()

    class Meta:
        ordering = ["line", "quarter", "pk"]
        verbose_name_plural = "funding spend"
        constraints = [
            withdrawn_with_a_reason("funding_spend"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | ~Q(reason=""),
                name="funding_spend_negative_has_a_reason",
                violation_error_message="A negative amount is a correction: give its reason.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["line", "quarter"],
                name="funding_spend_by_quarter",
                include=["amount", "withdrawn_on"],
            )
        ]
        triggers = [never_overwritten("line", "quarter", "amount"), while_year_is_open("line__year")]

    def __str__(self) -> str:
        return f"{self.amount} spent in {self.quarter}, {self.line}"
