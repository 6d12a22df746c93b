"""Where the campaign stands: the leadership group's one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from accounts.models import Department, User
from campaigns.models import Campaign, Phase
from reports.selectors.coverage import Coverage, coverage
from tasks.models import Occurrence, Part
from tasks.querysets import PartQuerySet

RED_AFTER = timedelta(days=7)
SOON = timedelta(days=3)
SHOWN = 8


@dataclass(frozen=True)
class Progress:
    """How far a phase is: of so many occurrences so many are done, so many should be."""

    phase: Phase | None
    done: int
    due: int
    overdue: int
    all: int
    is_now: bool

    @property
    def percent(self) -> int:
        """Done, of all, in whole per cent."""
        return round(100 * self.done / self.all) if self.all else 0

    @property
    def planned_percent(self) -> int:
        """What should be done by today, of all, in whole per cent."""
        return round(100 * self.due / self.all) if self.all else 0


@dataclass(frozen=True)
class Light:
    """A department's light, with the figures that make it."""

    department: Department
    done: int
    open: int
    overdue: int
    long_overdue: int
    soon: int
    returned: int

    @property
    def colour(self) -> str:
        """``late`` with a part overdue by more than a week, ``soon`` with anything overdue, returned or near, else ``done``."""
        if self.long_overdue:
            return "late"
        return "soon" if self.overdue or self.returned or self.soon else "done"


@dataclass(frozen=True)
class Leadership:
    """The whole page."""

    total: Progress
    phases: list[Progress]
    lights: list[Light]
    coverage: Coverage
    overdue: list[Part]
    in_review: int
    """Overdue, but handed in by everybody who owes: waits for the office, so no department's light shows it."""
    month_done: int
    month_all: int

    def lights_of(self, colour: str) -> int:
        """How many departments show this light."""
        return sum(light.colour == colour for light in self.lights)

    @property
    def red(self) -> int:
        """Departments with a red light."""
        return self.lights_of("late")

    @property
    def amber(self) -> int:
        """Departments with an amber light."""
        return self.lights_of("soon")

    @property
    def green(self) -> int:
        """Departments with a green light."""
        return self.lights_of("done")


def leadership_page(user: User, campaign: Campaign, *, on: date) -> Leadership:
    """Everything the page shows, in a fixed number of queries whatever the size of the campaign."""
    occurrences = Occurrence.objects.visible_to(user).filter(task__campaign=campaign)
    days = list(occurrences.order_by().values("due_on").annotate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False))))
    month = [row for row in days if (row["due_on"].year, row["due_on"].month) == (on.year, on.month)]
    return Leadership(
        total=_progress(None, days, on, is_now=True),
        phases=_phases(campaign, days, on),
        lights=_lights(user, campaign, on),
        coverage=coverage(campaign),
        overdue=list(_owed(user, campaign, on)[:SHOWN]),
        in_review=occurrences.overdue(on).exclude(pk__in=_owed(user, campaign, on).order_by().values("occurrence_id")).count(),
        month_done=sum(row["done"] for row in month),
        month_all=sum(row["all"] for row in month),
    )


def _progress(phase: Phase | None, days: list[dict], on: date, *, is_now: bool) -> Progress:
    past = [row for row in days if row["due_on"] <= on]
    late = sum(row["all"] - row["done"] for row in days if row["due_on"] < on)
    return Progress(phase, sum(r["done"] for r in days), sum(r["all"] for r in past), late, sum(r["all"] for r in days), is_now)


def _phases(campaign: Campaign, days: list[dict], on: date) -> list[Progress]:
    found = []
    for phase in campaign.phases.all():
        start, end = phase.starts_on or date.min, phase.ends_on or date.max
        own = [row for row in days if start <= row["due_on"] <= end] if phase.starts_on or phase.ends_on else []
        found.append(_progress(phase, own, on, is_now=bool(phase.starts_on) and start <= on <= end))
    return found


def _lights(user: User, campaign: Campaign, on: date) -> list[Light]:
    owed = Q(state__in=[Part.State.OPEN, Part.State.RETURNED])
    late = owed & Q(occurrence__due_on__lt=on)
    rows = (
        Part.objects.visible_to(user)
        .filter(occurrence__task__campaign=campaign)
        .filter(Q(is_lead=True) | Q(is_required=True))
        .order_by()
        .values("department")
        .annotate(
            done=Count("pk", filter=Q(state__in=[Part.State.APPROVED, Part.State.WAIVED])),
            open=Count("pk", filter=owed),
            overdue=Count("pk", filter=late),
            long_overdue=Count("pk", filter=owed & Q(occurrence__due_on__lt=on - RED_AFTER)),
            soon=Count("pk", filter=owed & Q(occurrence__due_on__range=(on, on + SOON))),
            returned=Count("pk", filter=Q(state=Part.State.RETURNED)),
        )
    )
    departments = Department.objects.in_bulk([row["department"] for row in rows])
    lights = [Light(departments[row.pop("department")], **row) for row in rows]
    order = {"late": 0, "soon": 1, "done": 2}
    return sorted(lights, key=lambda light: (order[light.colour], light.department.position))


def _owed(user: User, campaign: Campaign, on: date) -> PartQuerySet:
    """Parts overdue that a department still owes, longest first."""
    owed = Part.objects.visible_to(user).filter(occurrence__task__campaign=campaign, state__in=[Part.State.OPEN, Part.State.RETURNED])
    owed = owed.filter(Q(is_lead=True) | Q(is_required=True)).filter(occurrence__due_on__lt=on)
    return owed.select_related("occurrence__task", "department").order_by("occurrence__due_on", "pk")
