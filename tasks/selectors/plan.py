"""The plan page: phases as a time line, and the tasks by heading, indicator or department."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign, Phase
from tasks.models import Occurrence
from tasks.selectors.register import TaskRow

By = Literal["heading", "indicator", "department"]
BY: tuple[By, ...] = ("heading", "indicator", "department")
Heading = tuple[tuple, str | Promise, str]
"""Sort key, title, and the filter of the register that shows the group alone."""


@dataclass(frozen=True)
class Step:
    """A phase on the time line: of ``total`` occurrences due in its time ``done`` are, ``planned`` should be."""

    phase: Phase
    total: int
    done: int
    planned: int
    late: int
    when: str
    """``past``, ``now``, ``future``, or empty for a phase without dates."""
    day: int
    """Which day of the phase today is, from 1; 0 outside of it."""

    @property
    def percent(self) -> int:
        """Done, of all, in whole per cent."""
        return round(100 * self.done / self.total) if self.total else 0

    @property
    def planned_percent(self) -> int:
        """What should be done by today, of all, in whole per cent."""
        return round(100 * self.planned / self.total) if self.total else 0


@dataclass(frozen=True)
class TaskGroup:
    """Rows under one heading, with the filter that shows them alone in the register (None where there is none)."""

    title: str | Promise
    rows: list[TaskRow]
    wanted: str = ""

    @property
    def done(self) -> int:
        """Tasks all of whose occurrences are done."""
        return sum(row.total > 0 and row.done == row.total for row in self.rows)


def steps_of(user: User, campaign: Campaign, *, on: date) -> list[Step]:
    """The phases in order, with figures from the occurrences the reader sees; two queries."""
    occurrences = Occurrence.objects.visible_to(user).filter(task__campaign=campaign)
    days = list(occurrences.order_by().values("due_on").annotate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False))))
    return [_step(phase, days, on) for phase in campaign.phases.all()]


def _step(phase: Phase, days: list[dict], on: date) -> Step:
    starts_on, ends_on = phase.starts_on or date.min, phase.ends_on or date.max
    dated = bool(phase.starts_on or phase.ends_on)
    own = [day for day in days if dated and starts_on <= day["due_on"] <= ends_on]
    when = "" if not dated else "past" if ends_on < on else "future" if starts_on > on else "now"
    return Step(
        phase=phase,
        total=sum(day["all"] for day in own),
        done=sum(day["done"] for day in own),
        planned=sum(day["all"] for day in own if day["due_on"] <= on),
        late=sum(day["all"] - day["done"] for day in own if day["due_on"] < on),
        when=when,
        day=(on - phase.starts_on).days + 1 if when == "now" and phase.starts_on else 0,
    )


def groups_of(rows: Iterable[TaskRow], *, by: By) -> list[TaskGroup]:
    """The rows under headings; a task serving two indicators, or supported by others, stands under each of them."""
    groups: dict[tuple, TaskGroup] = {}
    for row in rows:
        for key, title, wanted in _headings(row, by):
            groups.setdefault(key, TaskGroup(title, [], wanted)).rows.append(row)
    if by == "heading":
        return list(groups.values())
    return [groups[key] for key in sorted(groups)]


def _headings(row: TaskRow, by: By) -> list[Heading]:
    """Sort key, title and filter of each heading a row stands under; those without one come last."""
    task = row.task
    if by == "indicator":
        lines: list[Heading] = [((0, line.position, line.pk), f"{line.code} {line.title}", f"indicator={line.pk}") for line in task.indicators.all()]
        return lines or [((1, 0, 0), _("Not mapped to an indicator yet"), "")]
    if by == "department":
        departments = [mark.department for mark in ([row.lead] if row.lead else []) + row.supports]
        places: list[Heading] = [((0, unit.position, unit.pk), unit.name, f"department={unit.pk}") for unit in departments]
        return places if row.lead else [*places, ((1, 0, 0), _("Without lead department"), "state=unassigned")]
    return [((0, task.heading), task.heading or _("Tasks"), "")]
