"""Doors the worker comes in by."""

from celery import shared_task
from django.utils import timezone

from evidence.services import previews


@shared_task(name="evidence.make_preview", soft_time_limit=120, time_limit=150)
def make_preview(file_id: int) -> None:
    """Make the screen and print copies of one picture."""
    previews.make_preview(file_id, now=timezone.now())
