"""Every check of the data, in the order in which the page lists them."""

from vrp_portal.quality.checks.base import Check, Finding
from vrp_portal.quality.checks.money import (
    AmountNotStated,
    CommittedAboveAward,
    MatchNotEvidenced,
    SpendAboveAllocated,
    SpendOutsideYear,
)
from vrp_portal.quality.checks.reach import DeliveringWithoutReach, ReachFellOrTripled
from vrp_portal.quality.checks.register import (
    DatesOutsideGrant,
    DistrictMissing,
    DuplicateNames,
    NoAssessment,
    NoFundingLine,
    ProviderToBeConfirmed,
)
from vrp_portal.quality.checks.returns import ReturnNotAccepted

CHECKS: dict[str, Check] = {
    check.key: check
    for check in (
        NoFundingLine(),
        AmountNotStated(),
        ProviderToBeConfirmed(),
        NoAssessment(),
        CommittedAboveAward(),
        SpendAboveAllocated(),
        SpendOutsideYear(),
        ReachFellOrTripled(),
        DeliveringWithoutReach(),
        DuplicateNames(),
        DistrictMissing(),
        DatesOutsideGrant(),
        MatchNotEvidenced(),
        ReturnNotAccepted(),
    )
}

__all__ = ["CHECKS", "Check", "Finding"]
