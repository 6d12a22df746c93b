"""Building a frozen dossier: check the originals, fetch the pictures, write the pages, pack the archive, make it ready."""

from __future__ import annotations

import hashlib
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import previews
from evidence.models import EvidenceFile
from reports import archive, rendering
from reports.models import Dossier, DossierEntry
from reports.selectors.dossier import left_out
from reports.services.dossiers import claim_dossier, fail_dossier, finish_dossier

ROOM = "dossiers"
REPORT_EVERY = 1.0
PAGES_A_RECORD = 2
"""A guess that only moves the progress bar."""


class Abandoned(Exception):
    """The dossier was cancelled, or its claim went to another builder: nothing more to do here."""


class Unbuildable(Exception):
    """Another attempt would end the same way; the sentence goes to the row and to the person who asked."""


class Progress:
    """Writes how far the build is, at most once a second, and so renews the claim; notices that it was cancelled."""

    def __init__(self, dossier: Dossier, now: datetime) -> None:
        self.dossier = dossier
        self.done = 0
        self._began, self._started = now, time.monotonic()
        self._reported = -REPORT_EVERY

    def now(self) -> datetime:
        """The instant the build began plus the time that has passed since."""
        return self._began + timedelta(seconds=time.monotonic() - self._started)

    def begin(self, step: str, **columns: object) -> None:
        """A new step: written at once. Raises ``Abandoned``."""
        self.dossier.step = step
        self._report(**columns)

    def unit(self, count: int = 1) -> None:
        """Some units more are done. Raises ``Abandoned``."""
        self.done += count
        if time.monotonic() - self._reported >= REPORT_EVERY:
            self._report()

    def _report(self, **columns: object) -> None:
        renewed = self.now()
        held = Dossier.objects.filter(pk=self.dossier.pk, state=Dossier.State.BUILDING, claimed_at=self.dossier.claimed_at)
        if not held.update(step=self.dossier.step, done_units=self.done, claimed_at=renewed, **columns):
            raise Abandoned
        self.dossier.claimed_at = renewed
        self._reported = time.monotonic()


def build_dossier(dossier_id: int, *, now: datetime) -> bool:
    """Build one requested dossier to the end; False when somebody else has it or it was cancelled on the way.

    A fault that another attempt cannot cure is written to the row; any other exception is the caller's to note.
    Files already written are removed unless the version became ready.
    """
    dossier = claim_dossier(dossier_id, now=now)
    if dossier is None:
        return False
    progress, is_ready = Progress(dossier, now), False
    stored: list[str] = []
    try:
        is_ready = _build(dossier, progress, stored)
    except Abandoned:
        return False
    except Unbuildable as fault:
        fail_dossier(dossier, reason=str(fault), now=progress.now())
    finally:
        if not is_ready:
            for name in stored:
                default_storage.delete(name)
    return is_ready


def _build(dossier: Dossier, progress: Progress, stored: list[str]) -> bool:
    entries = list(dossier.entries.select_related("file", "record__department"))
    photos = [photo["file"] for chapter in dossier.content["chapters"] for record in chapter["records"] for photo in record["photos"]]
    expected_pages = 10 + PAGES_A_RECORD * dossier.content["totals"]["records"]
    progress.begin("originals", all_units=2 * len(entries) + len(photos) + expected_pages)
    present, lost = check_originals(entries, progress)
    if entries and not present:
        raise Unbuildable(_("Not one of the original files could be read. Please have the storage looked at."))
    left = [*dossier.left_out, *(left_out(entry.record, reason=reason, file_name=entry.file.original_name) for entry, reason in lost)]
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
        progress.begin("photos")
        pictures = gather_pictures([entry.file for entry in present if entry.file_id in set(photos)], Path(folder), progress)
        progress.begin("pages")
        pages = write_pages(dossier, present, left, pictures, Path(folder) / "pages.pdf", partial(_page_done, progress, progress.done, expected_pages))
        progress.begin("archive")
        pdf = store(_file_chunks(Path(folder) / "pages.pdf"), stored)
        packed = store(pack(dossier, present, left, Path(folder) / "pages.pdf", pdf["sha256"], progress), stored)
    result = {f"pdf_{key}": value for key, value in pdf.items()} | {f"zip_{key}": value for key, value in packed.items()} | {"pages": pages}
    progress.begin("finish")
    return finish_dossier(dossier, result=result, left_out=left, lost_entries=[entry.pk for entry, _reason in lost], now=progress.now())


def check_originals(entries: Iterable[DossierEntry], progress: Progress) -> tuple[list[DossierEntry], list[tuple[DossierEntry, str]]]:
    """Hash every original; returns those that are as frozen, and those that are not with ``missing`` or ``changed``."""
    present, lost = [], []
    for entry in entries:
        try:
            digest = hashlib.sha256()
            for chunk in _stored_chunks(entry.file.stored_name):
                digest.update(chunk)
            reason = "" if digest.hexdigest() == entry.sha256 else "changed"
        except OSError:
            reason = "missing"
        if reason:
            lost.append((entry, reason))
        else:
            present.append(entry)
        progress.unit()
    return present, lost


def gather_pictures(files: Iterable[EvidenceFile], folder: Path, progress: Progress) -> dict[int, Callable[[], bytes]]:
    """Print copies by file id; one that was not made yet is made now. A picture nothing can decode is left to the caption."""
    pictures: dict[int, Callable[[], bytes]] = {}
    for file in files:
        if file.print_name and default_storage.exists(file.print_name):
            pictures[file.pk] = partial(_stored_bytes, file.print_name)
        else:
            copy = folder / f"{file.pk}.jpg"
            try:
                with default_storage.open(file.stored_name) as stream:
                    copy.write_bytes(_printed(stream))
                pictures[file.pk] = copy.read_bytes
            except (previews.Unreadable, previews.TooManyPixels):
                pass  # the page says that the original has to be looked at
        progress.unit()
    return pictures


def write_pages(
    dossier: Dossier, entries: list[DossierEntry], left: list[dict], pictures: dict[int, Callable[[], bytes]], target: Path, on_page: Callable[[int], None]
) -> int:
    """Write the PDF to ``target``; returns the number of pages. Raises ``Unbuildable`` when a picture is lost meanwhile."""
    attachments = [rendering.Attachment(entry.position, entry.file_id, entry.archive_path, entry.size, entry.sha256) for entry in entries]
    made_on = timezone.localtime(dossier.requested_at).date()
    try:
        pages = rendering.write_pdf(
            content=dossier.content,
            number=dossier.number,
            made_on=made_on,
            attachments=attachments,
            left_out=left,
            pictures=pictures,
            target=target,
            on_page=on_page,
        )
    except rendering.PictureLost as fault:
        raise Unbuildable(_("A picture could no longer be read while the pages were written. Please build again.")) from fault
    if pages.refused:
        raise Unbuildable(_("The pages asked for something outside the archive (%(what)s); that is never fetched.") % {"what": pages.refused[0]})
    return pages.count


def pack(dossier: Dossier, entries: list[DossierEntry], left: list[dict], pdf: Path, pdf_sha256: str, progress: Progress) -> Iterator[bytes]:
    """The ZIP piece by piece: the PDF, the originals, a list, hashes, and a catalogue that opens without a network."""
    originals = [archive.Original(entry.archive_path, entry.sha256, entry.size, partial(_stored_chunks, entry.file.stored_name)) for entry in entries]
    pages = archive.Original(archive.PDF_NAME, pdf_sha256, pdf.stat().st_size, partial(_file_chunks, pdf))
    header = ["序号", "指标", "记录", "文件", "大小（字节）", "SHA-256", "位置"]
    rows = [
        [e.position, f"{e.indicator_code} {e.indicator_title}".strip(), e.record.title, e.file.original_name, e.size, e.sha256, e.archive_path] for e in entries
    ]
    extras = [
        (archive.CATALOGUE_NAME, rendering.catalogue(dossier, entries, left, pdf=archive.PDF_NAME)),
        (archive.LIST_NAME, archive.csv_bytes(header, rows)),
    ]
    sums = [(path, hashlib.sha256(content).hexdigest()) for path, content in extras]
    sums += [(original.path, original.sha256) for original in (pages, *originals)]
    extras.append((archive.SUMS_NAME, archive.sums_bytes(sums)))
    try:
        yield from archive.zip_chunks([pages, *originals], extras, progress.unit)
    except (archive.OriginalChanged, OSError) as fault:
        raise Unbuildable(_("An original changed while the archive was packed (%(path)s). Please build again.") % {"path": fault}) from fault


class _Passing(File):
    """Bytes on their way into the storage, counted and hashed; nothing is held and no second copy is written."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__(None)
        self._chunks, self.digest, self.count = chunks, hashlib.sha256(), 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Each piece once."""
        for chunk in self._chunks:
            self.digest.update(chunk)
            self.count += len(chunk)
            yield chunk


def store(chunks: Iterable[bytes], stored: list[str]) -> dict:
    """Write a built file for good under a new name, noted in ``stored``; returns its name, size and SHA-256."""
    passing = _Passing(chunks)
    name = default_storage.save(f"{ROOM}/{uuid.uuid4()}", passing)
    stored.append(name)
    return {"name": name, "size": passing.count, "sha256": passing.digest.hexdigest()}


def _page_done(progress: Progress, before: int, expected: int, page: int) -> None:
    progress.unit(max(0, before + min(page, expected) - progress.done))


def _printed(stream: Any) -> bytes:
    return previews.make_copies(stream, max_pixels=settings.UPLOAD_MAX_PIXELS, zone=timezone.get_default_timezone()).printed


def _stored_chunks(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as stream:
        yield from iter(partial(stream.read, archive.CHUNK), b"")


def _stored_bytes(name: str) -> bytes:
    with default_storage.open(name) as stream:
        return stream.read()


def _file_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from iter(partial(stream.read, archive.CHUNK), b"")
