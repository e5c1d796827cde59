"""How spend differs from what was meant to be spent, and when that needs a reason: pure Python, in pounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which variance on a reason is asked for: more than so many pounds, and more than so many percent.

    Both, so that neither a small sum of a small line nor a small part of a large one asks for words. Where
    nothing was meant to be spent, the percentage is not known and the pounds alone decide.
    """

    percentage: Decimal
    pounds: Decimal


@dataclass(frozen=True, slots=True)
class Variance:
    """What is spent, or will be, less what was meant to be: negative for an underspend."""

    meant: Decimal
    spent: Decimal

    @property
    def pounds(self) -> Decimal:
        """
        >>> Variance(meant=Decimal("100.00"), spent=Decimal("88.75")).pounds
        Decimal('-11.25')
        """
        return self.spent - self.meant

    @property
    def percentage(self) -> Decimal | None:
        """To a tenth, half up; None where nothing was meant to be spent: a percentage of nothing isn't known.

        >>> Variance(meant=Decimal("100.00"), spent=Decimal("88.75")).percentage
        Decimal('-11.3')
        >>> Variance(meant=Decimal(0), spent=Decimal("5.00")).percentage is None
        True
        """
        if self.meant == 0:
            return None
        return (self.pounds * 100 / self.meant).quantize(TENTH, rounding=ROUND_HALF_UP)

    def passes(self, threshold: Threshold) -> bool:
        """Whether it needs a reason, worked out exactly and not from the rounded percentage.

        >>> ten_percent = Threshold(percentage=Decimal(10), pounds=Decimal(5000))
        >>> Variance(meant=Decimal(60000), spent=Decimal("53999.99")).passes(ten_percent)
        True
        >>> Variance(meant=Decimal(60000), spent=Decimal(54000)).passes(ten_percent)
        False
        >>> Variance(meant=Decimal(0), spent=Decimal("5000.01")).passes(ten_percent)
        True
        """
        if abs(self.pounds) <= threshold.pounds:
            return False
        return self.meant == 0 or abs(self.pounds) * 100 > threshold.percentage * abs(self.meant)
