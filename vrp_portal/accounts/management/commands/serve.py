"""`manage.py serve`: the portal behind gunicorn, on this machine."""

import socket
import time
from typing import Any

import psutil
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from gunicorn.app.base import BaseApplication

from vrp_portal.accounts import sign_ins

HOST = "127.0.0.1"
SECONDS_TO_STOP = 40


class Command(BaseCommand):
    help = f"Serve the portal on {HOST} until Ctrl-C, and print its address and the ready-made sign-ins."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--stop", action="store_true", help="Stop every portal served from this folder.")

    def handle(self, *args: Any, port: int, workers: int, stop: bool, **options: Any) -> None:
        if stop:
            stop_all()
            return
        if not 1 <= port <= 65535:
            raise CommandError(f"--port {port}: a port is a number from 1 to 65535", returncode=2)
        if is_taken(port):
            raise CommandError(
                f"port {port} on {HOST} is taken; choose another: make run PORT={port + 1}", returncode=2
            )
        Portal(port=port, workers=workers, when_ready=lambda _server: self.stdout.write(welcome(port))).run()


def is_taken(port: int) -> bool:
    """Whether another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def stop_all() -> None:
    """Stop what is served from this folder, and wait until the embedded database has stopped with it."""
    serving = [process for process in psutil.process_iter() if serves_this_folder(process)]
    for process in serving:
        process.terminate()
    _gone, alive = psutil.wait_procs(serving, timeout=SECONDS_TO_STOP)
    note = settings.VAR_DIR / "postgres" / "data" / "postmaster.pid"
    deadline = time.monotonic() + SECONDS_TO_STOP
    while not alive and note.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    if alive or note.exists():
        raise CommandError("the portal or its database is still in use by another program", returncode=2)


def serves_this_folder(process: psutil.Process) -> bool:
    """Whether this is a `manage.py serve` of this folder, a worker included."""
    try:
        words = process.cmdline()
        ours = process.cwd() == str(settings.BASE_DIR) and process.pid != psutil.Process().pid
        return bool(ours) and words[1:3] == ["manage.py", "serve"]
    except psutil.Error:
        return False


def welcome(port: int) -> str:
    """What the person who started the portal wants to know first."""
    made = sign_ins.recorded()
    return "\n".join(
        [
            f"The portal is ready on http://{HOST}:{port}/ (Ctrl-C stops it).",
            *(["", "Sign in with (role, username, password):", sign_ins.as_lines(made)] if made else []),
        ]
    )


class Portal(BaseApplication):
    """Gunicorn, told all that it needs to know in code."""

    def __init__(self, *, port: int, workers: int, when_ready: Any) -> None:
        self._settings = {
            "bind": f"{HOST}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": 4,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": when_ready,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from vrp_portal.wsgi import application

        return application
