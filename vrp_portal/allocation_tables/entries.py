"""The entries that tables and ledger files are made of: each pound allocated, and each pound spent.

A table and a file of the same choice are made of the same entries, so their totals can't differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from grants.models import BudgetEntry, BudgetLine
from interventions.models import FundingEntry, FundingLine, FundingSpend, Intervention
from svd.models import Share, ShareEntry
from vrp_portal.allocation_tables.holdings import By, Choice, Of, Source, Told
from vrp_portal.allocation_tables.rules import Part
from vrp_portal.figures.actuals import INTERVENTIONS
from vrp_portal.figures.definitions.duty import shares
from vrp_portal.figures.definitions.funding import funding_lines
from vrp_portal.figures.definitions.outturn import budget_lines, other_spend
from vrp_portal.figures.definitions.returns import accepted_returns
from vrp_portal.figures.scope import Scope
from vrp_portal.money.amounts import PENNY
from vrp_portal.partnership.models import WHOLE_AREA, District, Organisation
from vrp_portal.periods import Quarter

LAST = 1
"""The place in the order of what comes after everything that has a name."""
TO_BE_CONFIRMED = Part("none", "To be confirmed", (LAST, ""))
WHOLE = Part("whole", WHOLE_AREA, (LAST, ""))
NO_DISTRICT = Part("none", "No district", (LAST, ""))
LABOUR = Part("labour", "Labour", (0, ""))
NON_LABOUR = Part("non-labour", "Non-labour", (1, ""))


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of money: what it is of, and its whole pennies; None where a record states no amount.

    Money that is spent is recorded by quarter, so its day is the quarter's last.
    """

    record: str
    told: Told
    parts: Mapping[By, Part]
    pennies: int | None
    day: date
    words: str = ""
    illustrative: bool = False

    @property
    def taken_off(self) -> Entry:
        """The same entry, taken off what is allocated."""
        return replace(self, pennies=-(self.pennies or 0))


def entries(choice: Choice, scope: Scope) -> list[Entry]:
    """Every entry of a choice in a scope, in as many queries for many as for few."""
    read = _READ[choice.of]
    if choice.told != Told.REMAINING:
        return list(read[choice.told](choice, scope))
    allocated, spent = (read[told](choice, scope) for told in (Told.ALLOCATED, Told.SPENT))
    return [*allocated, *(entry.taken_off for entry in spent)]


def in_pennies(amount: Decimal) -> int:
    """An amount in pounds as whole pennies.

    >>> in_pennies(Decimal("101161.78"))
    10116178
    """
    return int(amount / PENNY)


def _lines(choice: Choice, scope: Scope) -> Any:
    """The funding lines that a table is of. Whether they count for the 30% rule isn't asked."""
    lines = funding_lines(scope, verdicts={}).order_by()
    return lines.filter(funding_source=choice.source) if choice.source else lines


def _allocated_to_interventions(choice: Choice, scope: Scope) -> Iterator[Entry]:
    lines = _lines(choice, scope).select_related("intervention__delivery_organisation", "district")
    of_line = {line.pk: line for line in lines}
    parts = {pk: _parts_of_line(line) for pk, line in of_line.items()}
    agreed = FundingEntry.objects.filter(
        line__in=_lines(choice, scope).values("pk"), agreed_on__lte=scope.as_at
    )
    for entry in agreed.order_by("agreed_on", "pk"):
        yield Entry(
            f"Allocation {entry.pk}",
            Told.ALLOCATED,
            parts[entry.line_id],
            in_pennies(entry.amount),
            entry.agreed_on,
            entry.reason,
            entry.illustrative or of_line[entry.line_id].illustrative,
        )
    for line in of_line.values():
        if line.allocated is None:
            yield Entry(
                f"Funding line {line.pk}",
                Told.ALLOCATED,
                parts[line.pk],
                None,
                line.agreed_on,
                "Amount not stated",
                line.illustrative,
            )


def _spent_on_interventions(choice: Choice, scope: Scope) -> Iterator[Entry]:
    spend = FundingSpend.objects.as_at(scope.as_at).filter(line__in=_lines(choice, scope).values("pk"))
    known: dict[int, dict[By, Part]] = {}
    for entry in spend.select_related("line__intervention__delivery_organisation", "line__district").order_by(
        "quarter", "pk"
    ):
        parts = known.setdefault(entry.line_id, _parts_of_line(entry.line))
        yield Entry(
            f"Spend {entry.pk}",
            Told.SPENT,
            parts | {By.QUARTER: _quarter(entry.quarter)},
            in_pennies(entry.amount),
            entry.quarter.ends,
            entry.reason,
            entry.illustrative or entry.line.illustrative,
        )


def _parts_of_line(line: FundingLine) -> dict[By, Part]:
    parts = {
        By.INTERVENTION: _intervention(line.intervention),
        By.ORGANISATION: _organisation(line.intervention.delivery_organisation),
        By.DISTRICT: _district(line.district, without=WHOLE),
        By.SOURCE: _source(line.funding_source),
    }
    if line.funding_source == Source.CORE:
        parts[By.BUDGET_LINE] = _budget_line(INTERVENTIONS)
    return parts


def _set_aside(_choice: Choice, scope: Scope) -> Iterator[Entry]:
    lines = {line.pk: line for line in budget_lines(scope).order_by("agreed_on", "pk")}
    for line in lines.values():
        yield _of_budget(line, f"Budget line {line.pk}", line, words="As agreed")
    changes = BudgetEntry.objects.filter(line__in=lines, agreed_on__lte=scope.as_at).exclude(amount=0)
    for change in changes.order_by("agreed_on", "pk"):
        line = lines[change.line_id]
        yield _of_budget(change, f"Change of budget line {change.pk}", line, words=change.reason)


def _of_budget(record: BudgetLine | BudgetEntry, name: str, line: BudgetLine, *, words: str) -> Entry:
    """What a budget line was when it was agreed, or a change of it."""
    return Entry(
        name,
        Told.ALLOCATED,
        {By.BUDGET_LINE: _budget_line(line.purpose), By.SOURCE: _source(Source.CORE)},
        in_pennies(record.amount),
        record.agreed_on,
        words,
        record.illustrative or line.illustrative,
    )


def _spent_of_grant(_choice: Choice, scope: Scope) -> Iterator[Entry]:
    """What is spent on interventions is read from their lines alone, as `figures.actuals` does."""
    for entry in other_spend(scope).order_by("quarter", "pk"):
        yield Entry(
            f"Cost {entry.pk}",
            Told.SPENT,
            {
                By.BUDGET_LINE: _budget_line(entry.line.purpose),
                By.SOURCE: _source(Source.CORE),
                By.QUARTER: _quarter(entry.quarter),
            },
            in_pennies(entry.amount),
            entry.quarter.ends,
            entry.reason,
            entry.illustrative or entry.line.illustrative,
        )
    of_core = Choice(Of.INTERVENTIONS, Told.SPENT, By.INTERVENTION, source=Source.CORE)
    yield from _spent_on_interventions(of_core, scope)


def _shared_out(_choice: Choice, scope: Scope) -> Iterator[Entry]:
    held = {share.pk: share for share in shares(scope).select_related("recipient__district").order_by()}
    parts = {pk: _parts_of_recipient(share.recipient) for pk, share in held.items()}
    for share in held.values():
        yield from _by_use(share, "Share", parts[share.pk], share, words="As split")
    changes = ShareEntry.objects.filter(
        share__in=shares(scope).order_by().values("pk"), agreed_on__lte=scope.as_at
    )
    for change in changes.order_by("agreed_on", "pk"):
        yield from _by_use(
            change, "Change of share", parts[change.share_id], held[change.share_id], words=change.reason
        )


def _by_use(
    record: Share | ShareEntry, name: str, parts: dict[By, Part], share: Share, *, words: str
) -> Iterator[Entry]:
    """The labour and the non-labour of a share, or of a change of it."""
    for use, amount in ((LABOUR, record.labour), (NON_LABOUR, record.non_labour)):
        if amount or record is share:
            yield Entry(
                f"{name} {record.pk} {use.label.lower()}",
                Told.ALLOCATED,
                parts | {By.USE: use},
                in_pennies(amount),
                record.agreed_on,
                words,
                record.illustrative or share.illustrative,
            )


def _reported_as_spent(_choice: Choice, scope: Scope) -> Iterator[Entry]:
    for report in accepted_returns(scope).select_related("csp__district").order_by("quarter", "pk"):
        parts = _parts_of_recipient(report.csp) | {By.QUARTER: _quarter(report.quarter)}
        for use, amount in ((LABOUR, report.labour_spent), (NON_LABOUR, report.non_labour_spent)):
            yield Entry(
                f"Return {report.pk} {use.label.lower()}",
                Told.SPENT,
                parts | {By.USE: use},
                in_pennies(amount or Decimal(0)),
                report.quarter.ends,
                "As reported",
                report.illustrative,
            )


def _parts_of_recipient(recipient: Organisation) -> dict[By, Part]:
    kind = Organisation.Kind(recipient.kind)
    return {
        By.ORGANISATION: _organisation(recipient),
        By.KIND: Part(kind.value, str(kind.label), (0, str(kind.label))),
        By.DISTRICT: _district(recipient.district, without=NO_DISTRICT),
        By.SOURCE: _source(Source.SVD),
    }


def _intervention(intervention: Intervention) -> Part:
    return Part(
        str(intervention.pk),
        f"{intervention.reference} {intervention.name}",
        (0, intervention.reference),
        intervention.get_absolute_url(),
    )


def _organisation(organisation: Organisation | None) -> Part:
    if organisation is None:
        return TO_BE_CONFIRMED
    return Part(str(organisation.pk), organisation.name, (0, organisation.name.casefold()))


def _district(district: District | None, *, without: Part) -> Part:
    return without if district is None else Part(str(district.pk), district.name, (0, district.name))


def _source(source: str) -> Part:
    return Part(source, str(Source(source).label), (Source.values.index(source), ""))


def _budget_line(purpose: str) -> Part:
    known = BudgetLine.Purpose
    return Part(str(purpose), str(known(purpose).label), (known.values.index(purpose), ""))


def _quarter(quarter: Quarter) -> Part:
    return Part(str(quarter.code), str(quarter), (quarter.code, ""))


Read = Callable[[Choice, Scope], Iterable[Entry]]

_READ: dict[Of, dict[Told, Read]] = {
    Of.INTERVENTIONS: {Told.ALLOCATED: _allocated_to_interventions, Told.SPENT: _spent_on_interventions},
    Of.BUDGET: {Told.ALLOCATED: _set_aside, Told.SPENT: _spent_of_grant},
    Of.SHARES: {Told.ALLOCATED: _shared_out, Told.SPENT: _reported_as_spent},
}
