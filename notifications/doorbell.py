"""Ring a job's door by its name, after the commit; the row is the queue, so a ring that is lost costs a minute only."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Ring nobody meanwhile: for making many rows at once, before any worker runs; the sweep finds them all."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def ring(job_name: str, *ids: int) -> None:
    """Ask the worker to look at these rows once the present transaction is committed. Never raises for a dead broker."""
    if not _quiet.get():
        transaction.on_commit(_ringer(job_name, ids))


def _ringer(job_name: str, ids: tuple[int, ...]) -> Callable[[], None]:
    def send() -> None:
        try:
            current_app.send_task(job_name, args=list(ids))
        except OperationalError as error:
            log.warning("doorbell %s%s not heard, the sweep will ring again: %s", job_name, ids, error)

    return send
