"""Several files of one plain form, each taken or turned away on its own."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import intake
from evidence.models import ActivityRecord
from evidence.services import files


def take_in_all(request: HttpRequest, record: ActivityRecord) -> int:
    """Take every file of the request in and say which were not taken; returns how many came."""
    uploads = request.FILES.getlist("file")
    for upload in uploads:
        try:
            files.add_file(actor=request.user, record=record, kind="", caption="", upload=upload, ticket=uuid.uuid4(), now=timezone.now())
        except intake.Unfit as fault:
            messages.error(request, _("%(name)s: %(sentence)s") % {"name": upload.name, "sentence": fault.sentence})
    return len(uploads)
