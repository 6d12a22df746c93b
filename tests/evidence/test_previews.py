"""Copies of our own making: upright, small, and silent about places."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from evidence.models import EvidenceFile
from evidence.services import previews
from tests.conftest import NOW
from tests.evidence.conftest import add, made, photo, word

READY, NONE, WAITING, WORKING = EvidenceFile.Preview.READY, EvidenceFile.Preview.NONE, EvidenceFile.Preview.WAITING, EvidenceFile.Preview.WORKING


def picture(name: str) -> Image.Image:
    with default_storage.open(name) as stored:
        return Image.open(io.BytesIO(stored.read()))


def test_a_photo_gets_a_screen_and_a_print_copy(record, cast):
    file = made(add(record, cast.lead, content=photo(3000, 2000)))
    assert (file.preview, file.width, file.height) == (READY, 3000, 2000)
    assert (picture(file.preview_name).format, picture(file.preview_name).size) == ("WEBP", (480, 320))
    assert (picture(file.print_name).format, picture(file.print_name).size) == ("JPEG", (900, 600))


def test_a_photo_held_upright_stands_upright(record, cast):
    file = made(add(record, cast.lead, content=photo(1200, 800, turned=6)))
    assert (file.width, file.height) == (800, 1200)
    assert picture(file.print_name).size == (600, 900)
    assert not picture(file.print_name).getexif()


def test_the_place_stays_in_the_original_only(record, cast):
    file = made(add(record, cast.lead, content=photo(place=True, taken="2026:11:18 08:31:00")))
    assert picture(file.stored_name).getexif().get_ifd(0x8825)
    for name in (file.preview_name, file.print_name):
        assert not picture(name).getexif()
        with default_storage.open(name) as stored:
            assert b"Exif" not in stored.read()


def test_the_time_of_the_shot_is_read_in_the_units_time(record, cast):
    file = made(add(record, cast.lead, content=photo(taken="2026:11:18 08:31:00")))
    assert timezone.localtime(file.taken_at).strftime("%Y-%m-%d %H:%M %z") == "2026-11-18 08:31 +0800"


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "garbage", "1970:01:01 00:00:00"])
def test_a_camera_that_talks_nonsense_says_nothing(record, cast, taken):
    assert made(add(record, cast.lead, content=photo(taken=taken))).taken_at is None


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF"])
def test_other_formats_get_previews_too(record, cast, form):
    name = {"PNG": "a.png", "WEBP": "a.webp", "HEIF": "a.heic"}[form]
    assert made(add(record, cast.lead, name, photo(form=form))).preview == READY


def test_papers_wait_for_no_preview(record, cast):
    assert add(record, cast.lead, "a.docx", word()).preview == NONE


def test_a_picture_that_breaks_later_gets_none_and_blocks_nothing(record, cast):
    file = add(record, cast.lead)
    with open(default_storage.path(file.stored_name), "wb") as stored:
        stored.write(b"broken")
    assert made(file).preview == NONE


def test_only_one_worker_makes_a_preview(record, cast, monkeypatch):
    file = add(record, cast.lead)
    work = previews.previews.make_copies
    calls = []

    def another_comes(*args, **kwargs):
        calls.append(previews.make_preview(file.pk, now=NOW))
        return work(*args, **kwargs)

    monkeypatch.setattr(previews.previews, "make_copies", another_comes)
    assert previews.make_preview(file.pk, now=NOW)
    assert calls == [False]


def test_a_lost_claim_is_freed_and_rung_again(record, cast, rung, django_capture_on_commit_callbacks):
    file = add(record, cast.lead)
    EvidenceFile.objects.update(preview=WORKING, claimed_at=NOW, preview_attempts=1)
    previews.sweep_previews(now=NOW + timedelta(minutes=2))
    file.refresh_from_db()
    assert file.preview == WORKING
    with django_capture_on_commit_callbacks(execute=True):
        assert previews.sweep_previews(now=NOW + timedelta(minutes=11)) == 1
    file.refresh_from_db()
    assert file.preview == WAITING
    assert rung == [("evidence.make_preview", (file.pk,))]


def test_a_picture_that_brought_three_workers_down_is_left_alone(record, cast):
    file = add(record, cast.lead)
    EvidenceFile.objects.update(preview=WORKING, claimed_at=NOW, preview_attempts=3)
    previews.sweep_previews(now=NOW + timedelta(minutes=11))
    file.refresh_from_db()
    assert file.preview == NONE
