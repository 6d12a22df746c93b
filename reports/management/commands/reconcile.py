"""``manage.py reconcile --check``: what is stored although it follows from other rows, recomputed and compared."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.selectors import drift as parts_and_records
from tasks.selectors.drift import drift as occurrences_and_deadlines


class Command(BaseCommand):
    """One line for each row that drifted, and exit status 1; nothing is changed, for a drift is a fault to be found."""

    help = "Compare what is stored with what follows from other rows; exits with 1 when anything differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--check`` says aloud what the command does anyway."""
        parser.add_argument("--check", action="store_true", help="Only look, which is all it does.")

    def handle(self, *args: object, **options: object) -> None:
        """Look, and say."""
        lines = [*occurrences_and_deadlines(), *(f"part {row.part_id}: is {row.stored}, its records say {row.computed}" for row in parts_and_records())]
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} rows drifted")
        self.stdout.write("no drift")
