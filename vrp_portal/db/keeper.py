"""The keeper: waits until no process uses the embedded server any more, then stops it.

A program of its own, on the standard library alone. It goes into the background, in a session of its
own: neither Ctrl-C in a terminal nor the death of the process that started it ends it. It inherits the
lock on `keeper.lock` from `server.py` and holds it for as long as it lives.

    keeper.py FOLDER PG_CTL UID GID
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.1


def keep(folder: Path, pg_ctl: str, *, uid: int, gid: int) -> None:
    """Stop the server of the folder when `in-use.lock` is free, holding that lock meanwhile.

    Whoever wants the server in that moment waits for the lock, then starts it anew.
    """
    path = folder / "in-use.lock"
    with path.open("ab") as in_use:
        socket_dir = _socket_dir(folder / "data")
        _go_into_background()
        while not _free(in_use.fileno()) and _is_still(path, in_use.fileno()):
            time.sleep(SECONDS_BETWEEN_LOOKS)
        if _is_still(path, in_use.fileno()):
            _stop(folder / "data", pg_ctl, uid=uid, gid=gid)
        else:
            # Deleted under the server. A folder made anew in its place has a keeper of its own.
            _end_server_without_folder(socket_dir)


def _go_into_background() -> None:
    """Go on in a session of our own; whoever started us goes on too, now that we know what to watch."""
    if os.fork():
        os._exit(0)
    os.setsid()


def _socket_dir(data: Path) -> Path | None:
    try:
        return Path((data / "postmaster.pid").read_text().splitlines()[4])
    except (FileNotFoundError, IndexError):
        return None


def _free(descriptor: int) -> bool:
    """Take the lock if nobody holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _stop(data: Path, pg_ctl: str, *, uid: int, gid: int) -> None:
    socket_dir = _socket_dir(data)
    other = os.geteuid() == 0
    subprocess.run(
        [pg_ctl, f"--pgdata={data}", "--mode=fast", "--wait", "stop"],
        check=False,
        user=uid if other else None,
        group=gid if other else None,
        extra_groups=[] if other else None,
    )
    _remove(socket_dir)


def _end_server_without_folder(socket_dir: Path | None) -> None:
    """Tell the server to drop everything; its pid is in the lock beside its socket."""
    if socket_dir is None:
        return
    for lock in socket_dir.glob(".s.PGSQL.*.lock"):
        os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)
    _remove(socket_dir)


def _remove(socket_dir: Path | None) -> None:
    if socket_dir:
        shutil.rmtree(socket_dir, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), sys.argv[2], uid=int(sys.argv[3]), gid=int(sys.argv[4]))
