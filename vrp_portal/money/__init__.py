"""Money in pounds, exact to the penny: plain functions in `amounts` and `splits`, fields in `fields`."""

from vrp_portal.money.amounts import (
    AmountError,
    format_pounds,
    least_pennies,
    parse_amount,
    to_pennies,
)
from vrp_portal.money.splits import equal_shares, proportional_shares

__all__ = [
    "AmountError",
    "equal_shares",
    "format_pounds",
    "least_pennies",
    "parse_amount",
    "proportional_shares",
    "to_pennies",
]
