"""The adjustment that somebody opened in this session: what they save runs under it, every page says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from vrp_portal.accounts.permissions import Action, may
from vrp_portal.year_end.force import under
from vrp_portal.year_end.models import Adjustment

KEY = "adjustment"


def adjustment_of(request: HttpRequest) -> Adjustment | None:
    """The adjustment that this person opened in this session, while it is in force."""
    number = request.session.get(KEY)
    if number is None or not may(request.user, Action.CLOSE_YEAR):
        return None
    found = Adjustment.objects.filter(pk=number, recorded_by=request.user.pk).first()
    return found if found is not None and found.is_in_force(now=timezone.now()) else None


class AdjustmentMiddleware:
    """Runs each request of whoever has an adjustment open under it, and nobody else's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with under(adjustment_of(request)):
            return self.get_response(request)


def banner(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the adjustment in force, and whether the reader may open one."""
    if not hasattr(request, "session") or not hasattr(request, "user"):
        return {}
    return {
        "adjustment": SimpleLazyObject(lambda: adjustment_of(request)),
        "may_adjust": SimpleLazyObject(lambda: may(request.user, Action.CLOSE_YEAR)),
    }
