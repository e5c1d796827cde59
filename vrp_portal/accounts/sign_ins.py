"""The file of ready-made sign-ins, one for each role, for a portal tried out on one's own machine."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class SignIn:
    """What somebody types to sign in, and the role they then have."""

    role: str
    username: str
    password: str


def path() -> Path:
    """Where the sign-ins are kept, readable by their owner alone."""
    return settings.VAR_DIR / "sign-in.json"


def recorded() -> list[SignIn]:
    """The sign-ins made earlier; none where the file is absent or was spoilt."""
    try:
        return [SignIn(**entry) for entry in json.loads(path().read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):
        return []


def record(sign_ins: list[SignIn]) -> None:
    """Write them in one step, so that the file is whole at any moment and never open to others."""
    path().parent.mkdir(parents=True, exist_ok=True)
    fresh = path().with_name(f"sign-in.{secrets.token_hex(4)}.json")
    content = json.dumps([asdict(sign_in) for sign_in in sign_ins], indent=2) + "\n"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    fresh.replace(path())


def as_lines(sign_ins: list[SignIn]) -> str:
    """The sign-ins under each other, for a terminal."""
    widths = [max(len(part) for part in column) for column in zip(*map(_parts, sign_ins), strict=True)]
    return "\n".join(
        "  ".join(part.ljust(width) for part, width in zip(_parts(sign_in), widths, strict=True)).rstrip()
        for sign_in in sign_ins
    )


def _parts(sign_in: SignIn) -> tuple[str, str, str]:
    return sign_in.role, sign_in.username, sign_in.password
