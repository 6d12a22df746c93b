"""manage.py import_plan FILE --json: what the plan reader finds in a file; writes nothing."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.plan_reader import PlanReading, UnreadablePlan, read_document, read_plan, to_schema


class Command(BaseCommand):
    """Prints the findings as JSON, or how many there are of each kind."""

    help = "Reads a plan (.docx, .txt) and prints what it says. Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            reading = read_plan(read_document(path.read_bytes(), path.name))
        except OSError as error:
            raise CommandError(str(error)) from error
        except UnreadablePlan as error:
            raise CommandError(_("This file cannot be read as a plan: %(code)s") % {"code": error.code}) from error
        if options["json"]:
            self.stdout.write(json.dumps(to_schema(reading), ensure_ascii=False, indent=2))
            return
        self._print_counts(reading)

    def _print_counts(self, reading: PlanReading) -> None:
        for name in ("sections", "leadership", "phases", "tasks", "quantities", "not_understood"):
            self.stdout.write(f"{name}: {len(getattr(reading, name))}")
