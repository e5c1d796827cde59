"""The places that a form about an intervention offers."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from interventions.models import (
    Intervention,
)
from vrp_portal.partnership.models import WHOLE_AREA, District


def offer_places(
    places: forms.ModelChoiceField, intervention: Intervention, *, everywhere: QuerySet[District]
) -> None:
    """Offer an intervention's districts, and all of them together."""
    places.queryset = everywhere if intervention.whole_area else intervention.districts.all()
    places.empty_label = WHOLE_AREA if intervention.whole_area else "All of its districts"
