"""A backup while the product runs."""

import os
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """``backup FILE.tgz``: database, files and key, to be unpacked into an empty ``VAR_DIR``."""

    help = "Write the database, all files and the secret key into one archive, while the product runs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only where to."""
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """The database first: a file that comes later has no row yet and does no harm; a row without its file would."""
        target: Path = options["target"]
        if target.exists():
            raise CommandError(_("%(path)s exists already; choose another name.") % {"path": target})
        with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
            archive = Path(folder) / "archive.tgz"
            with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
                self._add_database(tar, Path(folder))
                for name in ("secret_key", "media"):
                    if (settings.VAR_DIR / name).exists():
                        tar.add(settings.VAR_DIR / name, arcname=name, filter=_whole_files)
            with archive.open("rb+") as written:
                os.fsync(written.fileno())
            os.link(archive, target)  # fails when somebody else has made a file of this name meanwhile
        self.stdout.write(f"{target} {target.stat().st_size}")

    def _add_database(self, tar: tarfile.TarFile, folder: Path) -> None:
        if connection.vendor != "sqlite":
            self.stderr.write(_("PostgreSQL is backed up with pg_dump; this archive holds the files."))
            return
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "db.sqlite3")])  # one consistent moment, writers go on
        tar.add(folder / "db.sqlite3", arcname="db.sqlite3")


def _whole_files(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out what is just being written."""
    return None if member.name.endswith(".part") else member
