"""The parts of an occurrence with their deadlines, as the task's lead and supporters want them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from accounts.models import Department, Membership, User
from tasks.models import Deadline, Occurrence, Part, Task
from tasks.services.deadlines import set_new_deadlines

URL_NAME = "tasks:occurrence_detail"


class Share(NamedTuple):
    """What one department owes in each occurrence of a task."""

    department: Department
    is_lead: bool
    is_required: bool
    duty: str


def shares_of(task: Task) -> list[Share]:
    """The lead first; a supporter that is the lead as well counts once."""
    lead = [Share(task.lead_department, True, True, "")] if task.lead_department else []
    supports = task.supports.select_related("department").exclude(department=task.lead_department)
    return lead + [Share(support.department, False, support.is_required, support.duty) for support in supports]


def people_by_department(task: Task, on: date) -> dict[int, list[User]]:
    """The task's responsible persons by the departments they belong to on the day."""
    people: dict[int, list[User]] = {}
    held = Membership.objects.current(on).filter(user__in=task.responsible_persons.all(), department__isnull=False)
    for membership in held.select_related("user"):
        rows = people.setdefault(membership.department_id, [])
        if membership.user not in rows:
            rows.append(membership.user)
    return people


def add_shares(*, task: Task, occurrences: list[Occurrence], now: datetime) -> None:
    """Give occurrences made a moment ago their parts and deadlines; a handful of queries however many they are."""
    _add(shares=shares_of(task), occurrences=occurrences, people=people_by_department(task, timezone.localtime(now).date()))


def _add(*, shares: list[Share], occurrences: list[Occurrence], people: dict[int, list[User]]) -> None:
    parts = Part.objects.bulk_create(
        Part(occurrence=occurrence, department=share.department, is_lead=share.is_lead, is_required=share.is_required, duty=share.duty)
        for occurrence in occurrences
        for share in shares
    )
    set_new_deadlines([(_deadline(part), people.get(part.department_id, [])) for part in parts])


def refresh_shares(*, task: Task, occurrences: list[Occurrence]) -> None:
    """Bring the parts of open occurrences after the task: who owes what.

    A department that is no longer asked loses its part when it has handed in nothing; else the part stays, no longer as the lead's.
    """
    shares = shares_of(task)
    parts = Part.objects.filter(occurrence__in=occurrences)
    gone = parts.filter(state=Part.State.OPEN).exclude(department__in=[share.department for share in shares])
    Deadline.objects.filter(kind=Deadline.Kind.PART, subject_id__in=list(gone.values_list("pk", flat=True))).delete()
    gone.delete()
    parts.filter(is_lead=True).exclude(department=task.lead_department).update(is_lead=False)
    for share in shares:
        parts.filter(department=share.department).update(is_lead=share.is_lead, is_required=share.is_required, duty=share.duty)
        having = set(parts.filter(department=share.department).values_list("occurrence_id", flat=True))
        _add(shares=[share], occurrences=[row for row in occurrences if row.pk not in having], people={})


def refresh_deadlines(*, task: Task, occurrences: list[Occurrence], now: datetime) -> None:
    """Bring title, date and people of the deadlines after the task and its occurrences."""
    people = people_by_department(task, timezone.localtime(now).date())
    for occurrence in occurrences:
        rows = Deadline.objects.filter(kind=Deadline.Kind.PART, subject_id__in=Part.objects.filter(occurrence=occurrence).values("pk"))
        rows.update(title=_title(occurrence), due_on=occurrence.due_on)
    through = Deadline.people.through
    rows = Deadline.objects.filter(kind=Deadline.Kind.PART, subject_id__in=Part.objects.filter(occurrence__in=occurrences).values("pk"))
    through.objects.filter(deadline__in=rows).delete()
    through.objects.bulk_create(
        through(deadline_id=pk, user_id=person.pk) for pk, department_id in rows.values_list("pk", "department_id") for person in people.get(department_id, [])
    )


def remove_deadlines(occurrences: Iterable[Occurrence]) -> None:
    """Take occurrences off the calendar: they are about to go, or their task went to the bin."""
    parts = Part.objects.filter(occurrence__in=occurrences)
    Deadline.objects.filter(kind=Deadline.Kind.PART, subject_id__in=list(parts.values_list("pk", flat=True))).delete()


def restore_deadlines(*, task: Task, now: datetime) -> None:
    """Put the parts of a task that came back from the bin on the calendar again, those settled as met."""
    people = people_by_department(task, timezone.localtime(now).date())
    parts = list(Part.objects.filter(occurrence__task=task).select_related("occurrence__task__campaign", "department"))
    set_new_deadlines([(_deadline(part), people.get(part.department_id, [])) for part in parts])


def _title(occurrence: Occurrence) -> str:
    return str(occurrence)[:200]


def _deadline(part: Part) -> Deadline:
    occurrence = part.occurrence
    return Deadline(
        kind=Deadline.Kind.PART,
        subject_id=part.pk,
        campaign=occurrence.task.campaign,
        title=_title(occurrence),
        due_on=occurrence.due_on,
        department=part.department,
        url_name=URL_NAME,
        url_id=occurrence.pk,
    )
