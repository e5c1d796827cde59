"""Which returns of the Community Safety Partnerships are missing from the figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from svd.board import slots
from svd.rules import State
from vrp_portal.figures.scope import Scope
from vrp_portal.figures.scoped import scope_query
from vrp_portal.partnership.models import Organisation
from vrp_portal.quality.checks.base import Check, Finding


class ReturnNotAccepted(Check):
    key = "return-not-accepted"
    title = "Return not accepted"
    why = "What the partnership spent in the quarter is in no figure until its return is accepted."
    remedy = "Remind the district, or accept the return or query it on its page."

    def find(self, scope: Scope) -> Iterator[Finding]:
        csps = Organisation.objects.filter(kind=Organisation.Kind.COMMUNITY_SAFETY_PARTNERSHIP)
        if scope.district is not None:
            csps = csps.filter(district=scope.district)
        board = f"{reverse('returns')}?{scope_query(scope)}"
        for csp, asked in slots(csps.order_by("name"), scope.year, today=scope.as_at):
            for slot in asked:
                if slot.is_asked_for and slot.state is not State.ACCEPTED:
                    yield Finding(
                        f"{csp}, {slot.quarter}",
                        f"It is {slot.state.label.lower()}.",
                        board if slot.record is None else slot.record.get_absolute_url(),
                        slot.record is not None and slot.record.illustrative,
                    )
