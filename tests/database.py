"""A test database in a moment: migrated once into a template, then copied for each process."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from tests.settings import CLONE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: pytest.FixtureRequest
) -> None:
    """Have Django copy the template instead of running every migration in every process."""
    with django_db_blocker.unblock():
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated_template()


def migrated_template() -> str:
    """The name of a migrated database, made unless one for the present migrations exists."""
    from django.db import connection

    prefix = f"template_vrp_{CLONE}_"
    template = prefix + digest_of_migrations()
    with connection._nodb_cursor() as cursor:
        # The first process makes it while the others wait.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [prefix])
        cursor.execute("SELECT datname FROM pg_database")
        existing = {name for (name,) in cursor.fetchall()}
        for name in filter(is_of_an_ended_run, existing):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if template not in existing:
            for name in existing:
                if name.startswith(prefix):
                    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            made = make_migrated_database(f"{prefix}new")
            cursor.execute(f'ALTER DATABASE "{made}" RENAME TO "{template}"')
    return template


def is_of_an_ended_run(name: str) -> bool:
    """Whether this is a test database of this clone whose run was killed before it could drop it."""
    run = re.fullmatch(rf"test_vrp_{CLONE}_(\d+)(_gw\d+)?", name)
    return run is not None and not psutil.pid_exists(int(run[1]))


def make_migrated_database(name: str) -> str:
    """Run the migrations in a new database, leaving the connection's settings as they were."""
    from django.db import connection

    wanted, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    own_name = test["NAME"]
    test["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    finally:
        test["NAME"] = own_name
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = wanted
    return name


def digest_of_migrations() -> str:
    """Changes with any migration and with any locked dependency, for dependencies have migrations too."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.lock").read_bytes())
    for path in sorted(migration_files()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def migration_files() -> list[Path]:
    roots = [settings.BASE_DIR / name for name in ("vrp_portal", "grants", "interventions", "svd")]
    return [path for root in roots for path in root.rglob("migrations/*.py")]
