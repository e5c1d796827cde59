"""People and their roles, for the administrator. A role is all the rights that there are."""

from __future__ import annotations

from typing import Any

from allauth.account.admin import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest

from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role

admin.site.unregister([Group, EmailAddress])


class RoleForm(ModelForm):
    """A role, and a district where the role has one."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        role, district = self.cleaned_data.get("role"), self.cleaned_data.get("district")
        if role == Role.CSP_COORDINATOR and district is None:
            self.add_error("district", "Choose the district that this coordinator works for.")
        if role and role != Role.CSP_COORDINATOR and district is not None:
            self.add_error("district", "Only a CSP coordinator has a district: leave this empty.")
        return cleaned


class UserForm(RoleForm, UserChangeForm):
    """Change somebody's role or details; the portal never loses its last administrator."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        stays = self.cleaned_data.get("role") == Role.ADMINISTRATOR and self.cleaned_data.get("is_active")
        others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=self.instance.pk)
        if not stays and not others.exists():
            self.add_error("role", "This is the only administrator. Make somebody else one first.")
        return cleaned


class NewUserForm(RoleForm, UserCreationForm):
    """Give somebody a sign-in and a role."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "role", "district")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Somebody who leaves is made inactive, not deleted: the history names them."""

    form = UserForm
    add_form = NewUserForm
    list_display = ["username", "first_name", "last_name", "role", "district", "is_active", "last_login"]
    list_filter = ["role", "district", "is_active"]
    list_select_related = ["district"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("What they may do", {"fields": ["role", "district", "is_active"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2", "role", "district"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
