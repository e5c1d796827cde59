"""Every figure, role and command is documented as it is, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from vrp_portal.accounts.permissions import MATRIX
from vrp_portal.accounts.roles import Role
from vrp_portal.figures.registry import FIGURES

ROOT: Path = settings.BASE_DIR
OURS = ("vrp_portal", "grants", "interventions", "svd")
OF_DJANGO = {"help", "version", "settings", "pythonpath", "traceback", "verbosity"} | {
    "no_color",
    "force_color",
    "skip_checks",
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(markdown: str) -> list[list[str]]:
    """The cells of every row of every table."""
    lines = re.findall(r"^\| (.*)\|$", markdown, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if str(app).startswith(OURS))


def options(command: str) -> set[str]:
    """A command's own options, without those that every command of Django's has."""
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    return {
        action.option_strings[-1]
        for action in parser._actions
        if action.option_strings and action.dest not in OF_DJANGO
    }


def test_every_figure_is_documented_as_the_registry_defines_it() -> None:
    documented = [row for row in rows(read("docs/figures.md")) if row[0].startswith("`")]
    defined = [
        [f"`{figure.key}`", figure.label, figure.unit.value, figure.definition] for figure in FIGURES.values()
    ]
    assert sorted(documented) == sorted(defined)


def test_the_readme_has_the_matrix_of_roles() -> None:
    section = read("README.md").partition("\n## Roles\n")[2].partition("\n## ")[0]
    heading, _line, *documented = rows(section)
    assert heading == ["what", *(role.label for role in Role)]
    assert documented == [
        [action.value, *("yes" if role in roles else "" for role in Role)] for action, roles in MATRIX.items()
    ]


def test_every_command_is_documented_and_no_other() -> None:
    overview = read("docs/commands.md").partition("\n## ")[0]
    assert sorted(row[0].strip("`") for row in rows(overview) if row[0].startswith("`")) == commands()


@pytest.mark.parametrize("command", commands())
def test_the_readme_shows_every_command(command: str) -> None:
    assert f"manage.py {command}" in read("README.md")


def test_every_option_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `(--[a-z-]+)`", read("docs/commands.md"), re.MULTILINE))
    assert documented == set().union(*(options(command) for command in commands()))


@pytest.mark.parametrize("document", ["README.md", "docs/commands.md"])
def test_examples_name_commands_and_options_that_exist(document: str) -> None:
    for command, tail in re.findall(
        r"^\.venv/bin/python manage\.py (\w+)(.*)$", read(document), re.MULTILINE
    ):
        assert command in get_commands()
        if command in commands():
            assert set(re.findall(r"--[a-z-]+", tail)) <= options(command)


@pytest.mark.parametrize(
    "path", sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")]), ids=lambda path: path.name
)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_decision_records_are_short() -> None:
    long = [path.name for path in ROOT.glob("docs/decisions/*.md") if len(path.read_text().splitlines()) > 20]
    assert not long
