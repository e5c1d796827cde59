"""What tests of imports start from: a few records, and a file made of lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import (
    ApproachFactory,
    AwardFactory,
    BradfordFactory,
    FundingEntryFactory,
    FundingLineFactory,
    InterventionFactory,
    LeedsFactory,
    MatchContributionFactory,
    OrganisationFactory,
    ReachRecordFactory,
)
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.exchange.reading import Asked, ReadFile, open_workbook, read_file
from vrp_portal.exchange.running import Outcome, import_rows, preview
from vrp_portal.partnership.models import Organisation
from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.imports.importer import IMPORTERS, Importer
from vrp_portal.tabular.imports.problems import Remark

YEAR = FinancialYear(2023)
Q1, Q2, Q3, Q4 = YEAR.quarters


@pytest.fixture
def portal(db: None) -> dict[str, Any]:
    """Three interventions with money and reach, a partner with match, and one intervention withdrawn."""
    leeds, bradford = LeedsFactory(), BradfordFactory()
    council = OrganisationFactory(name="Example Council", kind=Organisation.Kind.LOCAL_AUTHORITY)
    OrganisationFactory(name="Example Youth Trust", kind=Organisation.Kind.VOLUNTARY)
    ApproachFactory(name="Mentoring")
    AwardFactory(amount=Decimal("100000.00"))
    mentoring = InterventionFactory(
        reference="VRP-2023-001", name="Mentoring", commissioner=council, status="delivering"
    )
    mentoring.districts.set([leeds, bradford])
    sport = InterventionFactory(
        reference="VRP-2023-002", name="Sport", commissioner=council, whole_area=True, status="delivering"
    )
    arts = InterventionFactory(
        reference="VRP-2023-003", name="Arts", commissioner=council, status="delivering"
    )
    arts.districts.set([leeds])
    InterventionFactory(
        reference="VRP-2023-004",
        commissioner=council,
        withdrawn_on=date(2023, 6, 1),
        withdrawn_reason="Entered twice",
    )
    may = date(2023, 5, 1)
    line = FundingLineFactory(intervention=mentoring, funding_source="core", year=YEAR, agreed_on=may)
    FundingEntryFactory(line=line, amount=Decimal("10000.00"), agreed_on=may, reason="Board, May")
    ReachRecordFactory(intervention=mentoring, quarter=Q1, people_24_and_under=40, people_25_and_over=5)
    MatchContributionFactory(
        organisation=council, kind="staffing", amount=Decimal("1000.00"), pledged_on=date(2023, 4, 3)
    )
    return {"mentoring": mentoring, "sport": sport, "arts": arts, "line": line, "council": council}


def administrator() -> User:
    return User(username="", role=Role.ADMINISTRATOR)


def csv(*lines: str) -> bytes:
    """A CSV file of these lines."""
    return "\n".join(lines).encode()


def previewed(
    kind: str, content: bytes, *, by: User | None = None, filename: str = "file.csv", **asked: Any
) -> Outcome:
    """What importing a file would do."""
    return preview(*_read(kind, content, by, filename, asked))


def imported(
    kind: str,
    content: bytes,
    *,
    by: User | None = None,
    filename: str = "file.csv",
    reason: str = "",
    **asked: Any,
) -> Outcome:
    """Import a file."""
    return import_rows(*_read(kind, content, by, filename, asked), digest=None, reason=reason)


def _read(
    kind: str, content: bytes, by: User | None, filename: str, asked: dict[str, Any]
) -> tuple[ReadFile, Importer]:
    importer = IMPORTERS[kind]
    file = read_file(open_workbook(content, filename), importer, Asked(**asked), remembered={})
    return file, importer(by=by or administrator(), filename=filename)


def told(remarks: Iterable[Remark]) -> list[str]:
    return [str(remark) for remark in remarks]
