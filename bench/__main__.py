"""`python -m bench`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrp_portal.settings")
    django.setup()
    # Models can be imported only once Django is set up.
    if arguments:
        from bench.importing import import_alone

        import_alone(database=arguments[0], path=Path(arguments[1]))
    else:
        from bench.comparisons import run

        run()


if __name__ == "__main__":
    main(sys.argv[1:])
