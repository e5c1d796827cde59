"""How a published number is compared with the recorded one, by how exactly it was stated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

TENTH = Decimal("0.1")


class Precision(StrEnum):
    """How exactly a paper states a figure."""

    EXACT = "exact"
    ROUNDED = "rounded"
    ESTIMATE = "estimate"
    AT_LEAST = "at_least"
    UP_TO = "up_to"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def before_the_number(self) -> str:
        """The words that a number of this precision is told with."""
        return {
            Precision.EXACT: "",
            Precision.ROUNDED: "about ",
            Precision.ESTIMATE: "an estimated ",
            Precision.AT_LEAST: "at least ",
            Precision.UP_TO: "up to ",
        }[self]

    @property
    def agreement(self) -> str:
        """What a recorded number does that agrees with one of this precision."""
        return {
            Precision.EXACT: "As published",
            Precision.ROUNDED: "Rounds to it",
            Precision.ESTIMATE: "Within a tenth of it",
            Precision.AT_LEAST: "At least that",
            Precision.UP_TO: "No more than that",
        }[self]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published number beside the recorded one, which is None where the portal records none."""

    published: Decimal
    precision: Precision
    recorded: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """What is recorded beyond what was published; negative is less."""
        return None if self.recorded is None else self.recorded - self.published

    @property
    def agrees(self) -> bool | None:
        """Whether the record bears out what was published, as exactly as it was stated; None without one.

        >>> Comparison(Decimal(500), Precision.ROUNDED, Decimal(450)).agrees
        True
        >>> Comparison(Decimal(80), Precision.UP_TO, Decimal(81)).agrees
        False
        >>> Comparison(Decimal(80), Precision.UP_TO, None).agrees is None
        True
        """
        if self.recorded is None:
            return None
        match self.precision:
            case Precision.EXACT:
                return self.recorded == self.published
            case Precision.ROUNDED:
                return rounded_like(self.recorded, self.published) == self.published
            case Precision.ESTIMATE:
                return abs(self.recorded - self.published) <= abs(self.published) * TENTH
            case Precision.AT_LEAST:
                return self.recorded >= self.published
            case Precision.UP_TO:
                return self.recorded <= self.published


def rounded_like(number: Decimal, example: Decimal) -> Decimal:
    """A number rounded half up at the place to which another was: that of its last digit other than nought.

    >>> int(rounded_like(Decimal(449), Decimal(500))), int(rounded_like(Decimal(10625), Decimal(10630)))
    (400, 10630)
    """
    exponent = example.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent)) if example else Decimal(1)
    return (number / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def unstated_parts(whole: Decimal, stated: Decimal, unstated: Decimal) -> bool:
    """Whether parts that a paper does not state are exactly what its stated parts lack of the whole."""
    return stated + unstated == whole and unstated != 0
