"""The one door for stored bytes: whole, in part, not again, never as a page."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from accounts import downloads

CONTENT = bytes(range(256)) * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def stored() -> str:
    """Name of a stored file."""
    return default_storage.save("ab/cd.bin", ContentFile(CONTENT))


def ask(stored: str, *, method: str = "get", mime: str = "application/pdf", inline: bool = False, **headers: str):
    """Ask for the file with the given headers."""
    request: HttpRequest = getattr(RequestFactory(), method)("/", headers=headers)
    return downloads.serve(request, stored_name=stored, original_name="关于开展“志愿服务”的通知 (1).pdf", sha256=DIGEST, mime=mime, inline=inline)


def read(response) -> bytes:
    """The body, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_file_comes_as_an_attachment_under_its_chinese_name(stored):
    response = ask(stored)
    assert response.status_code == 200 and read(response) == CONTENT
    assert response.headers["Content-Length"] == str(len(CONTENT))
    name = response.headers["Content-Disposition"]
    assert name.startswith("attachment; filename*=utf-8''%E5%85%B3%E4%BA%8E")
    assert name.isascii() and "\n" not in name


def test_every_answer_is_guarded(stored):
    for response in (ask(stored), ask(stored, Range="bytes=0-9"), ask(stored, **{"If-None-Match": f'"{DIGEST}"'}), ask(stored, Range="bytes=999999999-")):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["Cache-Control"] == "private, no-cache"
        read(response)


def test_what_the_browser_has_is_not_sent_again(stored):
    response = ask(stored, **{"If-None-Match": f'"{DIGEST}"'})
    assert response.status_code == 304 and not response.content
    assert response.headers["ETag"] == f'"{DIGEST}"'
    changed = ask(stored, **{"If-None-Match": '"other"'})
    assert changed.status_code == 200
    read(changed)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=255990-", 255990, 255999),
        ("bytes=-10", 255990, 255999),
        ("bytes=0-99999999", 0, 255999),
        ("bytes=-99999999", 0, 255999),
    ],
)
def test_a_part_is_sent_as_asked(stored, asked, first, last):
    response = ask(stored, Range=asked)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/256000"
    assert read(response) == CONTENT[first : last + 1]
    assert response.headers["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=5-1", "items=0-1", "bytes=-", "bytes=a-b", "bytes=" + "9" * 40 + "-"])
def test_a_part_not_understood_brings_the_whole(stored, asked):
    response = ask(stored, Range=asked)
    assert response.status_code == 200 and read(response) == CONTENT


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_with_the_size(stored, asked):
    response = ask(stored, Range=asked)
    assert response.status_code == 416 and response.headers["Content-Range"] == "bytes */256000"


def test_a_part_of_an_older_file_brings_the_whole_new_one(stored):
    response = ask(stored, Range="bytes=0-9", **{"If-Range": '"older"'})
    assert response.status_code == 200
    read(response)
    part = ask(stored, Range="bytes=0-9", **{"If-Range": f'"{DIGEST}"'})
    assert part.status_code == 206
    read(part)


@pytest.mark.parametrize(
    ("mime", "inline", "shown"),
    [("image/webp", True, True), ("image/webp", False, False), ("text/html", True, False), ("image/svg+xml", True, False), ("application/pdf", True, False)],
)
def test_only_pictures_we_made_are_shown_on_the_spot(stored, mime, inline, shown):
    response = ask(stored, mime=mime, inline=inline)
    assert response.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    read(response)


def test_a_file_that_is_gone_is_not_found():
    with pytest.raises(Http404):
        ask("no/such.bin")


def test_an_empty_file_comes_empty():
    name = default_storage.save("ab/empty.bin", ContentFile(b""))
    assert read(ask(name)) == b""
    assert ask(name, Range="bytes=0-").status_code == 416
    assert ask(name, Range="bytes=-5").status_code == 416
