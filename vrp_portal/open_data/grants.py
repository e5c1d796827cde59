"""The grants to organisations that are published: which, to whom, how much, and by whose hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from interventions.models import FundingEntry, FundingLine, Intervention
from vrp_portal.figures.definitions.open_data import INVENTED, PUBLISHED, judged_lines
from vrp_portal.figures.scope import Scope
from vrp_portal.open_data.rules import COMMON_REGRANT, Party, Publisher, period_within, title_of
from vrp_portal.partnership.models import District, Organisation
from vrp_portal.records.personal_data import looks_personal
from vrp_portal.tabular.text import cell_text

PROGRAMMES = {
    FundingLine.FundingSource.CORE: "Home Office core grant",
    FundingLine.FundingSource.SVD: "Serious Violence Duty",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant as it is published, in pounds. `regrant_type` marks money that is given on, and so appears
    a second time as the grant of whoever gave it on."""

    identifier: str
    title: str
    description: str
    amount: Decimal
    awarded_on: date
    starts_on: date
    ends_on: date
    funder: Party
    recipient: Party
    recipient_kind: str
    districts: tuple[District, ...]
    programme: tuple[str, str]
    modified: datetime
    line: FundingLine
    illustrative: bool = False
    regrant_type: str = ""


def publisher() -> Publisher:
    """Who publishes, by the settings."""
    return Publisher(
        settings.PUBLISHER_PREFIX,
        settings.PUBLISHER_ID,
        settings.PUBLISHER_NAME,
        settings.PUBLISHER_LICENCE,
    )


def grants(scope: Scope, *, by: Publisher, with_illustrative: bool = False) -> list[Grant]:
    """The grants of a year as at a day, a regrant before the grant that it becomes.

    With illustrative ones, each of those says so in its title.
    """
    everywhere = tuple(District.objects.all())
    condition = PUBLISHED | INVENTED if with_illustrative else PUBLISHED
    return [
        grant
        for line in _with_what_is_told(judged_lines(scope).filter(condition), scope)
        for grant in _grants_of(line, by=by, everywhere=everywhere)
    ]


def party_of(organisation: Organisation, *, by: Publisher) -> Party:
    """An organisation of the portal as a party of a grant."""
    return Party(
        by.organisation_id(
            charity_number=organisation.charity_number,
            company_number=organisation.company_number,
            key=organisation.pk,
        ),
        clean(organisation.name),
        organisation.charity_number,
        organisation.company_number,
    )


def clean(text: str) -> str:
    """Text that every kind of file can hold, without space around it."""
    return cell_text(text).strip()


def texts_held_back(intervention: Intervention) -> Iterator[str]:
    """Which texts of an intervention are not published because they seem to hold personal data."""
    for name in ("name", "description"):
        if next(looks_personal(getattr(intervention, name)), None):
            yield name


def _with_what_is_told(lines: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """The lines with the day of award and the last change of what is told, and all that they refer to."""
    agreed = FundingEntry.objects.filter(line=OuterRef("pk"), agreed_on__lte=scope.as_at).order_by()
    first = agreed.values("line").annotate(day=Min("agreed_on")).values("day")
    return (
        lines.annotate(
            awarded_on=Greatest("agreed_on", Subquery(first)),
            modified=Greatest(
                _last_change(FundingLine, "pgh_obj", "pk"),
                _last_change(FundingEntry, "line", "pk"),
                _last_change(Intervention, "pgh_obj", "intervention"),
                _last_change(Organisation, "pgh_obj", "intervention__delivery_organisation"),
            ),
        )
        .select_related("district", "intervention__delivery_organisation", "intervention__commissioner")
        .prefetch_related("intervention__districts")
        .order_by("intervention__reference", "funding_source", "district__name", "pk")
    )


def _last_change(model: Any, field: str, of: str) -> Subquery:
    """When the history last had a change of the records of a model that a line refers to."""
    events = model.pgh_event_model.objects.filter(**{field: OuterRef(of)}).order_by()
    return Subquery(events.values(field).annotate(at=Max("pgh_created_at")).values("at"))


def _grants_of(line: Any, *, by: Publisher, everywhere: tuple[District, ...]) -> Iterator[Grant]:
    intervention = line.intervention
    provider = intervention.delivery_organisation
    commissioner = intervention.commissioner
    held_back = set(texts_held_back(intervention))
    name = intervention.reference if "name" in held_back else clean(intervention.name)
    starts_on, ends_on = period_within(
        starts=line.year.starts,
        ends=line.year.ends,
        starts_on=intervention.starts_on,
        ends_on=intervention.ends_on,
    )
    mark = "Illustrative: " if line.left_out else ""
    programme = PROGRAMMES[line.funding_source]
    told = "" if "description" in held_back else clean(intervention.description)
    grant = Grant(
        identifier=by.grant_id(
            intervention.reference,
            line.funding_source,
            str(line.year.start_year),
            line.district.ons_code if line.district else "all",
        ),
        title=title_of(f"{mark}{name}"),
        description=f"{mark}{told or f'{name}, in {line.year} ({programme}).'}",
        amount=line.allocated,
        awarded_on=line.awarded_on,
        starts_on=starts_on,
        ends_on=ends_on,
        funder=by.party,
        recipient=party_of(provider, by=by),
        recipient_kind=provider.kind,
        districts=_districts_of(line, everywhere),
        programme=(f"{line.funding_source}-{line.year.start_year}", f"{programme} {line.year}"),
        modified=line.modified or datetime.combine(line.awarded_on, time(), UTC),
        line=line,
        illustrative=bool(line.left_out),
    )
    if not line.passed_on:
        yield grant
        return
    through = party_of(commissioner, by=by)
    yield replace(
        grant,
        identifier=f"{grant.identifier}-regrant",
        title=title_of(f"{mark}To be given on: {name}"),
        description=clean(
            f"{mark}Given to {through.name}, which gives it on to {grant.recipient.name}. {told}"
        ),
        recipient=through,
        recipient_kind=commissioner.kind,
        regrant_type=COMMON_REGRANT,
    )
    yield replace(grant, funder=through)


def _districts_of(line: Any, everywhere: tuple[District, ...]) -> tuple[District, ...]:
    if line.district:
        return (line.district,)
    intervention = line.intervention
    if intervention.whole_area:
        return everywhere
    return tuple(sorted(intervention.districts.all(), key=lambda district: district.name))
