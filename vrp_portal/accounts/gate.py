"""The one gate in front of every page: sign in first, then the role's right to the page's action."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from vrp_portal.accounts.permissions import Action, may


class Gate(AccessMixin):
    """A view that names the `action` it is for; who may not take it gets 403, who isn't signed in signs in.

    Records that are not the reader's own are not found (404): views load through `visible_to(user)`.
    """

    action: ClassVar[Action]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not may(request.user, self.action):
            raise PermissionDenied(f"Your role may not {self.action}.")
        self.load()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # mixed into a view

    def load(self) -> None:
        """Find what the page is about, before anything else; what isn't the reader's is not found (404)."""
