"""The log: who did what to which object, chained so that a later change shows."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from accounts import origin
from accounts.chain import entry_hash
from accounts.models import AuditEntry, AuditHead, User


def record(
    verb: str,
    *,
    actor: User | None,
    obj: models.Model | None = None,
    details: dict | None = None,
    actor_name: str = "",
    succeeded: bool = True,
    now: datetime | None = None,
) -> AuditEntry:
    """Append one entry in the caller's transaction."""
    return record_many(verb, actor=actor, things=[(obj, details)], actor_name=actor_name, succeeded=succeeded, now=now)[0]


def record_many(
    verb: str,
    *,
    actor: User | None,
    things: Sequence[tuple[models.Model | None, dict | None]],
    actor_name: str = "",
    succeeded: bool = True,
    now: datetime | None = None,
) -> list[AuditEntry]:
    """Append an entry for each thing with its details, in order; the head row is written first so that writers queue."""
    with transaction.atomic():
        AuditHead.objects.get_or_create(pk=1)
        AuditHead.objects.filter(pk=1).update(entries=F("entries") + len(things))
        previous, entries = AuditHead.objects.get(pk=1).hash, []
        for obj, details in things:
            entry = AuditEntry(
                at=now or timezone.now(),
                actor=actor,
                actor_name=actor_name or (actor.full_name if actor else ""),
                address=origin.address.get(),
                verb=verb,
                object_type=obj._meta.label_lower if obj is not None else "",
                object_id=str(obj.pk) if obj is not None else "",
                object_label=str(obj)[:200] if obj is not None else "",
                details=json.loads(json.dumps(details or {}, default=str)),
                succeeded=succeeded,
                previous_hash=previous,
            )
            previous = entry.hash = entry_hash(entry)
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries)
        AuditHead.objects.filter(pk=1).update(hash=previous)
    return entries
