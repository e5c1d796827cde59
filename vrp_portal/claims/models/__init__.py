"""Claims on a funder, what each asks for, and what came of it."""

from vrp_portal.claims.models.claims import Claim, ClaimLine, Scheme
from vrp_portal.claims.models.entries import ClaimEntry

__all__ = ["Claim", "ClaimEntry", "ClaimLine", "Scheme"]
