"""The system account that the embedded server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

NAME = "pgserver"


class Switch(TypedDict, total=False):
    """The arguments of `subprocess.run` that change to another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """Who the server runs as; `other` says that this is not the account of this process."""

    uid: int
    gid: int
    other: bool

    @property
    def switch(self) -> Switch:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}


def account_for(data: Path) -> Account:
    """This process's own account; for root the owner of the data, or an account made for the purpose."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), other=False)
    if data.exists() and data.stat().st_uid != 0:
        return Account(uid=data.stat().st_uid, gid=data.stat().st_gid, other=True)
    entry = _entry()
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, other=True)


def _entry() -> pwd.struct_passwd:
    """The account `pgserver`, created where it is absent."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", NAME]
    for _attempt in range(10):
        try:
            return pwd.getpwnam(NAME)
        except KeyError:
            # Fails where another clone is creating it at this moment; then the next look finds it.
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                time.sleep(0.2)
    raise OSError(f"the system account {NAME} cannot be created: {done.stderr.strip()}")


def let_pass(*folders: Path, inside: bool = True) -> None:
    """Let other accounts pass through to the folders and, with `inside`, read what they hold.

    Folders above are opened for passing only: nobody can list or read what else is in them.
    """
    for folder in folders:
        for above in folder.parents:
            _allow(above, stat.S_IXOTH)
        if inside and folder.is_dir():
            for root, _names, files in os.walk(folder):
                _allow(Path(root), stat.S_IROTH | stat.S_IXOTH)
                for name in files:
                    path = Path(root, name)
                    executable = path.stat().st_mode & stat.S_IXUSR
                    _allow(path, stat.S_IROTH | (stat.S_IXOTH if executable else 0))


def _allow(path: Path, bits: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & bits != bits:
        path.chmod(mode | bits)
