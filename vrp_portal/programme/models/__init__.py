"""Programme activity: workstreams, activities, publications, evaluations, and who governs them."""

from vrp_portal.programme.models.activities import (
    Activity,
    ActivityCount,
    ActivityDistrict,
    ActivityPartner,
    Sure,
)
from vrp_portal.programme.models.dated import Known
from vrp_portal.programme.models.governance import GovernanceGroup, GovernanceLine
from vrp_portal.programme.models.published import Evaluation, Publication
from vrp_portal.programme.models.workstreams import Workstream

__all__ = [
    "Activity",
    "ActivityCount",
    "ActivityDistrict",
    "ActivityPartner",
    "Evaluation",
    "GovernanceGroup",
    "GovernanceLine",
    "Known",
    "Publication",
    "Sure",
    "Workstream",
]
