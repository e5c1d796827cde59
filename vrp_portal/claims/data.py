"""Claims as whole tables, to be exported."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from vrp_portal.claims.models import Claim, ClaimEntry, ClaimLine
from vrp_portal.tabular.data import DataScope, register_data
from vrp_portal.tabular.model_tables import by_day, model_table, standing


def _claims(scope: DataScope) -> QuerySet[Any]:
    """Claims that were sent, by the scope's day: a draft says nothing yet."""
    claims: Any = by_day(standing(Claim, scope).sent(), scope, "sent_on")
    return claims if scope.year is None else claims.for_year(scope.year)


def _of_claims(records: Any, scope: DataScope) -> Any:
    return records.filter(claim__in=_claims(scope).order_by()).order_by("claim__quarter", "pk")


register_data(
    model_table(
        "claims",
        "Claims",
        (
            *("funder__name", "scheme", "quarter", "as_at", "total", "match_confirmed", "match_required"),
            *("award", "sent_on", "sent_by", "reason_for_warnings", "illustrative"),
        ),
        _claims,
    ),
    model_table(
        "claim-lines",
        "Claim lines",
        ("claim__scheme", "claim__quarter", "purpose", "quarter", "amount", "budget", "corrects"),
        lambda scope: _of_claims(ClaimLine.objects, scope),
    ),
    model_table(
        "claim-entries",
        "Claim payments",
        (
            *("claim__scheme", "claim__quarter", "kind", "amount", "booked_on", "reference", "reason"),
            "illustrative",
        ),
        lambda scope: _of_claims(by_day(standing(ClaimEntry, scope), scope, "booked_on"), scope),
    ),
)
