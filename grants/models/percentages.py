"""Percentages as the database keeps them."""

from django.db import models
from django.db.models import Q


def percentage_between_0_and_100(model: str, field: str = "percentage") -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": 0, f"{field}__lte": 100}),
        name=f"{model}_{field}_between_0_and_100",
        violation_error_message="A percentage is between 0 and 100.",
    )
