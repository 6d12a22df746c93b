"""One task, and one occurrence of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from tasks import marks
from tasks.models import Occurrence, Part, Task
from tasks.permissions import can_move_occurrence, can_reopen_part, can_waive_part


@dataclass(frozen=True)
class PartRow:
    """A department's part, how it stands, and what the reader may do with it."""

    part: Part
    mark: marks.Mark
    is_own: bool
    may_waive: bool
    may_ask_again: bool

    @property
    def may_log(self) -> bool:
        """The reader's own department still owes something here."""
        return self.is_own and self.part.state in (Part.State.OPEN, Part.State.RETURNED)


@dataclass(frozen=True)
class OccurrenceRow:
    """An occurrence with its parts."""

    occurrence: Occurrence
    parts: list[PartRow]
    mark: marks.Mark
    may_move: bool

    @property
    def is_moved(self) -> bool:
        """Somebody gave it another date than its series."""
        return self.occurrence.due_on != self.occurrence.scheduled_on


def occurrence_row(user: User, occurrence: Occurrence, *, on: date) -> OccurrenceRow:
    """The occurrence with all its parts; expects ``parts__department`` prefetched and the task with its campaign joined."""
    parts = list(occurrence.parts.all())
    for part in parts:
        part.occurrence = occurrence  # the very object with task and campaign, or each permission would ask the database
    return OccurrenceRow(
        occurrence=occurrence,
        parts=[_part_row(user, part, on) for part in parts],
        mark=marks.occurrence_mark(parts, due_on=occurrence.due_on, is_done=occurrence.done_at is not None, on=on),
        may_move=bool(can_move_occurrence(user, occurrence)),
    )


def _part_row(user: User, part: Part, on: date) -> PartRow:
    return PartRow(
        part=part,
        mark=marks.part_mark(part, due_on=part.occurrence.due_on, on=on),
        is_own=part.department_id in user.standing.department_ids,
        may_waive=part.state != Part.State.WAIVED and bool(can_waive_part(user, part)),
        may_ask_again=bool(can_reopen_part(user, part)),
    )


def occurrence_rows(user: User, task: Task, *, on: date) -> list[OccurrenceRow]:
    """The occurrences of a task in the reader's sight, by date; two queries."""
    rows = Occurrence.objects.visible_to(user).filter(task=task).select_related("task__campaign").prefetch_related("parts__department")
    return [occurrence_row(user, row, on=on) for row in rows]


def source_text(task: Task) -> str:
    """The words of the plan this task was read from, unchanged; empty for a task added by hand."""
    if task.plan_document is None or task.source_start is None or task.source_end is None:
        return ""
    return task.plan_document.text[task.source_start : task.source_end].strip()
