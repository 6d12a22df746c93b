"""The tree of departments: add, edit, close, open again, and delete what was a mistake."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import closing, permissions
from accounts.decisions import ALLOWED, Decision, Refused, StaleEdit, refuse, require
from accounts.models import Department, User
from accounts.services import audit
from accounts.traces import leaves_traces

FIELDS = ("name", "short_name", "kind", "parent", "position")


def create_department(*, actor: User, values: dict[str, Any], now: datetime) -> Department:
    """A new department; without a position it stands last. Refused unless the actor keeps departments."""
    require(permissions.can_keep_accounts(actor))
    with transaction.atomic():
        department = Department(**{field: values[field] for field in FIELDS if values.get(field) is not None})
        if values.get("position") is None:
            newest = Department.objects.order_by("-position").first()
            department.position = (newest.position if newest else 0) + 1
        require(_may_stand_under(department, department.parent))
        department.save(force_insert=True)
        audit.record("create_department", actor=actor, obj=department, details={"kind": department.kind}, now=now)
    return department


def name_departments(*, actor: User, names: list[str], now: datetime) -> list[Department]:
    """Departments an imported plan names, one for each name, at the end of the tree; a name that exists already gives that one.

    Joins the caller's transaction. Refused to all but the campaign office and those who keep departments.
    """
    require(permissions.can_name_departments(actor))
    known = {department.name: department for department in Department.objects.filter(name__in=names)}
    newest = Department.objects.order_by("-position").first()
    position = newest.position if newest else 0
    with transaction.atomic():
        for name in dict.fromkeys(names):
            if name not in known:
                position += 1
                known[name] = Department.objects.create(name=name, position=position)
                audit.record("create_department", actor=actor, obj=known[name], details={"from": "plan"}, now=now)
    return [known[name] for name in names]


def update_department(*, actor: User, department: Department, version: int, values: dict[str, Any], now: datetime) -> Department:
    """Change names, kind, place in the tree. Refused when it would stand under itself; ``StaleEdit`` when saved meanwhile."""
    require(permissions.can_keep_accounts(actor))
    with transaction.atomic():
        fields = {field: values[field] for field in FIELDS if field in values}
        if fields.get("position", 0) is None:
            del fields["position"]
        before = Department.objects.get(pk=department.pk)
        require(_may_stand_under(before, fields.get("parent")))
        if not Department.objects.filter(pk=department.pk, version=version).update(version=F("version") + 1, **fields):
            raise StaleEdit(before)
        after = Department.objects.get(pk=department.pk)
        changed = {field: [str(getattr(before, field)), str(value)] for field, value in fields.items() if getattr(before, field) != value}
        audit.record("update_department", actor=actor, obj=after, details={"changed": changed}, now=now)
        # Once more behind the log's head, where writers queue: two moves at once could close a ring that neither saw.
        require(_may_stand_under(after, after.parent))
    return after


def close_department(*, actor: User, department: Department, now: datetime) -> None:
    """Take the department out of all choices; what it did stays. Refused while people, departments or open work are in it."""
    require(permissions.can_keep_accounts(actor))
    today = timezone.localdate(now)
    if department.closed_on:
        raise Refused(refuse(_("“%(name)s” is closed.") % {"name": department.name}))
    with transaction.atomic():
        if held := _still_in(department, today):
            raise Refused(refuse(_("“%(name)s” still has %(work)s; move this first.") % {"name": department.name, "work": "、".join(held)}))
        Department.objects.filter(pk=department.pk).update(closed_on=today, version=F("version") + 1)
        audit.record("close_department", actor=actor, obj=department, now=now)


def reopen_department(*, actor: User, department: Department, now: datetime) -> None:
    """Put a closed department back into use. Refused while the one it belongs to is closed."""
    require(permissions.can_keep_accounts(actor))
    if department.parent and department.parent.closed_on:
        raise Refused(refuse(_("“%(name)s” is closed.") % {"name": department.parent.name}))
    with transaction.atomic():
        Department.objects.filter(pk=department.pk).update(closed_on=None, version=F("version") + 1)
        audit.record("reopen_department", actor=actor, obj=department, now=now)


def delete_department(*, actor: User, department: Department, now: datetime) -> None:
    """Remove a department made by mistake. Refused as soon as any row names it."""
    require(permissions.can_keep_accounts(actor))
    with transaction.atomic():
        if leaves_traces(department):
            raise Refused(refuse(_("“%(name)s” has left traces and stays in the tree; close it instead.") % {"name": department.name}))
        audit.record("delete_department", actor=actor, obj=department, now=now)
        department.delete()


def _may_stand_under(department: Department, parent: Department | None) -> Decision:
    """Walk up from the parent: meeting the department itself on the way would close a ring."""
    seen = set()
    above = parent
    while above is not None and above.pk not in seen:
        if above.pk == department.pk:
            return refuse(_("“%(name)s” cannot belong to itself or to a department below it.") % {"name": department.name})
        seen.add(above.pk)
        above = above.parent
    if parent is not None and parent.closed_on and not department.closed_on:
        return refuse(_("“%(name)s” is closed.") % {"name": parent.name})
    return ALLOWED


def _still_in(department: Department, today: date) -> list[str]:
    people = User.objects.filter(left_on__isnull=True, memberships__in=department.memberships.overlapping(today, None)).distinct().count()
    below = department.children.filter(closed_on__isnull=True).count()
    held = []
    if people:
        held.append(ngettext("%(count)d person", "%(count)d people", people) % {"count": people})
    if below:
        held.append(ngettext("%(count)d department below it", "%(count)d departments below it", below) % {"count": below})
    return held + closing.of_department(department)
