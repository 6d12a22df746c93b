"""Which SQLite may be trusted with write-ahead logging.

Versions 3.7.0 to 3.51.2 can corrupt a WAL database when two connections checkpoint at once
(https://sqlite.org/wal.html#walresetbug, fixed in 3.51.3 of 2026-03-13). ``pysqlite3`` carries a newer
library than most operating systems, so it takes the place of the standard module; where it is missing the
program keeps the rollback journal, slower and safe, and says so.
"""

import importlib
import sqlite3
import sys

SAFE_FOR_WAL = (3, 51, 3)


def swap() -> None:
    """Put ``pysqlite3`` in the place of ``sqlite3`` for everything imported later, if it is installed and newer."""
    try:
        newer = importlib.import_module("pysqlite3")
    except ImportError:
        return
    if newer.sqlite_version_info > sys.modules["sqlite3"].sqlite_version_info:
        sys.modules["sqlite3"] = newer
        sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")


def library_version() -> tuple[int, int, int]:
    """Version of the SQLite library now in use."""
    return sys.modules.get("sqlite3", sqlite3).sqlite_version_info


def journal_mode(version: tuple[int, int, int]) -> str:
    """``WAL`` where the library is safe for it, else ``DELETE`` (rollback journal)."""
    return "WAL" if version >= SAFE_FOR_WAL else "DELETE"


def init_command(version: tuple[int, int, int]) -> str:
    """Statements each new connection runs: the journal, and a full sync, since an acknowledged write is a promise."""
    return f"PRAGMA journal_mode={journal_mode(version)};PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
