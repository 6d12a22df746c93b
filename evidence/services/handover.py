"""Open work goes from one person to another, and a person may leave."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.decisions import ALLOWED, Decision, Refused, refuse, require
from accounts.models import User
from accounts.permissions import can_hand_over
from accounts.services import audit
from accounts.services.people import close_account
from evidence.models import ActivityRecord
from evidence.open_work import OpenWork, of_person, open_work_of
from notifications.models import Message
from notifications.services import tell
from tasks.models import Deadline, Task


def hand_over(*, actor: User, person: User, successor: User | None, left_on: date | None = None, now: datetime) -> OpenWork:
    """Give all open work of the person to the successor, who is told; with ``left_on`` also close the account. All or nothing.

    Tasks get the successor as responsible person, deadlines remind the successor, records not approved count as the
    successor's from now on (the log keeps whose they were). Refused unless the actor is of the office or keeps accounts,
    when the successor cannot see the records, when nothing is open and nobody leaves, and whatever ``close_account`` refuses.
    """
    require(can_hand_over(actor, person))
    with transaction.atomic():
        work = open_work_of(person)
        if work:
            require(can_take_over(successor, person, work))
        elif left_on is None:
            raise Refused(refuse(_("%(name)s has no open work.") % {"name": person.full_name}))
        if work and successor is not None:
            _move(work, person, successor, now)
            audit.record("hand_over", actor=actor, obj=person, details=_facts(work, successor), now=now)
            _tell(work, person, successor, now)
        if left_on is not None:
            close_account(actor=actor, person=person, left_on=left_on, now=now)
    return work


def can_take_over(successor: User | None, person: User, work: OpenWork) -> Decision:
    """Whether the successor works here and sees every record that would come."""
    if successor is None:
        return refuse(_("%(name)s still has %(work)s; choose who takes over.") % {"name": person.full_name, "work": "、".join(of_person(person))})
    if successor.pk == person.pk or not successor.is_active or not successor.standing.works_here:
        return refuse(_("Choose a colleague who works here and can sign in."))
    unseen = [row.name for row in work.departments if row.pk not in successor.standing.department_ids]
    if unseen and not successor.standing.is_office:
        names = {"name": successor.full_name, "departments": "、".join(sorted(unseen))}
        return refuse(_("%(name)s does not belong to %(departments)s, whose records are among the open work; choose a colleague from there.") % names)
    return ALLOWED


def _move(work: OpenWork, person: User, successor: User, now: datetime) -> None:
    """Versions rise, so that somebody who is just editing a task or record does not put the old name back unseen."""
    for task in work.tasks:
        task.responsible_persons.remove(person)
        task.responsible_persons.add(successor)
    Task.objects.filter(pk__in=[task.pk for task in work.tasks]).update(version=F("version") + 1)
    reminded = Deadline.people.through.objects.filter(deadline__in=work.deadlines)
    already = reminded.filter(user=successor).values("deadline_id")
    reminded.filter(user=person, deadline__in=already).delete()
    reminded.filter(user=person).update(user=successor)
    records = ActivityRecord.objects.filter(pk__in=[record.pk for record in work.records])
    records.update(created_by=successor, version=F("version") + 1, updated_at=now)


def _facts(work: OpenWork, successor: User) -> dict:
    return {
        "successor": successor.full_name,
        "successor_id": successor.pk,
        "tasks": [task.pk for task in work.tasks],
        "records": [record.pk for record in work.records],
        "deadlines": [deadline.pk for deadline in work.deadlines],
    }


def _tell(work: OpenWork, person: User, successor: User, now: datetime) -> None:
    """One message with everything by name, in the language of the unit."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_("Task: %(title)s") % {"title": task} for task in work.tasks]
        lines += [_("Record: %(title)s (%(state)s)") % {"title": record.title, "state": record.get_state_display()} for record in work.records]
        lines += [_("Due %(day)s: %(title)s") % {"day": deadline.due_on, "title": deadline.title} for deadline in work.deadlines]
        tell(
            recipient=successor,
            kind=Message.Kind.ASSIGNED,
            subject=_("You take over the open work of %(name)s") % {"name": person.full_name},
            body="\n".join(lines),
            path=reverse("reports:desk"),
            dedupe_key=f"handover-{person.pk}-{successor.pk}-{now.timestamp():.0f}",
            now=now,
        )
