"""What one row of the workbook of departments and people must be made of; pure, knows no file format and no table's content."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import IN_A_DEPARTMENT, Department, Role, User

DEPARTMENTS = gettext_lazy("Departments")
PEOPLE = gettext_lazy("People")


@dataclass(frozen=True)
class Column:
    """A column by its key, its heading, how long its text may be, and whether a cell may be empty."""

    key: str
    heading: str | Promise
    limit: int = 0
    required: bool = False
    width: int = 14


DEPARTMENT_COLUMNS = (
    Column("name", gettext_lazy("Department name"), 80, required=True, width=24),
    Column("short_name", gettext_lazy("Short name"), 40),
    Column("kind", gettext_lazy("Kind of department"), width=14),
    Column("parent", gettext_lazy("Belongs to"), 80, width=24),
)
PEOPLE_COLUMNS = (
    Column("full_name", gettext_lazy("Full name"), 40, required=True),
    Column("username", gettext_lazy("Sign-in name"), 40, required=True, width=16),
    Column("department", gettext_lazy("Department"), 80, width=24),
    Column("roles", gettext_lazy("Roles"), 120, width=22),
    Column("post", gettext_lazy("Post"), 60),
    Column("starts_on", gettext_lazy("First day")),
    Column("ends_on", gettext_lazy("Last day")),
    Column("phone", gettext_lazy("Telephone"), 20, width=16),
    Column("email", gettext_lazy("E-mail address"), 254, width=26),
)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the workbook: where, and what to do about it; row 0 means the whole sheet or file."""

    sheet: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.row:
            return self.text
        place = {"sheet": self.sheet, "row": self.row, "column": self.column, "text": self.text}
        return _("Sheet “%(sheet)s”, row %(row)d, “%(column)s”: %(text)s") % place


@dataclass(frozen=True)
class Line:
    """One filled row: its number as the person sees it, and its values by column key."""

    row: int
    values: dict[str, Any]


@dataclass
class PeopleSheet:
    """What the workbook says, and everything about it that cannot stand."""

    departments: list[Line] = field(default_factory=list)
    people: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def in_all_languages(words: str | Promise) -> set[str]:
    """The words as any of our languages writes them, so that a template made in one is read in the other."""
    spoken = set()
    for language in ("zh-hans", "en"):
        with override(language):
            spoken.add(plain(str(words)))
    return spoken


def plain(text: str) -> str:
    """Text as it is compared: without blanks, stars of required columns, and case."""
    return re.sub(r"[\s*＊]", "", text).casefold()


Blame = Callable[[str, str], None]


def blame_of(line: Line, title: Promise, columns: tuple[Column, ...], faults: list[Fault]) -> Blame:
    """A function that notes a fault of this row by column key."""
    headings = {column.key: str(column.heading) for column in columns}
    return lambda key, text: faults.append(Fault(str(title), line.row, headings[key], text))


def check_department(line: Line, faults: list[Fault]) -> dict[str, Any]:
    """The row's values with the kind as our own word; what cannot stand is added to ``faults``."""
    blame = blame_of(line, DEPARTMENTS, DEPARTMENT_COLUMNS, faults)
    values = {column.key: str(line.values.get(column.key, "")) for column in DEPARTMENT_COLUMNS}
    if not values["name"]:
        blame("name", _("the name is missing."))
    if values["kind"]:
        kind = _choice(values["kind"], Department.Kind)
        if kind is None:
            blame("kind", _("“%(word)s” is unknown; use one of %(words)s.") % {"word": values["kind"], "words": "、".join(map(str, Department.Kind.labels))})
        values["kind"] = kind or ""
    return values


def check_person(line: Line, faults: list[Fault]) -> dict[str, Any]:
    """The row's values with ``roles`` as a list and days as dates; what cannot stand is added to ``faults``."""
    blame = blame_of(line, PEOPLE, PEOPLE_COLUMNS, faults)
    values: dict[str, Any] = {column.key: str(line.values.get(column.key, "")) for column in PEOPLE_COLUMNS}
    if not values["full_name"]:
        blame("full_name", _("the full name is missing."))
    values["roles"] = _roles(values["roles"], blame)
    for key in ("starts_on", "ends_on"):
        values[key] = _day(line.values.get(key, ""), key, blame)
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        blame("ends_on", _("the last day lies before the first."))
    if not values["department"] and IN_A_DEPARTMENT & set(values["roles"]):
        blame("department", _("this role belongs to a department: name it."))
    if Role.AUDIT_ADMIN in values["roles"] and {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN} & set(values["roles"]):
        blame("roles", _("the audit administrator can be neither system nor security administrator."))
    _check_text(values, blame)
    return values


def _check_text(values: dict[str, Any], blame: Blame) -> None:
    """Sign-in name and mail by the rules of the model, telephone by its signs."""
    if not values["username"]:
        blame("username", _("the sign-in name is missing."))
    else:
        try:
            User._meta.get_field("username").run_validators(values["username"])
        except ValidationError as error:
            blame("username", " ".join(error.messages))
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            blame("email", _("this is not an e-mail address."))
    if values["phone"] and not re.fullmatch(r"[0-9 +()\-]{5,20}", values["phone"]):
        blame("phone", _("5 to 20 digits, blanks and + - ( ) only."))


def _choice(word: str, choices: Any) -> str | None:
    """The value whose label, in any of our languages, the word is, or of which alone the word is the beginning (内设 for 内设机构)."""
    meant = plain(word)
    exact = [value for value, label in choices.choices if meant == value or meant in in_all_languages(label)]
    begun = [value for value, label in choices.choices if len(meant) > 1 and any(name.startswith(meant) for name in in_all_languages(label))]
    return next(iter(exact or (begun if len(begun) == 1 else [])), None)


def _roles(text: str, blame: Blame) -> list[str]:
    roles = []
    for word in filter(None, re.split(r"[、，,;；/\n]+\s*", text)):
        role = _choice(word, Role)
        if role is None:
            blame("roles", _("“%(word)s” is unknown; use one of %(words)s.") % {"word": word, "words": "、".join(map(str, Role.labels))})
        elif role not in roles:
            roles.append(role)
    return roles


def _day(value: Any, key: str, blame: Blame) -> date | None:
    """A date cell, or text like 2026-3-1, 2026/3/1, 2026.3.1, 2026年3月1日."""
    if value == "" or isinstance(value, date):
        return value or None
    parts = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", str(value))
    if parts:
        with contextlib.suppress(ValueError):  # such as 2026-02-30
            return date(*map(int, parts.groups()))
    blame(key, _("“%(value)s” is not a date; write it like 2026-03-01.") % {"value": value})
    return None


def check_only_once(lines: list[Line], key: str, title: Promise, columns: tuple[Column, ...], faults: list[Fault]) -> None:
    """The same name twice in one workbook is a fault of the later row, which names the earlier."""
    first: dict[str, int] = {}
    for line in lines:
        word = str(line.values[key]).casefold()
        if word and word in first:
            blame_of(line, title, columns, faults)(key, _("“%(word)s” stands in row %(row)d already.") % {"word": line.values[key], "row": first[word]})
        first.setdefault(word, line.row)
