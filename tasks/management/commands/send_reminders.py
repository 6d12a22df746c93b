"""One round of reminders, as of now or as of a given instant."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tasks.services.reminders import queue_reminders


class Command(BaseCommand):
    """``send_reminders [--now 2026-12-01T09:00+08:00]``"""

    help = "Queue the reminders that are due; running it again queues nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only the instant."""
        parser.add_argument("--now", help="Instant in ISO 8601, with zone; the unit's own zone when it has none.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue and say how many."""
        now = self._instant(options["now"])
        self.stdout.write(f"{queue_reminders(now=now)}")

    @staticmethod
    def _instant(text: str | None) -> datetime:
        if text is None:
            return timezone.now()
        try:
            now = parse_datetime(text)
        except ValueError as error:
            raise CommandError(f"--now: {error}") from error
        if now is None:
            raise CommandError("--now: not an instant in ISO 8601")
        return now if timezone.is_aware(now) else timezone.make_aware(now)
