"""The five roles."""

from django.db import models


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", "Administrator"
    VRP_STAFF = "vrp_staff", "VRP staff"
    FINANCE_OFFICER = "finance_officer", "Finance officer"
    CSP_COORDINATOR = "csp_coordinator", "CSP coordinator"
    PANEL_MEMBER = "panel_member", "Panel member"

    @property
    def in_team(self) -> bool:
        """Whether the role belongs to the VRP team, who see small counts and drafts."""
        return self in {Role.ADMINISTRATOR, Role.VRP_STAFF, Role.FINANCE_OFFICER}
