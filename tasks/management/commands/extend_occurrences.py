"""``manage.py extend_occurrences``: carry on the series of recurring tasks; run twice it makes nothing new."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from tasks.services.occurrences import extend_occurrences


class Command(BaseCommand):
    """Says how many occurrences were made."""

    help = "Make the coming occurrences of all recurring tasks; what exists is left alone."

    def handle(self, *args: object, **options: object) -> None:
        """Make them."""
        self.stdout.write(f"{extend_occurrences(now=timezone.now())} occurrences made")
