"""What is still open and carries a person's name, or a department's; reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import ngettext

from accounts.models import Department, Membership, Role, User
from campaigns.models import Campaign
from evidence.models import ActivityRecord
from tasks.models import Deadline, Occurrence, Task, TaskSupport

WORKING = (Role.STAFF, Role.LIAISON_OFFICER, Role.DEPARTMENT_HEAD, Role.OFFICE, Role.LEADER)
"""Roles that take part in the campaign and so can take work over."""


@dataclass(frozen=True)
class OpenWork:
    """Tasks a person answers for, deadlines the person is reminded of, records the person wrote that are not approved."""

    tasks: list[Task]
    deadlines: list[Deadline]
    records: list[ActivityRecord]

    def __bool__(self) -> bool:
        return bool(self.tasks or self.deadlines or self.records)

    @property
    def departments(self) -> set[Department]:
        """Where the records stand; who takes them over must be able to see them."""
        return {record.department for record in self.records}


def open_work_of(person: User) -> OpenWork:
    """Everything that would be nobody's if the person left now."""
    tasks = _open_tasks().filter(responsible_persons=person)
    deadlines = Deadline.objects.open().filter(people=person).exclude(campaign__state=Campaign.State.CLOSED)
    records = _open_records().filter(created_by=person).select_related("department", "campaign")
    return OpenWork(list(tasks), list(deadlines), list(records))


def of_person(person: User) -> list[str]:
    """The person's open work in words with numbers; asked by ``accounts`` before an account is closed."""
    work = open_work_of(person)
    return _words(len(work.tasks), len(work.records), len(work.deadlines))


def of_department(department: Department) -> list[str]:
    """The department's open work in words with numbers; asked by ``accounts`` before a department is closed."""
    supports = TaskSupport.objects.filter(task=OuterRef("pk"), department=department)
    tasks = _open_tasks().filter(Q(lead_department=department) | Exists(supports))
    return _words(tasks.count(), _open_records().filter(department=department).count(), 0)


def _open_tasks() -> QuerySet[Task]:
    """Not in the bin, of a campaign that goes on, and not done for good."""
    times = Occurrence.objects.filter(task=OuterRef("pk"))
    going_on = Task.objects.kept().exclude(campaign__state=Campaign.State.CLOSED)
    return going_on.filter(Exists(times.open()) | ~Exists(times))


def _open_records() -> QuerySet[ActivityRecord]:
    """Drafts, returned records, and those in review, which may come back."""
    going_on = ActivityRecord.objects.kept().exclude(campaign__state=Campaign.State.CLOSED)
    return going_on.exclude(state=ActivityRecord.State.APPROVED)


def _words(tasks: int, records: int, deadlines: int) -> list[str]:
    counted = [
        (tasks, ngettext("%(count)d open task", "%(count)d open tasks", tasks)),
        (records, ngettext("%(count)d record not approved", "%(count)d records not approved", records)),
        (deadlines, ngettext("%(count)d deadline", "%(count)d deadlines", deadlines)),
    ]
    return [words % {"count": count} for count, words in counted if count]


def colleagues_of(person: User, on: date) -> list[tuple[User, str]]:
    """Who could take over the person's work, with department and role in words; colleagues of the same department first."""
    own = set(person.memberships.current(on).values_list("department_id", flat=True)) - {None}
    held = Membership.objects.current(on).filter(role__in=WORKING).select_related("department")
    people = User.objects.working().filter(pk__in=held.values("user_id")).exclude(pk=person.pk)
    found = []
    for colleague in people.prefetch_related(Prefetch("memberships", held, to_attr="held_today")):
        near = any(row.department_id in own for row in colleague.held_today)
        found.append((not near, colleague, f"{colleague.full_name}（{'，'.join(_post(row) for row in colleague.held_today)}）"))
    return [(colleague, label) for _far, colleague, label in sorted(found, key=lambda row: row[0])]


def _post(held: Membership) -> str:
    return f"{held.department} {held.get_role_display()}" if held.department_id else str(held.get_role_display())
