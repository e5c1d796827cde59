#!/usr/bin/env python3
"""The portal's command line: `manage.py help` lists the commands.

A mistake in what was asked is one line on standard error and exit 2, never a traceback. What a command
changes is put down in the history under the command's name.
"""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import connections
from django.db.utils import OperationalError

# Their changes are made by people who are signed in, and carry those people's names.
SERVERS = {"serve", "runserver"}


class CommandLine(ManagementUtility):
    """Django's command line, except that an error comes out as a CommandError for `main` to report."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        known = get_commands()
        if subcommand not in known:
            raise CommandError(f"there is no such command; {self.prog_name} help lists them")
        command = super().fetch_command(subcommand)
        command.run_from_argv = lambda argv: run(command, argv)  # type: ignore[method-assign]  # one command, one run
        return command


def run(command: BaseCommand, argv: list[str]) -> None:
    """Parse the arguments and execute the command, as Django would, without ending the process on error."""
    # Not told that it is called from a command line, Django's parser raises instead of printing its usage.
    options = vars(command.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
    with history(argv[1]):
        command.execute(*options.pop("args", ()), **options)
    connections.close_all()


def history(subcommand: str) -> AbstractContextManager[object]:
    """The context in which the history notes which command made a change."""
    return nullcontext() if subcommand in SERVERS else pghistory.context(command=subcommand)


def main(argv: list[str]) -> int:
    """Run one command and return the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrp_portal.settings")
    subcommand = next(iter(argv[1:]), "help")
    where = f"{Path(argv[0]).name} {subcommand}"
    try:
        CommandLine(argv).execute()
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        return 1
    except CommandError as error:
        print(f"{where}: {one_line(error)}", file=sys.stderr)
        return 2
    except ImproperlyConfigured as error:
        print(f"{where}: settings: {one_line(error)}", file=sys.stderr)
        return 2
    except OperationalError as error:
        # The server gives its own errors a code; what has none never reached a server.
        if getattr(error.__cause__, "pgcode", None):
            raise
        print(f"{where}: the database cannot be reached: {one_line(error)}", file=sys.stderr)
        return 2
    except PermissionError as error:
        print(f"{where}: {one_line(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def one_line(error: Exception) -> str:
    """The error's words on one line, without the word Error that argument parsers put first."""
    return " ".join(str(error).split()).removeprefix("Error: ")


if __name__ == "__main__":
    sys.exit(main(sys.argv))
