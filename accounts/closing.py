"""What the apps above say still hangs on a person or a department; asked before either is closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from accounts.models import Department, User

_of_person: dict[str, str] = {}
_of_department: dict[str, str] = {}


def register(name: str, *, of_person: str, of_department: str) -> None:
    """Let an app speak: dotted paths of ``of_person(person) -> list[str]`` and ``of_department(department) -> list[str]``.

    By path, because models are not loaded yet when an app's configuration is read.
    """
    _of_person[name] = of_person
    _of_department[name] = of_department


def of_person(person: User) -> list[str]:
    """Open work that would be nobody's if the person left now, in words such as “3 open tasks”."""
    return _ask(_of_person.values(), person)


def of_department(department: Department) -> list[str]:
    """Open work that would be nobody's if the department were closed now, in the same words."""
    return _ask(_of_department.values(), department)


def _ask(paths: Iterable[str], subject: User | Department) -> list[str]:
    return [words for path in paths for words in import_string(path)(subject)]
