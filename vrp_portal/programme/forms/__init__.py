"""What people type about the programme: activities, publications, evaluations and governance."""

from vrp_portal.programme.forms.activities import (
    ActivityCountEditForm,
    ActivityCountForm,
    ActivityEditForm,
    ActivityForm,
)
from vrp_portal.programme.forms.governance import (
    GovernanceGroupEditForm,
    GovernanceGroupForm,
    WorkstreamEditForm,
    WorkstreamForm,
)
from vrp_portal.programme.forms.published import (
    EvaluationEditForm,
    EvaluationForm,
    PublicationEditForm,
    PublicationForm,
)

__all__ = [
    "ActivityCountEditForm",
    "ActivityCountForm",
    "ActivityEditForm",
    "ActivityForm",
    "EvaluationEditForm",
    "EvaluationForm",
    "GovernanceGroupEditForm",
    "GovernanceGroupForm",
    "PublicationEditForm",
    "PublicationForm",
    "WorkstreamEditForm",
    "WorkstreamForm",
]
