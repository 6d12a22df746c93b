"""The ZIP of originals: names that every system can unpack, the list of hashes, and the stream itself."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from zipstream import ZipStream

CHUNK = 1024 * 1024
PDF_NAME = "迎检档案.pdf"
CATALOGUE_NAME = "index.html"
LIST_NAME = "清单.csv"
SUMS_NAME = "SHA256SUMS"
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in range(1, 10))}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FOLDER_LENGTH, FILE_LENGTH = 40, 80
"""Characters of one part of a path; 80 Chinese characters stay below the 255 bytes a file system takes."""


class OriginalChanged(Exception):
    """An original no longer has the bytes it had when the manifest was frozen; ``path`` says which."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Original:
    """One file of the archive: where it goes, what it has to be, and how its bytes are opened."""

    path: str
    sha256: str
    size: int
    chunks: Callable[[], Iterable[bytes]]


def safe_name(text: str, length: int = FOLDER_LENGTH) -> str:
    """One part of a path that Windows, macOS and Linux all take; Chinese is kept, the extension survives cutting."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in composed if unicodedata.category(sign) not in ("Cf", "Cs"))
    cleaned = re.sub(r"\s+", " ", FORBIDDEN.sub("_", visible)).strip(" .") or "未命名"
    if cleaned.split(".")[0].upper() in RESERVED:
        cleaned = f"_{cleaned}"
    if len(cleaned) <= length:
        return cleaned
    extension = PurePosixPath(cleaned).suffix if len(PurePosixPath(cleaned).suffix) <= 10 else ""
    return cleaned[: length - len(extension)].rstrip(" .") + extension


class PathBook:
    """Hands out paths and never the same one twice, upper and lower case taken as one (as Windows does)."""

    def __init__(self, taken: Iterable[str] = (PDF_NAME, CATALOGUE_NAME, LIST_NAME, SUMS_NAME)) -> None:
        self._taken = {name.casefold() for name in taken}

    def enter(self, folders: Iterable[str], name: str) -> str:
        """The path for this file: folders and name made safe, a number added where it is taken."""
        folder = "/".join(safe_name(part) for part in folders)
        leaf = PurePosixPath(safe_name(name, FILE_LENGTH))
        path, count = f"{folder}/{leaf}", 1
        while path.casefold() in self._taken:
            count += 1
            path = f"{folder}/{leaf.stem}（{count}）{leaf.suffix}"
        self._taken.add(path.casefold())
        return path


def plain_cell(value: object) -> str:
    """Text that a spreadsheet shows and never computes."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_bytes(header: list[str], rows: Iterable[list[object]]) -> bytes:
    """A table as CSV that Excel reads as UTF-8 and in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def sums_bytes(sums: Iterable[tuple[str, str]]) -> bytes:
    """(path, SHA-256) pairs as ``sha256sum --check`` reads them."""
    return "".join(f"{digest}  {path}\n" for path, digest in sums).encode()


def zip_chunks(originals: Iterable[Original], extras: list[tuple[str, bytes]], on_file: Callable[[], None]) -> Iterator[bytes]:
    """The archive piece by piece, nothing held in memory; ``extras`` are (path, bytes) that we wrote ourselves.

    Each original is hashed while it passes; one that differs raises ``OriginalChanged``. ``on_file`` is called after each.
    """
    stream = ZipStream()
    for path, content in extras:
        stream.add(content, path)
    for original in originals:
        stream.add(_checked(original, on_file), original.path, size=original.size)
    yield from stream


def _checked(original: Original, on_file: Callable[[], None]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for chunk in original.chunks():
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != original.sha256:
        raise OriginalChanged(original.path)
    on_file()
