"""What a part or a task is called at a glance: tone, icon and word, the same on every page. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from tasks.models import Part

SOON_DAYS = 3
State = Part.State


@dataclass(frozen=True)
class Mark:
    """``tone`` is late, soon, act, done or none; colour never speaks alone, so icon and word come with it."""

    tone: str
    icon: str
    word: str | Promise


UNASSIGNED = Mark("soon", "diagram-3-fill", _("To be broken down"))
NOT_LAUNCHED = Mark("none", "circle", _("Not launched"))
DONE = Mark("done", "check-circle-fill", _("Done"))
IN_REVIEW = Mark("act", "hourglass-split", _("In review"))
RETURNED = Mark("late", "reply-fill", _("Returned"))
TO_COME = Mark("none", "circle", pgettext_lazy("due date", "To come"))
OPTIONAL = Mark("none", "circle", _("Nothing handed in"))
NOBODY = Mark("none", "dash-lg", _("Nothing of your department"))
PART_STATES = {
    State.SUBMITTED: IN_REVIEW,
    State.RETURNED: RETURNED,
    State.APPROVED: Mark("done", "check-circle-fill", _("Approved")),
    State.WAIVED: Mark("none", "slash-circle", _("Waived")),
}


def due_mark(due_on: date, *, on: date) -> Mark:
    """How an open due date stands on a day."""
    left = (due_on - on).days
    if left < 0:
        return Mark("late", "exclamation-octagon-fill", ngettext("%(n)d day overdue", "%(n)d days overdue", -left) % {"n": -left})
    if left == 0:
        return Mark("soon", "clock-fill", _("Due today"))
    if left <= SOON_DAYS:
        return Mark("soon", "clock-fill", ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left})
    return TO_COME


def part_mark(part: Part, *, due_on: date, on: date) -> Mark:
    """How a department's part stands on a day; who need not hand in is never late."""
    if part.state == State.OPEN and not part.is_lead and not part.is_required:
        return OPTIONAL
    return PART_STATES.get(State(part.state)) or due_mark(due_on, on=on)


def occurrence_mark(parts: Iterable[Part], *, due_on: date, is_done: bool, on: date) -> Mark:
    """How an occurrence stands: done, else overdue, else returned, else handed in by all who must, else by its date."""
    if is_done:
        return DONE
    by_date = due_mark(due_on, on=on)
    wanted = [part for part in parts if part.is_lead or part.is_required]
    if by_date.tone == "late":
        return by_date
    if any(part.state == State.RETURNED for part in wanted):
        return RETURNED
    return IN_REVIEW if wanted and all(part.state not in (State.OPEN, State.RETURNED) for part in wanted) else by_date
