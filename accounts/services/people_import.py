"""A whole workbook of departments and people at once: all of it, or nothing and a list of what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.decisions import Refused, require
from accounts.models import Department, User
from accounts.people_rows import DEPARTMENT_COLUMNS, DEPARTMENTS, PEOPLE, PEOPLE_COLUMNS, Fault, Line, PeopleSheet, blame_of
from accounts.services import audit
from accounts.services.departments import create_department, update_department
from accounts.services.passwords import issue_link
from accounts.services.people import create_person
from accounts.services.roles import give_role


class SheetRefused(Exception):
    """Nothing of the workbook was taken; ``faults`` says why, in the order of its rows."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = sorted(faults, key=lambda fault: (fault.sheet, fault.row))


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
            places = _departments_by_word()
            for line in sheet.people:
                _take_person(actor, line, places, faults, taken, now)
            if faults:
                raise SheetRefused(faults)
            counts = {"departments": len(taken.departments), "people": len(taken.people), "roles": taken.roles}
            audit.record("import_people", actor=actor, details=counts, now=now)
    except SheetRefused:
        audit.record("import_people", actor=actor, details={"faults": len(faults)}, succeeded=False, now=now)
        raise
    return taken


@contextmanager
def _blaming(line: Line, key: str, faults: list[Fault], *, department: bool = False) -> Iterator[None]:
    """What a service refuses becomes a fault of the row; its writes are undone so that the rows below can still be tried."""
    blame = blame_of(line, DEPARTMENTS if department else PEOPLE, DEPARTMENT_COLUMNS if department else PEOPLE_COLUMNS, faults)
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        blame(key, str(refusal.decision.reason))
    except ValidationError as error:
        blame(key, " ".join(error.messages))


def _departments_by_word() -> dict[str, Department]:
    """Departments in use by name, and by short name where no name is the same."""
    in_use = list(Department.objects.in_use())
    return {row.short_name: row for row in in_use if row.short_name} | {row.name: row for row in in_use}


def _take_departments(actor: User, sheet: PeopleSheet, faults: list[Fault], taken: Taken, now: datetime) -> None:
    """New departments first without, then with the one above, so that the order of rows does not matter."""
    there = {row.name: row for row in Department.objects.select_related("parent")}
    fresh: list[tuple[Line, Department]] = []
    for line in sheet.departments:
        known = there.get(line.values["name"])
        if known is not None:
            _check_known(line, known, faults)
        elif line.values["name"]:
            with _blaming(line, "name", faults, department=True):
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
    with _blaming(line, "parent", faults, department=True):
        update_department(actor=actor, department=department, version=department.version, values={"parent": parent}, now=now)


def _take_person(actor: User, line: Line, places: dict[str, Department], faults: list[Fault], taken: Taken, now: datetime) -> None:
    """The account, or for the security administrator the account that is there already; then the roles."""
    values = line.values
    department = places.get(values["department"])
    if values["department"] and department is None:
        blame_of(line, PEOPLE, PEOPLE_COLUMNS, faults)("department", _("there is no department called “%(word)s”.") % {"word": values["department"]})
    person = _create(actor, line, faults, taken, now) if actor.standing.is_system_admin else _find(line, faults)
    if not actor.standing.is_security_admin:
        taken.roles_left += len(values["roles"])
    elif person is not None and (department or not values["department"]):
        for role in values["roles"]:
            with _blaming(line, "roles", faults):
                dates = {"starts_on": values["starts_on"], "ends_on": values["ends_on"]}
                give_role(actor=actor, person=person, role=role, department=department, post=values["post"], **dates, now=now)
                taken.roles += 1


def _create(actor: User, line: Line, faults: list[Fault], taken: Taken, now: datetime) -> User | None:
    values = line.values
    there = User.objects.filter(username__iexact=values["username"]).first()
    if there is not None:
        known = {"name": values["username"], "person": there.full_name}
        blame_of(line, PEOPLE, PEOPLE_COLUMNS, faults)("username", _("“%(name)s” is the sign-in name of %(person)s already.") % known)
        return None
    person = create_person(actor=actor, values=values, now=now)
    taken.people.append((person, issue_link(actor=actor, user=person, now=now)))
    return person


def _find(line: Line, faults: list[Fault]) -> User | None:
    blame = blame_of(line, PEOPLE, PEOPLE_COLUMNS, faults)
    values = line.values
    person = User.objects.filter(username__iexact=values["username"]).first()
    if person is None:
        blame("username", _("there is no account “%(name)s” yet; the system administrator uploads the workbook first.") % {"name": values["username"]})
    elif person.full_name != values["full_name"]:
        blame("full_name", _("the account “%(name)s” belongs to %(person)s.") % {"name": values["username"], "person": person.full_name})
    return person
