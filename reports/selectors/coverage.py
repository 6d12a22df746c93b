"""Which indicators have approved material by now, and what is on the way to the others; one answer for every page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from campaigns.models import Campaign, Indicator
from evidence.models import ActivityRecord

State = ActivityRecord.State


@dataclass(frozen=True)
class Gap:
    """An indicator that nothing approved proves yet: tasks that serve it, records on the way to it."""

    indicator: Indicator
    tasks: int
    submitted: int
    returned: int

    @property
    def waiting(self) -> int:
        """Handed in, but not approved."""
        return self.submitted + self.returned


@dataclass(frozen=True)
class Coverage:
    """Indicators to prove, how many are, and those that are not."""

    proven: int
    wanted: int
    gaps: list[Gap]

    @property
    def percent(self) -> int:
        """Whole percent, never 100 while something is missing."""
        return self.proven * 100 // self.wanted if self.wanted else 0


def coverage(campaign: Campaign) -> Coverage:
    """Basic lines only: a bonus need not be won, and a veto is not proven. Four queries, however many records."""
    if campaign.indicator_system_id is None:
        return Coverage(0, 0, [])
    serving = Count("tasks", filter=Q(tasks__campaign=campaign, tasks__deleted_at__isnull=True), distinct=True)
    leaves = Indicator.objects.filter(system=campaign.indicator_system_id, kind=Indicator.Kind.BASIC).leaves().annotate(serving=serving)
    lines = list(leaves.order_by("position", "pk"))
    counted = _records_by_indicator(campaign)
    gaps = [
        Gap(line, line.serving, counted[line.pk, State.SUBMITTED], counted[line.pk, State.RETURNED]) for line in lines if not counted[line.pk, State.APPROVED]
    ]
    return Coverage(len(lines) - len(gaps), len(lines), gaps)


def _records_by_indicator(campaign: Campaign) -> Counter[tuple[int, str]]:
    """Records handed in, by indicator and state: mapped by hand, and through the task they answer where that is not the same."""
    kept = ActivityRecord.objects.kept().filter(campaign=campaign).exclude(state=State.DRAFT)
    pairs: set[tuple[int, int, str]] = set()
    for path in ("indicators", "part__occurrence__task__indicators"):
        pairs.update(kept.filter(**{f"{path}__isnull": False}).order_by().values_list("pk", path, "state"))
    return Counter((indicator_id, state) for _record_id, indicator_id, state in pairs)
