"""What several records together answer to a department's part of an occurrence. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.models import ActivityRecord
from tasks.models import Part

IN_ORDER = (
    (ActivityRecord.State.APPROVED, Part.State.APPROVED),
    (ActivityRecord.State.SUBMITTED, Part.State.SUBMITTED),
    (ActivityRecord.State.RETURNED, Part.State.RETURNED),
)


def part_state(states: Iterable[str]) -> str:
    """The part's state by the states of its kept records.

    One approved record settles the part, and more material handed in afterwards does not unsettle it. Otherwise
    what lies with the office comes first (nobody is to be reminded of it), then what has to be mended. Drafts and
    records in the bin answer nothing. A waived part is the office's decision and not looked at here.
    """
    held = set(states)
    return next((answer for state, answer in IN_ORDER if state in held), Part.State.OPEN)
