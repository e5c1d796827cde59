"""Work that is too long for a page: it runs beside the request, and says how far it is.

What the work changes is one transaction; how far it is goes over a connection of its own, or nobody could see
it before the end. A process that is killed leaves nothing but a job that has stopped saying anything.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO

from django.db import connection, connections
from django.utils import timezone

from vrp_portal.exchange.models import Job
from vrp_portal.exchange.progress import Progress
from vrp_portal.year_end.force import in_force, under

logger = logging.getLogger(__name__)
Work = Callable[[Progress], str]
"""Does the work, and returns what was done in a sentence. Raises Stopped where it could not be."""
SECONDS_BETWEEN_WORDS = 0.5


class Stopped(Exception):
    """Work that ended without doing what was asked; the message says why, for whoever asked."""


def start(job: Job, work: Work) -> None:
    """Do a job's work beside the request that asked for it."""
    adjustment = in_force()

    def under_the_same_adjustment(progress: Progress) -> str:
        with under(adjustment):
            return work(progress)

    threading.Thread(target=run, args=(job, under_the_same_adjustment), name=f"job-{job.pk}").start()


def run(job: Job, work: Work) -> None:
    """Do a job's work, here and now, and put down what became of it."""
    try:
        with _telling(job) as progress:
            message = work(progress)
        _end(job, Job.State.DONE, message)
    except Stopped as stopped:
        _end(job, Job.State.FAILED, str(stopped))
    except Exception:
        logger.exception("A job of the kind %s failed", job.work)
        _end(job, Job.State.FAILED, "Something went wrong on our side, so nothing was saved. Try again.")
    finally:
        if threading.current_thread() is not threading.main_thread():
            connections.close_all()


def export_to(job: Job, write: Callable[[BinaryIO, Progress], int]) -> Work:
    """The work of writing a file and keeping it until it is fetched. `write` returns the number of rows."""

    def work(progress: Progress) -> str:
        with TemporaryFile() as stream:
            rows = write(stream, progress)
            stream.seek(0)
            Job.objects.filter(pk=job.pk).update(result=stream.read())
        return f"{job.filename} is ready: {rows:,} rows."

    return work


def _end(job: Job, state: str, message: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, message=message, beat_at=timezone.now())


@contextmanager
def _telling(job: Job) -> Iterator[Progress]:
    """A way to say how far the job is, that others see at once."""
    own = connection.copy()
    told_at = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < SECONDS_BETWEEN_WORDS and done < total:
            return
        told_at = time.monotonic()
        with own.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Job._meta.db_table} SET done = %s, total = %s, beat_at = now() WHERE id = %s",  # noqa: S608
                [done, total, job.pk],
            )

    try:
        yield progress
    finally:
        own.close()
