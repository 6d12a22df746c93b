"""A backup holds what was there, whole, and never overwrites another."""

import sqlite3
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User


@pytest.fixture
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "secret_key").write_text("s")
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_the_archive_unpacks_to_database_files_and_key(cast, var_dir):
    default_storage.save("evidence/ab/one", ContentFile("清明祭扫".encode()))
    call_command("backup", str(var_dir / "b.tgz"))
    with tarfile.open(var_dir / "b.tgz") as tar:
        tar.extractall(var_dir / "restored", filter="data")
    assert (var_dir / "restored/media/evidence/ab/one").read_text() == "清明祭扫"
    assert (var_dir / "restored/secret_key").read_text() == "s"
    if connection.vendor == "sqlite":
        rows = sqlite3.connect(var_dir / "restored/db.sqlite3").execute("SELECT COUNT(*) FROM accounts_user").fetchone()
        assert rows == (User.objects.count(),)


@pytest.mark.django_db(transaction=True)
def test_an_older_backup_is_not_overwritten(cast, var_dir):
    (var_dir / "b.tgz").write_text("older")
    with pytest.raises(CommandError):
        call_command("backup", str(var_dir / "b.tgz"))
    assert (var_dir / "b.tgz").read_text() == "older"
