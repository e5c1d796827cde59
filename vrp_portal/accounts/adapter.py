"""How django-allauth signs people in here: by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, who gives each its role; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
