"""An invented register of interventions that adds up to what the Panel's paper of 12 April 2024 states.

The paper gives totals for April to December 2023 and no list. So that the portal can be seen at work, these
records stand in for the list; each is marked illustrative. Programmes that the paper names keep their name.
Providers and partners are invented and say so: no real body stands beside an invented amount.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from interventions.models import Intervention, ReachRecord
from vrp_portal.periods import FinancialYear

Level = Intervention.PreventionLevel
Setting = Intervention.Setting
Status = Intervention.Status
Basis = ReachRecord.Basis

YEAR = FinancialYear(2023)

CUSTODY_DIVERSION = "Custody diversion (illustrative)"


@dataclass(frozen=True)
class Agreed:
    """An amount agreed on a day, in pounds; negative where money is taken back."""

    on: date
    amount: Decimal
    reason: str = "Amount agreed for 2023/24"


@dataclass(frozen=True)
class Reach:
    """Counts of one quarter (1 to 3), new in it or since April, as the intervention's basis says."""

    quarter: int
    young: int = 0
    older: int = 0
    professionals: int = 0
    referrals: int = 0
    contacts: int = 0
    attendances: int = 0


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One intervention with its money, assessment and reach.

    `place` is a district, or None for the whole area; `provider` the number of an invented one, or None
    where it is to be confirmed. `agreed_on` is the day from which it is funded; `agreed` is empty where no
    amount is stated. `spent` is by quarter, in pounds. Without `assessed_on` it is not assessed.
    """

    name: str
    place: str | None
    approach: str | None
    level: str
    setting: str
    agreed_on: date
    statuses: tuple[tuple[str, date], ...]
    provider: int | None = None
    agreed: tuple[Agreed, ...] = ()
    assessed_on: date | None = None
    spent: tuple[Decimal, ...] = ()
    basis: str = Basis.NEW
    reach: tuple[Reach, ...] = ()

    @property
    def status(self) -> str:
        return self.statuses[-1][0]

    @property
    def starts_on(self) -> date | None:
        return next((since for status, since in self.statuses if status == Status.DELIVERING), None)

    @property
    def ends_on(self) -> date | None:
        ended = (Status.COMPLETE, Status.ENDED_EARLY)
        return next((since for status, since in self.statuses if status in ended), None)
