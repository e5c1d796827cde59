"""How a quarterly return goes its way: its states, who may move it, when it is due, what to look at twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from vrp_portal.money import format_pounds
from vrp_portal.periods import Quarter


class State(StrEnum):
    """Where a return stands."""

    DUE = "due"
    DRAFT = "draft"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize().replace("sign off", "sign-off")

    @property
    def is_open(self) -> bool:
        """Whether what it says may still be changed."""
        return self in {State.DUE, State.DRAFT}


class Event(StrEnum):
    """What may happen to a return."""

    SAVE = "save"
    ASK_SIGN_OFF = "ask-sign-off"
    SEND_BACK = "send-back"
    SUBMIT = "submit"
    QUERY = "query"
    ACCEPT = "accept"
    REVISE = "revise"
    REOPEN = "reopen"


class Side(StrEnum):
    """Whose turn it is: the district that reports, or the VRP's team that reviews."""

    DISTRICT = "district"
    TEAM = "team"


class NotAllowed(ValueError):
    """A return can't go that way from where it stands; the message says why."""


MOVES: dict[tuple[State, Event], tuple[State, Side]] = {
    (State.DUE, Event.SAVE): (State.DRAFT, Side.DISTRICT),
    (State.DRAFT, Event.SAVE): (State.DRAFT, Side.DISTRICT),
    (State.DRAFT, Event.ASK_SIGN_OFF): (State.AWAITING_SIGN_OFF, Side.DISTRICT),
    (State.AWAITING_SIGN_OFF, Event.SEND_BACK): (State.DRAFT, Side.DISTRICT),
    (State.DRAFT, Event.SUBMIT): (State.SUBMITTED, Side.DISTRICT),
    (State.AWAITING_SIGN_OFF, Event.SUBMIT): (State.SUBMITTED, Side.DISTRICT),
    (State.SUBMITTED, Event.QUERY): (State.QUERIED, Side.TEAM),
    (State.SUBMITTED, Event.ACCEPT): (State.ACCEPTED, Side.TEAM),
    # A revision is a return of its own, a draft that replaces this one; this one stays as it is.
    (State.QUERIED, Event.REVISE): (State.QUERIED, Side.DISTRICT),
    (State.ACCEPTED, Event.REOPEN): (State.ACCEPTED, Side.TEAM),
}


def next_state(state: State, event: Event, *, by: Side) -> State:
    """Where a return stands after an event. Raises NotAllowed where that can't happen now, or not by them.

    >>> next_state(State.SUBMITTED, Event.ACCEPT, by=Side.TEAM)
    <State.ACCEPTED: 'accepted'>
    """
    if (state, event) not in MOVES:
        raise NotAllowed(f"The return is {state.label.lower()}, so this can't be done now.")
    to, side = MOVES[state, event]
    if side != by:
        raise NotAllowed(f"This is for the {side} to do.")
    return to


def due_on(quarter: Quarter, *, days: int, extended_to: date | None = None) -> date:
    """The last day on which a return is in time: so many days after the quarter ended, or the extension's.

    >>> from vrp_portal.periods import FinancialYear
    >>> due_on(Quarter(FinancialYear(2023), 3), days=21)
    datetime.date(2024, 1, 21)
    """
    return extended_to or quarter.ends + timedelta(days=days)


REMIND_FROM, REMIND_AGAIN_AFTER = 7, 7
"""Days before a return is due from which on it is reminded of, and days after which it is again."""


def is_time_to_remind(days_left: int, *, last: date | None, today: date) -> bool:
    """Whether somebody is to be reminded: in the last week, again on the last two days, then every week.

    `days_left` is negative where the return is overdue; `last` is the day of the reminder before.
    """
    if days_left > REMIND_FROM or last == today:
        return False
    return last is None or days_left in {0, 1} or (today - last).days >= REMIND_AGAIN_AFTER


@dataclass(frozen=True, slots=True)
class Reported:
    """The numbers of a return: pounds in the quarter, to date and forecast for the year; people reached."""

    labour_spent: Decimal = Decimal(0)
    non_labour_spent: Decimal = Decimal(0)
    labour_to_date: Decimal = Decimal(0)
    non_labour_to_date: Decimal = Decimal(0)
    labour_forecast: Decimal = Decimal(0)
    non_labour_forecast: Decimal = Decimal(0)
    people: int = 0

    @property
    def says_nothing(self) -> bool:
        return self == Reported()


def what_to_look_at(now: Reported, *, before: Reported | None, share: Reported | None) -> Iterator[str]:
    """What should be looked at twice before a return is submitted, in a sentence each; it doesn't block.

    `before` is the quarter before in the same year; `share` holds what the district has for the year in
    `labour_to_date` and `non_labour_to_date`.
    """
    if now.says_nothing:
        yield "Nothing is entered: no money, and nobody reached."
    for kind in ("labour", "non_labour"):
        yield from _money(kind.replace("_", "-"), *(_of(kind, it) for it in (now, before, share)))
    if before is not None and now.people < before.people:
        yield f"Fewer people were reached than in the quarter before: {now.people:,} after {before.people:,}."


@dataclass(frozen=True, slots=True)
class _Money:
    spent: Decimal
    to_date: Decimal
    forecast: Decimal


def _of(kind: str, reported: Reported | None) -> _Money | None:
    if reported is None:
        return None
    return _Money(*(getattr(reported, f"{kind}_{what}") for what in ("spent", "to_date", "forecast")))


def _money(kind: str, now: _Money | None, before: _Money | None, share: _Money | None) -> Iterator[str]:
    if now is None:
        return
    earlier = Decimal(0) if before is None else before.to_date
    if now.to_date < earlier:
        yield (
            f"What is spent to date on {kind}, {format_pounds(now.to_date)}, is below the quarter before's "
            f"{format_pounds(earlier)}."
        )
    elif now.to_date != earlier + now.spent:
        yield (
            f"What is spent to date on {kind}, {format_pounds(now.to_date)}, is not the quarter before's "
            f"{format_pounds(earlier)} and this quarter's {format_pounds(now.spent)}."
        )
    if now.forecast < now.to_date:
        yield (
            f"The forecast for {kind}, {format_pounds(now.forecast)}, is below what is spent to date, "
            f"{format_pounds(now.to_date)}."
        )
    if share is not None:
        if now.to_date > share.to_date:
            yield f"More is spent on {kind} than the share of {format_pounds(share.to_date)}."
        elif now.forecast > share.to_date:
            yield (
                f"The forecast for {kind}, {format_pounds(now.forecast)}, is above the share of "
                f"{format_pounds(share.to_date)}."
            )
