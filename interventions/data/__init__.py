"""The interventions' data as whole tables, to be exported and imported again."""

from interventions.data.columns import FUNDING_LINES, INTERVENTIONS, REACH, SPEND
from interventions.data.tables import TABLES
from vrp_portal.tabular.data import register_data

register_data(*TABLES)

__all__ = ["FUNDING_LINES", "INTERVENTIONS", "REACH", "SPEND"]
