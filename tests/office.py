"""LibreOffice, in which tests open and recalculate the files that the portal writes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 120
"""How long a conversion may take; a first start makes a profile."""


@pytest.fixture(scope="session")
def soffice() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.fail("No LibreOffice was found: install it (apt install libreoffice-calc libreoffice-writer).")
    return program


def converted(path: Path, fmt: str, soffice: str, folder: Path) -> Path:
    """The file as LibreOffice saves it, with a profile of its own so that none that is open is disturbed."""
    profile, saved = folder / "profile", folder / "saved"
    ended = subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            *("--convert-to", fmt, "--outdir", str(saved), str(path)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    made = saved / f"{path.stem}.{fmt}"
    assert made.exists(), ended.stdout + ended.stderr
    return made
