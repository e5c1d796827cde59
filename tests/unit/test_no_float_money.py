"""No float holds money anywhere: what could make one is looked for in the syntax of every module.

A float can't hold £0.10 exactly, and a total of many is a penny out. What is no money and may be a float is
allowed by name, each with its reason; an allowance that nothing needs any more fails as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings

PACKAGES = ("grants", "interventions", "svd", "vrp_portal")
WITHOUT_MONEY = ("vrp_portal/db/", "vrp_portal/documents/", "vrp_portal/figures/solving.py")
"""Seconds and paths; words and lengths on a page; what hidden counts of people could be."""

READS_NUMBERS_AS_FLOATS = {"json.load", "json.loads", "read_csv", "read_excel", "read_json", "to_numeric"}

SECONDS = "seconds"
LENGTH = "a length on a page"
CELL = "what a spreadsheet's own file holds, before it is read as an exact number"
BY_DECIMAL = "a Decimal is divided, so the result is one"
MEGABYTES = "megabytes"
REFUSED = "where a float is refused"

# By file, what is allowed there and why.
ALLOWED: dict[str, dict[str, str]] = {
    "grants/models/match.py": {
        "F('baseline_amount') * F('percentage') / Value(100)": "the database divides a numeric",
    },
    "grants/models/budget.py": {
        "pennies / Value(Decimal(4))": "the database divides a numeric",
        "whole / Value(Decimal(100))": "the database divides a numeric",
    },
    "grants/rules/match.py": {"baseline * percentage / 100": BY_DECIMAL},
    "grants/rules/outturn.py": {"self.pounds * 100 / self.meant": BY_DECIMAL},
    "grants/rules/high_impact.py": {
        "award * percentage / 100": BY_DECIMAL,
        "part * 100 / of": BY_DECIMAL,
    },
    "interventions/querysets.py": {
        "Cast(OuterRef('quarter'), IntegerField()) / 10": "the database divides whole numbers: a year",
    },
    "svd/receipt.py": {"0.5": LENGTH},
    "vrp_portal/accounts/management/commands/serve.py": {"0.1": SECONDS},
    "vrp_portal/accounts/sign_ins.py": {"json.loads": "names and passwords"},
    "vrp_portal/allocation_tables/entries.py": {"amount / PENNY": BY_DECIMAL},
    "vrp_portal/claims/document.py": {"0.5": LENGTH},
    "vrp_portal/claims/rules.py": {"required * quarter.number / 4": BY_DECIMAL},
    "vrp_portal/reports/illustrative_2023_24/budget.py": {"sign * MOVED / 2": BY_DECIMAL},
    "vrp_portal/charts/house.py": {"0.35": LENGTH, "0.1": LENGTH, "1.02": LENGTH},
    "vrp_portal/charts/lying.py": {"float": "a coordinate of a chart; the table beside it is exact"},
    "vrp_portal/exchange/jobs.py": {"0.5": SECONDS, "0.0": SECONDS},
    "vrp_portal/exchange/progress.py": {"0.2": SECONDS, "5.0": SECONDS},
    "vrp_portal/high_impact/workbook/rule.py": {"share / 100": BY_DECIMAL},
    "vrp_portal/panel_paper/frozen.py": {"json.loads": "amounts are kept as text in plain decimal"},
    "vrp_portal/money/fields.py": {"float": REFUSED, "_refuse_float": REFUSED},
    "vrp_portal/money/splits.py": {
        "amount / PENNY": BY_DECIMAL,
        "pennies * Fraction(weight) / whole": "a Fraction, which is exact",
    },
    "vrp_portal/records/history.py": {"float": "a number of JSON, made exact again at once"},
    "vrp_portal/reports/rules.py": {"number / step": BY_DECIMAL},
    "vrp_portal/settings.py": {"BASE_DIR / text('VRP_VAR', 'var')": "a path"},
    "vrp_portal/tabular/columns.py": {"float": REFUSED},
    "vrp_portal/tabular/imports/importer.py": {"0.7": "how alike two names are"},
    "vrp_portal/tabular/imports/marked.py": {"float": CELL},
    "vrp_portal/tabular/imports/template.py": {"1.05": LENGTH},
    "vrp_portal/tabular/reading/cells.py": {"float": CELL},
    "vrp_portal/tabular/reading/refusals.py": {
        "float": MEGABYTES,
        "size / 1000000": MEGABYTES,
        "most / 1000000": MEGABYTES,
    },
    "vrp_portal/tabular/reading/values.py": {"float": CELL},
    "vrp_portal/tabular/reading/workbooks.py": {"float": CELL},
    "vrp_portal/tabular/writers/ods_file.py": {"0.22": LENGTH, "cell / 100": BY_DECIMAL},
    "vrp_portal/tabular/writers/xlsx_file.py": {"cell / 100": BY_DECIMAL},
}


def could_be_float(source: str) -> Iterator[tuple[int, str]]:
    """Each place of a module where a float could come from: its line, and what stands there."""
    for node in ast.walk(ast.parse(source)):
        found = _found(node)
        if found:
            yield node.lineno, found  # type: ignore[attr-defined]  # what is found has a line


def _found(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=float() | complex()):
            return ast.unparse(node)
        case ast.Constant(value=str(text)) if text.lower().startswith(("float", "double")):
            return ast.unparse(node)
        case ast.Name(id=name) | ast.Attribute(attr=name) if "float" in name.lower():
            return name
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()) if not _joins_a_path(node):
            return ast.unparse(node)
        case ast.Call() if _reads_floats(node):
            return ast.unparse(node.func)
    return ""


def _joins_a_path(node: ast.AST) -> bool:
    """Whether words are joined on with the sign, as in folder / "data"."""
    match node:
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return _joins_a_path(left) or _joins_a_path(right)
        case ast.JoinedStr() | ast.Constant(value=str()):
            return True
    return False


def _reads_floats(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    reads = name in READS_NUMBERS_AS_FLOATS or name.rpartition(".")[2] in READS_NUMBERS_AS_FLOATS
    exactly = {keyword.arg for keyword in call.keywords} & {"parse_float", "dtype", "converters"}
    return reads and not exactly


def modules() -> Iterator[tuple[str, str]]:
    """Every module that may handle money, by its path."""
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            if "/migrations/" not in name and not name.startswith(WITHOUT_MONEY):
                yield name, path.read_text(encoding="utf-8")


def test_no_money_is_held_in_a_float() -> None:
    amiss = [
        f"{name}:{line}: {found}"
        for name, source in modules()
        for line, found in could_be_float(source)
        if found not in ALLOWED.get(name, {})
    ]
    assert amiss == [], "Use Decimal and PoundsField; what is no money is allowed by name, with its reason."


def test_nothing_is_allowed_that_is_not_there() -> None:
    sources = dict(modules())
    stale = [
        f"{name}: {allowed}"
        for name, reasons in ALLOWED.items()
        for allowed in reasons
        if allowed not in {found for _, found in could_be_float(sources.get(name, ""))}
    ]
    assert stale == []


@pytest.mark.parametrize(
    "source",
    [
        "tax = 0.2",
        "total = float(amount)",
        "def pay(amount: float) -> None: ...",
        "amount = models.FloatField()",
        "frame['amount'].astype(float)",
        "frame['amount'].astype('float64')",
        "frame = pd.read_excel(path)",
        "rows = json.loads(text)",
        "each = pennies / people",
        "total /= 2",
        "np.float64(1)",
        "share = F('amount') / 3",
    ],
)
def test_what_could_be_a_float_is_found(source: str) -> None:
    assert [line for line, _ in could_be_float(source)] != []


@pytest.mark.parametrize(
    "source",
    [
        "amount = Decimal('0.20')",
        "each, left = divmod(pennies, people)",
        "rows = json.loads(text, parse_float=Decimal)",
        "frame = pd.read_csv(path, dtype=str)",
        "folder = settings.VAR_DIR / 'files' / name",
        "lock = folder / f'{name}.lock'",
    ],
)
def test_what_is_exact_is_let_be(source: str) -> None:
    assert list(could_be_float(source)) == []
