"""Two people who draw lines of governance at once, over two connections: no circle is closed unseen."""

from __future__ import annotations

import pytest

from tests.db.test_budget_at_once import at_once
from tests.factories import GovernanceGroupFactory
from vrp_portal.programme.models import GovernanceLine
from vrp_portal.programme.models.governance import NO_CIRCLE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_of_two_lines_that_would_close_a_circle_one_is_drawn() -> None:
    first, second = GovernanceGroupFactory.create_batch(2)
    became = at_once(
        lambda: GovernanceLine.objects.create(group=first, reports_to=second),
        lambda: GovernanceLine.objects.create(group=second, reports_to=first),
    )
    assert became == [NO_CIRCLE, "done"]
    assert GovernanceLine.objects.count() == 1
