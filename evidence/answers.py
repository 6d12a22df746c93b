"""What several records together answer to a department's part of an occurrence. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.models import ActivityRecord
from tasks.models import Part

IN_ORDER = (
    (ActivityRecord.State.SUBMITTED, Part.State.SUBMITTED),
    (ActivityRecord.State.RETURNED, Part.State.RETURNED),
    (ActivityRecord.State.APPROVED, Part.State.APPROVED),
)


def part_state(states: Iterable[str]) -> str:
    """The part's state by the states of its kept records.

    What lies with the office comes first (nobody is to be reminded of it), then what has to be mended; a part is
    approved when at least one record is and nothing else is under way. A returned record that is not wanted any
    more goes to the bin and no longer counts. Drafts answer nothing.
    """
    held = set(states)
    return next((answer for state, answer in IN_ORDER if state in held), Part.State.OPEN)
