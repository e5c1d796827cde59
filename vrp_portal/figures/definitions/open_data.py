"""Figures of the grants that are published as open data, and of what is left out of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextChoices,
    Value,
    When,
)

from interventions.models import FundingEntry, FundingLine
from vrp_portal.figures.registry import Dimension, Figure, Measure, Records, register
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.values import Unit
from vrp_portal.partnership.models import Organisation

OWN_MONEY = [FundingLine.FundingSource.CORE, FundingLine.FundingSource.SVD]
"""The sources whose money is the partnership's to grant."""
CSP = Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP


class LeftOut(TextChoices):
    """Why a funding line is not published as a grant. The first reason that holds is given."""

    NOT_STATED = "not_stated", "No amount is stated"
    TAKEN_BACK = "taken_back", "All of the amount was taken back"
    OTHERS_MONEY = "others_money", "Match funding or another source: not the publisher’s money to grant"
    NO_PROVIDER = "no_provider", "The provider is to be confirmed"
    CONTRACT = "contract", "Procured as a contract"
    OWN = "own", "The publisher delivers it itself: nothing is granted"
    ILLUSTRATIVE = "illustrative", "Illustrative: invented to show how the portal works"


def judged_lines(scope: Scope) -> QuerySet[Any]:
    """The year's funding lines with their money, each with `left_out`, the reason why it is not published.

    `left_out` is None for a grant. `is_invented` says that it rests on something illustrative, `passed_on`
    that a Community Safety Partnership commissions it from somebody else: the money goes through two hands.
    """
    lines = FundingLine.objects.for_year(scope.year).as_at(scope.as_at).with_money(as_at=scope.as_at)
    if scope.district is not None:
        lines = lines.in_district(scope.district)
    if scope.interventions is not None:
        lines = lines.filter(intervention__in=scope.interventions)
    invented = FundingEntry.objects.filter(line=OuterRef("pk"), agreed_on__lte=scope.as_at, illustrative=True)
    illustrative = (
        Q(illustrative=True)
        | Q(intervention__illustrative=True)
        | Q(intervention__delivery_organisation__illustrative=True)
        | Q(intervention__commissioner__illustrative=True)
        | Exists(invented)
    )
    judged: QuerySet[Any] = lines.annotate(
        is_invented=ExpressionWrapper(illustrative, output_field=BooleanField()),
        left_out=Case(
            When(allocated__isnull=True, then=Value(LeftOut.NOT_STATED)),
            When(allocated=0, then=Value(LeftOut.TAKEN_BACK)),
            When(~Q(funding_source__in=OWN_MONEY), then=Value(LeftOut.OTHERS_MONEY)),
            When(intervention__delivery_organisation__isnull=True, then=Value(LeftOut.NO_PROVIDER)),
            When(paid_as=FundingLine.PaidAs.CONTRACT, then=Value(LeftOut.CONTRACT)),
            When(
                intervention__delivery_organisation__name__iexact=settings.PUBLISHER_NAME,
                then=Value(LeftOut.OWN),
            ),
            When(illustrative, then=Value(LeftOut.ILLUSTRATIVE)),  # last: it alone may be asked for
            output_field=CharField(null=True),
        ),
        passed_on=Case(
            When(
                Q(intervention__commissioner__kind=CSP)
                & ~Q(intervention__delivery_organisation=F("intervention__commissioner")),
                then=Value(value=True),
            ),
            default=Value(value=False),
        ),
    )
    return judged


PUBLISHED = Q(left_out__isnull=True)
INVENTED = Q(left_out=LeftOut.ILLUSTRATIVE)

GRANTS = Measure(
    judged_lines,
    {
        "published": lambda where: Sum("allocated", filter=PUBLISHED & where),
        "passed_on": lambda where: Sum("allocated", filter=PUBLISHED & Q(passed_on=True) & where),
        "illustrative": lambda where: Sum("allocated", filter=INVENTED & where),
        "left_out": lambda where: Sum("allocated", filter=~PUBLISHED & ~INVENTED & where),
    },
    {Dimension.DISTRICT: "district"},
)


def _lines_that(condition: Q) -> Any:
    def records(scope: Scope) -> Records:
        lines = judged_lines(scope).filter(condition, allocated__isnull=False)
        return Records(lines.select_related("intervention", "district"), adds="allocated")

    return records


register(
    Figure(
        "grants_published",
        "Grants to organisations to publish",
        Unit.POUNDS,
        "Core grant and Serious Violence Duty money allocated by the day that is published as grants to "
        "organisations, each pound once. No illustrative record is in it.",
        lambda read: read.pounds(GRANTS, "published"),
        _lines_that(PUBLISHED),
    ),
    Figure(
        "grants_passed_on",
        "Grants passed on by Community Safety Partnerships",
        Unit.POUNDS,
        "Of the grants to publish, money that a Community Safety Partnership gets first and gives on to a "
        "provider. Both steps are published; the first is marked as a regrant and is not added.",
        lambda read: read.pounds(GRANTS, "passed_on"),
        _lines_that(PUBLISHED & Q(passed_on=True)),
    ),
    Figure(
        "grants_illustrative",
        "Illustrative grants",
        Unit.POUNDS,
        "Money allocated by the day that would be published as grants to organisations, were the records not "
        "illustrative.",
        lambda read: read.pounds(GRANTS, "illustrative"),
        _lines_that(INVENTED),
    ),
    Figure(
        "grants_left_out",
        "Allocated and not published as grants",
        Unit.POUNDS,
        "Money allocated to interventions by the day that is no grant of the publisher to an organisation: "
        "what is procured, other bodies' money, what the publisher delivers itself, and where the provider "
        "is to be confirmed. Illustrative grants are not in it.",
        lambda read: read.pounds(GRANTS, "left_out"),
        _lines_that(~PUBLISHED & ~INVENTED),
    ),
)
