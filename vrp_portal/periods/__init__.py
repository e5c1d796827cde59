"""Financial years and quarters: plain values in `calendar`, model and form fields in `fields`."""

from vrp_portal.periods.calendar import FinancialYear, PeriodError, Quarter, YearNotSaid, quarters_ended

__all__ = ["FinancialYear", "PeriodError", "Quarter", "YearNotSaid", "quarters_ended"]
