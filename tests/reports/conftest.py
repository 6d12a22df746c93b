"""Approved material with real bytes, and a dossier of it that was really built."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from campaigns.models import Indicator
from evidence.models import ActivityRecord, Evidence, EvidenceFile
from reports.models import Dossier
from reports.services import building
from reports.services.building import build_dossier
from reports.services.dossiers import request_dossier
from tests.conftest import NOW

PEOPLE = "参加人员：张喆、李昇、王堃、赵玥、𠮷老师、㙍、䶮、龘。"
"""Characters that small Chinese fonts lack."""


def picture(colour: str, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A JPEG in one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def add_piece(cast) -> Callable[..., EvidenceFile]:
    """Puts a file with these bytes into a record."""

    def add(record: ActivityRecord, kind: str, name: str, content: bytes, mime: str, caption: str = "") -> EvidenceFile:
        piece = Evidence.objects.create(record=record, kind=kind, caption=caption, position=record.evidence.count())
        return EvidenceFile.objects.create(
            evidence=piece,
            original_name=name,
            stored_name=default_storage.save(f"evidence/{uuid.uuid4()}", ContentFile(content)),
            mime=mime,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            ticket=uuid.uuid4(),
            uploaded_by=cast.lead,
            uploaded_at=NOW,
        )

    return add


@pytest.fixture
def add_record(cast, campaign) -> Callable[..., ActivityRecord]:
    """Makes a record of the lead department, approved unless said otherwise."""

    def add(title: str, state: str = "approved", codes: tuple[str, ...] = (), **more: object) -> ActivityRecord:
        record = ActivityRecord.objects.create(
            campaign=campaign,
            department=cast.lead_department,
            title=title,
            held_on=more.pop("held_on", date(2026, 3, 5)),
            state=state,
            ticket=uuid.uuid4(),
            created_by=cast.lead,
            created_at=NOW,
            updated_at=NOW,
            **more,
        )
        record.indicators.set(Indicator.objects.filter(code__in=codes))
        return record

    return add


@pytest.fixture
def record(add_record, add_piece, occurrence) -> ActivityRecord:
    """Volunteer service that answers the task (so it proves II-2): two photos and a notice, with markup in a caption."""
    record = add_record("学雷锋志愿服务", place="滨河社区", people_count=26, note=PEOPLE, part=occurrence.parts.get(is_lead=True))
    add_piece(record, "photo", "20260305-清理楼道.jpg", picture("teal"), "image/jpeg", "清理<b>楼道</b>")
    add_piece(record, "photo", "20260305-清理楼道.jpg", picture("olive", (900, 1200)), "image/jpeg", "合影")
    add_piece(record, "notice", "关于开展志愿服务的通知.docx", b"PK notice", "application/octet-stream")
    return record


@pytest.fixture
def ask(cast, campaign) -> Callable[[], Dossier]:
    """The office asks for the next version."""
    return lambda: request_dossier(actor=cast.office, campaign=campaign, ticket=uuid.uuid4(), now=NOW)


@pytest.fixture
def quick_pages(monkeypatch) -> None:
    """Pages without WeasyPrint, for tests that look at what happens to them afterwards."""
    monkeypatch.setattr(building, "write_pages", lambda *given: given[4].write_bytes(b"%PDF-1.7 quick") and 3)


@pytest.fixture
def ready(record, ask) -> Dossier:
    """A version really built."""
    dossier = ask()
    assert build_dossier(dossier.pk, now=NOW)
    dossier.refresh_from_db()
    return dossier
