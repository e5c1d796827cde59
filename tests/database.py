"""A test database in a moment: migrated once into a template, then copied for each process."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings


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

    test_name = connection.settings_dict["TEST"]["NAME"].partition("_gw")[0]
    prefix = test_name.replace("test_", "template_", 1)
    template = f"{prefix}_{digest_of_migrations()}"
    with connection._nodb_cursor() as cursor:
        # The first process makes it while the others wait.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [prefix])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        existing = {name for (name,) in cursor.fetchall()}
        if template not in existing:
            for outdated in existing:
                cursor.execute(f'DROP DATABASE "{outdated}"')
            made = make_migrated_database(f"{prefix}_new")
            cursor.execute(f'ALTER DATABASE "{made}" RENAME TO "{template}"')
    return template


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
