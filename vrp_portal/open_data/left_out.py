"""What is not published, each with its reason; and what should be put right before publishing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from vrp_portal.figures.definitions.duty import shares
from vrp_portal.figures.definitions.open_data import LeftOut, judged_lines
from vrp_portal.figures.scope import Scope
from vrp_portal.open_data.files import Publication
from vrp_portal.open_data.grants import Grant, texts_held_back
from vrp_portal.open_data.rules import NOT_REGISTERED

GRANTS, SPEND = "Grants", "Spend"
SHARES = (
    "A share of Serious Violence Duty money is how the duty is paid for, not a grant: "
    "what is given from it to a provider is published from its funding line"
)


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A record that is in none of the files of its kind, and why. Its amount, if any, is in pounds."""

    record: str
    url: str
    of: str
    amount: Decimal | None
    reason: str
    illustrative: bool


def left_out(publication: Publication) -> list[NotPublished]:
    """Every record that is not published, grants first."""
    scope = publication.about.scope
    return [
        *_lines(scope, with_illustrative=publication.about.illustrative),
        *_shares(scope),
        *(
            NotPublished(
                f"{each.what}, {each.quarter}",
                each.url,
                SPEND,
                each.amount,
                each.left_out,
                each.illustrative,
            )
            for each in publication.spend_left_out
        ),
    ]


def reasons(rows: Iterable[NotPublished]) -> list[tuple[str, str, int]]:
    """Of what, why, and how many records are left out for it, in the order in which they come."""
    return [
        (of, reason, number) for (of, reason), number in Counter((row.of, row.reason) for row in rows).items()
    ]


def _lines(scope: Scope, *, with_illustrative: bool) -> Iterator[NotPublished]:
    lines = judged_lines(scope).filter(left_out__isnull=False).select_related("intervention", "district")
    if with_illustrative:
        lines = lines.exclude(left_out=LeftOut.ILLUSTRATIVE)
    for line in lines.order_by("intervention__reference", "funding_source", "district__name", "pk"):
        yield NotPublished(
            str(line),
            line.intervention.get_absolute_url(),
            GRANTS,
            line.allocated,
            LeftOut(line.left_out).label,
            line.is_invented,
        )


def _shares(scope: Scope) -> Iterator[NotPublished]:
    for share in shares(scope).order_by("recipient__name", "pk"):
        yield NotPublished(
            str(share),
            f"{reverse('shares')}?year={scope.year}",
            GRANTS,
            share.total_then,
            SHARES,
            share.illustrative,
        )


def warnings(publication: Publication) -> Iterator[str]:
    """What is to be put right before the files are published, in a sentence or two each."""
    by, scope = publication.by, publication.about.scope
    if not by.prefix:
        yield (
            "No 360Giving prefix is set, so identifiers begin with "
            f"{NOT_REGISTERED}: the files can be looked at, not published. Register a prefix with 360Giving "
            "and set VRP_PUBLISHER_PREFIX."
        )
    if not by.own_identifier:
        yield (
            f"The publisher’s own identifier is not set, so the funder is {by.party.identifier}. "
            "Set VRP_PUBLISHER_ID."
        )
    if not publication.grants:
        yield "There is no grant to publish: every funding line is left out, each with its reason."
    if scope.as_at < min(scope.year.ends, timezone.localdate()):
        yield (
            f"The files tell what had happened by {scope.as_at.day} {scope.as_at:%B %Y}. "
            "The yearly tables are of the whole year: choose its last day once it is past."
        )
    yield from _about_texts(publication.grants)
    if unregistered := _without_number(publication.grants, by_prefix=by.stem):
        yield (
            "Organisations without a charity or company number, whose identifiers the publisher makes: "
            f"{', '.join(unregistered)}. Enter the numbers of those that are registered."
        )


def _about_texts(published: Iterable[Grant]) -> Iterator[str]:
    interventions = {grant.line.intervention.reference: grant.line.intervention for grant in published}
    for reference, intervention in interventions.items():
        for name in texts_held_back(intervention):
            yield (
                f"The {name} of {reference} seems to hold personal data, so it is not published. "
                "Take out whatever could identify a person."
            )


def _without_number(published: Iterable[Grant], *, by_prefix: str) -> list[str]:
    return sorted(
        {
            grant.recipient.name
            for grant in published
            if grant.recipient.identifier.startswith(f"{by_prefix}-ORG-") and not grant.illustrative
        }
    )
