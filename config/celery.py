"""The Celery application: it rings doors; the work itself waits in rows."""

import os

from celery import Celery
from celery.signals import worker_ready

from config.schedule import BEAT_SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("campaign")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT_SCHEDULE
app.autodiscover_tasks(related_name="jobs")


@worker_ready.connect
def sweep_at_once(sender: object, **_: object) -> None:
    """Take up at once what waited while nothing ran, instead of at the first full minute."""
    app.send_task("notifications.sweep")
