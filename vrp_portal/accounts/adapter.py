"""How django-allauth signs people in here: by invitation only, each to where their work begins."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from vrp_portal.accounts.roles import Role


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, who gives each its role; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody lands who asked for no page: a Panel member at a glance, others on the overview."""
        if request.user.role == Role.PANEL_MEMBER:  # type: ignore[union-attr]  # just signed in
            return reverse("panel")
        return str(super().get_login_redirect_url(request))
