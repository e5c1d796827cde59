"""The package of grants by the standard itself: its schema, its code lists, and its tool both ways.

The standard is not part of the project. Where its folder is absent these tests skip, and say so.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import flattentool
import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from tests.open_data import every_kind_of_grant, package, written
from vrp_portal.open_data.package import META_TITLES, TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publisher"), pytest.mark.slow]

GRANT, PACKAGE = "360-giving-schema.json", "360-giving-package-schema.json"


def schema_of(standard: Path, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((standard / name).read_text(encoding="utf-8"))
    return read


def faults(standard: Path, instance: dict[str, Any], *, checks_formats: bool) -> list[str]:
    """What the standard's own schema finds wrong in a package."""
    of_grant, of_package = schema_of(standard, GRANT), schema_of(standard, PACKAGE)
    assert of_package["$schema"].removeprefix("http://") == "json-schema.org/draft/2020-12/schema"
    # The draft is named by http, which jsonschema knows by https; the package refers to a grant's schema by
    # an address of another version than the file's own.
    for each in (of_grant, of_package):
        each["$schema"] = each["$schema"].replace("http:", "https:")
    resource = Resource.from_contents(of_grant)
    referred = of_package["properties"]["grants"]["items"]["$ref"]
    registry = Registry().with_resources([(of_grant["$id"], resource), (referred, resource)])
    checker = FormatChecker(["date-time"]) if checks_formats else None
    validator = Draft202012Validator(of_package, registry=registry, format_checker=checker)
    return [f"{list(fault.path)}: {fault.message}" for fault in validator.iter_errors(instance)]


def codes(standard: Path, name: str) -> set[str]:
    with (standard / name).open(encoding="utf-8-sig", newline="") as lines:
        return {row["Code"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize("checks_formats", [True, False], ids=["formats checked", "formats not checked"])
def test_a_package_with_every_kind_of_grant_is_valid(standard, leeds, bradford, checks_formats):
    every_kind_of_grant(leeds, bradford)
    assert len(package()["grants"]) == 6
    assert faults(standard, package(), checks_formats=checks_formats) == []
    assert faults(standard, package(with_illustrative=True), checks_formats=checks_formats) == []


def test_the_illustrative_register_is_valid(standard):
    for command in ("load_paper", "load_illustrative"):
        call_command(command, stdout=io.StringIO())
    published = package(with_illustrative=True)
    assert len(published["grants"]) > 50
    assert faults(standard, published, checks_formats=True) == []


def test_the_schema_does_find_faults(standard, leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    broken = package()
    del broken["grants"][0]["awardDate"]
    broken["grants"][1]["amountAwarded"] = "3000.00"
    assert len(faults(standard, broken, checks_formats=True)) >= 2


def test_codes_are_of_the_standards_code_lists(standard, leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    grants = package()["grants"]
    assert {each["currency"] for each in grants} <= codes(standard, "currency.csv")
    assert {each["locationScope"] for each in grants if "locationScope" in each} <= codes(
        standard, "locationScope.csv"
    )
    given_on = {each["regrantType"] for each in grants if "regrantType" in each}
    assert given_on == {"FRG010"}
    assert given_on <= codes(standard, "regrantType.csv")


def test_headings_are_the_standards_titles(standard):
    of_grant = schema_of(standard, GRANT)
    fields = {
        **of_grant["properties"],
        **{
            name: field
            for part in of_grant["$defs"].values()
            for name, field in part.get("properties", {}).items()
        },
    }
    fields["currency"] = of_grant["$defs"]["currency"]
    assert {name: fields[name]["title"] for name in TITLES} == TITLES
    of_package = schema_of(standard, PACKAGE)["properties"]
    assert {name: of_package[name]["title"] for name in META_TITLES} == META_TITLES


# Converted by flattentool, the standard's own tool.


def unflattened(standard: Path, source: Path, fmt: str, tmp_path: Path) -> list[dict[str, Any]]:
    """The grants that the tool makes of a spreadsheet of ours."""
    made = tmp_path / f"unflattened-{fmt}.json"
    # The Meta sheet holds a package without its grants, whose schema would be fetched from the network.
    about = schema_of(standard, PACKAGE)
    del about["properties"]["grants"]
    (tmp_path / "meta.json").write_text(json.dumps(about), encoding="utf-8")
    flattentool.unflatten(
        str(source),
        input_format=fmt,
        output_name=str(made),
        root_list_path="grants",
        root_id="",
        schema=str(standard / GRANT),
        convert_titles=True,
        encoding="utf-8-sig",
        default_configuration="",
        metatab_name="Meta" if fmt == "xlsx" else None,
        metatab_schema=str(tmp_path / "meta.json") if fmt == "xlsx" else "",
        metatab_vertical_orientation=fmt == "xlsx",
    )
    read: dict[str, Any] = json.loads(made.read_text(encoding="utf-8"))
    if fmt == "xlsx":
        assert {name: value for name, value in read.items() if name != "grants"} == {
            name: value for name, value in package().items() if name != "grants"
        }
    grants: list[dict[str, Any]] = read["grants"]
    return grants


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_our_spreadsheets_become_our_json(standard, leeds, bradford, tmp_path, fmt):
    every_kind_of_grant(leeds, bradford)
    source = tmp_path / "ours"
    if fmt == "csv":
        source.mkdir()
        (source / "grants.csv").write_bytes(written("360giving", "csv"))
    else:
        source = tmp_path / "ours.xlsx"
        source.write_bytes(written("360giving", "xlsx"))
    assert unflattened(standard, source, fmt, tmp_path) == package()["grants"]


# The standard's own transactions have no title, of which the tool complains each time.
@pytest.mark.filterwarnings("ignore:Field .* does not have a title")
@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_our_json_becomes_a_spreadsheet_and_the_same_json_again(standard, leeds, bradford, tmp_path, fmt):
    every_kind_of_grant(leeds, bradford)
    source, flat = tmp_path / "ours.json", tmp_path / ("flat.xlsx" if fmt == "xlsx" else "flat")
    source.write_bytes(written("360giving", "json"))
    flattentool.flatten(
        str(source),
        schema=str(standard / GRANT),
        output_name=str(flat),
        output_format=fmt,
        main_sheet_name="grants",
        root_list_path="grants",
        root_id="",
        use_titles=True,
    )
    made = tmp_path / "again.json"
    flattentool.unflatten(
        str(flat),
        input_format=fmt,
        output_name=str(made),
        root_list_path="grants",
        root_id="",
        schema=str(standard / GRANT),
        convert_titles=True,
    )
    assert json.loads(made.read_text(encoding="utf-8"))["grants"] == package()["grants"]


def test_amounts_are_written_with_their_pennies_and_no_exponent(leeds, bradford):
    every_kind_of_grant(leeds, bradford)
    text = written("360giving", "json").decode()
    assert re.findall(r'"amountAwarded": (.+),', text) == [
        "12000.50",
        "3000.00",
        "0.01",
        "2500.25",
        "2500.25",
        "700.00",
    ]
