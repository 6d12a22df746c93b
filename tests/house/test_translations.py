"""The Chinese catalogue: complete, without guesses, compiled, and holding every message of the sources and no other."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
SOURCES = ["accounts", "notifications", "campaigns", "tasks", "evidence", "assessments", "reports", "config", "templates", "manage.py"]

PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!\w)\{(\w+)\}")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def named(entry: polib.POEntry) -> tuple[str, str, str]:
    """What makes an entry one entry."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def test_every_message_has_its_translation_and_none_is_guessed(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert catalogue.percent_translated() == 100


def test_placeholders_are_those_of_the_source(catalogue):
    wrong = []
    for entry in catalogue:
        for said in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            wanted = set(PLACES.findall(entry.msgid)) | set(PLACES.findall(entry.msgid_plural))
            if not set(PLACES.findall(said)) <= wanted:
                wrong.append((entry.msgid, said))
    assert wrong == []


def test_what_is_compiled_is_what_was_written(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {named(entry): entry.msgstr or entry.msgstr_plural for entry in compiled} == {
        named(entry): entry.msgstr or entry.msgstr_plural for entry in catalogue if entry.translated()
    }


def test_the_catalogue_holds_the_messages_of_the_sources_and_no_other(catalogue, tmp_path):
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    (tmp_path / "locale").mkdir()
    extract = "from django.core.management import execute_from_command_line as run; import sys; run(['django-admin', *sys.argv[1:]])"
    command = [sys.executable, "-c", extract, "makemessages", "-l", "zh_Hans", "--no-wrap", "--no-location", "-v", "0"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    extracted = {named(entry) for entry in polib.pofile(str(tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po"))}
    written = {named(entry) for entry in catalogue if not entry.obsolete}
    assert extracted - written == set(), "run makemessages"
    assert written - extracted == set(), "no longer said anywhere"
