"""Changes to interventions that touch several rows, or that move one from one state to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from interventions.evidence import is_override, reference_day
from interventions.models import (
    Approach,
    ApproachRating,
    ApproachReplacement,
    Assessment,
    FundingEntry,
    FundingLine,
    Intervention,
    StatusChange,
)
from interventions.rules import next_reference
from vrp_portal.accounts.models import User
from vrp_portal.partnership.models import District
from vrp_portal.periods import FinancialYear
from vrp_portal.records.actions import WithdrawnAlready


@transaction.atomic
def save_intervention(
    intervention: Intervention, *, districts: Iterable[District], status_since: date
) -> Intervention:
    """Log an intervention, or save a change of one, with the districts where it works.

    A new status is dated, so that the status as at any day is known.
    """
    was = (
        Intervention.objects.filter(pk=intervention.pk).values_list("status", flat=True).first()
        if intervention.pk
        else None
    )
    intervention.save()
    intervention.districts.set(districts)
    if intervention.status != was:
        StatusChange.objects.create(intervention=intervention, status=intervention.status, since=status_since)
    return intervention


def free_reference(year: FinancialYear) -> str:
    """The next reference that is free for interventions of a financial year."""
    taken = Intervention.objects.filter(reference__startswith=f"VRP-{year.start_year}-")
    return next_reference(taken.values_list("reference", flat=True), start_year=year.start_year)


@transaction.atomic
def open_funding_line(line: FundingLine, *, amount: Decimal | None, reason: str) -> FundingLine:
    """Give an intervention a funding line; without an amount it is 'amount not stated'.

    What is funded is no longer a proposal: a proposed intervention goes into set-up on the day of the line.
    """
    line.save()
    if amount is not None:
        agree_amount(line, amount=amount, agreed_on=line.agreed_on, reason=reason, source=line.source)
    intervention = Intervention.objects.select_for_update().get(pk=line.intervention_id)
    if intervention.status == Intervention.Status.PROPOSED:
        intervention.status = Intervention.Status.IN_SET_UP
        intervention.save(update_fields=["status"])
        StatusChange.objects.create(
            intervention=intervention, status=intervention.status, since=line.agreed_on
        )
    return line


@transaction.atomic
def agree_amount(
    line: FundingLine, *, amount: Decimal, agreed_on: date, reason: str, source: str = ""
) -> FundingEntry:
    """Add an amount in pounds to a line's ledger; negative takes money back.

    An amount of an illustrative line is illustrative.

    Raises IntegrityError where the line would be less than nothing, and WithdrawnAlready where somebody
    withdrew the line meanwhile.
    """
    if FundingLine.objects.select_for_update().get(pk=line.pk).is_withdrawn:
        raise WithdrawnAlready(f"{line} is withdrawn already.")
    return FundingEntry.objects.create(
        line=line,
        amount=amount,
        agreed_on=agreed_on,
        reason=reason,
        source=source,
        illustrative=line.illustrative,
    )


@transaction.atomic
def say_how_paid(line: FundingLine, *, paid_as: str) -> FundingLine:
    """Have a line paid as a grant or as a procured contract; its amounts stay as they are.

    Raises WithdrawnAlready where somebody withdrew the line meanwhile.
    """
    current = FundingLine.objects.select_for_update().get(pk=line.pk)
    if current.is_withdrawn:
        raise WithdrawnAlready(f"{line} is withdrawn already.")
    if current.paid_as != paid_as:
        current.paid_as = paid_as
        current.save(update_fields=["paid_as"])
    return current


def assess(
    intervention: Intervention,
    *,
    year: FinancialYear,
    rating: ApproachRating,
    assessed_on: date,
    note: str,
    by: User,
) -> Assessment:
    """Record which rating an intervention relies on in a year. The latest assessment in effect counts.

    Where that isn't the rating in force on the reference date, it is an override: `note` says why, and it
    counts once a second person has approved it.

    Raises IntegrityError for an override without a reason, and where the rating isn't in force by then.
    """
    override = is_override(intervention, year=year, rating=rating)
    return Assessment.objects.create(
        intervention=intervention,
        year=year,
        rating=rating,
        reference_on=reference_day(intervention, year),
        assessed_on=assessed_on,
        note=note,
        assessed_by=by,
        approval=Assessment.Approval.AWAITED if override else Assessment.Approval.NOT_NEEDED,
    )


class CannotBeDecided(ValueError):
    """An override can't be approved or declined now; the message says why."""


@transaction.atomic
def decide_override(assessment: Assessment, *, approve: bool, note: str, on: date, by: User) -> Assessment:
    """Approve or decline an override, as the second person. Approved, it counts from that day.

    Raises CannotBeDecided where whoever made it decides, where somebody decided already, or where a later
    assessment of the same year has taken its place.
    """
    current = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if current.assessed_by_id == by.pk:
        raise CannotBeDecided("Somebody else must decide: you made this override yourself.")
    if current.approval != Assessment.Approval.AWAITED:
        raise CannotBeDecided(f"This override is decided already: {current.get_approval_display().lower()}.")
    later = Assessment.objects.filter(
        intervention=current.intervention_id, year=current.year, recorded_at__gt=current.recorded_at
    )
    if approve and later.exclude(approval=Assessment.Approval.DECLINED).exists():
        raise CannotBeDecided("The intervention was assessed again since: that assessment takes its place.")
    current.approval = Assessment.Approval.APPROVED if approve else Assessment.Approval.DECLINED
    current.decided_on, current.decided_by, current.decision_note = on, by, note
    current.save(update_fields=["approval", "decided_on", "decided_by", "decision_note"])
    return current


@transaction.atomic
def replace_approach(
    approach: Approach, *, names: Iterable[str], replaced_on: date, source: str
) -> list[ApproachReplacement]:
    """Say that from a day on an approach is replaced by another, or split into several, by their names.

    Approaches that aren't there yet are entered. Assessments keep the rating that they relied on.
    """
    replacements = []
    for name in names:
        new = Approach.objects.filter(name__iexact=name).first() or Approach.objects.create(
            name=name, source=source
        )
        replacements.append(
            ApproachReplacement.objects.create(old=approach, new=new, replaced_on=replaced_on, source=source)
        )
    return replacements
