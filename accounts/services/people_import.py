"""A whole workbook of departments and people at once: all of it, or nothing and a list of what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.decisions import Refused, require
from accounts.models import Department, Membership, User
from accounts.people_rows import DEPARTMENT_COLUMNS, DEPARTMENTS, PEOPLE, PEOPLE_COLUMNS, Fault, Line, PeopleSheet, blame_of
from accounts.services import audit
from accounts.services.departments import create_department, update_department
from accounts.services.passwords import issue_first_links
from accounts.services.people import create_people
from accounts.services.roles import give_roles

DATED = ("post", "starts_on", "ends_on")


class SheetRefused(Exception):
    """Nothing of the workbook was taken; ``faults`` says why, departments before the people in them, in the order of the rows."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = sorted(faults, key=lambda fault: (fault.sheet == str(PEOPLE), fault.row))


@dataclass
class Taken:
    """What a workbook brought: departments, new people each with the token of a one-time link, roles; and roles left for another hand."""

    departments: list[Department] = field(default_factory=list)
    people: list[tuple[User, str]] = field(default_factory=list)
    roles: int = 0
    roles_left: int = 0


def import_people(*, actor: User, sheet: PeopleSheet, now: datetime) -> Taken:
    """Take the workbook in one transaction, or raise ``SheetRefused`` with every fault and change nothing.

    The system administrator creates departments and accounts; roles are the security administrator's. Who is both does all
    in one go. Otherwise the same workbook is uploaded twice: the first time its roles are left out (``roles_left``), the
    second time, by the security administrator, they are given to the people it names.
    """
    require(permissions.can_import_people(actor))
    faults, taken = list(sheet.faults), Taken()
    try:
        with transaction.atomic():
            if actor.standing.is_system_admin:
                _take_departments(actor, sheet, faults, taken, now)
            _take_people(actor, sheet, faults, taken, now)
            if faults:
                raise SheetRefused(faults)
            counts = {"departments": len(taken.departments), "people": len(taken.people), "roles": taken.roles}
            audit.record("import_people", actor=actor, details=counts, now=now)
    except SheetRefused:
        audit.record("import_people", actor=actor, details={"faults": len(faults)}, succeeded=False, now=now)
        raise
    return taken


@contextmanager
def _blaming(line: Line, key: str, faults: list[Fault]) -> Iterator[None]:
    """What the service of departments refuses becomes a fault of the row; its writes are undone so that the rows below can still be tried."""
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        blame_of(line, DEPARTMENTS, DEPARTMENT_COLUMNS, faults)(key, str(refusal.decision.reason))


def _departments_by_word() -> dict[str, Department]:
    """Departments in use by name, and by short name where no name is the same."""
    in_use = list(Department.objects.in_use())
    return {row.short_name: row for row in in_use if row.short_name} | {row.name: row for row in in_use}


def _take_departments(actor: User, sheet: PeopleSheet, faults: list[Fault], taken: Taken, now: datetime) -> None:
    """New departments first without, then with the one above, so that the order of rows does not matter."""
    there = {row.name: row for row in Department.objects.select_related("parent")}
    fresh: list[tuple[Line, Department]] = []
    named: set[str] = set()
    for line in sheet.departments:
        known, again = there.get(line.values["name"]), line.values["name"] in named
        named.add(line.values["name"])
        if known is not None:
            _check_known(line, known, faults)
        elif line.values["name"] and not again:  # again: a fault already, noted when the rows were read
            with _blaming(line, "name", faults):
                kind = line.values["kind"] or Department.Kind.INTERNAL
                values = {"name": line.values["name"], "short_name": line.values["short_name"], "kind": kind}
                fresh.append((line, create_department(actor=actor, values=values, now=now)))
    places = _departments_by_word()
    for line, department in fresh:
        _put_under(actor, line, department, places, faults, now)
        taken.departments.append(department)


def _check_known(line: Line, known: Department, faults: list[Fault]) -> None:
    """A department that exists stays as it is; a row that says otherwise is a fault, not a silent change."""
    blame = blame_of(line, DEPARTMENTS, DEPARTMENT_COLUMNS, faults)
    if known.closed_on:
        blame("name", _("“%(name)s” is closed.") % {"name": known.name})
    above = known.parent.name if known.parent else ""
    differs = {"kind": known.kind, "parent": above, "short_name": known.short_name}
    for key, stands in differs.items():
        if line.values[key] and line.values[key] != stands:
            blame(key, _("the department exists with another entry here; change it on the page of departments."))


def _put_under(actor: User, line: Line, department: Department, places: dict[str, Department], faults: list[Fault], now: datetime) -> None:
    word = line.values["parent"]
    if not word:
        return
    parent = places.get(word)
    if parent is None:
        blame_of(line, DEPARTMENTS, DEPARTMENT_COLUMNS, faults)("parent", _("there is no department called “%(word)s”.") % {"word": word})
        return
    with _blaming(line, "parent", faults):
        update_department(actor=actor, department=department, version=department.version, values={"parent": parent}, now=now)


def _take_people(actor: User, sheet: PeopleSheet, faults: list[Fault], taken: Taken, now: datetime) -> None:
    """The accounts, or for the security administrator the accounts that are there already; then the roles."""
    places, known = _departments_by_word(), _people_by_name(sheet)
    for line in sheet.people:
        if (word := line.values["department"]) and word not in places:
            _blame(line, "department", _("there is no department called “%(word)s”.") % {"word": word}, faults)
    people = _create(actor, sheet, known, faults, taken, now) if actor.standing.is_system_admin else _find(sheet, known, faults)
    grants = [
        (line, Membership(user=people[line.row], role=role, department=places.get(line.values["department"]), **{key: line.values[key] for key in DATED}))
        for line in sheet.people
        for role in line.values["roles"]
        if line.row in people and (not line.values["department"] or line.values["department"] in places)
    ]
    if not actor.standing.is_security_admin:
        taken.roles_left = len(grants)
        return
    refused = give_roles(actor=actor, grants=[grant for _line, grant in grants], now=now)
    for place, decision in refused.items():
        _blame(grants[place][0], "roles", str(decision.reason), faults)
    taken.roles = len(grants) - len(refused)


def _people_by_name(sheet: PeopleSheet) -> dict[str, User]:
    """Accounts whose sign-in name stands in the workbook, in whatever case."""
    names = [line.values["username"].lower() for line in sheet.people]
    rows = User.objects.annotate(plain_name=Lower("username")).filter(plain_name__in=names)
    return {row.username.lower(): row for row in rows}


def _create(actor: User, sheet: PeopleSheet, known: dict[str, User], faults: list[Fault], taken: Taken, now: datetime) -> dict[int, User]:
    """New accounts by row, with their links; a sign-in name that is taken is a fault, and then nothing is made."""
    for line in sheet.people:
        if there := known.get(line.values["username"].lower()):
            words = {"name": line.values["username"], "person": there.full_name}
            _blame(line, "username", _("“%(name)s” is the sign-in name of %(person)s already.") % words, faults)
    if faults:
        return {}
    people = create_people(actor=actor, rows=[line.values for line in sheet.people], now=now)
    taken.people = list(zip(people, issue_first_links(actor=actor, users=people, now=now), strict=True))
    return {line.row: person for line, person in zip(sheet.people, people, strict=True)}


def _find(sheet: PeopleSheet, known: dict[str, User], faults: list[Fault]) -> dict[int, User]:
    """Accounts that are there, by row; who is unknown or called otherwise is a fault."""
    found = {}
    for line in sheet.people:
        words = {"name": line.values["username"]}
        person = known.get(line.values["username"].lower())
        if person is None:
            _blame(line, "username", _("there is no account “%(name)s” yet; the system administrator uploads the workbook first.") % words, faults)
        elif person.full_name != line.values["full_name"]:
            _blame(line, "full_name", _("the account “%(name)s” belongs to %(person)s.") % {**words, "person": person.full_name}, faults)
        else:
            found[line.row] = person
    return found


def _blame(line: Line, key: str, text: str, faults: list[Fault]) -> None:
    blame_of(line, PEOPLE, PEOPLE_COLUMNS, faults)(key, text)
