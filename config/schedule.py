"""What runs by the clock; each entry only rings a door, and a missed ring is made good by the next."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    # every minute: free claims whose lease ran out, ring again for work that waits, send what is due
    "sweep": {"task": "notifications.sweep", "schedule": 60.0},
    # every half hour in the daytime: reminders; the rows decide what is due, so a missed morning is caught up
    "reminders": {"task": "tasks.send_reminders", "schedule": crontab(minute="*/30", hour="7-20")},
    # every night: occurrences of recurring tasks, well ahead
    "occurrences": {"task": "tasks.extend_occurrences", "schedule": crontab(minute=20, hour=2)},
}
