"""Doors the worker opens for messages."""

import logging

from celery import shared_task
from django.utils import timezone

from notifications import services
from notifications.sweeping import all_sweeps

log = logging.getLogger(__name__)


@shared_task(name="notifications.deliver")
def deliver(delivery_id: int) -> None:
    """Carry one message out."""
    services.deliver(delivery_id, now=timezone.now())


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """The minute's round: all sweeps, then the heartbeat; one that fails does not keep the others from running."""
    failed = []
    for name, run in all_sweeps().items():
        try:
            run(now=timezone.now())
        except Exception:  # a job's door: the reason goes to the log and the missing heartbeat to the office's pages
            log.exception("sweep %s failed", name)
            failed.append(name)
    if not failed:
        services.keep_heartbeat("sweep", now=timezone.now())
