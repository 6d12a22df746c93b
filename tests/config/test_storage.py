"""The order in which a file comes to rest, and what is left when it does not."""

import os

import pytest
from django.core.files.base import ContentFile, File

from config.storage import DurableFileSystemStorage


@pytest.fixture
def storage(tmp_path):
    """A private folder."""
    return DurableFileSystemStorage(location=tmp_path)


@pytest.fixture
def steps(monkeypatch):
    """What the operating system was asked to do, in order, by the names of the files."""
    seen: list[tuple[str, str]] = []
    real_fsync, real_rename = os.fsync, os.rename

    def fsync(handle: int) -> None:
        seen.append(("fsync", os.path.basename(os.readlink(f"/proc/self/fd/{handle}"))))
        real_fsync(handle)

    def rename(source: os.PathLike, target: os.PathLike) -> None:
        seen.append(("rename", os.path.basename(target)))
        real_rename(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "rename", rename)
    return seen


def test_bytes_are_synced_before_they_get_their_name_and_the_folder_after(storage, steps, tmp_path):
    name = storage.save("ab/file.bin", ContentFile(b"words"))
    assert name == "ab/file.bin"
    assert steps == [("fsync", ".file.bin.part"), ("rename", "file.bin"), ("fsync", "ab"), ("fsync", tmp_path.name)]
    assert storage.open(name).read() == b"words"


def test_a_folder_that_was_there_already_is_synced_alone(storage, steps):
    storage.save("ab/one", ContentFile(b"1"))
    steps.clear()
    storage.save("ab/two", ContentFile(b"2"))
    assert steps == [("fsync", ".two.part"), ("rename", "two"), ("fsync", "ab")]


class Torn(File):
    """An upload that breaks off in the middle."""

    def chunks(self, chunk_size: int | None = None):
        """One piece, then the end of the line."""
        yield b"half"
        raise ConnectionResetError


def test_a_broken_upload_leaves_no_half_file(storage, tmp_path):
    with pytest.raises(ConnectionResetError):
        storage.save("ab/file.bin", Torn(None, name="file.bin"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_sync_that_fails_leaves_no_name(storage, tmp_path, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.save("file.bin", ContentFile(b"words"))
    assert list(tmp_path.iterdir()) == []


def test_a_half_file_of_another_writer_is_not_taken_away(storage, tmp_path):
    (tmp_path / ".file.bin.part").write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        storage.save("file.bin", ContentFile(b"ours"))
    assert (tmp_path / ".file.bin.part").read_bytes() == b"theirs"
