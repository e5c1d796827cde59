"""Spreadsheets of the grant: match contributions, and a quarter's spend of the budget."""

from grants.imports.budget_spend import BudgetSpendImporter
from grants.imports.match import MatchImporter

__all__ = ["BudgetSpendImporter", "MatchImporter"]
