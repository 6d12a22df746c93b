"""What one person must do now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from evidence.models import ActivityRecord, Review
from tasks.models import Deadline, Part

AHEAD = timedelta(days=30)
WEEKDAYS = (_("Mon."), _("Tue."), _("Wed."), _("Thu."), _("Fri."), _("Sat."), _("Sun."))
SHOWN = 5


@dataclass(frozen=True)
class Duty:
    """One part a department still owes, in the words of the desk."""

    part: Part
    days_left: int
    draft_id: int | None

    @property
    def days_over(self) -> int:
        """Days since it was due."""
        return -self.days_left

    @property
    def is_returned(self) -> bool:
        """Handed in once and sent back."""
        return self.part.state == Part.State.RETURNED


@dataclass
class Urgency:
    """Duties of the same urgency."""

    key: str
    duties: list[Duty] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """One day of the two weeks on top of the desk."""

    on: date
    deadlines: list[Deadline]

    @property
    def weekday(self) -> str:
        """Its name, short enough for a narrow column."""
        return str(WEEKDAYS[self.on.weekday()])

    @property
    def is_weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.on.weekday() >= 5


@dataclass(frozen=True)
class Desk:
    """The whole page: duties by urgency, what came back, what waits."""

    urgencies: list[Urgency]
    returned: list[ActivityRecord]
    drafts: list[ActivityRecord]
    to_review: list[ActivityRecord]
    to_review_count: int
    in_review_count: int
    days: list[Day]

    def count(self, key: str) -> int:
        """How many duties are of this urgency."""
        return next((len(u.duties) for u in self.urgencies if u.key == key), 0)

    @property
    def overdue_count(self) -> int:
        """Duties past their day."""
        return self.count("overdue")

    @property
    def today_count(self) -> int:
        """Duties due today."""
        return self.count("today")


def desk_of(user: User, campaign: Campaign, *, on: date) -> Desk:
    """Everything the desk page shows to the person, in a fixed number of queries."""
    records = ActivityRecord.objects.visible_to(user).kept().filter(campaign=campaign)
    waiting = _to_review(user, campaign)
    return Desk(
        urgencies=_urgencies(user, campaign, on),
        returned=list(_with_last_review(records.filter(state=ActivityRecord.State.RETURNED, department_id__in=user.standing.department_ids))),
        drafts=list(records.filter(state=ActivityRecord.State.DRAFT, created_by=user).order_by("-updated_at")[:SHOWN]),
        to_review=list(waiting.select_related("department", "submitted_by").order_by("submitted_at")[:SHOWN]),
        to_review_count=waiting.count(),
        in_review_count=Part.objects.own_of(user).filter(occurrence__task__campaign=campaign, state=Part.State.SUBMITTED).count(),
        days=_two_weeks(user, campaign, on),
    )


def _urgencies(user: User, campaign: Campaign, on: date) -> list[Urgency]:
    own_draft = ActivityRecord.objects.kept().filter(part=OuterRef("pk"), state__in=["draft", "returned"]).order_by("-updated_at")
    parts = (
        Part.objects.visible_to(user)
        .own_of(user)
        .filter(occurrence__task__campaign=campaign, state__in=[Part.State.OPEN, Part.State.RETURNED], occurrence__due_on__lte=on + AHEAD)
        .filter(Q(is_lead=True) | Q(is_required=True))
        .select_related("occurrence__task__kind", "department")
        .annotate(draft_id=Subquery(own_draft.values("pk")[:1]))
        .order_by("occurrence__due_on", "pk")
    )
    groups = {key: Urgency(key) for key in ("overdue", "today", "week", "later")}
    for part in parts:
        left = (part.occurrence.due_on - on).days
        key = "overdue" if left < 0 else "today" if left == 0 else "week" if left <= 6 - on.weekday() or left <= 3 else "later"
        groups[key].duties.append(Duty(part, left, part.draft_id))
    return [group for group in groups.values() if group.duties]


def _to_review(user: User, campaign: Campaign) -> QuerySet[ActivityRecord]:
    if not user.standing.is_office:
        return ActivityRecord.objects.none()
    return ActivityRecord.objects.visible_to(user).kept().filter(campaign=campaign, state=ActivityRecord.State.SUBMITTED).exclude(submitted_by=user)


def _with_last_review(records: QuerySet[ActivityRecord]) -> QuerySet[ActivityRecord]:
    reviews = Review.objects.filter(verb=Review.Verb.RETURN).select_related("by")
    return records.select_related("department", "part__occurrence").prefetch_related(Prefetch("reviews", queryset=reviews, to_attr="returns"))


def _two_weeks(user: User, campaign: Campaign, on: date) -> list[Day]:
    monday = on - timedelta(days=on.weekday())
    days: dict[date, list[Deadline]] = {monday + timedelta(days=n): [] for n in range(14)}
    own = Deadline.objects.visible_to(user).open().filter(campaign=campaign, due_on__range=(monday, monday + timedelta(days=13)))
    if user.standing.sees_campaign and user.standing.department_ids:
        own = own.filter(Q(department_id__in=user.standing.department_ids) | Q(department__isnull=True))
    for deadline in own:
        days[deadline.due_on].append(deadline)
    return [Day(day, deadlines) for day, deadlines in days.items()]
