"""The columns of awards and of match contributions."""

from grants.tables.awards import AwardTable
from grants.tables.match import MatchTable

__all__ = [
    "AwardTable",
    "MatchTable",
]
