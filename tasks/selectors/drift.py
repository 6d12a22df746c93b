"""What is stored although it follows from other rows, recomputed and compared."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.models import Deadline, Occurrence, Part
from tasks.parts import is_done, is_met


def drift() -> list[str]:
    """One line for each row that does not say what its parts say; empty when all is well."""
    return list(_drift())


def _drift() -> Iterator[str]:
    rows = {row.subject_id: row for row in Deadline.objects.filter(kind=Deadline.Kind.PART)}
    for occurrence in Occurrence.objects.select_related("task").prefetch_related("parts"):
        parts = list(occurrence.parts.all())
        done = is_done(parts)
        if done != (occurrence.done_at is not None):
            yield f"occurrence {occurrence.pk}: done is {occurrence.done_at is not None}, its parts say {done}"
        for part in parts:
            row = rows.pop(part.pk, None)
            if occurrence.task.deleted_at is None:
                yield from _compare(part, occurrence, row, done)
            elif row is not None:
                yield f"deadline {row.pk}: its task lies in the bin"
    for row in rows.values():
        yield f"deadline {row.pk}: there is no part {row.subject_id}"


def _compare(part: Part, occurrence: Occurrence, row: Deadline | None, done: bool) -> Iterator[str]:
    if row is None:
        yield f"part {part.pk}: has no deadline"
        return
    if (row.due_on, row.department_id) != (occurrence.due_on, part.department_id):
        yield f"deadline {row.pk}: date or department differ from part {part.pk}"
    if (row.met_at is not None) != is_met(part, done=done):
        yield f"deadline {row.pk}: met is {row.met_at is not None}, part {part.pk} is {part.state}"
