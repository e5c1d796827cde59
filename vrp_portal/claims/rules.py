"""What a quarterly claim asks for, when it may be sent, and what became of a difference when it was paid."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from vrp_portal.money import format_pounds
from vrp_portal.money.amounts import to_pennies
from vrp_portal.periods import Quarter

NOTHING = Decimal(0)
Amounts = Mapping[tuple[str, Quarter], Decimal]
"""Pounds by purpose and quarter."""


class State(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    SENT = "sent"
    PAID = "paid"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class NotAllowed(ValueError):
    """A claim can't go that way from where it stands; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """Pounds that a claim asks for, spent for a purpose in a quarter: its own, or one claimed before."""

    purpose: str
    quarter: Quarter
    amount: Decimal


def claim_lines(
    quarter: Quarter,
    *,
    purposes: Sequence[str],
    spent: Amounts,
    claimed: Amounts,
    claimed_quarters: Collection[Quarter],
) -> list[Line]:
    """What a claim asks for: a line for each purpose of its quarter, then what changed in quarters claimed.

    `claimed` is what all claims so far ask for. An adjustment is what is spent now less that, so that all
    claims together are always what was spent.

    >>> from vrp_portal.periods import FinancialYear
    >>> q1, q2 = FinancialYear(2023).quarters[:2]
    >>> lines = claim_lines(
    ...     q2,
    ...     purposes=["staffing"],
    ...     spent={("staffing", q1): Decimal("90.00"), ("staffing", q2): Decimal("50.00")},
    ...     claimed={("staffing", q1): Decimal("100.00")},
    ...     claimed_quarters=[q1],
    ... )
    >>> [f"{line.quarter} {line.amount}" for line in lines]
    ['2023/24 Q2 50.00', '2023/24 Q1 -10.00']
    >>> total_of(lines)
    Decimal('40.00')
    """
    known = [*purposes, *sorted({purpose for purpose, _ in (*spent, *claimed)} - set(purposes))]
    own = [Line(purpose, quarter, spent.get((purpose, quarter), NOTHING)) for purpose in known]
    changed = [
        Line(purpose, earlier, difference)
        for earlier in sorted(claimed_quarters)
        for purpose in known
        if (difference := _change(purpose, earlier, spent, claimed)) != 0
    ]
    return own + changed


def _change(purpose: str, quarter: Quarter, spent: Amounts, claimed: Amounts) -> Decimal:
    return spent.get((purpose, quarter), NOTHING) - claimed.get((purpose, quarter), NOTHING)


def total_of(lines: Collection[Line]) -> Decimal:
    """What lines come to, in pounds."""
    return sum((line.amount for line in lines), NOTHING)


def next_to_send(first: Quarter, *, last_sent: Quarter | None) -> Quarter:
    """The only quarter whose claim may be sent now: the one after the last, or the first that there is.

    >>> from vrp_portal.periods import FinancialYear
    >>> str(next_to_send(Quarter(FinancialYear(2023), 1), last_sent=Quarter(FinancialYear(2023), 2)))
    '2023/24 Q3'
    """
    return first if last_sent is None else last_sent.next()


def check_ended(quarter: Quarter, *, on: date) -> None:
    """Raises NotAllowed where a quarter had not ended before a day."""
    if quarter.ends >= on:
        raise NotAllowed(
            f"{quarter} ends on {quarter.ends.day} {quarter.ends:%B %Y}. "
            "Its claim can be prepared and sent from the day after."
        )


def check_turn(quarter: Quarter, *, first: Quarter, last_sent: Quarter | None) -> None:
    """Raises NotAllowed where it isn't this quarter's turn to be claimed.

    `first` is the first quarter of the claim's year in which the scheme had money.
    """
    comes_next = next_to_send(first, last_sent=last_sent)
    if comes_next < quarter:
        raise NotAllowed(f"The claim of {comes_next} comes first: send that one before this.")
    if comes_next > quarter:
        raise NotAllowed(
            f"The claims up to {comes_next.previous()} are sent already. What changed in {quarter} is "
            "adjusted in the next one."
        )


def match_pro_rata(required: Decimal, quarter: Quarter) -> Decimal:
    """The part of a year's required match that has come due by the end of a quarter, to the penny.

    >>> from vrp_portal.periods import FinancialYear
    >>> match_pro_rata(Decimal("505500.00"), Quarter(FinancialYear(2023), 3))
    Decimal('379125.00')
    """
    return to_pennies(required * quarter.number / 4)


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim's numbers, in pounds: None is not known.

    `spent` is in its quarter (None where nothing is entered), `to_date` in the year up to the end of it.
    """

    quarter: Quarter
    spent: Decimal | None
    adjusted: Decimal
    to_date: Decimal
    award: Decimal | None
    match_required: Decimal | None
    match_confirmed: Decimal | None
    returns_missing: int = 0
    """How many partnerships have no accepted return of the quarter, where their returns say what is spent."""


def what_to_look_at(asked: Asked) -> Iterator[str]:
    """What should be looked at twice before a claim is sent, in a sentence each; it doesn't block."""
    if asked.spent is None:
        yield f"Nothing is entered as spent in {asked.quarter}."
    if asked.returns_missing:
        many = asked.returns_missing
        whose = "1 partnership has" if many == 1 else f"{many} partnerships have"
        yield (
            f"{whose} no accepted return of {asked.quarter}. What they spent would come as an adjustment "
            "in a later claim."
        )
    if asked.award is None:
        yield f"No award is recorded for {asked.quarter.year}."
    elif asked.to_date > asked.award:
        yield (
            f"What is spent in the year to date, {format_pounds(asked.to_date)}, is above the award of "
            f"{format_pounds(asked.award)}."
        )
    if asked.match_required is not None and asked.match_confirmed is not None:
        due = match_pro_rata(asked.match_required, asked.quarter)
        if asked.match_confirmed < due:
            yield (
                f"Match confirmed by the end of {asked.quarter}, {format_pounds(asked.match_confirmed)}, is "
                f"below {format_pounds(due)}, the part of the year's requirement that is due by then."
            )
    if asked.adjusted != 0:
        yield f"Quarters that were claimed before are adjusted by {format_pounds(asked.adjusted)} in all."


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What became of a claim in pounds: asked for, paid, and settled without payment."""

    claimed: Decimal
    paid: Decimal = NOTHING
    settled: Decimal = NOTHING

    @property
    def outstanding(self) -> Decimal:
        """What is still to be paid; negative where too much was.

        >>> Reconciliation(Decimal("40.00"), Decimal("35.00")).outstanding
        Decimal('5.00')
        """
        return self.claimed - self.paid - self.settled

    @property
    def in_words(self) -> str:
        """The difference as people say it; empty where there is none.

        >>> Reconciliation(Decimal("40.00"), Decimal("35.00")).in_words
        '£5.00 short'
        """
        if self.outstanding == 0:
            return ""
        way = "short" if self.outstanding > 0 else "over"
        return f"{format_pounds(abs(self.outstanding))} {way}"

    def after(self, *, paid: Decimal = NOTHING, settled: Decimal = NOTHING) -> Reconciliation:
        """The same once this is paid or settled besides."""
        return Reconciliation(self.claimed, self.paid + paid, self.settled + settled)


def check_explained(after: Reconciliation, *, reason: str) -> None:
    """Raises NotAllowed where a payment leaves a difference that nobody explains."""
    if after.outstanding != 0 and not reason:
        raise NotAllowed(f"With this payment the claim is {after.in_words}. Say why, or check the amount.")


def next_step(state: State | None, *, quarter: Quarter, money: Reconciliation | None, on: date) -> str:
    """What is to be done next about a quarter, in a few words. `state` is None where it has no claim."""
    if quarter.ends >= on:
        return f"The quarter ends on {quarter.ends.day} {quarter.ends:%B %Y}"
    if state is None:
        return "Prepare the claim"
    if state == State.DRAFT or money is None:
        return "Check and send"
    if money.outstanding == 0:
        return "Nothing: it is reconciled"
    if state == State.SENT:
        return "Record the payment"
    return f"{money.in_words}: record a further payment, or settle it"
