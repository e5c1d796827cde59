"""What the core grant of a year is set aside for, how that changes, and what is spent of it."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from grants.querysets import BudgetLineQuerySet, SpendEntryQuerySet
from vrp_portal.money.fields import PoundsField
from vrp_portal.periods import FinancialYear
from vrp_portal.periods.fields import FinancialYearField, QuarterField
from vrp_portal.records.models import (
    REASON_LENGTH,
    Sourced,
    Withdrawable,
    never_overwritten,
    not_negative,
    one_at_a_time,
    withdrawn_with_a_reason,
)
from vrp_portal.year_end.triggers import while_year_is_open

INTERVENTIONS_SPEND_ELSEWHERE = (
    "What interventions spend is entered with their funding, on the page of each intervention, "
    "and is read from there. Enter it there."
)


def _opening_quarter(number: int) -> models.GeneratedField:
    """An equal part of the line's amount, to the penny; the first quarters get the pennies left over, as in
    `vrp_portal.money.equal_shares`."""
    pennies = F("amount") * Value(Decimal(100)) + Value(Decimal(4 - number))
    whole = Func(pennies / Value(Decimal(4)), function="TRUNC")
    return models.GeneratedField(
        verbose_name=f"Q{number} when it was agreed",
        expression=whole / Value(Decimal(100)),
        output_field=PoundsField(),
        db_persist=True,
    )


def within_award(*, of_line: str) -> pgtrigger.Trigger:
    """The trigger that holds budget lines within their year's core grant, and each at nothing or more, on
    every day.

    `of_line` is the column that names the line. Two people who change the budget of one year wait for each
    other at its award. An award that is lowered below what is budgeted stops no one from taking money off a
    line, or from moving it between lines.
    """
    lines = (
        "SELECT id, agreed_on, withdrawn_on, amount FROM grants_budgetline WHERE year = of_year "
        "AND (withdrawn_on IS NULL OR withdrawn_on > agreed_on)"
    )
    movements = (
        f"SELECT id AS line, agreed_on AS day, amount FROM ({lines}) AS line "  # noqa: S608
        "UNION ALL SELECT line.id, entry.agreed_on, entry.amount FROM grants_budgetentry AS entry "
        f"JOIN ({lines}) AS line ON line.id = entry.line_id "
        "WHERE line.withdrawn_on IS NULL OR line.withdrawn_on > entry.agreed_on"
    )
    ends = (
        "SELECT line.withdrawn_on AS day, -sum(movement.amount) AS lines, 0 AS awards "  # noqa: S608
        f"FROM ({movements}) AS movement JOIN grants_budgetline AS line ON line.id = movement.line "
        "WHERE line.withdrawn_on IS NOT NULL GROUP BY line.id, line.withdrawn_on"
    )
    awards = (
        "grants_award WHERE year = of_year AND scheme = 'core' "
        "AND (withdrawn_on IS NULL OR withdrawn_on > agreed_on)"
    )
    return pgtrigger.Trigger(
        name="within_award",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("of_year", "integer"), ("subject", "grants_budgetline"), ("amiss", "record")],
        func=(
            f"SELECT year INTO of_year FROM grants_budgetline WHERE id = NEW.{of_line}; "  # noqa: S608
            "PERFORM FROM grants_award WHERE year = of_year AND scheme = 'core' "
            "ORDER BY id FOR NO KEY UPDATE; "
            f"SELECT * INTO subject FROM grants_budgetline WHERE id = NEW.{of_line} FOR SHARE; "
            "IF subject.withdrawn_on IS NOT NULL THEN RAISE EXCEPTION 'This budget line is withdrawn.' "
            "USING ERRCODE = 'check_violation'; END IF; "
            "IF NEW.agreed_on < subject.agreed_on THEN RAISE EXCEPTION "
            "'The budget line counts from %: give that day or a later one.', "
            "to_char(subject.agreed_on, 'DD/MM/YYYY') USING ERRCODE = 'check_violation'; END IF; "
            "SELECT min(day) AS day INTO amiss FROM (SELECT day, sum(sum(amount)) OVER "
            f"(PARTITION BY movement.line ORDER BY day) AS stood FROM ({movements}) AS movement "
            "GROUP BY movement.line, day) AS each WHERE stood < 0; "
            "IF amiss.day IS NOT NULL THEN RAISE EXCEPTION "
            "'A budget line would be less than nothing on %.', to_char(amiss.day, 'DD/MM/YYYY') "
            "USING ERRCODE = 'check_violation'; END IF; "
            "SELECT day, lines - awards AS excess INTO amiss FROM ("
            "SELECT day, sum(sum(lines)) OVER (ORDER BY day) AS lines, "
            "sum(sum(awards)) OVER (ORDER BY day) AS awards FROM ("
            f"SELECT day, amount AS lines, 0 AS awards FROM ({movements}) AS movement "
            f"UNION ALL {ends} "
            f"UNION ALL SELECT agreed_on, 0, amount FROM {awards} "
            f"UNION ALL SELECT withdrawn_on, 0, -amount FROM {awards} AND withdrawn_on IS NOT NULL"
            ") AS moved GROUP BY day) AS stood "
            "WHERE lines > awards AND day >= NEW.agreed_on ORDER BY day LIMIT 1; "
            "IF amiss.day IS NOT NULL AND {raised} > 0 THEN RAISE EXCEPTION "
            "'The budget lines would add up to £% more than the core grant award on %. "
            "Lower the amount, or move money from another line.', "
            "to_char(amiss.excess, 'FM999,999,999,990.00'), to_char(amiss.day, 'DD/MM/YYYY') "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
        ).replace(
            "{raised}",
            "NEW.amount"
            if of_line == "id"
            # The half of a virement that gives comes first: then nothing is raised.
            else "coalesce((SELECT sum(amount) FROM grants_budgetentry "
            "WHERE virement_id = NEW.virement_id), NEW.amount)",
        ),
    )


@pghistory.track()
class BudgetLine(Withdrawable, Sourced):
    """What part of a year's core grant was set aside for one purpose when it was agreed, in pounds, in equal
    parts for its quarters. Entries change it since: see `BudgetLineQuerySet.with_budget`."""

    class Purpose(models.TextChoices):
        INTERVENTIONS = "interventions", "Interventions"
        STAFFING = "staffing", "Staffing"
        EVALUATION = "evaluation", "Evaluation"
        ENGAGEMENT = "engagement", "Engagement and communications"
        DATA = "data", "Needs assessment and data"
        MANAGEMENT = "management", "Management"

    year = FinancialYearField("financial year")
    purpose = models.CharField(max_length=15, choices=Purpose)
    amount = PoundsField()
    agreed_on = models.DateField(help_text="The day from which it counts.")
    quarter_1 = _opening_quarter(1)
    quarter_2 = _opening_quarter(2)
    quarter_3 = _opening_quarter(3)
    quarter_4 = _opening_quarter(4)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["year", "purpose"]
        constraints = [
            *not_negative("budget_line", "amount"),
            withdrawn_with_a_reason("budget_line"),
            models.UniqueConstraint(
                fields=["year", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="budget_line_one_per_year_and_purpose",
                violation_error_message="This year has a budget line for this purpose already.",
            ),
        ]
        triggers = [
            never_overwritten("year", "purpose", "amount", "agreed_on"),
            one_at_a_time("year", "purpose"),
            while_year_is_open("year"),
            within_award(of_line="id"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.year}"


@pghistory.track()
class Virement(Sourced):
    """The decision to move money from one budget line of a year to another, in pounds."""

    from_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="moved_away")
    to_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="moved_here")
    decided_on = models.DateField()
    decided_by = models.CharField(
        max_length=200, help_text="The board or the post, not the name of a person."
    )
    amount = PoundsField()
    reason = models.CharField(max_length=REASON_LENGTH)

    class Meta:
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="virement_moves_something",
                violation_error_message="Enter what is moved: more than £0.",
            ),
            models.CheckConstraint(
                condition=~Q(from_line=F("to_line")),
                name="virement_between_two",
                violation_error_message="Choose another line than the one it comes from.",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""),
                name="virement_has_a_reason_and_who_decided",
                violation_error_message="Say why it is moved, and who decided it.",
            ),
        ]
        triggers = [
            never_overwritten("from_line", "to_line", "decided_on", "decided_by", "amount", "reason"),
            while_year_is_open("from_line__year"),
            pgtrigger.Trigger(
                name="of_one_year",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=(
                    "IF (SELECT count(DISTINCT year) FROM grants_budgetline "
                    "WHERE id IN (NEW.from_line_id, NEW.to_line_id)) > 1 THEN RAISE EXCEPTION "
                    "'Money of one year is not moved into another. Choose two lines of one year.' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"From {self.from_line} to {self.to_line}"


@pghistory.track()
class BudgetEntry(Sourced):
    """A change of a budget line on a day, by quarter, in pounds: negative where it gets less.

    One that adds up to nothing changes the profile alone. Together the lines of a year are on no day more
    than its core grant.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    agreed_on = models.DateField()
    quarter_1 = PoundsField("Q1", allow_negative=True, default=0)
    quarter_2 = PoundsField("Q2", allow_negative=True, default=0)
    quarter_3 = PoundsField("Q3", allow_negative=True, default=0)
    quarter_4 = PoundsField("Q4", allow_negative=True, default=0)
    amount = models.GeneratedField(
        expression=F("quarter_1") + F("quarter_2") + F("quarter_3") + F("quarter_4"),
        output_field=PoundsField(),
        db_persist=True,
    )
    reason = models.CharField(max_length=REASON_LENGTH)
    virement = models.ForeignKey(
        Virement, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )

    class Meta:
        ordering = ["line", "agreed_on", "pk"]
        verbose_name_plural = "budget entries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="budget_entry_has_a_reason",
                violation_error_message="Say why the budget line changes.",
            ),
            models.CheckConstraint(
                condition=~Q(quarter_1=0, quarter_2=0, quarter_3=0, quarter_4=0),
                name="budget_entry_changes_something",
                violation_error_message="Enter what changes: the amount, or what falls in a quarter.",
            ),
        ]
        triggers = [
            never_overwritten(
                *("line", "agreed_on", "quarter_1", "quarter_2", "quarter_3", "quarter_4"),
                *("reason", "virement"),
            ),
            while_year_is_open("line__year"),
            within_award(of_line="line_id"),
        ]

    def __str__(self) -> str:
        return f"{self.line} changed on {self.agreed_on:%d/%m/%Y}"


@pghistory.track()
class SpendEntry(Withdrawable, Sourced):
    """Money spent, or forecast to be spent, from a budget line in a quarter, in pounds.

    Actual entries of a quarter add up, corrections among them; of its forecasts the latest counts.
    """

    class Kind(models.TextChoices):
        ACTUAL = "actual", "Actual"
        FORECAST = "forecast", "Forecast"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="spend")
    quarter = QuarterField()
    kind = models.CharField(max_length=10, choices=Kind)
    amount = PoundsField(allow_negative=True, help_text="A correction of an earlier entry may be negative.")
    stated_on = models.DateField(default=timezone.localdate, help_text="The day on which it was said.")
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = SpendEntryQuerySet.as_manager()

    class Meta:
        ordering = ["line", "quarter", "pk"]
        verbose_name_plural = "spend entries"
        constraints = [
            withdrawn_with_a_reason("spend_entry"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | ~Q(reason=""),
                name="spend_entry_negative_has_a_reason",
                violation_error_message="A negative amount is a correction: give its reason.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | ~Q(kind="forecast"),
                name="spend_entry_forecast_not_negative",
                violation_error_message="A forecast is 0 or more: the latest takes the earlier's place.",
            ),
        ]
        triggers = [
            never_overwritten("line", "quarter", "kind", "amount", "stated_on"),
            while_year_is_open("line__year"),
            pgtrigger.Trigger(
                name="interventions_spend_elsewhere",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=(
                    "IF (SELECT purpose FROM grants_budgetline "  # noqa: S608
                    "WHERE id = NEW.line_id) = 'interventions' "
                    f"THEN RAISE EXCEPTION '{INTERVENTIONS_SPEND_ELSEWHERE}' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quarter}, {self.line}"

    @property
    def year(self) -> FinancialYear:
        """The financial year of the line that pays."""
        return self.line.year
