"""Pounds in a template, as everywhere else."""

from decimal import Decimal

from django import template

from vrp_portal.money import format_pounds

register = template.Library()


@register.filter
def pounds(amount: Decimal | None, unstated: str = "") -> str:
    """An amount as £1,316,424.00, or the words given for one that isn't stated."""
    return unstated if amount is None else format_pounds(amount)
