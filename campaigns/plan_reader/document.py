"""Files as plain text: Word documents, text files, pasted text. Any other outcome is UnreadablePlan."""

import io
import zipfile
import zlib

from .findings import PlanText
from .word import word_text

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_MEMBERS = 5000
LEGACY_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARK = b"PK\x03\x04"
TEXT_NAMES = (".txt", ".text", ".md")
NOISE = ["\ufffd", *(chr(code) for code in range(32) if chr(code) not in "\t\n\r\f\v")]
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class UnreadablePlan(Exception):
    """A file that cannot be read as a plan.

    ``code`` is one of "empty", "too_large", "encrypted", "legacy_word", "not_a_word_file",
    "zip_bomb", "unsupported".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_document(data: bytes, filename: str) -> PlanText:
    """The text of an uploaded file of at most 20 MB (100 MB unpacked).

    Raises UnreadablePlan, and nothing else, for whatever cannot be read.
    """
    if not data:
        raise UnreadablePlan("empty")
    if len(data) > MAX_BYTES:
        raise UnreadablePlan("too_large")
    name = filename.lower().strip()
    if data.startswith(LEGACY_MARK):
        raise UnreadablePlan("encrypted" if ENCRYPTED_STREAM in data else "legacy_word")
    if data.startswith(ZIP_MARK) or name.endswith(".docx"):
        return _plan_text(_from_word(data))
    if name.endswith((".doc", ".wps", ".rtf")) or data.startswith(b"{\\rtf"):
        raise UnreadablePlan("legacy_word")
    if name.endswith(TEXT_NAMES) or "." not in name:
        return _plan_text(decode_text(data))
    raise UnreadablePlan("unsupported")


def _plan_text(text: str) -> PlanText:
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not clean.strip():
        raise UnreadablePlan("empty")
    return PlanText(clean)


def decode_text(data: bytes) -> str:
    """Bytes as text: UTF-8 (with or without mark), UTF-16 with mark, else GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    loose = data.decode("gb18030", errors="replace")
    if sum(loose.count(sign) for sign in NOISE) * 20 > len(loose):
        raise UnreadablePlan("unsupported")
    return loose


def _from_word(data: bytes) -> str:
    _check_archive(data)
    try:
        return word_text(data)
    except ValueError as error:
        raise UnreadablePlan("not_a_word_file") from error


def _check_archive(data: bytes) -> None:
    """Looks at the table of contents and really unpacks within the limit before anything parses it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 0x1 for member in members):
                raise UnreadablePlan("encrypted")
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise UnreadablePlan("zip_bomb")
            if "word/document.xml" not in archive.namelist():
                raise UnreadablePlan("not_a_word_file")
            _unpack_within_limit(archive, members)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, ValueError, KeyError) as error:
        raise UnreadablePlan("not_a_word_file") from error
    except (RuntimeError, zlib.error) as error:
        raise UnreadablePlan("not_a_word_file") from error


def _unpack_within_limit(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Declared sizes can lie; counting while unpacking cannot."""
    total = 0
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(1 << 20):
                total += len(chunk)
                if total > MAX_UNPACKED:
                    raise UnreadablePlan("zip_bomb")
