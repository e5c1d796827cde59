"""What a ledger calls the portal's records: codes as finance types them, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grants.models import BudgetLine
from vrp_portal.allocation_tables.entries import NO_DISTRICT, TO_BE_CONFIRMED, WHOLE
from vrp_portal.allocation_tables.holdings import By, Source
from vrp_portal.partnership.models import District, Organisation

KINDS = {
    By.SOURCE.value: "sources",
    By.BUDGET_LINE.value: "budget lines",
    By.DISTRICT.value: "districts",
    By.ORGANISATION.value: "organisations",
}
LONGEST_CODE = 40
_RUNS = ("=", "+", "-", "@")

Known = Mapping[str, tuple[str, str]]
"""By a name without its capitals, the name as it is written, and the key of the record."""


class CodesError(ValueError):
    """Lines of codes that can't be read; `reasons` has a sentence for each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def known_names() -> dict[str, Known]:
    """The records that may have a code, of each kind, in two queries."""
    districts = [(one.name, str(one.pk)) for one in District.objects.all()]
    organisations = [(one.name, str(one.pk)) for one in Organisation.objects.all()]
    return {
        By.SOURCE.value: _known((str(source.label), source.value) for source in Source),
        By.BUDGET_LINE.value: _known((str(one.label), one.value) for one in BudgetLine.Purpose),
        By.DISTRICT.value: _known([*districts, *((part.label, part.key) for part in (WHOLE, NO_DISTRICT))]),
        By.ORGANISATION.value: _known([*organisations, (TO_BE_CONFIRMED.label, TO_BE_CONFIRMED.key)]),
    }


def read_codes(text: str, known: Known, kind: str) -> dict[str, str]:
    """Lines such as `Leeds = L01` as codes by the key of the record. Raises CodesError for what isn't one."""
    codes: dict[str, str] = {}
    reasons: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, equals, code = (part.strip() for part in line.rpartition("="))
        found = known.get(name.casefold())
        if reason := _amiss(name, equals, code, found is not None, kind):
            reasons.append(f"Line {number}: {reason}")
        elif found is not None and found[1] in codes:
            reasons.append(f"Line {number}: “{found[0]}” has a code above already. Take one of them out.")
        elif found is not None:
            codes[found[1]] = code
    if reasons:
        raise CodesError(reasons)
    return codes


def written_codes(codes: Mapping[str, str], known: Known) -> str:
    """Codes as they are typed, in the order of what is known."""
    return "\n".join(f"{name} = {codes[key]}" for name, key in known.values() if key in codes)


def _known(names: Iterable[tuple[str, str]]) -> Known:
    return {name.casefold(): (name, key) for name, key in names}


def _amiss(name: str, equals: str, code: str, is_known: bool, kind: str) -> str:
    if not equals or not name or not code:
        return "write a name, an equals sign and a code, like “Leeds = L01”."
    if not is_known:
        return f"“{name[:80]}” is not among the {kind}. Write it as the portal has it."
    if len(code) > LONGEST_CODE:
        return f"the code of “{name}” is longer than {LONGEST_CODE} characters."
    if code.startswith(_RUNS):
        return f"the code “{code}” starts with a sign that a spreadsheet takes for a sum. Leave that out."
    return ""
