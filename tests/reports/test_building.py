"""Building for real: WeasyPrint, zipstream and the storage, with the accidents that happen on the way."""

import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from urllib.parse import quote

import pypdfium2
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from evidence.models import EvidenceFile
from notifications.models import Message
from reports import jobs
from reports.management.commands.build_dossier import Command
from reports.models import Dossier, DossierEntry
from reports.services import building, dossiers
from reports.services.building import build_dossier
from reports.services.dossiers import cancel_dossier, claim_dossier
from tests.conftest import NOW


def stored(name: str) -> bytes:
    with default_storage.open(name) as stream:
        return stream.read()


def archive_of(dossier: Dossier) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(stored(dossier.zip_name)))


def stored_outputs() -> list[str]:
    return default_storage.listdir("dossiers")[1] if default_storage.exists("dossiers") else []


def test_a_built_version_has_its_sizes_and_hashes_and_its_person_is_told(ready, cast):
    assert ready.state == Dossier.State.READY
    for which in ("pdf", "zip"):
        content = stored(getattr(ready, f"{which}_name"))
        assert getattr(ready, f"{which}_size") == len(content)
        assert getattr(ready, f"{which}_sha256") == hashlib.sha256(content).hexdigest()
    assert ready.pages == len(pypdfium2.PdfDocument(stored(ready.pdf_name)))
    assert ready.done_units == ready.all_units
    assert Message.objects.get(recipient=cast.office).kind == Message.Kind.READY


def test_the_archive_holds_every_original_byte_for_byte_and_sums_that_agree(ready):
    archive = archive_of(ready)
    assert archive.testzip() is None
    for entry in ready.entries.select_related("file"):
        assert archive.read(entry.archive_path) == stored(entry.file.stored_name)
    sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(archive.read(path)).hexdigest() == digest for path, digest in sums.items())
    assert archive.read("迎检档案.pdf") == stored(ready.pdf_name)
    assert "关于开展志愿服务的通知.docx" in archive.read("清单.csv").decode("utf-8-sig")
    assert f'href="{quote("迎检档案.pdf")}"' in archive.read("index.html").decode()


def test_the_pages_hold_prints_and_never_the_originals(ready):
    originals = {hashlib.sha256(stored(file.stored_name)).hexdigest() for file in EvidenceFile.objects.all()}
    document = pypdfium2.PdfDocument(stored(ready.pdf_name))
    pictures = [thing for page in document for thing in page.get_objects(filter=[3])]
    assert len(pictures) == 2
    assert {max(picture.get_px_size()) for picture in pictures} == {900}
    assert not any(digest in originals for digest in (hashlib.sha256(picture.get_data()).hexdigest() for picture in pictures))


def test_a_lost_and_a_changed_original_leave_the_archive_with_a_red_reason(record, ask):
    dossier = ask()
    lost, changed = EvidenceFile.objects.order_by("pk")[:2]
    default_storage.delete(lost.stored_name)
    default_storage.delete(changed.stored_name)
    default_storage.save(changed.stored_name, ContentFile(b"other"))
    assert build_dossier(dossier.pk, now=NOW)
    dossier.refresh_from_db()
    assert {line["reason"] for line in dossier.left_out} == {"missing", "changed"}
    assert [entry.archive_path.rpartition("/")[2] for entry in dossier.entries.all()] == ["关于开展志愿服务的通知.docx"]
    assert {name for name in archive_of(dossier).namelist() if name.startswith("II-2")} == {entry.archive_path for entry in dossier.entries.all()}
    pages = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(stored(dossier.pdf_name)))
    assert "原件缺失" in pages.replace("\r\n", "")


def test_when_no_original_is_left_nothing_is_handed_out_as_ready(record, ask, cast):
    dossier = ask()
    for file in EvidenceFile.objects.all():
        default_storage.delete(file.stored_name)
    assert not build_dossier(dossier.pk, now=NOW)
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.FAILED
    assert "原件" in dossier.fault
    assert stored_outputs() == []


def test_an_original_that_changes_while_it_is_packed_fails_the_build(record, ask, monkeypatch):
    dossier = ask()
    victim = DossierEntry.objects.last().file.stored_name
    write_pages = building.write_pages

    def then_change(*args):
        default_storage.delete(victim)
        default_storage.save(victim, ContentFile(b"other"))
        return write_pages(*args)

    monkeypatch.setattr(building, "write_pages", then_change)
    assert not build_dossier(dossier.pk, now=NOW)
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.FAILED
    assert "打包" in dossier.fault
    assert stored_outputs() == []


def test_a_photo_that_nothing_can_decode_is_named_and_its_original_packed(record, add_piece, ask):
    add_piece(record, "photo", "坏.jpg", b"not a picture", "image/jpeg", "坏图")
    dossier = ask()
    assert build_dossier(dossier.pk, now=NOW)
    dossier.refresh_from_db()
    pages = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(stored(dossier.pdf_name)))
    assert "此图无法缩印" in pages.replace("\r\n", "")
    assert any(name.endswith("坏.jpg") for name in archive_of(dossier).namelist())


def test_cancelling_stops_the_build_at_its_next_step_and_leaves_no_file(record, ask, cast, monkeypatch):
    dossier = ask()
    gather = building.gather_pictures

    def cancel_meanwhile(*args):
        cancel_dossier(actor=cast.office, dossier=dossier, now=NOW)
        return gather(*args)

    monkeypatch.setattr(building, "gather_pictures", cancel_meanwhile)
    assert not build_dossier(dossier.pk, now=NOW)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.pdf_name) == (Dossier.State.CANCELLED, "")
    assert stored_outputs() == []
    assert not Message.objects.exists()


def test_a_builder_that_lost_its_claim_does_not_finish_over_the_new_one(record, ask, monkeypatch):
    dossier = ask()

    def taken_over(*args, **kwargs):
        dossiers.note_crash(dossier.pk, reason="x", now=NOW)
        claim_dossier(dossier.pk, now=NOW + timedelta(hours=1))
        return True

    monkeypatch.setattr(building, "check_originals", lambda entries, progress: (list(entries), []))
    monkeypatch.setattr(building, "write_pages", lambda *args: [args[4].write_bytes(b"%PDF"), taken_over()][0])
    assert not build_dossier(dossier.pk, now=NOW)
    assert Dossier.objects.get().state == Dossier.State.BUILDING
    assert stored_outputs() == []


def test_two_builders_make_one_archive(record, ask):
    dossier = ask()
    assert [build_dossier(dossier.pk, now=NOW), build_dossier(dossier.pk, now=NOW)] == [True, False]
    assert len(stored_outputs()) == 2


def test_the_last_good_version_stays_when_the_next_one_fails(ready, ask):
    kept = (ready.pdf_name, ready.zip_name)
    for file in EvidenceFile.objects.all():
        default_storage.delete(file.stored_name)
    build_dossier(ask().pk, now=NOW)
    assert all(default_storage.exists(name) for name in kept)
    assert list(Dossier.objects.ready()) == [ready]


def test_an_unexpected_fault_is_written_to_the_row_and_tried_again(record, ask, monkeypatch):
    dossier = ask()
    monkeypatch.setattr(building, "check_originals", lambda *args: 1 / 0)
    Command().handle(dossier_id=dossier.pk, memory_mb=0)
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.REQUESTED
    assert "ZeroDivisionError" in dossier.fault


def test_progress_only_grows_and_never_passes_the_whole(record, ask, monkeypatch):
    monkeypatch.setattr(building, "REPORT_EVERY", 0)
    seen = []
    report = building.Progress._report

    def note(self, **columns):
        report(self, **columns)
        seen.append((self.dossier.step, self.done))

    monkeypatch.setattr(building.Progress, "_report", note)
    dossier = ask()
    assert build_dossier(dossier.pk, now=NOW)
    dossier.refresh_from_db()
    units = [done for _step, done in seen]
    assert units == sorted(units)
    assert units[-1] <= dossier.all_units
    assert list(dict.fromkeys(step for step, _done in seen)) == ["originals", "photos", "pages", "archive", "finish"]


def test_neither_web_nor_worker_ever_loads_weasyprint():
    code = (
        "import django, sys; django.setup(); import config.wsgi, config.celery; from django.urls import get_resolver; get_resolver().url_patterns;"
        "import reports.jobs, reports.services.dossiers; print(sorted(name for name in ('weasyprint', 'pydyf', 'reports.rendering') if name in sys.modules))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(settings.VAR_DIR), "PATH": "/usr/bin:/bin"}
    told = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.django_db(transaction=True)
def test_a_dead_builder_is_noted_by_the_job(record, ask, monkeypatch):
    dossier = ask()
    claim_dossier(dossier.pk, now=NOW)
    monkeypatch.setattr(jobs.sys, "executable", "/bin/false")
    jobs.build_dossier(dossier.pk)
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.REQUESTED
    assert "内存" in dossier.fault
