"""Where bytes come to rest: private files that survive a power cut, public files compressed once."""

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class DurableFileSystemStorage(FileSystemStorage):
    """Files in a private folder, written so that a name never points to half a file.

    Order: temporary file on the same volume → fsync → rename → fsync of the folder (and of those above it that are
    new). Only then does the caller commit the row that names the file.
    """

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        to_sync = [target.parent, *(folder.parent for folder in target.parents if not folder.exists())]
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        with open(part, "xb") as out:
            try:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
                os.chmod(part, self.file_permissions_mode or 0o640)
                os.rename(part, target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        for folder in to_sync:
            self._sync_folder(folder)
        return name

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class GzipManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and gzip only: Brotli would make the first start many times slower for little on an intranet."""

    def create_compressor(self, **kwargs: object) -> Compressor:
        """WhiteNoise's compressor without Brotli."""
        return Compressor(use_brotli=False, **kwargs)
