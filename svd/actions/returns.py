"""A quarterly return on its way: started, saved, certified, submitted, queried, revised, accepted.

Every action locks the return first and asks the rules, so that of two people who act at once one succeeds and
the other is told. Each raises NotAllowed where the return can't go that way now, or not by this person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from svd.models import Attachment, QuarterlyReturn, ReturnComment, ReturnTerms
from svd.models.returns import CONTENT
from svd.rules import Event, NotAllowed, Side, State, next_state
from vrp_portal.accounts.models import User
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import Quarter


def side_of(user: User) -> Side:
    """Whose part somebody takes: the team's, or that of a district."""
    return Side.TEAM if user.in_team else Side.DISTRICT


def start_return(csp: Organisation, quarter: Quarter, *, by: User) -> QuarterlyReturn:
    """The return of a quarter to work on, begun with what the quarter before said, if it isn't begun yet."""
    if side_of(by) != Side.DISTRICT:
        raise NotAllowed("A return is for its district to begin.")
    try:
        with transaction.atomic():
            begun, created = QuarterlyReturn.objects.select_for_update().get_or_create(
                csp=csp,
                quarter=quarter,
                revision=1,
                defaults={"state": State.DRAFT, **carried_over(csp, quarter)},
            )
            if not created and begun.state == State.DUE:
                begun.state = next_state(State(begun.state), Event.SAVE, by=side_of(by))
                for name, value in carried_over(csp, quarter).items():
                    setattr(begun, name, value)
                begun.save()
    except IntegrityError:
        begun = QuarterlyReturn.objects.get(csp=csp, quarter=quarter, revision=1)
    return QuarterlyReturn.objects.worked_on().get(csp=csp, quarter=quarter)


def carried_over(csp: Organisation, quarter: Quarter) -> dict[str, Any]:
    """What a return opens with: the latest one before it in the year says what is spent and forecast."""
    before = latest_before(csp, quarter)
    if before is None:
        return {}
    return {
        name: getattr(before, name)
        for name in ("labour_to_date", "non_labour_to_date", "labour_forecast", "non_labour_forecast")
    }


def latest_before(csp: Organisation, quarter: Quarter) -> QuarterlyReturn | None:
    """The last return of an earlier quarter of the same year that was submitted."""
    earlier = QuarterlyReturn.objects.worked_on().filter(
        csp=csp, quarter__lt=quarter, submitted_on__isnull=False
    )
    return earlier.filter(quarter__gte=quarter.year.quarters[0]).order_by("-quarter").first()


@transaction.atomic
def save_return(record: QuarterlyReturn, content: Mapping[str, Any], *, by: User) -> QuarterlyReturn:
    """Keep what is typed so far, while the return is open."""
    current = _locked(record, Event.SAVE, by=by)
    for name, value in content.items():
        if name not in CONTENT:
            raise ValueError(f"A return has no {name}.")
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def ask_sign_off(record: QuarterlyReturn, *, reason: str, by: User) -> QuarterlyReturn:
    """Hand a draft to a second person of the district, who certifies and submits it."""
    current = _locked(record, Event.ASK_SIGN_OFF, by=by)
    current.sign_off_asked_by, current.reason_for_warnings = by, reason
    current.save()
    return current


@transaction.atomic
def send_back(record: QuarterlyReturn, *, words: str, by: User) -> QuarterlyReturn:
    """Give a return that waits for sign-off back to whoever drafts it."""
    current = _locked(record, Event.SEND_BACK, by=by)
    current.sign_off_asked_by = None
    current.save()
    _say(current, words, about="sent back", by=by)
    return current


@transaction.atomic
def submit_return(record: QuarterlyReturn, *, on: date, reason: str = "", by: User) -> QuarterlyReturn:
    """Submit a return. Where its district asks for a second person, whoever asked for sign-off can't be it.

    `reason` answers what the rules would look at twice.
    """
    current = _locked(record, Event.SUBMIT, by=by, was=(was := _state_of(record)))
    if ReturnTerms.objects.filter(csp=current.csp_id, second_person=True).exists():
        if was != State.AWAITING_SIGN_OFF:
            raise NotAllowed(
                "A second person certifies the returns of this district: ask for sign-off first."
            )
        if current.sign_off_asked_by_id == by.pk:
            raise NotAllowed("Somebody else must certify it: you asked for sign-off yourself.")
    current.submitted_on, current.submitted_by = on, by
    current.reason_for_warnings = reason or current.reason_for_warnings
    current.save()
    return current


@transaction.atomic
def query_return(record: QuarterlyReturn, *, words: str, by: User) -> QuarterlyReturn:
    """Ask the district about a submitted return; it revises it."""
    current = _locked(record, Event.QUERY, by=by)
    current.save()
    _say(current, words, about="query", by=by)
    return current


@transaction.atomic
def accept_return(record: QuarterlyReturn, *, on: date, words: str = "", by: User) -> QuarterlyReturn:
    """Accept a submitted return: it counts, and the accepted one that it revises no longer does."""
    current = _locked(record, Event.ACCEPT, by=by)
    counted = QuarterlyReturn.objects.filter(
        csp=current.csp_id, quarter=current.quarter, state=State.ACCEPTED, superseded_on__isnull=True
    )
    for earlier in counted.select_for_update():
        earlier.superseded_on = on
        earlier.save()
    current.accepted_on = on
    current.save()
    if words:
        _say(current, words, about="accepted", by=by)
    return current


@transaction.atomic
def revise_return(record: QuarterlyReturn, *, words: str = "", by: User) -> QuarterlyReturn:
    """Begin a revision of a queried return, or (the team alone) of an accepted one; both are kept.

    Raises NotAllowed where somebody began it meanwhile.
    """
    event = Event.REOPEN if _state_of(record) == State.ACCEPTED else Event.REVISE
    current = _locked(record, event, by=by)
    if QuarterlyReturn.objects.filter(replaces=current).exists():
        raise NotAllowed("A revision of it has been begun already.")
    revision = QuarterlyReturn.objects.create(
        csp=current.csp,
        quarter=current.quarter,
        revision=current.revision + 1,
        replaces=current,
        state=State.DRAFT,
        extended_to=current.extended_to,
        extension_reason=current.extension_reason,
        source=current.source,
        illustrative=current.illustrative,
        **{name: getattr(current, name) for name in CONTENT},
    )
    if words:
        _say(revision, words, about="revision", by=by)
    return revision


@transaction.atomic
def comment_on(record: QuarterlyReturn, *, words: str, by: User) -> ReturnComment:
    """Write to the other side about a return, whatever its state."""
    return _say(record, words, about="comment", by=by)


@transaction.atomic
def extend_return(csp: Organisation, quarter: Quarter, *, to: date, reason: str, by: User) -> QuarterlyReturn:
    """Let one return be due later. It moves that return alone.

    Raises NotAllowed for a district, and where the return is submitted already.
    """
    if side_of(by) != Side.TEAM:
        raise NotAllowed("An extension is for the team to grant.")
    QuarterlyReturn.objects.get_or_create(csp=csp, quarter=quarter, revision=1)
    current = (
        QuarterlyReturn.objects.worked_on().select_for_update(of=("self",)).get(csp=csp, quarter=quarter)
    )
    if not State(current.state).is_open:
        raise NotAllowed(f"The return is {State(current.state).label.lower()}, so it needs no extension.")
    current.extended_to, current.extension_reason = to, reason
    current.save()
    return current


@transaction.atomic
def attach(
    record: QuarterlyReturn, file: File[bytes], *, name: str, content_type: str, by: User
) -> Attachment:
    """Attach a file to a return that is open.

    Raises NotAllowed where the return is on its way: what belongs to it stays as it was submitted.
    """
    current = QuarterlyReturn.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if not State(current.state).is_open:
        raise NotAllowed("Files are attached before a return is submitted. Revise it to attach another.")
    attachment = Attachment(
        quarterly_return=current, name=name, content_type=content_type, size=file.size or 0, added_by=by
    )
    attachment.file.save(name, file, save=False)
    attachment.save()
    return attachment


def _state_of(record: QuarterlyReturn) -> State:
    return State(QuarterlyReturn.objects.values_list("state", flat=True).get(pk=record.pk))


def _locked(record: QuarterlyReturn, event: Event, *, by: User, was: State | None = None) -> QuarterlyReturn:
    """The return as it stands now, locked and moved on. Raises NotAllowed where it can't go that way."""
    current = QuarterlyReturn.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if was is not None and current.state != was:
        raise NotAllowed("Somebody moved the return on meanwhile: look at it again.")
    current.state = next_state(State(current.state), event, by=side_of(by))
    return current


def _say(record: QuarterlyReturn, words: str, *, about: str, by: User) -> ReturnComment:
    return ReturnComment.objects.create(
        quarterly_return=record, by=by, about=about, words=words, recorded_at=timezone.now()
    )
