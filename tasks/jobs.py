"""Doors the worker opens for tasks."""

from celery import shared_task
from django.utils import timezone

from tasks.services.occurrences import extend_occurrences
from tasks.services.reminders import queue_reminders


@shared_task(name="tasks.send_reminders")
def send_reminders() -> None:
    """One round of reminders."""
    queue_reminders(now=timezone.now())


@shared_task(name="tasks.extend_occurrences")
def carry_on() -> None:
    """One nightly round of occurrences."""
    extend_occurrences(now=timezone.now())
