"""The people who sign in; each has one role, and a CSP coordinator has a district."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from vrp_portal.accounts.roles import Role
from vrp_portal.partnership.models import District


class PeopleManager(UserManager["User"]):
    """Makes accounts; `createsuperuser` makes an administrator, because rights follow from the role."""

    def create_superuser(self, *args: Any, **fields: Any) -> User:
        return super().create_superuser(*args, **{**fields, "role": Role.ADMINISTRATOR})


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """Somebody who signs in. What they may do follows from `role` alone (`accounts.permissions`)."""

    role = models.CharField(max_length=20, choices=Role, default=Role.PANEL_MEMBER)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, help_text="For a CSP coordinator only."
    )

    objects = PeopleManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.CSP_COORDINATOR, district__isnull=False)
                | (~Q(role=Role.CSP_COORDINATOR) & Q(district__isnull=True)),
                name="user_district_for_csp_coordinators_only",
                violation_error_message="A CSP coordinator has a district, and nobody else has one.",
            )
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep Django's own flags to what the role says, so that there is one source of rights."""
        self.is_staff = self.is_superuser = self.role == Role.ADMINISTRATOR
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    @property
    def in_team(self) -> bool:
        """Whether this is one of the VRP's own team, who see what isn't fit to publish."""
        return Role(self.role).in_team

    def __str__(self) -> str:
        return self.get_full_name() or self.username
