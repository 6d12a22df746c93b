"""Previews made beside the originals, and the round that mends what a lost worker or a lost transaction left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from evidence import previews, vault
from evidence.models import EvidenceFile
from notifications import doorbell

LEASE = timedelta(minutes=3)
ATTEMPTS = 3
"""A picture that brought three workers down gets no preview; the original is there all the same."""
RING_AT_MOST = 100
ORPHAN_AFTER = timedelta(hours=24)


def make_preview(file_id: int, *, now: datetime) -> bool:
    """Claim a waiting file, make its copies and fill its row; False when somebody else has it or nothing can be made.

    A broken picture ends as "no preview" and never blocks anything.
    """
    waiting = EvidenceFile.objects.filter(pk=file_id, preview=EvidenceFile.Preview.WAITING)
    if not waiting.update(preview=EvidenceFile.Preview.WORKING, claimed_at=now, preview_attempts=F("preview_attempts") + 1):
        return False
    file = EvidenceFile.objects.get(pk=file_id)
    claim = EvidenceFile.objects.filter(pk=file_id, preview=EvidenceFile.Preview.WORKING, claimed_at=now)
    try:
        with default_storage.open(file.stored_name) as stream:
            copies = previews.make_copies(cast(BinaryIO, stream), max_pixels=settings.UPLOAD_MAX_PIXELS, zone=timezone.get_default_timezone())
    except (previews.Unreadable, previews.TooManyPixels, FileNotFoundError):
        claim.update(preview=EvidenceFile.Preview.NONE)
        return False
    names = {"preview_name": vault.store_copy(copies.screen), "print_name": vault.store_copy(copies.printed)}
    measures = {"width": copies.width, "height": copies.height, "taken_at": copies.taken_at}
    if not claim.update(preview=EvidenceFile.Preview.READY, **names, **measures):
        for name in names.values():
            vault.discard(name)
        return False
    return True


def sweep_previews(*, now: datetime) -> int:
    """Free claims whose lease ran out and ring again for what waits; remove orphans of one folder. Returns rows touched."""
    lost = EvidenceFile.objects.abandoned(now - LEASE)
    given_up = lost.filter(preview_attempts__gte=ATTEMPTS).update(preview=EvidenceFile.Preview.NONE)
    freed = lost.update(preview=EvidenceFile.Preview.WAITING)
    for file_id in EvidenceFile.objects.filter(preview=EvidenceFile.Preview.WAITING).order_by("pk").values_list("pk", flat=True)[:RING_AT_MOST]:
        doorbell.ring("evidence.make_preview", file_id)
    # one of the 256 folders each minute: a round takes some four hours and no minute is long
    return given_up + freed + remove_orphans(folder=f"{int(now.timestamp()) // 60 % 256:02x}", now=now)


def remove_orphans(*, folder: str, now: datetime) -> int:
    """Remove files of one folder that no row names a day after they were written: their transaction never committed."""
    removed = 0
    for room in (vault.ORIGINALS, vault.COPIES):
        names = set(vault.older_than(room, folder, now - ORPHAN_AFTER))
        named = set(EvidenceFile.objects.filter(stored_name__in=names).values_list("stored_name", flat=True))
        named |= set(EvidenceFile.objects.filter(preview_name__in=names).values_list("preview_name", flat=True))
        named |= set(EvidenceFile.objects.filter(print_name__in=names).values_list("print_name", flat=True))
        for name in names - named:
            vault.discard(name)
            removed += 1
    return removed
