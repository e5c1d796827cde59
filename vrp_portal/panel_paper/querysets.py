"""Which papers: whose to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from vrp_portal.accounts.permissions import Action, may

if TYPE_CHECKING:
    from vrp_portal.accounts.models import User


class PanelPaperQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> PanelPaperQuerySet:
        """What was published, and drafts for those who write papers."""
        return self.all() if may(user, Action.WRITE_PAPERS) else self.published()

    def published(self) -> PanelPaperQuerySet:
        return self.filter(frozen__isnull=False)
