"""Which SQLite may write ahead, and whether a connection really does what the gate says."""

import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from config import sqlite_gate


@pytest.mark.parametrize(
    ("version", "journal"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 53, 0), "WAL"), ((4, 0, 0), "WAL")],
)
def test_only_a_library_without_the_checkpoint_fault_writes_ahead(version, journal):
    assert sqlite_gate.journal_mode(version) == journal
    assert f"journal_mode={journal};" in sqlite_gate.init_command(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 53, 0)])
def test_every_journal_goes_with_a_full_sync(version):
    assert "synchronous=FULL" in sqlite_gate.init_command(version)


def test_the_pinned_library_is_the_one_in_use_and_safe():
    assert sqlite_gate.library_version() >= sqlite_gate.SAFE_FOR_WAL
    assert sqlite_gate.library_version() == sqlite3.sqlite_version_info


@pytest.fixture
def file_connection(tmp_path: Path):
    """A connection to a database file, opened as the product opens its own."""
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    base = settings.DATABASES["default"]
    wrapper = DatabaseWrapper({**connection.settings_dict, "NAME": str(tmp_path / "db.sqlite3"), "OPTIONS": dict(base["OPTIONS"])}, "probe")
    yield wrapper
    wrapper.close()


def pragma(wrapper: DatabaseWrapper, name: str) -> object:
    """The value the library itself reports."""
    with wrapper.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.django_db
def test_a_connection_writes_ahead_and_syncs_fully(file_connection):
    assert pragma(file_connection, "journal_mode") == "wal"
    assert pragma(file_connection, "synchronous") == 2  # FULL


@pytest.mark.django_db
def test_a_transaction_takes_the_write_lock_at_its_start(file_connection, tmp_path):
    file_connection.ensure_connection()
    file_connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    rival = sqlite3.connect(tmp_path / "db.sqlite3", timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        rival.execute("BEGIN IMMEDIATE")
    rival.close()
    file_connection.rollback()


def test_a_deferred_transaction_would_not_have_taken_it(tmp_path):
    """The control: without IMMEDIATE the rival gets in, and the reader's later write would fail."""
    with sqlite3.connect(tmp_path / "db.sqlite3") as first:
        first.execute("BEGIN")
        rival = sqlite3.connect(tmp_path / "db.sqlite3", timeout=0)
        rival.execute("BEGIN IMMEDIATE")
        rival.close()
