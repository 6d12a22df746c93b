"""Which reminder is due on a day; pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Horizon:
    """One reminder of one deadline: so many days ahead, or the n-th time after it has passed."""

    is_overdue: bool
    step: int
    """Days ahead of the rule that fires, or which overdue reminder this is, from 0."""

    @property
    def key(self) -> str:
        """What makes this reminder the same one tomorrow."""
        return f"overdue-{self.step}" if self.is_overdue else f"ahead-{self.step}"


def horizon(*, due_on: date, on: date, days_ahead: list[int], overdue_every: int) -> Horizon | None:
    """The one reminder that a deadline wants on the day: only the nearest horizon, so that a missed day is caught up.

    With horizons 7, 3 and 1, six days ahead still is the 7-day reminder, two days ahead the 3-day one. The due day
    itself belongs to the 1-day horizon. Overdue reminders come every ``overdue_every`` days, the first on the day after.
    """
    left = (due_on - on).days
    if left < 0:
        return Horizon(is_overdue=True, step=(-left - 1) // max(overdue_every, 1))
    reached = [days for days in days_ahead if left <= days]
    return Horizon(is_overdue=False, step=min(reached)) if reached else None
