"""The build's own process: limits on itself, then one service; started by the worker, or by hand after an accident."""

import errno
import logging
import resource
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.services.building import build_dossier
from reports.services.dossiers import note_crash

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """``manage.py build_dossier ID``: build one requested version."""

    help = "Build one requested dossier in this process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The dossier, and how much memory its build may take."""
        parser.add_argument("dossier_id", type=int)
        parser.add_argument("--memory-mb", type=int, default=3072, help="Address space of this process; 0 for no limit.")

    def handle(self, *args: object, **options: object) -> None:
        """Build; whatever goes wrong ends up in the row, so that a page can show it."""
        dossier_id, memory = int(str(options["dossier_id"])), int(str(options["memory_mb"])) * 1024 * 1024
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        try:
            is_ready = build_dossier(dossier_id, now=timezone.now())
        except MemoryError:
            note_crash(dossier_id, reason=_("The archive needs more memory than its build may take."), now=timezone.now())
        except Exception as fault:  # a job's door: the reason is written to the row
            log.exception("dossier %s could not be built", dossier_id)
            note_crash(dossier_id, reason=_in_words(fault), now=timezone.now())
        else:
            self.stdout.write("ready" if is_ready else "nothing built")


def _in_words(fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk of the server is full. Please have room made, then build again.")
    return _("An unexpected fault: %(fault)s") % {"fault": f"{type(fault).__name__}: {fault}"[:300]}
