"""The minute's round: every app names a sweep that frees dead claims and rings again for rows that wait."""

from collections.abc import Callable

from django.utils.module_loading import import_string

_sweeps: dict[str, str] = {}


def register(name: str, dotted_path: str) -> None:
    """Take a sweep, ``function(*, now: datetime) -> int``, into the round; called once by each app's ``ready()``.

    By dotted path, because models are not loaded yet when an app's configuration is read.
    """
    _sweeps[name] = dotted_path


def all_sweeps() -> dict[str, Callable[..., int]]:
    """Every sweep by name; each frees and rings, and answers how many rows it touched."""
    return {name: import_string(path) for name, path in _sweeps.items()}
