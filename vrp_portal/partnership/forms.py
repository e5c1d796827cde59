"""What is said of an organisation that the portal doesn't hold yet."""

from __future__ import annotations

from django import forms

from vrp_portal.partnership.models import Organisation
from vrp_portal.records.forms import WarningForm, field_for


class OrganisationForm(WarningForm, forms.ModelForm):
    """Add an organisation, or the numbers by which it is registered."""

    class Meta:
        model = Organisation
        formfield_callback = field_for
        fields = ["name", "kind", "company_number", "charity_number"]
