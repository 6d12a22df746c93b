"""The chain of the log: what an entry's hash covers, and where a chain breaks. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import AuditEntry


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the entry's content and the hash before it, as 64 hexadecimal digits."""
    content = [
        entry.previous_hash,
        entry.at.astimezone(timezone.get_default_timezone()).isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.address,
        entry.verb,
        entry.object_type,
        entry.object_id,
        entry.object_label,
        entry.details,
        entry.succeeded,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold; ``entry`` is empty when entries at the end are gone."""

    kind: str
    entry: AuditEntry | None
    number: int


def first_break(entries: Iterable[AuditEntry], *, expected: int, head: str) -> Break | None:
    """Walk entries in the order of their making against the head row (how many there are, and the newest hash).

    ``edited``: an entry's content is not what was hashed. ``gap``: an entry does not follow the one before it, so something
    between was deleted, swapped or put in. ``cut``: fewer entries than the head counts. ``head``: the entry the head counts
    last is not the one it names. Entries beyond the head's count were written while we walked and are held to the chain only.
    """
    previous, number = "", 0
    for entry in entries:
        number += 1
        if entry.previous_hash != previous:
            return Break("gap", entry, number)
        if entry_hash(entry) != entry.hash:
            return Break("edited", entry, number)
        if number == expected and entry.hash != head:
            return Break("head", entry, number)
        previous = entry.hash
    return Break("cut", None, number) if number < expected else None
