"""The database backend `vrp_portal.db`, as Django looks for it."""

from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql import base as postgresql
from django.db.utils import OperationalError
from psycopg2 import errors, sql

from .client import DatabaseClient
from .server import SUPERUSER, ServerError, running_server


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """PostgreSQL, on the server whose data lie in the setting `EMBEDDED_DIR`.

    The server and the database `NAME` are there once the first connection is.
    """

    client_class = DatabaseClient

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        # The test runner puts another name into the settings later, and creates that database itself.
        self._name_to_create: str | None = settings_dict["NAME"]

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server if need be: it may listen elsewhere than at the last connection."""
        try:
            server = running_server(Path(self.settings_dict["EMBEDDED_DIR"]))
        except ServerError as error:
            raise OperationalError(str(error)) from error
        self.settings_dict["HOST"] = str(server.socket_dir)
        self.settings_dict["PORT"] = str(server.port)
        self.settings_dict["USER"] = SUPERUSER
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self._name_to_create and conn_params.get("dbname") == self._name_to_create:
            _create_database(self._name_to_create, conn_params)
        return super().get_new_connection(conn_params)


def _create_database(name: str, conn_params: dict[str, Any]) -> None:
    """Create the database unless it exists; another process may be doing the same."""
    connection = psycopg2.connect(
        dbname="postgres", **{key: conn_params[key] for key in ("host", "port", "user")}
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        pass
    finally:
        connection.close()
