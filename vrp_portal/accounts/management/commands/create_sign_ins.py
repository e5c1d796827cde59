"""`manage.py create_sign_ins`: one working sign-in for each role."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from vrp_portal.accounts import sign_ins
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.accounts.sign_ins import SignIn
from vrp_portal.partnership.models import District

DISTRICT = "Leeds"


class Command(BaseCommand):
    help = (
        "Create one sign-in for each role, print them and write them to var/sign-in.json. "
        "Run again, it sees that what was printed before still works."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "ready-made sign-ins are not for production: createsuperuser makes the first administrator",
                returncode=2,
            )
        made_before = {sign_in.role: sign_in for sign_in in sign_ins.recorded()}
        with transaction.atomic():
            made = [ensure_user(Role(role), made_before.get(role)) for role in Role.values]
        sign_ins.record(made)
        self.stdout.write(sign_ins.as_lines(made))


def ensure_user(role: Role, before: SignIn | None) -> SignIn:
    """See that the role's user exists and signs in with the password on record, or with a new one."""
    username = f"{role.value}_{DISTRICT.lower()}" if role == Role.CSP_COORDINATOR else role.value
    user = User.objects.filter(username=username).first() or User(username=username)
    password = before.password if before else secrets.token_urlsafe(15)
    district = district_of(role)
    as_it_should_be = user.role == role and user.district == district and user.is_active
    if not as_it_should_be or not user.check_password(password):
        user.role, user.district, user.is_active = role.value, district, True
        user.set_password(password)
        user.save()
    return SignIn(role=role.value, username=username, password=password)


def district_of(role: Role) -> District | None:
    """The district of a CSP coordinator; the other roles have none."""
    if role != Role.CSP_COORDINATOR:
        return None
    try:
        return District.objects.get(name=DISTRICT)
    except District.DoesNotExist:
        raise CommandError(f"there is no district {DISTRICT} yet: load_paper adds it", returncode=2) from None
