"""Occurrences of tasks and the departments' parts in them.

Evidence tells what became of a part (``submit_part`` …) after it has asked permission itself; nothing here looks at records.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.decisions import require
from accounts.models import User
from accounts.services import audit
from campaigns.models import Campaign
from tasks import permissions, recurrence
from tasks.models import Deadline, Occurrence, Part, Task
from tasks.parts import is_done, is_met
from tasks.services.shares import add_shares, refresh_deadlines, refresh_shares, remove_deadlines

State = Part.State


def make_occurrences(*, task: Task, until: date, now: datetime, since: date | None = None) -> list[Occurrence]:
    """Make what is missing of the task's series up to ``until`` and return it; asked again it makes nothing.

    Places before ``since`` are left out; without it the series begins with the campaign, its past included. A task
    without lead department or time gets none. Each occurrence comes with its parts and their deadlines.
    """
    with transaction.atomic():
        Task.objects.filter(pk=task.pk).update(version=F("version"))  # makers of one task queue here on every database
        if task.lead_department_id is None or task.deleted_at is not None:
            return []
        known = set(task.occurrences.values_list("scheduled_on", flat=True))
        labels = set(task.occurrences.values_list("label", flat=True))
        fresh = [place for place in _places(task, until=until, now=now) if place.on not in known and place.label not in labels]
        if task.every and since:
            fresh = [place for place in fresh if place.on >= since]
        made = Occurrence.objects.bulk_create(Occurrence(task=task, label=place.label, scheduled_on=place.on, due_on=place.on) for place in fresh)
        add_shares(task=task, occurrences=made, now=now)
    return made


def _places(task: Task, *, until: date, now: datetime) -> list[recurrence.Due]:
    campaign = task.campaign
    starts_on = campaign.starts_on or timezone.localtime(campaign.launched_at or now).date()
    return recurrence.schedule(every=task.every, deadline_on=task.deadline_on, starts_on=starts_on, ends_on=campaign.ends_on, until=until)


def follow_task(*, task: Task, now: datetime) -> None:
    """Bring open occurrences after a changed task, in the caller's transaction.

    What is done, handed in, or moved by hand keeps its date, and so does what a recurring task owed in the past.
    Open occurrences that no longer belong to the series go; new ones are made from today on.
    """
    on = timezone.localtime(now).date()
    places = {place.label: place.on for place in _places(task, until=recurrence.horizon(on), now=now)}
    followed, stayed = [], []
    for occurrence in list(task.occurrences.open().prefetch_related("parts")):
        if task.every and occurrence.scheduled_on < on:
            stayed.append(occurrence)
        elif not _is_untouched(occurrence) or _follow(occurrence, places.get(occurrence.label), on=on):
            followed.append(occurrence)
    refresh_shares(task=task, occurrences=followed)
    refresh_deadlines(task=task, occurrences=followed + stayed, now=now)
    settle(occurrences=followed, now=now)
    if task.campaign.state == Campaign.State.ACTIVE:
        make_occurrences(task=task, until=recurrence.horizon(on), now=now, since=on)


def _is_untouched(occurrence: Occurrence) -> bool:
    return occurrence.due_on == occurrence.scheduled_on and all(part.state == State.OPEN for part in occurrence.parts.all())


def _follow(occurrence: Occurrence, place: date | None, *, on: date) -> bool:
    """Give an untouched occurrence its new day; False when it had to go."""
    if place is None and occurrence.scheduled_on >= on:
        remove_deadlines([occurrence])
        occurrence.delete()
        return False
    if place is not None and not Occurrence.objects.filter(task=occurrence.task_id, scheduled_on=place).exists():
        occurrence.scheduled_on = occurrence.due_on = place
        occurrence.save(update_fields=["scheduled_on", "due_on"])
    return True


def extend_occurrences(*, now: datetime) -> int:
    """Carry on the series of all campaigns under way to the horizon; returns how many occurrences were made."""
    on = timezone.localtime(now).date()
    tasks = Task.objects.kept().filter(campaign__state=Campaign.State.ACTIVE).select_related("campaign")
    made = sum(len(make_occurrences(task=task, until=recurrence.horizon(on), now=now, since=on)) for task in tasks.iterator())
    if made:
        audit.record("extend_occurrences", actor=None, details={"made": made}, now=now)
    return made


def move_occurrence(*, actor: User, occurrence: Occurrence, due_on: date, now: datetime) -> Occurrence:
    """Give an open occurrence another due date, for all its parts. Refused to all but the office, and once it is done."""
    require(permissions.can_move_occurrence(actor, occurrence))
    with transaction.atomic():
        before = occurrence.due_on
        occurrence.due_on = due_on
        occurrence.save(update_fields=["due_on"])
        Deadline.objects.filter(kind=Deadline.Kind.PART, subject_id__in=occurrence.parts.values("pk")).update(due_on=due_on)
        audit.record("move_occurrence", actor=actor, obj=occurrence, details={"due_on": [str(before), str(due_on)]}, now=now)
    return occurrence


def submit_part(*, part: Part, now: datetime) -> Part:
    """Something was handed in: open or returned → in review. An approved or waived part stays what it is."""
    return _turn(part, to=State.SUBMITTED, only=(State.OPEN, State.RETURNED), now=now)


def withdraw_part(*, part: Part, now: datetime) -> Part:
    """What was in review was taken back: in review → open."""
    return _turn(part, to=State.OPEN, only=(State.SUBMITTED,), now=now)


def return_part(*, part: Part, reason: str, now: datetime) -> Part:
    """The office returned it: in review → returned, with the reason."""
    return _turn(part, to=State.RETURNED, only=(State.SUBMITTED,), reason=reason, now=now)


def approve_part(*, part: Part, now: datetime) -> Part:
    """The office approved it: approved from whatever it was."""
    return _turn(part, to=State.APPROVED, only=tuple(State), now=now)


def reopen_part(*, part: Part, now: datetime) -> Part:
    """Nothing handed in stands any more (its record went to the bin): open again, whatever it was."""
    return _turn(part, to=State.OPEN, only=tuple(State), now=now)


def waive_part(*, actor: User, part: Part, reason: str, now: datetime) -> Part:
    """Let the department off, with a reason. Refused to all but the office, and once the part is approved."""
    require(permissions.can_waive_part(actor, part))
    with transaction.atomic():
        _turn(part, to=State.WAIVED, only=tuple(set(State) - {State.APPROVED}), reason=reason, now=now)
        audit.record("waive_part", actor=actor, obj=part, details={"reason": reason}, now=now)
    return part


def ask_again(*, actor: User, part: Part, now: datetime) -> Part:
    """Ask for a waived part after all. Refused to all but the office."""
    require(permissions.can_reopen_part(actor, part))
    with transaction.atomic():
        _turn(part, to=State.OPEN, only=(State.WAIVED,), now=now)
        audit.record("ask_again", actor=actor, obj=part, now=now)
    return part


def _turn(part: Part, *, to: str, only: tuple[str, ...], now: datetime, reason: str = "") -> Part:
    """Change the state by a conditional UPDATE and derive the rest; a part in another state is left alone."""
    with transaction.atomic():
        Occurrence.objects.filter(pk=part.occurrence_id).update(due_on=F("due_on"))  # two parts of one occurrence queue here
        Part.objects.filter(pk=part.pk, state__in=only).update(state=to, reason=reason[:500])
        part.refresh_from_db(fields=["state", "reason"])
        settle(occurrences=[Occurrence.objects.select_related("task").get(pk=part.occurrence_id)], now=now)
    return part


def settle(*, occurrences: list[Occurrence], now: datetime) -> None:
    """Derive from the parts which occurrences are done and which deadlines are met; joins the caller's transaction."""
    met: list[int] = []
    unmet: list[int] = []
    for occurrence in occurrences:
        parts = list(Part.objects.filter(occurrence=occurrence))
        done = is_done(parts)
        if done != (occurrence.done_at is not None):
            occurrence.done_at = now if done else None
            occurrence.save(update_fields=["done_at"])
        for part in parts:
            (met if is_met(part, done=done) else unmet).append(part.pk)
    rows = Deadline.objects.filter(kind=Deadline.Kind.PART)
    rows.open().filter(subject_id__in=met).update(met_at=now)
    rows.filter(subject_id__in=unmet).update(met_at=None)
