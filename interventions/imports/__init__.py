"""Rows of spreadsheets about interventions, turned into what their forms judge."""

from interventions.imports.funding import FundingLineImporter
from interventions.imports.reach import ReachImporter
from interventions.imports.register import InterventionImporter
from interventions.imports.spend import SpendImporter

__all__ = ["FundingLineImporter", "InterventionImporter", "ReachImporter", "SpendImporter"]
