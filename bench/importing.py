"""How an import of reach compares with the least that any import does: read the file, and COPY its rows."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from interventions.models import Intervention
from vrp_portal.accounts.models import User
from vrp_portal.accounts.roles import Role
from vrp_portal.exchange.reading import Asked, open_workbook, read_file
from vrp_portal.exchange.running import import_rows
from vrp_portal.periods import FinancialYear
from vrp_portal.tabular.imports.importer import IMPORTERS

ROWS = 10_000
TIMES = 3
QUARTERS = FinancialYear(2024).quarters
HEADINGS = (
    "Reference",
    "Quarter",
    "District",
    "People aged 24 or under",
    "People aged 25 or over",
    "People whose age is not known",
    "Professionals trained",
    "Referrals",
    "Contacts",
    "Attendances",
    "What the counts are",
    "How sure they are",
    "Source",
)
COLUMNS = (
    "intervention_id, quarter, people_24_and_under, people_25_and_over, people_age_not_known, "
    "professionals_trained, referrals, contacts, attendances, basis, qualifier, source, reason_for_fall, "
    "illustrative, version, withdrawn_reason"
)


def write_reach(path: Path) -> None:
    """A workbook of reach: a row for each quarter of a year and as many interventions as that takes."""
    references = Intervention.objects.order_by("reference").values_list("reference", flat=True)
    with Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Reach")
        sheet.write_row(0, 0, HEADINGS)
        rows = ((reference, quarter) for reference in references for quarter in QUARTERS)
        for number, (reference, quarter) in enumerate(islice(rows, ROWS), start=1):
            counts = (number % 90, number % 7, 0, number % 5, 12, 30, 41)
            words = "People new in the quarter", "Exact", "Quarterly monitoring"
            sheet.write_row(number, 0, (reference, str(quarter), None, *counts, *words))


def import_file(path: Path) -> None:
    """Import the file as `manage.py import_file` does."""
    importer = IMPORTERS["reach"]
    file = read_file(open_workbook(path.read_bytes(), path.name), importer, Asked(), remembered={})
    outcome = import_rows(
        file,
        importer(by=User(role=Role.ADMINISTRATOR), filename=path.name),
        digest=None,
        reason="",
    )
    if outcome.counts["new"] != ROWS:
        raise SystemExit(f"The import made {outcome.counts}, not {ROWS} new rows: {outcome.problems[:3]}")


def read_and_copy(path: Path) -> None:
    """Read the file into Python objects and COPY its rows, without judging any."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    interventions = dict(Intervention.objects.values_list("reference", "pk"))
    quarters = {str(quarter): quarter.code for quarter in QUARTERS}
    lines = io.StringIO()
    for reference, quarter, _district, *counts, _basis, _qualifier, source in rows[1:]:
        people = "\t".join(str(int(count)) for count in counts)
        lines.write(
            f"{interventions[reference]}\t{quarters[quarter]}\t{people}\tnew\texact\t{source}\t\tf\t1\t\n"
        )
    lines.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY interventions_reachrecord ({COLUMNS}) FROM STDIN", lines)


def forget() -> None:
    """Take the imported rows out again, and have the database as it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE interventions_reachrecord DISABLE TRIGGER USER; "
            "DELETE FROM interventions_reachrecord WHERE quarter >= %s; "
            "ALTER TABLE interventions_reachrecord ENABLE TRIGGER USER; ",
            [QUARTERS[0].code],
        )
        cursor.execute("VACUUM ANALYZE interventions_reachrecord")


def peak_megabytes(path: Path) -> float:
    """The most memory that a process takes which imports the file, and nothing else."""
    told = subprocess.run(
        [sys.executable, "-m", "bench", connection.settings_dict["NAME"], path],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(told.stdout)


def import_alone(*, database: str, path: Path) -> None:
    """Import the file in a process of its own, and print the most memory that took, in megabytes."""
    connection.settings_dict["NAME"] = database
    import_file(path)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def compare_import() -> None:
    """Print how many times as long as reading and copying an import takes: medians of runs taken in turns."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "reach.xlsx"
        write_reach(path)
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(TIMES):
            for work, seconds in zip((import_file, read_and_copy), taken, strict=True):
                began = time.perf_counter()
                work(path)
                seconds.append(time.perf_counter() - began)
                forget()
        longer, shorter = (median(seconds) for seconds in taken)
        peak = peak_megabytes(path)
        forget()
    print(
        f"{ROWS:,} rows of reach imported, to reading and copying them: {longer / shorter:.1f} times as long "
        f"({longer:.1f} s to {shorter:.1f} s); {peak:.0f} MB at most"
    )
