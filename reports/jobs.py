"""Doors the worker opens for archives. The build has a process of its own: WeasyPrint stays out of worker and web."""

import subprocess
import sys

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.services.dossiers import JOB, note_crash

BUILD_SECONDS = 50 * 60
"""Below the broker's visibility timeout of an hour, after which the same ring would come again."""


@shared_task(name=JOB)
def build_dossier(dossier_id: int) -> None:
    """Let a child process build; when it dies without a word, write that down and let another try."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "build_dossier", str(dossier_id)]
    builder = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        died = builder.wait(timeout=BUILD_SECONDS) != 0
        reason = _("The builder was stopped by the system, most likely for want of memory.")
    except subprocess.TimeoutExpired:
        builder.kill()
        builder.wait()
        died, reason = True, _("The build took longer than 50 minutes and was stopped.")
    if died:
        note_crash(dossier_id, reason=reason, now=timezone.now())
