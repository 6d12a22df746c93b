"""When a part is settled, and when an occurrence is done; the one place where that is said. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.models import Part

SETTLED = (Part.State.APPROVED, Part.State.WAIVED)
HANDED_IN = (Part.State.SUBMITTED, *SETTLED)


def is_done(parts: Iterable[Part]) -> bool:
    """The lead's part and every required supporter's are approved or waived; without a lead nothing is done."""
    wanted = [part for part in parts if part.is_lead or part.is_required]
    return any(part.is_lead for part in wanted) and all(part.state in SETTLED for part in wanted)


def is_met(part: Part, *, done: bool) -> bool:
    """Nothing is left for the department to do: handed in, or of its free will and the occurrence is done."""
    return part.state in HANDED_IN or (done and not part.is_required and not part.is_lead)
