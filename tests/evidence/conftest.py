"""Files as offices and strangers send them, and records to hang them on."""

from __future__ import annotations

import io
import random
import struct
import uuid
import zipfile
import zlib
from datetime import timedelta

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Role, User
from evidence.models import ActivityRecord, EvidenceFile
from evidence.services import files, previews, records
from tests.browser import browser_type_launch_args, come_in, desk, page, watch
from tests.conftest import NOW, TODAY, Cast, make_person

__all__ = ["browser_type_launch_args", "come_in", "desk", "page", "watch"]

NOTE = "组织党员和青年志愿者三十六人沿滨河步道清理垃圾十二袋，发放宣传册二百六十份，全部服务时长当日登记。"


def photo(width: int = 1200, height: int = 800, *, taken: str = "", turned: int = 1, place: bool = False, seed: int = 1, form: str = "JPEG") -> bytes:
    """A picture with the metadata asked for; another ``seed`` gives other bytes."""
    shade = random.Random(seed)
    picture = Image.new("RGB", (width, height), (shade.randrange(255), shade.randrange(255), 120))
    picture.paste((200, 30, 30), (0, 0, width // 4, height // 4))
    exif = picture.getexif()
    exif[0x0112] = turned
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (39.0, 54.0, 26.0)
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()


def png_bomb(side: int = 50_000) -> bytes:
    """A few bytes whose header promises ``side``² pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def word(*, macros: bool = False) -> bytes:
    """A Word document, with a macro part if asked for."""
    out = io.BytesIO()
    docx.Document().save(out)
    if macros:
        with zipfile.ZipFile(out, "a") as container:
            container.writestr("word/vbaProject.bin", b"\0")
    return out.getvalue()


def pdf(*, password: str = "") -> bytes:
    """A PDF of one page, locked if a password is given."""
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(user=password, owner=password) if password else None)
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """As a browser sends it; the name goes in unsanitised, as a hostile client would have it."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file


def add(record: ActivityRecord, who: User, name: str = "活动照片.jpg", content: bytes | None = None, *, kind: str = "", caption: str = "图注") -> EvidenceFile:
    """Take a file in with a ticket of its own."""
    sent = upload(name, photo() if content is None else content)
    return files.add_file(actor=who, record=record, kind=kind, caption=caption, upload=sent, ticket=uuid.uuid4(), now=NOW)


def made(file: EvidenceFile) -> EvidenceFile:
    """With its preview, as the worker leaves it."""
    previews.make_preview(file.pk, now=NOW)
    file.refresh_from_db()
    return file


@pytest.fixture
def values(occurrence, activity_kind) -> dict:
    """What the lead department writes about the occurrence."""
    return {
        "title": "滨河步道清洁志愿服务",
        "held_on": TODAY - timedelta(days=2),
        "place": "滨河步道",
        "people_count": 36,
        "hours": 108,
        "note": NOTE,
        "kind": activity_kind,
        "part": occurrence.parts.get(is_lead=True),
    }


@pytest.fixture
def record(cast: Cast, campaign, values) -> ActivityRecord:
    """A draft of the lead department that answers its part."""
    return records.create_record(actor=cast.lead, campaign=campaign, department=cast.lead_department, ticket=uuid.uuid4(), values=values, now=NOW)


@pytest.fixture
def submitted(record, cast) -> ActivityRecord:
    """The same, in review."""
    return records.submit_record(actor=cast.lead, record=record, now=NOW)


@pytest.fixture
def second_office(cast) -> User:
    """Another member of the campaign office."""
    return make_person("office2", "周正", Role.OFFICE, None)
