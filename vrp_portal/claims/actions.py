"""A claim on its way: prepared, sent, reconciled with what was paid.

Every action locks the claim first and asks the rules, so that of two people who act at once one succeeds and
the other is told. Each raises NotAllowed where the claim can't go that way now.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from vrp_portal.accounts.models import User
from vrp_portal.claims.contents import live_contents
from vrp_portal.claims.models import Claim, ClaimEntry, ClaimLine, Scheme
from vrp_portal.claims.rules import (
    NotAllowed,
    Reconciliation,
    State,
    check_ended,
    check_explained,
    check_turn,
)
from vrp_portal.claims.spent import first_quarter
from vrp_portal.money import format_pounds
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import Quarter
from vrp_portal.records.actions import withdraw


@transaction.atomic
def prepare_claim(scheme: Scheme, quarter: Quarter, *, funder: Organisation, on: date, by: User) -> Claim:
    """Begin the claim of a quarter that has ended.

    A year's money of a scheme comes from one funder: to claim it of a second would claim it twice.
    """
    check_ended(quarter, on=on)
    of_year = Claim.objects.standing().of_scheme(scheme).for_year(quarter.year)
    other = of_year.exclude(funder=funder).select_related("funder").first()
    if other is not None:
        raise NotAllowed(
            f"The claims of {scheme.label} for {quarter.year} go to {other.funder}. Choose that funder."
        )
    return Claim.objects.create(scheme=scheme, quarter=quarter, funder=funder, prepared_on=on, prepared_by=by)


@transaction.atomic
def send_claim(
    claim: Claim, *, on: date, by: User, reason: str = "", checked: Decimal | None = None
) -> Claim:
    """Freeze what a draft asks for as at a day, and send it.

    `reason` answers what the rules would look at twice. `checked` is the total that whoever sends it has
    seen; where spending changed meanwhile, they are told, and nothing is sent.
    """
    of_scheme = list(Claim.objects.of_scheme(claim.scheme).order_by("pk").select_for_update(of=("self",)))
    current = next(one for one in of_scheme if one.pk == claim.pk)
    if current.is_withdrawn:
        raise NotAllowed("This claim is withdrawn. Prepare it anew.")
    if not current.is_draft:
        raise NotAllowed("This claim is sent already.")
    _check_turn(current, on=on)
    contents = live_contents(current, as_at=on)
    total = contents.total.claimed
    if checked is not None and checked != total:
        raise NotAllowed(
            f"What is spent changed while you looked: the claim was {format_pounds(checked)} and is now "
            f"{format_pounds(total)}. Check it again, then send it."
        )
    corrected = {adjustment.line: adjustment.corrects for adjustment in contents.adjustments}
    budgets = {row.purpose: row.budget for row in contents.rows}
    ClaimLine.objects.bulk_create(
        ClaimLine(
            claim=current,
            purpose=line.purpose,
            quarter=line.quarter,
            amount=line.amount,
            corrects=corrected.get(line),
            budget=None if line in corrected else budgets[line.purpose],
        )
        for line in contents.lines
    )
    current.state, current.sent_on, current.sent_by = State.SENT, on, by
    current.as_at, current.total = contents.as_at, total
    current.award = contents.award
    current.match_required, current.match_confirmed = contents.match_required, contents.match_confirmed
    current.illustrative, current.reason_for_warnings = contents.illustrative, reason
    current.save()
    return current


@transaction.atomic
def record_payment(
    claim: Claim, *, amount: Decimal, booked_on: date, reference: str, reason: str = ""
) -> ClaimEntry:
    """Enter money that came for a claim; negative went back. A difference that is left needs a reason."""
    current = _sent(claim, booked_on=booked_on)
    check_explained(reconciliation(current).after(paid=amount), reason=reason)
    entry = ClaimEntry.objects.create(
        claim=current,
        kind=ClaimEntry.Kind.PAYMENT,
        amount=amount,
        booked_on=booked_on,
        reference=reference,
        reason=reason,
        illustrative=current.illustrative,
    )
    _mark(current)
    return entry


@transaction.atomic
def settle_difference(claim: Claim, *, booked_on: date, reason: str) -> ClaimEntry:
    """Settle all that is still outstanding of a claim without payment, and say why."""
    current = _sent(claim, booked_on=booked_on)
    outstanding = reconciliation(current).outstanding
    if outstanding == 0:
        raise NotAllowed("Nothing is outstanding of this claim, so there is nothing to settle.")
    return ClaimEntry.objects.create(
        claim=current,
        kind=ClaimEntry.Kind.SETTLED,
        amount=outstanding,
        booked_on=booked_on,
        reason=reason,
        illustrative=current.illustrative,
    )


@transaction.atomic
def withdraw_entry(entry: ClaimEntry, *, on: date, reason: str) -> ClaimEntry:
    """Withdraw a payment, or a settlement, from a day on; a claim without a payment is sent, not paid."""
    current = Claim.objects.select_for_update(of=("self",)).get(pk=entry.claim_id)
    withdrawn = withdraw(entry, on=on, reason=reason)
    _mark(current)
    return withdrawn


def why_not_yet(claim: Claim, *, on: date) -> str:
    """Why a draft can't be sent on a day, in a sentence; nothing where it can."""
    try:
        _check_turn(claim, on=on)
    except NotAllowed as why:
        return str(why)
    return ""


def reconciliation(claim: Claim, *, as_at: date | None = None) -> Reconciliation:
    """What became of a claim that was sent, by a day or by now."""
    entries = ClaimEntry.objects.filter(claim=claim)
    counting = entries.standing() if as_at is None else entries.as_at(as_at)
    return Reconciliation(claim.total or Decimal(0), **counting.sums())


def _check_turn(claim: Claim, *, on: date) -> None:
    check_ended(claim.quarter, on=on)
    sent = Claim.objects.of_scheme(claim.scheme).sent()
    check_turn(
        claim.quarter,
        first=first_quarter(Scheme(claim.scheme), claim.quarter.year),
        last_sent=sent.order_by("-quarter").values_list("quarter", flat=True).first(),
    )


def _sent(claim: Claim, *, booked_on: date) -> Claim:
    """The claim as it stands now, locked."""
    current = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if current.sent_on is None:
        raise NotAllowed("This claim is not sent yet, so nothing can have been paid for it.")
    if booked_on < current.sent_on:
        raise NotAllowed(f"The claim was sent on {current.sent_on:%d/%m/%Y}: give that day or a later one.")
    return current


def _mark(claim: Claim) -> None:
    """Call a claim paid while a payment of it stands, else sent."""
    paid = ClaimEntry.objects.standing().filter(claim=claim, kind=ClaimEntry.Kind.PAYMENT).exists()
    state = State.PAID if paid else State.SENT
    if claim.state != state:
        claim.state = state
        claim.save(update_fields=["state"])
