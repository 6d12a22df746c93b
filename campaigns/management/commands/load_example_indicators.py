"""``manage.py load_example_indicators``: the example system, to try with; run twice it changes nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.services.indicators import load_example


class Command(BaseCommand):
    """Says which system there is now."""

    help = "Load the example of an indicator system, unless it is there."

    def handle(self, *args: object, **options: object) -> None:
        """Load it."""
        system = load_example(now=timezone.now())
        self.stdout.write(f"{system}: {system.indicators.leaves().count()} lines")
