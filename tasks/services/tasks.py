"""Tasks of a plan: made, changed, put into the bin and taken out again, tied to indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.decisions import StaleEdit, require
from accounts.models import Department, User
from accounts.services import audit
from campaigns.models import Campaign, Indicator
from tasks import permissions, recurrence
from tasks.models import Occurrence, Task, TaskSupport
from tasks.services.occurrences import follow_task, make_occurrences, settle
from tasks.services.shares import remove_deadlines, restore_deadlines

Supports = Iterable[tuple[Department, str, bool]]
"""Supporting departments: (department, duty, has to hand in)."""


def create_task(*, actor: User, campaign: Campaign, ticket: UUID, values: dict, supports: Supports = (), persons: Iterable[User] = (), now: datetime) -> Task:
    """Add a task to the plan; in a campaign under way its occurrences from today on come with it.

    ``values`` holds fields of ``Task`` by name, ``indicators`` among them; without ``code`` the next number is given.
    The same ticket sent twice gives the task made before. Refused to all but the office and in a closed campaign.
    """
    require(permissions.can_plan(actor, campaign))
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(version=F("version"))  # two new tasks must not draw one number
        if known := Task.objects.filter(ticket=ticket, campaign=campaign).first():
            return known
        fields = {**values}
        indicators = fields.pop("indicators", ())
        fields["code"] = fields.get("code") or next_code(campaign)
        task = Task.objects.create(campaign=campaign, ticket=ticket, **fields)
        task.indicators.set(indicators)
        _set_people(task, supports, persons)
        if campaign.state == Campaign.State.ACTIVE:
            on = timezone.localtime(now).date()
            make_occurrences(task=task, until=recurrence.horizon(on), now=now, since=on)
        audit.record("create_task", actor=actor, obj=task, now=now)
    return task


def update_task(
    *, actor: User, task: Task, version: int, values: dict, supports: Supports | None = None, persons: Iterable[User] | None = None, now: datetime
) -> Task:
    """Change the given fields; open occurrences follow (see ``occurrences.follow_task``).

    ``supports`` and ``persons`` left out stay as they are. Raises ``StaleEdit`` with the present task when somebody saved
    it since ``version`` was read; refused to all but the office, for a task in the bin and in a closed campaign.
    """
    require(permissions.can_edit_task(actor, task))
    fields = {**values}
    indicators = fields.pop("indicators", None)
    with transaction.atomic():
        before = Task.objects.get(pk=task.pk)
        if not Task.objects.filter(pk=task.pk, version=version).update(version=F("version") + 1, **fields):
            raise StaleEdit(before)
        if indicators is not None:
            task.indicators.set(indicators)
        _set_people(task, supports, persons)
        task = Task.objects.select_related("campaign", "lead_department").get(pk=task.pk)
        follow_task(task=task, now=now)
        changed = {name: [str(getattr(before, name)), str(getattr(task, name))] for name in fields if getattr(before, name) != getattr(task, name)}
        audit.record("update_task", actor=actor, obj=task, details=changed, now=now)
    return task


def _set_people(task: Task, supports: Supports | None, persons: Iterable[User] | None) -> None:
    if supports is not None:
        wanted = {department.pk: (duty, is_required) for department, duty, is_required in supports}
        task.supports.exclude(department_id__in=wanted).delete()
        for department_id, (duty, is_required) in wanted.items():
            TaskSupport.objects.update_or_create(task=task, department_id=department_id, defaults={"duty": duty, "is_required": is_required})
    if persons is not None:
        task.responsible_persons.set(persons)


def next_code(campaign: Campaign) -> str:
    """The number after the highest given so far, tasks in the bin included: ``T-001`` and so on."""
    codes = Task.objects.filter(campaign=campaign, code__startswith="T-").values_list("code", flat=True)
    numbers = [int(code[2:]) for code in codes if code[2:].isdecimal()]
    return f"T-{max(numbers, default=0) + 1:03d}"


def bin_task(*, actor: User, task: Task, now: datetime) -> Task:
    """Put the task into the bin: it is no longer listed, asked for or reminded of; records stay. Refused as a change is."""
    require(permissions.can_edit_task(actor, task))
    with transaction.atomic():
        Task.objects.filter(pk=task.pk).update(deleted_at=now, deleted_by=actor, version=F("version") + 1)
        remove_deadlines(task.occurrences.all())
        audit.record("bin_task", actor=actor, obj=task, now=now)
    task.refresh_from_db()
    return task


def restore_task(*, actor: User, task: Task, now: datetime) -> Task:
    """Take the task out of the bin, its occurrences as they were. A task that is not there stays as it is."""
    require(permissions.can_restore_task(actor, task))
    with transaction.atomic():
        if Task.objects.filter(pk=task.pk, deleted_at__isnull=False).update(deleted_at=None, deleted_by=None, version=F("version") + 1):
            restore_deadlines(task=task, now=now)
            settle(occurrences=list(Occurrence.objects.filter(task=task)), now=now)
            audit.record("restore_task", actor=actor, obj=task, now=now)
    task.refresh_from_db()
    return task


def map_indicators(*, actor: User, task: Task, indicators: Iterable[Indicator], now: datetime) -> None:
    """Say which lines of the campaign's indicator system the task serves. Refused as a change is."""
    require(permissions.can_edit_task(actor, task))
    with transaction.atomic():
        task.indicators.set(indicators)
        audit.record("map_indicators", actor=actor, obj=task, details={"indicators": [line.code for line in task.indicators.all()]}, now=now)


def map_tasks(*, actor: User, campaign: Campaign, indicator: Indicator, tasks: list[Task], now: datetime) -> None:
    """Say which tasks of the campaign serve one line of its indicator system; tasks in the bin keep theirs."""
    require(permissions.can_plan(actor, campaign))
    with transaction.atomic():
        kept = Task.objects.kept().filter(campaign=campaign)
        indicator.tasks.remove(*kept.filter(indicators=indicator).exclude(pk__in=[task.pk for task in tasks]))
        indicator.tasks.add(*tasks)
        audit.record("map_tasks", actor=actor, obj=indicator, details={"tasks": [task.code for task in tasks]}, now=now)
