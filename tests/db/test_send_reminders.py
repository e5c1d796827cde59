"""Reminders of returns: read from a real mail server, sent once a day, and again when it is time."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import Message
from io import StringIO

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command

from svd import actions
from svd.models import Reminder
from svd.rules import is_time_to_remind
from tests.factories import CommunitySafetyPartnershipFactory, UserFactory
from vrp_portal.accounts.roles import Role
from vrp_portal.periods import FinancialYear

pytestmark = pytest.mark.django_db

Q3 = FinancialYear(2023).quarters[2]
A_WEEK_BEFORE = date(2024, 1, 14)


class Mailbox:
    """Keeps every message that the server is given."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.messages.append(email.message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """A mail server on this machine, at a port that is free."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.SITE_ADDRESS = "https://portal.example"
    yield box
    server.stop()


@pytest.fixture
def leeds_csp(leeds):
    return CommunitySafetyPartnershipFactory(name="Leeds CSP", district=leeds)


@pytest.fixture
def coordinator(leeds, leeds_csp):
    return UserFactory(username="lee", role=Role.CSP_COORDINATOR, district=leeds, email="lee@leeds.example")


@pytest.fixture
def third_quarter_alone(leeds_csp, coordinator, staff):
    """The returns of the year's first two quarters, and of the year before, are submitted."""
    for year in (FinancialYear(2022), FinancialYear(2023)):
        for quarter in year.quarters if year.start_year == 2022 else year.quarters[:2]:
            begun = actions.start_return(leeds_csp, quarter, by=coordinator)
            actions.submit_return(begun, on=quarter.ends + timedelta(days=9), by=coordinator)


def send(day: date, **options: bool) -> str:
    said = StringIO()
    with time_machine.travel(day):
        call_command("send_reminders", stdout=said, **options)
    return said.getvalue()


def test_a_coordinator_is_reminded_in_the_last_week(mailbox, third_quarter_alone):
    assert send(A_WEEK_BEFORE - timedelta(days=1)) == "0 reminders sent.\n"
    assert "1 reminder sent." in send(A_WEEK_BEFORE)
    (message,) = mailbox.messages
    assert message["To"] == "lee@leeds.example"
    assert message["Subject"] == "Quarterly return of Leeds CSP, 2023/24 Q3"
    words = message.get_payload(decode=True).decode()
    assert "Due in 7 days, on 21/01/2024." in words
    assert "https://portal.example/svd/returns/?year=2023/24" in words


def test_run_twice_in_a_day_it_reminds_once(mailbox, third_quarter_alone):
    send(A_WEEK_BEFORE)
    assert send(A_WEEK_BEFORE) == "0 reminders sent.\n"
    assert len(mailbox.messages) == 1


def test_again_on_the_last_two_days_and_every_week_after(mailbox, third_quarter_alone):
    for days in range(24):
        send(A_WEEK_BEFORE + timedelta(days=days))
    sent_on = list(Reminder.objects.order_by("sent_on").values_list("sent_on", flat=True))
    assert sent_on == [date(2024, 1, day) for day in (14, 20, 21, 28)] + [date(2024, 2, 4)]
    assert "14 days overdue." in mailbox.messages[-1].get_payload(decode=True).decode()


def test_nobody_is_reminded_of_what_is_submitted(mailbox, third_quarter_alone, leeds_csp, coordinator):
    begun = actions.start_return(leeds_csp, Q3, by=coordinator)
    actions.submit_return(begun, on=date(2024, 1, 10), by=coordinator)
    send(A_WEEK_BEFORE)
    assert mailbox.messages == []


def test_a_queried_return_is_reminded_of(mailbox, third_quarter_alone, leeds_csp, coordinator, staff):
    begun = actions.start_return(leeds_csp, Q3, by=coordinator)
    submitted = actions.submit_return(begun, on=date(2024, 1, 10), by=coordinator)
    actions.query_return(submitted, words="Why?", by=staff)
    send(A_WEEK_BEFORE)
    words = mailbox.messages[0].get_payload(decode=True).decode()
    assert "It was queried, and waits for your revision." in words


def test_an_extension_moves_the_reminder(mailbox, third_quarter_alone, leeds_csp, staff):
    actions.extend_return(leeds_csp, Q3, to=date(2024, 2, 21), reason="Illness", by=staff)
    assert send(A_WEEK_BEFORE) == "0 reminders sent.\n"
    assert "1 reminder sent." in send(date(2024, 2, 14))


def test_another_district_or_an_account_without_a_role_or_an_address_is_not_written_to(
    mailbox, third_quarter_alone, leeds, bradford, coordinator
):
    UserFactory(role=Role.CSP_COORDINATOR, district=bradford, email="bea@bradford.example")
    UserFactory(role=Role.CSP_COORDINATOR, district=leeds, email="")
    UserFactory(role=Role.CSP_COORDINATOR, district=leeds, email="left@leeds.example", is_active=False)
    send(A_WEEK_BEFORE)
    assert [message["To"] for message in mailbox.messages] == ["lee@leeds.example"]


def test_what_would_be_sent_is_told_and_not_sent(mailbox, third_quarter_alone):
    assert send(A_WEEK_BEFORE, dry_run=True) == (
        "Would remind lee: Leeds CSP, 2023/24 Q3. Due in 7 days, on 21/01/2024\n"
    )
    assert not Reminder.objects.exists()


def test_where_the_mail_cannot_be_sent_it_says_so_and_remembers_nothing(settings, third_quarter_alone):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="could not be sent"):
        send(A_WEEK_BEFORE)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    ("days_left", "last", "time"),
    [
        (8, None, False),
        (7, None, True),
        (5, 2, False),
        (1, 6, True),
        (1, 0, False),
        (0, 1, True),
        (-1, 1, False),
        (-7, 7, True),
        (-40, None, True),
    ],
)
def test_when_it_is_time(days_left: int, last: int | None, time: bool) -> None:
    today = date(2024, 1, 20)
    sent = None if last is None else today - timedelta(days=last)
    assert is_time_to_remind(days_left, last=sent, today=today) is time
