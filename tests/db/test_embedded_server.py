"""The embedded server: started on demand, shared, stopped with its last user, recovering from violence."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from vrp_portal.db.base import DatabaseWrapper
from vrp_portal.db.server import Running, ServerError, running_server

pytestmark = pytest.mark.slow

HOLD = """
import sys
from pathlib import Path
from vrp_portal.db.server import running_server
print(running_server(Path(sys.argv[1])).pid, flush=True)
{then}
sys.stdin.read()
"""
FORK_AND_LEAVE_THE_CHILD = """
import os, time
if os.fork():
    os._exit(0)
"""


@contextmanager
def a_process_using(folder: Path, then: str = "") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that uses the server until its standard input ends; yields it and the server's pid."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD.format(then=then), str(folder)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def soon(condition: Callable[[], Any], seconds: float = 15) -> bool:
    """Whether the condition comes true within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def gone(pid: int) -> bool:
    """Whether no such process runs, one that only waits to be reaped being as good as gone."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def keeper_of(folder: Path) -> psutil.Process:
    """The process that watches over the folder's server."""
    for process in psutil.process_iter(["cmdline"]):
        _python, *arguments = process.info["cmdline"] or [""]
        if arguments[2:3] == [str(folder)] and arguments[1].endswith("keeper.py"):
            return process
    raise LookupError(folder)


def ask(server: Running, statement: str = "SELECT 42") -> Any:
    """What the server answers to a statement."""
    connection = psycopg2.connect(
        host=str(server.socket_dir), port=server.port, user="postgres", dbname="postgres"
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for a server that this test process itself uses and lets go afterwards."""
    from vrp_portal.db import server

    folder = tmp_path / "postgres"
    yield folder
    for path in [path for path in server._in_use if path.is_relative_to(tmp_path)]:
        server._in_use.pop(path).close()


def test_a_server_is_shared_and_stops_with_its_last_user(folder: Path) -> None:
    with a_process_using(folder) as (first, pid), a_process_using(folder) as (second, same_pid):
        assert same_pid == pid
        first.communicate("")
        time.sleep(0.5)
        assert not gone(pid)
        second.communicate("")
        assert soon(lambda: gone(pid))
    assert not (folder / "data/postmaster.pid").exists()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_server_stops_however_its_last_user_ends(folder: Path, end: signal.Signals) -> None:
    with a_process_using(folder) as (user, pid):
        user.send_signal(end)
        assert soon(lambda: gone(pid))
    assert not (folder / "data/postmaster.pid").exists()


def test_a_fork_of_a_user_is_a_user(folder: Path) -> None:
    with a_process_using(folder, FORK_AND_LEAVE_THE_CHILD) as (parent, pid):
        parent.wait()
        time.sleep(0.5)
        assert not gone(pid)
        assert parent.stdin
        parent.stdin.close()
        assert soon(lambda: gone(pid))


def test_a_killed_server_starts_again_with_what_was_committed(folder: Path) -> None:
    server = running_server(folder)
    ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(server.pid, signal.SIGKILL)
    assert soon(lambda: gone(server.pid))
    again = running_server(folder)
    assert again.pid != server.pid
    assert ask(again, "SELECT answer FROM kept") == 42
    assert not server.socket_dir.exists()


def test_a_pid_file_that_names_another_program_is_no_obstacle(folder: Path) -> None:
    with a_process_using(folder) as (user, pid):
        note = (folder / "data/postmaster.pid").read_text()
        user.communicate("")
        assert soon(lambda: gone(pid) and not (folder / "data/postmaster.pid").exists())
    (folder / "data/postmaster.pid").write_text(note.replace(str(pid), str(os.getpid()), 1))
    assert ask(running_server(folder)) == 42


def test_a_server_whose_socket_was_swept_away_is_replaced(folder: Path) -> None:
    server = running_server(folder)
    shutil.rmtree(server.socket_dir)
    assert ask(running_server(folder)) == 42
    assert gone(server.pid)


def test_a_folder_deleted_under_a_running_server_is_made_anew(folder: Path) -> None:
    server = running_server(folder)
    # Away at a stroke, for the server may be writing into it.
    folder.rename(deleted := folder.with_name("deleted"))
    shutil.rmtree(deleted, ignore_errors=True)
    again = running_server(folder)
    assert again.pid != server.pid
    assert ask(again) == 42
    assert soon(lambda: gone(server.pid) and not server.socket_dir.exists())


def test_a_set_up_broken_off_is_done_again(folder: Path) -> None:
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new/PG_VERSION").write_text("18\n")
    assert ask(running_server(folder)) == 42


def test_data_opened_to_others_are_closed_again(folder: Path) -> None:
    with a_process_using(folder) as (user, pid):
        user.communicate("")
        assert soon(lambda: gone(pid))
    (folder / "data").chmod(0o755)
    assert ask(running_server(folder)) == 42


def test_a_server_that_does_not_start_says_why_in_one_line(folder: Path) -> None:
    with a_process_using(folder) as (user, pid):
        user.communicate("")
        assert soon(lambda: gone(pid))
    (folder / "data/PG_VERSION").write_text("9.4\n")
    with pytest.raises(ServerError, match="incompatible with server") as caught:
        running_server(folder)
    assert "\n" not in str(caught.value)


def test_a_keeper_that_was_killed_is_replaced_by_the_next_user(folder: Path) -> None:
    with a_process_using(folder) as (user, pid):
        keeper = keeper_of(folder)
        keeper.kill()
        assert soon(lambda: gone(keeper.pid))
        user.communicate("")
        time.sleep(0.5)
        assert not gone(pid)
    with a_process_using(folder) as (user, same_pid):
        assert same_pid == pid
        user.communicate("")
        assert soon(lambda: gone(pid))


def test_a_path_too_long_for_a_socket_works(tmp_path: Path, folder: Path) -> None:
    deep = tmp_path.joinpath(*["a folder with a 'long' name, deep down"] * 5) / "postgres"
    assert ask(running_server(deep)) == 42


def test_two_folders_are_two_servers(tmp_path: Path, folder: Path) -> None:
    one, other = running_server(tmp_path / "one"), running_server(tmp_path / "other")
    ask(one, "CREATE DATABASE of_one")
    assert ask(other, "SELECT count(*) FROM pg_database WHERE datname = 'of_one'") == 0


def test_only_its_own_account_reaches_the_server(folder: Path) -> None:
    server = running_server(folder)
    assert server.socket_dir.stat().st_mode & 0o077 == 0
    assert (folder / "data").stat().st_mode & 0o077 == 0
    assert ask(server, "SHOW listen_addresses") == ""


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(ServerError, match="a file") as caught:
        running_server(tmp_path / "a file" / "postgres")
    assert "\n" not in str(caught.value)


def test_the_backend_creates_its_database_and_says_where_it_is(
    folder: Path, django_db_blocker: pytest.FixtureRequest
) -> None:
    wrapper = DatabaseWrapper({**connection.settings_dict, "NAME": "portal's own", "EMBEDDED_DIR": folder})
    with django_db_blocker.unblock():
        with wrapper.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == ("portal's own",)
        arguments, _env = wrapper.client.settings_to_cmd_args_env(wrapper.settings_dict, ["-c", "SELECT 1"])
        wrapper.close()
    assert wrapper.vendor == "postgresql"
    assert Path(arguments[0]).exists()
    assert wrapper.settings_dict["HOST"] in arguments


def test_loading_the_settings_and_the_apps_starts_nothing(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=settings.BASE_DIR,
        env={
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "VRP_VAR": str(tmp_path / "var"),
            "DJANGO_SETTINGS_MODULE": "vrp_portal.settings",
        },
        check=True,
    )
    assert not (tmp_path / "var/postgres").exists()
