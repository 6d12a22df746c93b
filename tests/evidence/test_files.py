"""Bytes first, then the row; nothing half, nothing twice, nothing lost."""

import hashlib
import os
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.decisions import Refused
from accounts.models import AuditEntry
from evidence import intake, vault
from evidence.models import Evidence, EvidenceFile
from evidence.services import files, previews, records
from tests.conftest import NOW
from tests.evidence.conftest import add, photo, upload, word


def stored_files(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_bytes_and_chinese_name_are_kept_as_they_came(record, cast, settings):
    content = photo(place=True)
    file = add(record, cast.lead, "清明祭扫活动照片（一）.jpg", content)
    assert file.original_name == "清明祭扫活动照片（一）.jpg"
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    with default_storage.open(file.stored_name) as stored:
        assert stored.read() == content
    assert file.stored_name.startswith("evidence/")
    assert "清明" not in file.stored_name
    assert len(stored_files(settings)) == 1


def test_a_piece_guesses_its_kind_from_the_name(record, cast):
    kinds = [add(record, cast.lead, name, word() if name.endswith("docx") else photo()).evidence.kind for name in ("现场.jpg", "签到表.jpg", "活动通知.docx")]
    assert kinds == [Evidence.Kind.PHOTO, Evidence.Kind.SIGN_IN, Evidence.Kind.NOTICE]


def test_the_same_ticket_makes_one_row_and_one_file(record, cast, settings):
    ticket = uuid.uuid4()
    send = {"actor": cast.lead, "record": record, "kind": "", "caption": "", "ticket": ticket, "now": NOW}
    first = files.add_file(upload=upload("a.jpg", photo()), **send)
    second = files.add_file(upload=upload("a.jpg", photo()), **send)
    assert first == second
    assert EvidenceFile.objects.count() == Evidence.objects.count() == len(stored_files(settings)) == 1


def test_the_same_ticket_at_the_same_moment_makes_one_row(record, cast, settings, monkeypatch):
    """Both requests look before either has written: the unique ticket decides, and the loser's bytes go."""
    ticket = uuid.uuid4()
    send = {"actor": cast.lead, "record": record, "kind": "", "caption": "", "ticket": ticket, "now": NOW}
    store = vault.store
    winner = []

    def store_while_another_wins(sent):
        monkeypatch.setattr(vault, "store", store)
        winner.append(files.add_file(upload=upload("a.jpg", photo()), **send))
        return store(sent)

    monkeypatch.setattr(vault, "store", store_while_another_wins)
    assert files.add_file(upload=upload("a.jpg", photo()), **send) == winner[0]
    assert EvidenceFile.objects.count() == len(stored_files(settings)) == 1


def test_a_refused_file_leaves_nothing(record, cast, settings):
    with pytest.raises(intake.Unfit):
        add(record, cast.lead, "伪装.jpg", b"<html></html>")
    assert not stored_files(settings)
    assert not Evidence.objects.exists()


def test_when_the_row_fails_the_bytes_go(record, cast, settings, monkeypatch):
    monkeypatch.setattr(files.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(record, cast.lead)
    assert not stored_files(settings)
    assert not EvidenceFile.objects.exists()


def test_bytes_stand_before_the_row_is_written(record, cast, monkeypatch):
    """Negative control of the order: at the moment of the row the file is there under its final name."""
    create = EvidenceFile.objects.create

    def look(**values):
        assert default_storage.exists(values["stored_name"])
        return create(**values)

    monkeypatch.setattr(EvidenceFile.objects, "create", look)
    assert add(record, cast.lead)


def test_a_record_handed_in_meanwhile_takes_no_file(record, cast, settings):
    stale = type(record).objects.get(pk=record.pk)
    records.submit_record(actor=cast.lead, record=record, now=NOW)
    with pytest.raises(Refused):
        add(stale, cast.lead)
    assert not stored_files(settings)


def test_strangers_of_the_department_add_nothing(record, cast):
    for person in (cast.supporter, cast.outsider, cast.leader):
        with pytest.raises(Refused):
            add(record, person)


def test_staff_of_the_department_add_files(record, cast):
    assert add(record, cast.staff).uploaded_by == cast.staff


def test_a_new_version_is_a_new_row_and_the_old_bytes_stay(record, cast, settings):
    old = add(record, cast.lead)
    new = files.replace_file(actor=cast.lead, evidence=old.evidence, upload=upload("新.jpg", photo(seed=2)), ticket=uuid.uuid4(), now=NOW)
    old.refresh_from_db()
    assert (old.is_current, new.is_current, new.evidence_id) == (False, True, old.evidence_id)
    assert len(stored_files(settings)) == 2


def test_a_piece_in_the_bin_comes_back(record, cast):
    piece = add(record, cast.lead).evidence
    files.bin_evidence(actor=cast.lead, evidence=piece, now=NOW)
    assert not EvidenceFile.objects.current().exists()
    files.restore_evidence(actor=cast.lead, evidence=piece, now=NOW)
    assert EvidenceFile.objects.current().exists()


def test_every_change_of_a_piece_is_in_the_log(record, cast):
    piece = add(record, cast.lead).evidence
    files.update_evidence(actor=cast.lead, evidence=piece, kind="notice", caption="通知", document_number="〔2026〕4号", now=NOW)
    files.bin_evidence(actor=cast.lead, evidence=piece, now=NOW)
    files.restore_evidence(actor=cast.lead, evidence=piece, now=NOW)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-4:] == ["add_file", "update_evidence", "bin_evidence", "restore_evidence"]


def age(path: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def test_an_orphan_goes_after_a_day_and_a_named_file_stays(record, cast, settings):
    file = add(record, cast.lead)
    named = Path(default_storage.path(file.stored_name))
    folder = named.parent.name
    orphan, young = named.with_name("orphan"), named.with_name("young")
    for path in (orphan, young):
        path.write_bytes(b"x")
    now = NOW.fromtimestamp(time.time(), tz=NOW.tzinfo)
    for path in (named, orphan):
        age(path, 25)
    assert previews.remove_orphans(folder=folder, now=now) == 1
    assert (named.exists(), orphan.exists(), young.exists()) == (True, False, True)


def test_the_sweep_visits_every_folder_in_a_round(db, monkeypatch):
    seen = []
    monkeypatch.setattr(previews, "remove_orphans", lambda *, folder, now: seen.append(folder) or 0)
    for minute in range(256):
        previews.sweep_previews(now=NOW + timedelta(minutes=minute))
    assert sorted(seen) == [f"{n:02x}" for n in range(256)]


def test_the_ring_for_the_preview_waits_for_the_commit(record, cast, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        file = add(record, cast.lead)
        assert not rung
    assert rung == [("evidence.make_preview", (file.pk,))]


def test_without_the_check_a_hostile_file_would_stay(record, cast, settings, monkeypatch):
    """Negative control: the guard, not luck, keeps it out."""
    monkeypatch.setattr(intake, "check", lambda *a, **k: intake.Sound("image/jpeg", 1, 1))
    add(record, cast.lead, "伪装.jpg", b"<html></html>")
    assert len(stored_files(settings)) == 1


def test_without_the_discard_a_failed_row_would_leave_its_bytes(record, cast, settings, monkeypatch):
    """Negative control: the discard, not the transaction, removes them."""
    monkeypatch.setattr(files.audit, "record", lambda *a, **k: 1 / 0)
    monkeypatch.setattr(vault, "discard", lambda name: None)
    with pytest.raises(ZeroDivisionError):
        add(record, cast.lead)
    assert len(stored_files(settings)) == 1
