"""Money in pounds, exact to the penny: plain functions in `amounts`, model and form fields in `fields`."""

from vrp_portal.money.amounts import (
    AmountError,
    equal_shares,
    format_pounds,
    least_pennies,
    parse_amount,
    to_pennies,
)

__all__ = ["AmountError", "equal_shares", "format_pounds", "least_pennies", "parse_amount", "to_pennies"]
