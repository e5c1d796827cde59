"""Changes of Serious Violence Duty money that touch several rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from svd.models import Allocation, DutyRecipient, Reallocation, Share, ShareEntry
from svd.rules import Split
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready, withdraw


class SplitAlready(ValueError):
    """An allocation has shares already; the message says what to do."""


@transaction.atomic
def withdraw_allocation(allocation: Allocation, *, on: date, reason: str) -> Allocation:
    """Withdraw an allocation together with its shares, which are nothing without it.

    Raises WithdrawnAlready where it is withdrawn already.
    """
    withdrawn = withdraw(allocation, on=on, reason=reason)
    withdraw_shares(allocation, on=on, reason=reason)
    return withdrawn


@transaction.atomic
def withdraw_shares(allocation: Allocation, *, on: date, reason: str) -> int:
    """Withdraw all shares of an allocation, so that it can be split anew; how many there were."""
    shares = list(allocation.shares.filter(withdrawn_on__isnull=True))
    for share in shares:
        withdraw(share, on=on, reason=reason)
    return len(shares)


@transaction.atomic
def keep_recipients(
    year: FinancialYear, organisations: Iterable[Organisation], *, on: date, reason: str
) -> None:
    """Make these the year's list of who may get a share: others are withdrawn from it with the reason."""
    wanted = {organisation.pk: organisation for organisation in organisations}
    for listed in DutyRecipient.objects.standing().for_year(year).select_for_update():
        if listed.organisation_id in wanted:
            del wanted[listed.organisation_id]
        else:
            withdraw(listed, on=on, reason=reason)
    for organisation in wanted.values():
        DutyRecipient.objects.create(year=year, organisation=organisation, added_on=on)


@transaction.atomic
def split_allocation(
    allocation: Allocation,
    splits: Sequence[Split],
    *,
    recipients: Sequence[Organisation],
    on: date,
    source: str,
) -> list[Share]:
    """Give each recipient its share of an allocation, in order.

    Raises SplitAlready where somebody split it meanwhile, and WithdrawnAlready where it was withdrawn.
    """
    current = Allocation.objects.select_for_update().get(pk=allocation.pk)
    if current.is_withdrawn:
        raise WithdrawnAlready(f"{allocation} is withdrawn already.")
    if current.shares.filter(withdrawn_on__isnull=True).exists():
        raise SplitAlready(f"{allocation} is split already. Withdraw its shares to split it anew.")
    return [
        Share.objects.create(
            allocation=current,
            recipient=recipient,
            agreed_on=on,
            labour=split.labour,
            non_labour=split.non_labour,
            source=source,
            illustrative=current.illustrative,
        )
        for recipient, split in zip(recipients, splits, strict=True)
    ]


def adjust_share(
    share: Share, *, labour: Decimal, non_labour: Decimal, agreed_on: date, reason: str
) -> ShareEntry:
    """Change one share by so many pounds; the rest stays, and what is left over is unallocated.

    Raises IntegrityError where the shares would be more than the allocation, or this one less than nothing.
    """
    return ShareEntry.objects.create(
        share=share,
        agreed_on=agreed_on,
        labour=labour,
        non_labour=non_labour,
        reason=reason,
        illustrative=share.illustrative,
    )


@transaction.atomic
def move_between_shares(decision: Reallocation) -> Reallocation:
    """Record the decision to move money from one recipient to another, and move it.

    Raises IntegrityError where the one that it comes from would have less than nothing.
    """
    decision.illustrative = decision.from_share.illustrative
    decision.save()
    changes = ((decision.from_share, -1), (decision.to_share, 1))
    for share, sign in changes:
        ShareEntry.objects.create(
            share=share,
            agreed_on=decision.decided_on,
            labour=sign * decision.labour,
            non_labour=sign * decision.non_labour,
            reason=decision.reason,
            reallocation=decision,
            illustrative=decision.illustrative,
        )
    return decision
