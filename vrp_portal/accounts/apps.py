from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "vrp_portal.accounts"
    verbose_name = "Accounts"
