"""Changes of the budget: what a line gets or loses, its profile, and money moved between lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from grants.models import Award, BudgetEntry, BudgetLine, Virement
from grants.querysets import QUARTERS
from grants.rules import spread
from vrp_portal.money import format_pounds
from vrp_portal.periods import quarters_ended
from vrp_portal.records.actions import WithdrawnAlready

ALWAYS = date.max


class ProfileMismatch(ValueError):
    """The quarters of a profile don't add up to the line's amount; the message says by how much."""


@transaction.atomic
def adjust_line(line: BudgetLine, *, amount: Decimal, agreed_on: date, reason: str) -> BudgetEntry:
    """Change a line by so many pounds; what it loses is not budgeted, what it gains was not before.

    Raises WithdrawnAlready, and IntegrityError where the lines would be more than the award, or this one
    less than nothing.
    """
    hold_the_budget(line)
    return _change(line, amount, agreed_on=agreed_on, reason=reason)


@transaction.atomic
def move_between_lines(decision: Virement) -> Virement:
    """Record the decision to move money from one line to another, and move it.

    Raises WithdrawnAlready, and IntegrityError where the one that it comes from would have less than nothing.
    """
    hold_the_budget(decision.from_line)
    decision.illustrative = decision.from_line.illustrative
    decision.save()
    # The half that gives comes first, so that the lines never add up to more in between.
    for line, amount in ((decision.from_line, -decision.amount), (decision.to_line, decision.amount)):
        _change(line, amount, agreed_on=decision.decided_on, reason=decision.reason, virement=decision)
    return decision


@transaction.atomic
def profile_line(
    line: BudgetLine, quarters: Sequence[Decimal], *, agreed_on: date, reason: str
) -> BudgetEntry:
    """Say anew what falls in each quarter of a line's year; its amount stays.

    Raises WithdrawnAlready, and ProfileMismatch where the quarters don't add up to the line's amount.
    """
    hold_the_budget(line)
    current = _as_it_is(line, as_at=agreed_on)
    check_profile(quarters, amount=current.budget_then)
    changes = {
        name: wanted - getattr(current, f"{name}_then")
        for name, wanted in zip(QUARTERS, quarters, strict=True)
    }
    return BudgetEntry.objects.create(
        line=line, agreed_on=agreed_on, reason=reason, illustrative=line.illustrative, **changes
    )


def check_profile(quarters: Sequence[Decimal], *, amount: Decimal) -> None:
    """Raises ProfileMismatch unless the quarters add up to the amount."""
    over = sum(quarters, Decimal(0)) - amount
    if over:
        raise ProfileMismatch(
            f"The quarters add up to {format_pounds(sum(quarters, Decimal(0)))}, which is "
            f"{format_pounds(abs(over))} {'more' if over > 0 else 'less'} than the line's "
            f"{format_pounds(amount)}. Change a quarter by {format_pounds(abs(over))}."
        )


def hold_the_budget(line: BudgetLine) -> None:
    """Wait for whoever changes the budget of the line's year, as the database's own trigger does."""
    awards = Award.objects.core().for_year(line.year).order_by("pk")
    list(awards.select_for_update(no_key=True).values_list("pk"))


def _change(
    line: BudgetLine, amount: Decimal, *, agreed_on: date, reason: str, virement: Virement | None = None
) -> BudgetEntry:
    current = _as_it_is(line, as_at=ALWAYS)
    ended = len(list(quarters_ended(line.year, as_at=agreed_on)))
    parts = spread(amount, profile=[getattr(current, f"{name}_then") for name in QUARTERS], ended=ended)
    return BudgetEntry.objects.create(
        line=line,
        agreed_on=agreed_on,
        reason=reason,
        virement=virement,
        illustrative=line.illustrative,
        **dict(zip(QUARTERS, parts, strict=True)),
    )


def _as_it_is(line: BudgetLine, *, as_at: date) -> BudgetLine:
    """The line with its budget by a day. Raises WithdrawnAlready."""
    current: BudgetLine = BudgetLine.objects.with_budget(as_at=as_at).get(pk=line.pk)
    if current.is_withdrawn:
        raise WithdrawnAlready(f"{line} is withdrawn already.")
    return current
