"""What may come in: the kind by name, the bytes that prove it, and a sentence for everything that is turned away. Pure."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import magic
import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from evidence import previews

HEAD_BYTES = 8192
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_MAGIC = b"PK\x03\x04"
ZIP_ENTRIES, ZIP_UNPACKED_BYTES, ZIP_RATIO = 5000, 1024 * 1024 * 1024, 200
TEXT_BYTES = 20 * 1024 * 1024

PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heic": "image/heic", "heif": "image/heif"}
VIDEOS = {"mp4": "video/mp4", "mov": "video/quicktime"}
OFFICE = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/presentation.xml"),
    "ofd": ("application/ofd", "OFD.xml"),
}
OLD_OFFICE = {
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "dps": "application/vnd.ms-powerpoint",
}
WITH_MACROS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "ppsm")
ACCEPT = ",".join(f".{ending}" for ending in (*PICTURES, "pdf", *OFFICE, *OLD_OFFICE, *VIDEOS, "txt"))
"""For the file field of a form: what the browser offers to choose."""


class Unfit(Exception):
    """The file is not taken; ``sentence`` says what is wrong with it and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Sound:
    """A file that may come in: what it is, and for a picture its size in pixels as stored."""

    mime: str
    width: int | None = None
    height: int | None = None


def plain_name(given: str) -> str:
    """The name as the person gave it, at most 255 characters: without folders and NUL, the ending kept when cut."""
    name = given.replace("\0", "").replace("\\", "/").rsplit("/", 1)[-1].strip()
    if name.strip(".") == "":
        return "file"
    if len(name) <= 255:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 254 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else name[:255]


def ending_of(name: str) -> str:
    """The part after the last dot in lower case, empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def check(name: str, stream: BinaryIO, size: int, *, max_bytes: int, max_pixels: int) -> Sound:
    """Kind by name ∧ first bytes ∧ content that opens; raises ``Unfit``. Reads ``stream``, leaves it at its start."""
    if size == 0:
        raise Unfit(_("The file is empty (0 bytes). Choose it again, or save it anew in the program it comes from."))
    if size > max_bytes:
        raise Unfit(
            _("The file is %(size)d MB; up to %(limit)d MB are taken. Shorten the video or split the document.")
            % {"size": -(-size // 1048576), "limit": max_bytes // 1048576}
        )
    ending = ending_of(name)
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    try:
        return _by_kind(ending, head, stream, max_pixels)
    finally:
        stream.seek(0)


def _by_kind(ending: str, head: bytes, stream: BinaryIO, max_pixels: int) -> Sound:
    sniffed = magic.from_buffer(head, mime=True)
    if ending in PICTURES:
        return _picture(ending, sniffed, stream, max_pixels)
    if ending == "pdf":
        return _pdf(sniffed, stream)
    if ending in OFFICE:
        return _office(ending, head, stream)
    if ending in OLD_OFFICE:
        _insist(head.startswith(OLE_MAGIC), ending)
        return Sound(OLD_OFFICE[ending])
    if ending in VIDEOS:
        _insist(sniffed in ("video/mp4", "video/quicktime", "video/x-m4v"), ending)
        return Sound(VIDEOS[ending])
    if ending == "txt":
        return _text(sniffed, stream)
    if ending in WITH_MACROS:
        raise Unfit(_("Documents with macros (.%(ending)s) are not taken. Save it without macros, as docx, xlsx or pptx, or as PDF.") % {"ending": ending})
    raise Unfit(
        _("This kind of file is not taken. Photos as JPG, PNG, WebP or HEIC; papers as PDF, Word, Excel, PowerPoint, WPS, OFD or TXT; videos as MP4 or MOV.")
    )


def _insist(holds: bool, ending: str) -> None:
    if not holds:
        raise Unfit(
            _("The name says .%(ending)s but the content is something else. Open it in the program it was made with and save it as .%(ending)s.")
            % {"ending": ending}
        )


def _picture(ending: str, sniffed: str, stream: BinaryIO, max_pixels: int) -> Sound:
    # phones save JPEG as .heic and the other way round: any picture format may stand behind any picture ending
    _insist(sniffed in PICTURES.values() or sniffed in ("image/heic-sequence", "image/heif-sequence"), ending)
    try:
        width, height = previews.probe(stream, max_pixels=max_pixels)
    except previews.TooManyPixels as fault:
        raise Unfit(
            _("The picture has too many pixels (%(width)d × %(height)d); up to %(limit)d million are taken. Save it smaller and choose it again.")
            % {"width": fault.width, "height": fault.height, "limit": max_pixels // 1_000_000}
        ) from fault
    except previews.Unreadable as fault:
        raise Unfit(_("The picture is damaged or was not copied completely. Take it from the camera or phone again.")) from fault
    return Sound(sniffed.replace("-sequence", ""), width, height)


def _pdf(sniffed: str, stream: BinaryIO) -> Sound:
    _insist(sniffed == "application/pdf", "pdf")
    stream.seek(0)
    try:
        with pikepdf.open(stream) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as fault:
        raise Unfit(_("The PDF opens only with a password. Save a copy without one, so that reviewers and inspectors can read it.")) from fault
    except (pikepdf.PdfError, ValueError, RuntimeError) as fault:
        raise Unfit(_("The PDF is damaged or was not copied completely. Export it again.")) from fault
    if pages == 0:
        raise Unfit(_("The PDF has no page. Export it again."))
    return Sound("application/pdf")


def _office(ending: str, head: bytes, stream: BinaryIO) -> Sound:
    if head.startswith(OLE_MAGIC):
        raise Unfit(
            _("The document is locked with a password, or it is an old format under a new ending. Save it again as .%(ending)s without a password.")
            % {"ending": ending}
        )
    _insist(head.startswith(ZIP_MAGIC), ending)
    mime, main_part = OFFICE[ending]
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as container:
            entries = container.infolist()
            _insist(main_part in container.namelist(), ending)
            _no_bomb(entries)
            if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
                raise Unfit(_("The document contains macros. Save it without macros, or as PDF."))
            container.read(main_part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as fault:
        raise Unfit(_("The document is damaged or was not copied completely. Open it, save it again and choose it anew.")) from fault
    return Sound(mime)


def _no_bomb(entries: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > ZIP_ENTRIES or unpacked > ZIP_UNPACKED_BYTES or (unpacked > 50 * 1048576 and unpacked > packed * ZIP_RATIO):
        raise Unfit(_("The document unpacks to an unreasonable size. Save it as PDF and choose that."))


def _text(sniffed: str, stream: BinaryIO) -> Sound:
    _insist(sniffed not in ("text/html", "image/svg+xml", "text/xml") and not sniffed.startswith(("image/", "video/", "application/x-")), "txt")
    stream.seek(0)
    content = stream.read(TEXT_BYTES + 1)
    if len(content) > TEXT_BYTES:
        raise Unfit(ngettext_lazy("A text file may have up to %(n)d MB.", "A text file may have up to %(n)d MB.", "n") % {"n": TEXT_BYTES // 1048576})
    encodings = ("utf-16",) if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            if "\0" not in content.decode(encoding):
                return Sound("text/plain")
        except UnicodeDecodeError:
            continue
    raise Unfit(_("The text cannot be read. Save it as UTF-8 and choose it again."))
