"""Doors the worker opens for plans."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from campaigns.services import reading

log = logging.getLogger(__name__)


@shared_task(name="campaigns.read_plan", soft_time_limit=120, time_limit=150)
def read_plan(plan_id: int) -> None:
    """Read one plan; whatever goes wrong ends as a sentence on the plan's page."""
    try:
        reading.read_plan(plan_id, now=timezone.now())
    except SoftTimeLimitExceeded:
        reading.give_up_plan(plan_id, "too_slow", now=timezone.now())
    except Exception:  # a job's door: the reason goes to the log, its code to the row
        log.exception("plan %s", plan_id)
        reading.give_up_plan(plan_id, "broken_off", now=timezone.now())
