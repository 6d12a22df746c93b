"""The demo campaign."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications import doorbell
from reports.demo.build import build_campaign, build_people, told_on
from reports.demo.history import play
from tasks.services.reminders import queue_reminders


class Command(BaseCommand):
    """``demo``"""

    help = "Fill the database with the demo campaign of an invented unit; running it again adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """People, plan, history, and today's reminders."""
        now = timezone.now()
        today = timezone.localdate(now)
        with doorbell.quiet():
            people = build_people(now=now)
            campaign = build_campaign(people=people, today=today)
            play(campaign=campaign, people=people, today=told_on(campaign))
            queue_reminders(now=now)
        self.stdout.write(f"{campaign.unit_name} {campaign.name}: {campaign.tasks.count()} tasks, {campaign.records.count()} records")
