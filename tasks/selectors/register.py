"""The register of tasks: which ones, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Department, User
from campaigns.models import Campaign, Phase
from tasks import marks
from tasks.models import Occurrence, Part, Task

SOON = timedelta(days=7)
UNASSIGNED = Q(lead_department__isnull=True) | Q(deadline_on__isnull=True, every="")


@dataclass(frozen=True)
class PartMark:
    """A department in a task, with how its current part stands (None where the reader sees no part)."""

    department: Department
    mark: marks.Mark | None


@dataclass(frozen=True)
class TaskRow:
    """One line of the register; figures count what the reader may see."""

    task: Task
    lead: PartMark | None
    supports: list[PartMark]
    current: Occurrence | None
    total: int
    done: int
    mark: marks.Mark

    @property
    def percent(self) -> int:
        """Done, of all, in whole per cent."""
        return round(100 * self.done / self.total) if self.total else 0

    @property
    def is_foreign(self) -> bool:
        """The reader's departments have no part in it."""
        return self.mark is marks.NOBODY


@dataclass(frozen=True)
class Tally:
    """Figures above the register."""

    tasks: int
    occurrences: int
    overdue: int
    unassigned: int


def tasks_of(user: User, campaign: Campaign, *, on: date) -> QuerySet:
    """The campaign's tasks in the reader's sight, those in the bin left out, counted: ``total``, ``done``, ``late``, ``soon``, and ``current_id``: the earliest open one, else the last."""
    own = Occurrence.objects.visible_to(user).filter(task=OuterRef("pk")).order_by()
    return (
        Task.objects.visible_to(user)
        .kept()
        .filter(campaign=campaign)
        .annotate(
            total=_count(own),
            done=_count(own.filter(done_at__isnull=False)),
            late=_count(own.overdue(on)),
            soon=_count(own.open().filter(due_on__range=(on, on + SOON))),
            current_id=Coalesce(Subquery(own.open().order_by("due_on").values("pk")[:1]), Subquery(own.order_by("-due_on").values("pk")[:1])),
        )
    )


def _count(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("task").annotate(n=Count("pk")).values("n")), 0)


def in_state(tasks: QuerySet, state: str) -> QuerySet:
    """Of counted tasks those in the state ``overdue``, ``due``, ``done``, ``unassigned`` or ``coming``; else all."""
    wanted = {
        "overdue": Q(late__gt=0),
        "due": Q(soon__gt=0, late=0),
        "done": Q(total__gt=0, done=F("total")),
        "unassigned": UNASSIGNED,
        "coming": Q(late=0, soon=0, total__gt=F("done")),
    }
    return tasks.filter(wanted[state]) if state in wanted else tasks


def in_phase(tasks: QuerySet, phase: Phase) -> QuerySet:
    """Tasks the plan puts into the phase, and those with an occurrence due in its time."""
    wanted = Q(phase=phase)
    if phase.starts_on or phase.ends_on:
        days = (phase.starts_on or date.min, phase.ends_on or date.max)
        wanted |= Q(pk__in=Occurrence.objects.filter(task__campaign_id=phase.campaign_id, due_on__range=days).values("task"))
    return tasks.filter(wanted)


def search(tasks: QuerySet, *, on: date, user: User, wanted: dict) -> QuerySet:
    """Narrow counted tasks by what the filter bar holds: ``q``, ``phase``, ``department``, ``indicator``, ``state``, ``due``."""
    if words := wanted.get("q"):
        tasks = tasks.filter(Q(title__icontains=words) | Q(code__icontains=words) | Q(requirement__icontains=words))
    if phase := wanted.get("phase"):
        tasks = in_phase(tasks, phase)
    if department := wanted.get("department"):
        tasks = tasks.filter(Q(lead_department=department) | Q(pk__in=department.supported_tasks.values("task")))
    if indicator := wanted.get("indicator"):
        tasks = tasks.filter(pk__in=Task.indicators.through.objects.filter(indicator__in=[indicator, *indicator.children.all()]).values("task"))
    if due := wanted.get("due"):
        tasks = tasks.filter(pk__in=Occurrence.objects.visible_to(user).filter(due_on=due).values("task"))
    return in_state(tasks, wanted.get("state", ""))


def tally(tasks: QuerySet) -> Tally:
    """Figures over counted tasks, in one query."""
    figures = tasks.order_by().aggregate(
        tasks=Count("pk"), occurrences=Coalesce(Sum("total"), 0), overdue=Count("pk", filter=Q(late__gt=0)), unassigned=Count("pk", filter=UNASSIGNED)
    )
    return Tally(**figures)


def rows_of(tasks: QuerySet, *, on: date) -> list[TaskRow]:
    """How each counted task stands, in a fixed number of queries."""
    found: list[Any] = list(tasks.select_related("lead_department", "campaign", "phase").prefetch_related("indicators", "supports__department"))
    current = Occurrence.objects.prefetch_related("parts").in_bulk([task.current_id for task in found if task.current_id])
    return [_row(task, current.get(task.current_id), on) for task in found]


def _row(task: Any, current: Occurrence | None, on: date) -> TaskRow:
    parts = {part.department_id: part for part in current.parts.all()} if current else {}

    def mark(department: Department) -> PartMark:
        part = parts.get(department.pk)
        return PartMark(department, marks.part_mark(part, due_on=current.due_on, on=on) if part and current else None)

    return TaskRow(
        task=task,
        lead=mark(task.lead_department) if task.lead_department else None,
        supports=[mark(support.department) for support in task.supports.all()],
        current=current,
        total=task.total,
        done=task.done,
        mark=_task_mark(task, current, list(parts.values()), on),
    )


def _task_mark(task: Task, current: Occurrence | None, parts: list[Part], on: date) -> marks.Mark:
    if task.lead_department_id is None or (task.deadline_on is None and not task.every):
        return marks.UNASSIGNED
    if current is None:
        return marks.NOT_LAUNCHED if task.campaign.state == Campaign.State.DRAFT else marks.NOBODY
    return marks.occurrence_mark(parts, due_on=current.due_on, is_done=current.done_at is not None, on=on)
