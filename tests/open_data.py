"""What tests of open data rest on: grants of every kind, and the standard where its folder is present."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from interventions.models import FundingLine
from tests.factories import (
    CommunitySafetyPartnershipFactory,
    FundingEntryFactory,
    FundingLineFactory,
    InterventionDistrictFactory,
    InterventionFactory,
    OrganisationFactory,
)
from vrp_portal.figures.scope import Scope
from vrp_portal.open_data.files import Publication
from vrp_portal.periods import FinancialYear

YEAR = FinancialYear(2023)
SCOPE = Scope(YEAR, date(2023, 12, 31))
ASKED = {"year": "2023/24", "as_at": "2023-12-31"}
MADE_AT = datetime(2024, 1, 8, 9, 30, tzinfo=UTC)
FOLDER = Path(
    os.environ.get("STANDARD_360GIVING") or settings.BASE_DIR.parent / "shared" / "standards" / "360giving"
)


@pytest.fixture
def standard() -> Path:
    """The folder with the standard's own schemas and code lists; they are not part of the project."""
    if not (FOLDER / "360-giving-schema.json").exists():
        pytest.skip(
            f"The 360Giving standard is not at {FOLDER}: put its schemas there, or set STANDARD_360GIVING."
        )
    return FOLDER


@pytest.fixture
def publisher(settings: Any) -> None:
    """A publisher that is registered."""
    settings.PUBLISHER_PREFIX = "360G-example"
    settings.PUBLISHER_ID = "GB-COH-00000001"
    settings.PUBLISHER_NAME = "Example Publisher"


def published(*, with_illustrative: bool = False, scope: Scope = SCOPE) -> Publication:
    return Publication(scope, made_at=MADE_AT, with_illustrative=with_illustrative)


def written(kind: str, fmt: str, **options: Any) -> bytes:
    """A file's content."""
    stream = io.BytesIO()
    published(**options).write(kind, fmt, stream)
    return stream.getvalue()


def package(**options: Any) -> dict[str, Any]:
    """The package of grants, read back."""
    read: dict[str, Any] = json.loads(written("360giving", "json", **options))
    return read


def grant(amount: str | None = "1000.00", /, *, source: str = "core", **intervention: Any) -> FundingLine:
    """A line that is a grant to a voluntary organisation, but for what is said otherwise."""
    line_of = {
        name: intervention.pop(name) for name in ("district", "paid_as", "year") if name in intervention
    }
    described: dict[str, Any] = {"status": "delivering", **intervention}
    described.setdefault("delivery_organisation", OrganisationFactory(kind="voluntary"))
    made: FundingLine = FundingLineFactory(
        intervention=InterventionFactory(**described), funding_source=source, stating=amount, **line_of
    )
    return made


def every_kind_of_grant(leeds: Any, bradford: Any) -> None:
    """Grants of each shape that a record can have, and what is none.

    To publish: 12,000.50 + 3,000.00 + 0.01 + 2,500.25 + 700.00 = £18,200.76, of which £2,500.25 through a
    Community Safety Partnership. Left out: 4,000.00 + 5,000.00 + 600.00 = £9,600.00. Illustrative: £800.00.
    """
    charity = OrganisationFactory(
        name="Zero Trust", kind="voluntary", charity_number="0123456", company_number="00987654"
    )
    company = OrganisationFactory(name="Ones & Twos Ltd", kind="voluntary", company_number="01234567")
    police = OrganisationFactory(name="Example Police", kind="police")
    line = grant(
        "10000.50",
        reference="VRP-2023-001",
        name="Mentoring",
        delivery_organisation=charity,
        district=leeds,
        description="Mentoring in schools:\none to one, and “in groups”; cost < £1.",
        starts_on=date(2022, 9, 1),
        ends_on=date(2023, 12, 22),
    )
    FundingEntryFactory(line=line, amount="2000.00", agreed_on=date(2023, 9, 4))
    FundingEntryFactory(line=line, amount="99.00", agreed_on=date(2024, 1, 2))
    grant("3000.00", reference="VRP-2023-002", name="Sport", delivery_organisation=company, whole_area=True)
    both = grant("0.01", reference="VRP-2023-003", delivery_organisation=police, source="svd")
    for district in (leeds, bradford):
        InterventionDistrictFactory(intervention=both.intervention, district=district)
    csp = CommunitySafetyPartnershipFactory(name="Example CSP", district=bradford)
    grant(
        "2500.25",
        reference="VRP-2023-004",
        name="Through two hands",
        commissioner=csp,
        delivery_organisation=charity,
        district=bradford,
    )
    grant("700.00", reference="VRP-2023-005", name="Kept", commissioner=csp, delivery_organisation=csp)
    grant("4000.00", reference="VRP-2023-006", paid_as="contract")
    grant("5000.00", reference="VRP-2023-007", delivery_organisation=None)
    grant("600.00", reference="VRP-2023-008", source="match")
    grant(None, reference="VRP-2023-009")
    grant("800.00", reference="VRP-2023-010", illustrative=True)
    grant("900.00", reference="VRP-2024-001", year=YEAR.next())


def amounts(grants: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    """Each grant's identifier and amount."""
    for each in grants:
        yield each["id"], each["amountAwarded"]
