"""Where bytes come to rest: one pass that writes, counts and hashes, under a name that says nothing."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

ORIGINALS, COPIES = "evidence", "previews"


@dataclass(frozen=True)
class Stored:
    """A file that is on the disk for good: its opaque name, bytes, and SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


class _Measured(File):
    """Counts and hashes what passes on its way to the disk."""

    def __init__(self, file: File) -> None:
        super().__init__(file.file)
        self.digest = hashlib.sha256()
        self.count = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes as they came, each looked at once."""
        for chunk in super().chunks(chunk_size):
            self.digest.update(chunk)
            self.count += len(chunk)
            yield chunk


def fresh_name(room: str) -> str:
    """An opaque name such as ``evidence/3f/<uuid>``; 256 folders keep each of them short."""
    name = uuid.uuid4()
    return f"{room}/{name.hex[:2]}/{name}"


def store(upload: File) -> Stored:
    """Write an upload durably; the caller commits a row that names it, or discards it."""
    measured = _Measured(upload)
    name = default_storage.save(fresh_name(ORIGINALS), measured)
    return Stored(name, measured.count, measured.digest.hexdigest())


def store_copy(content: bytes) -> str:
    """Write a preview of our own making; returns its name."""
    return default_storage.save(fresh_name(COPIES), ContentFile(content))


def discard(name: str) -> None:
    """Remove a file that no row names; one that is gone already is fine."""
    if name:
        default_storage.delete(name)


def older_than(room: str, folder: str, before: datetime) -> list[str]:
    """Names of the files in one folder last written before the instant; half-written leftovers among them."""
    path = Path(default_storage.path(f"{room}/{folder}"))
    if not path.is_dir():
        return []
    return [f"{room}/{folder}/{entry.name}" for entry in path.iterdir() if entry.is_file() and entry.stat().st_mtime < before.timestamp()]
