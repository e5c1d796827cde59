"""The documentation and what it describes name the same things."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def variables_read() -> set[str]:
    """The environment variables that the settings read, each by one of the settings' own readers."""
    return set(re.findall(r'\b(?:text|flag|words|count)\("([A-Z_]+)"', read("vrp_portal/settings.py")))


def test_the_environment_is_read_in_one_place_alone() -> None:
    assert read("vrp_portal/settings.py").count("os.environ") == 1


def test_every_setting_is_documented_and_no_other() -> None:
    first_table = read("docs/settings.md").partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", first_table, re.MULTILINE)) == variables_read()


def test_every_make_variable_is_documented() -> None:
    given = set(re.findall(r"^([A-Z]+) \?=", read("Makefile"), re.MULTILINE))
    assert given <= set(re.findall(r"`([A-Z_]+)`", read("docs/settings.md")))


def targets() -> set[str]:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)
    return {target for target in phony.split() if not target.startswith("needs-")}


def test_the_makefile_has_the_agreed_targets() -> None:
    assert targets() == {"setup", "run", "test", "check", "bench", "clean"}


def test_the_readme_names_every_target_and_no_other() -> None:
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=[` \n])", " ".join(code_in(read("README.md"))))) == targets()


def code_in(markdown: str) -> list[str]:
    """What stands in fences, indented blocks and between backticks, a space after each."""
    fenced = re.findall(r"```[a-z]*\n(.*?)```", markdown, re.DOTALL)
    indented = re.findall(r"^ {4}(.+)$", markdown, re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", markdown)
    return [f"{code} " for code in (*fenced, *indented, *inline)]


def decisions() -> list[Path]:
    return sorted((ROOT / "docs/decisions").glob("*.md"))


def test_decision_records_are_numbered_without_a_gap() -> None:
    numbers = [path.name.partition("-")[0] for path in decisions()]
    assert numbers
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.name)
def test_a_decision_record_s_title_carries_its_number(path: Path) -> None:
    title = path.read_text(encoding="utf-8").partition("\n")[0]
    assert title.startswith("# ")
    assert title.removeprefix("# ").lstrip("0").startswith(path.name.partition("-")[0].lstrip("0"))


def test_lock_files_name_no_host() -> None:
    assert not re.search(r"://|index-url|find-links", read("requirements.lock"))
    assert '"resolved"' not in read("package-lock.json")
