"""`manage.py dbshell` on the embedded server."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

from .server import binaries


class DatabaseClient(PostgresClient):
    """Opens the psql that came with the server."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        (_psql, *arguments), env = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(binaries() / "psql"), *arguments], env

    def runshell(self, parameters: Iterable[str]) -> None:
        # Where the server listens is known, and put into the settings, once it is connected to.
        self.connection.ensure_connection()
        super().runshell(parameters)
