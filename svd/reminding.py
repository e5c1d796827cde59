"""Reminders of returns that are due or overdue, by e-mail, to the coordinators of the district."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse

from svd.board import Slot, slots
from svd.models import Reminder
from svd.rules import State, is_time_to_remind
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear


@dataclass(frozen=True, slots=True)
class ToRemind:
    """Somebody, and a return of their district to be reminded of."""

    person: User
    slot: Slot


def to_remind(today: date) -> Iterator[ToRemind]:
    """Who is to be reminded today of what, of this year and the last; in a fixed number of queries."""
    csps = Organisation.objects.filter(kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP).order_by("name")
    people: dict[int | None, list[User]] = {}
    for person in User.objects.filter(role=Role.CSP_COORDINATOR, is_active=True).exclude(email=""):
        people.setdefault(person.district_id, []).append(person)
    last = {
        (csp, quarter, person): sent_on
        for csp, quarter, person, sent_on in Reminder.objects.order_by("sent_on").values_list(
            "csp", "quarter", "sent_to", "sent_on"
        )
    }
    this_year = FinancialYear.containing(today)
    for year in (this_year.previous(), this_year):
        for csp, of_csp in slots(csps, year, today=today):
            for slot in of_csp:
                for person in people.get(csp.district_id, ()) if slot.is_outstanding else ():
                    reminded = last.get((csp.pk, slot.quarter, person.pk))
                    if is_time_to_remind(slot.days_left, last=reminded, today=today):
                        yield ToRemind(person, slot)


def remind(one: ToRemind, *, today: date) -> bool:
    """Send a reminder, and remember it; False where it was sent today already.

    Where the mail can't be sent nothing is remembered, so that the next run tries again.
    """
    slot = one.slot
    try:
        with transaction.atomic():
            Reminder.objects.create(csp=slot.csp, quarter=slot.quarter, sent_to=one.person, sent_on=today)
            _message(one).send()
    except IntegrityError:
        return False
    return True


def _message(one: ToRemind) -> EmailMessage:
    slot = one.slot
    address = f"{settings.SITE_ADDRESS}{reverse('returns')}?year={slot.quarter.year}"
    stands = (
        "It was queried, and waits for your revision." if slot.state == State.QUERIED else f"{slot.when}."
    )
    return EmailMessage(
        subject=f"Quarterly return of {slot.csp}, {slot.quarter}",
        body=(
            f"This is a reminder of the return of {slot.csp} for {slot.quarter}, {slot.quarter.months}.\n\n"
            f"{stands}\n\n"
            f"Open it here: {address}\n\n"
            "West Yorkshire Violence Reduction Partnership\n"
        ),
        to=[one.person.email],
    )
