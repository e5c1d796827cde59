"""`python -m bench`."""

from __future__ import annotations

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrp_portal.settings")
    django.setup()
    # Models can be imported only once Django is set up.
    from bench.comparisons import run

    run()


if __name__ == "__main__":
    main()
