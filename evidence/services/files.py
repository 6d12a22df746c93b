"""Pieces of evidence and their bytes: taken in once, kept as they came, a new version beside the old one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.decisions import Refused, refuse, require
from accounts.models import User
from accounts.services import audit
from evidence import intake, permissions, vault
from evidence.kinds import guess_kind
from evidence.models import ActivityRecord, Evidence, EvidenceFile
from notifications import doorbell


def add_file(*, actor: User, record: ActivityRecord, kind: str, caption: str, upload: File, ticket: UUID, now: datetime) -> EvidenceFile:
    """Take a file in as a new piece of a draft or returned record and return its row.

    On the disk for good before the row commits; removed again when the row does not. ``kind`` may be empty: then
    it is guessed from the name. A known ticket of the same person returns the row made with it. Raises
    ``intake.Unfit`` with a sentence when the file is not taken.
    """
    require(permissions.can_edit_record(actor, record))
    known = EvidenceFile.objects.filter(ticket=ticket, uploaded_by=actor).first()
    if known is not None:
        return known
    sound = _check(upload)

    def make_piece() -> Evidence:
        last = record.evidence.aggregate(last=Max("position"))["last"] or 0
        chosen = kind or guess_kind(upload.name or "", sound.mime)
        return Evidence.objects.create(record=record, kind=chosen, caption=caption.strip()[:120], position=last + 1)

    return _take_in(actor=actor, record=record, verb="add_file", upload=upload, sound=sound, ticket=ticket, piece_of=make_piece, now=now)


def replace_file(*, actor: User, evidence: Evidence, upload: File, ticket: UUID, now: datetime) -> EvidenceFile:
    """A new version of a piece: a new row with new bytes; the old ones stay. Otherwise as ``add_file``."""
    require(permissions.can_edit_record(actor, evidence.record))
    known = EvidenceFile.objects.filter(ticket=ticket, uploaded_by=actor).first()
    if known is not None:
        return known
    sound = _check(upload)

    def retire_old() -> Evidence:
        evidence.files.filter(is_current=True).update(is_current=False)
        return evidence

    return _take_in(actor=actor, record=evidence.record, verb="replace_file", upload=upload, sound=sound, ticket=ticket, piece_of=retire_old, now=now)


def _check(upload: File) -> intake.Sound:
    return intake.check(upload.name or "", cast(BinaryIO, upload.file), upload.size, max_bytes=settings.UPLOAD_MAX_BYTES, max_pixels=settings.UPLOAD_MAX_PIXELS)


def _take_in(
    *,
    actor: User,
    record: ActivityRecord,
    verb: str,
    upload: File,
    sound: intake.Sound,
    ticket: UUID,
    piece_of: Callable[[], Evidence],
    now: datetime,
) -> EvidenceFile:
    """Bytes first, then the row in one transaction; whatever goes wrong after the bytes takes them away again."""
    stored = vault.store(upload)
    try:
        with transaction.atomic():
            _touch(record, now)
            file = EvidenceFile.objects.create(
                evidence=piece_of(),
                original_name=intake.plain_name(upload.name or ""),
                stored_name=stored.name,
                mime=sound.mime,
                size=stored.size,
                sha256=stored.sha256,
                width=sound.width,
                height=sound.height,
                preview=EvidenceFile.Preview.WAITING if sound.width else EvidenceFile.Preview.NONE,
                ticket=ticket,
                uploaded_by=actor,
                uploaded_at=now,
            )
            details = {"record": record.pk, "sha256": file.sha256, "size": file.size}
            audit.record(verb, actor=actor, obj=file, details=details, now=now)
            if sound.width:
                doorbell.ring("evidence.make_preview", file.pk)
    except BaseException as fault:
        vault.discard(stored.name)
        known = EvidenceFile.objects.filter(ticket=ticket, uploaded_by=actor).first() if isinstance(fault, IntegrityError) else None
        if known is not None:
            return known  # the same file sent twice at once: the other request was first
        raise
    return file


def _touch(record: ActivityRecord, now: datetime) -> None:
    """The record changed; refused when it was handed in between the check and now."""
    if not ActivityRecord.objects.editable().filter(pk=record.pk).update(updated_at=now):
        raise Refused(refuse(_("Somebody has just changed this record. Open it again and look where it stands.")))


def update_evidence(*, actor: User, evidence: Evidence, kind: str, caption: str, document_number: str, now: datetime) -> Evidence:
    """Change what is said about a piece: kind, caption, document number."""
    require(permissions.can_edit_record(actor, evidence.record))
    with transaction.atomic():
        _touch(evidence.record, now)
        evidence.kind, evidence.caption, evidence.document_number = kind, caption, document_number
        evidence.save(update_fields=["kind", "caption", "document_number"])
        audit.record("update_evidence", actor=actor, obj=evidence, details={"record": evidence.record_id}, now=now)
    return evidence


def bin_evidence(*, actor: User, evidence: Evidence, now: datetime) -> Evidence:
    """Put a piece in the bin; its bytes stay, and it can be taken out again."""
    require(permissions.can_edit_record(actor, evidence.record))
    with transaction.atomic():
        _touch(evidence.record, now)
        Evidence.objects.kept().filter(pk=evidence.pk).update(deleted_at=now, deleted_by=actor)
        audit.record("bin_evidence", actor=actor, obj=evidence, details={"record": evidence.record_id}, now=now)
    evidence.refresh_from_db()
    return evidence


def restore_evidence(*, actor: User, evidence: Evidence, now: datetime) -> Evidence:
    """Take a piece out of the bin."""
    require(permissions.can_edit_record(actor, evidence.record))
    with transaction.atomic():
        _touch(evidence.record, now)
        Evidence.objects.filter(pk=evidence.pk).update(deleted_at=None, deleted_by=None)
        audit.record("restore_evidence", actor=actor, obj=evidence, details={"record": evidence.record_id}, now=now)
    evidence.refresh_from_db()
    return evidence


def note_download(*, actor: User, file: EvidenceFile, now: datetime) -> None:
    """Write into the log that a person took an original."""
    audit.record("download_file", actor=actor, obj=file, details={"record": file.evidence.record_id, "sha256": file.sha256}, now=now)
