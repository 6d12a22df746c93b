"""Tell people of their deadlines: 7, 3 and 1 days ahead and when overdue, never twice, a missed day made good."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from campaigns.models import Campaign
from notifications.models import Message
from notifications.services import tell
from tasks.horizons import Horizon, horizon
from tasks.models import Deadline, ReminderRule

BATCH = 200

Holders = Callable[[str, int | None], set[User]]


def queue_reminders(*, now: datetime) -> int:
    """Write the messages due as of ``now``; returns how many were new. Running it again writes nothing twice.

    The rows decide, not the clock of a worker: whatever is due and has no message yet gets one.
    """
    on = timezone.localtime(now).date()
    rules = {rule.kind: rule for rule in ReminderRule.objects.all()}
    farthest = max((max(rule.days_ahead, default=0) for rule in rules.values()), default=0)
    waiting = (
        Deadline.objects.due_by(on + timedelta(days=farthest))
        .filter(campaign__state=Campaign.State.ACTIVE, kind__in=rules)
        .prefetch_related("people")
        .order_by("pk")
    )
    holders = holders_on(on)
    told = 0
    batch: list[tuple[Deadline, Horizon]] = []
    for deadline in waiting.iterator(chunk_size=BATCH):
        rule = rules[deadline.kind]
        wanted = horizon(due_on=deadline.due_on, on=on, days_ahead=rule.days_ahead, overdue_every=rule.overdue_every)
        if wanted is not None:
            batch.append((deadline, wanted))
        if len(batch) == BATCH:
            told += _tell_batch(batch, holders=holders, now=now)
            batch = []
    return told + _tell_batch(batch, holders=holders, now=now)


def _tell_batch(batch: list[tuple[Deadline, Horizon]], *, holders: Holders, now: datetime) -> int:
    """One short transaction for some deadlines; those that were told already cost one query together."""
    on = timezone.localtime(now).date()
    wanted = {
        _key(deadline, step, person): (deadline, step, person)
        for deadline, step in batch
        for person in recipients(deadline, is_overdue=step.is_overdue, holders=holders)
    }
    known = set(Message.objects.filter(dedupe_key__in=wanted).values_list("dedupe_key", flat=True))
    told = 0
    with transaction.atomic():
        for key, (deadline, step, person) in wanted.items():
            if key not in known:
                subject, body = wording(deadline, on=on)
                kind = Message.Kind.OVERDUE if step.is_overdue else Message.Kind.REMINDER
                path = reverse(deadline.url_name, args=[deadline.url_id])
                told += tell(recipient=person, kind=kind, subject=subject, body=body, path=path, dedupe_key=key, now=now) is not None
    return told


def _key(deadline: Deadline, step: Horizon, person: User) -> str:
    """A moved deadline is a new promise: its date is part of the key."""
    return f"deadline-{deadline.pk}-{deadline.due_on}-{step.key}-{person.pk}"


def recipients(deadline: Deadline, *, is_overdue: bool, holders: Holders) -> Iterable[User]:
    """The persons named, else the department's liaison officers; its head as well once overdue; the office when nobody is left."""
    people = {person for person in deadline.people.all() if person.is_active}
    if deadline.department_id and not people:
        people |= holders(Role.LIAISON_OFFICER, deadline.department_id)
    if deadline.department_id and is_overdue:
        people |= holders(Role.DEPARTMENT_HEAD, deadline.department_id)
    if not people:
        people = holders(Role.OFFICE, None) | (holders(Role.LEADER, None) if deadline.department_id is None else set())
    return sorted(people, key=lambda person: person.pk)


def holders_on(on: date) -> Holders:
    """Who holds a role on the day, asked once for each role and department in a round."""
    return cache(lambda role, department_id: set(User.objects.holding(role, on, department_id)))


def wording(deadline: Deadline, *, on: date) -> tuple[str, str]:
    """Subject and body, in the language of the unit."""
    left = (deadline.due_on - on).days
    day = date_format(deadline.due_on, "n月j日")
    if left < 0:
        subject = ngettext("%(n)d day overdue: %(title)s", "%(n)d days overdue: %(title)s", -left) % {"n": -left, "title": deadline.title}
        return subject, _("It was due on %(day)s and is not finished. Please complete it, or ask the campaign office to move the date.") % {"day": day}
    if left == 0:
        return _("Due today: %(title)s") % {"title": deadline.title}, _("Due today, %(day)s.") % {"day": day}
    subject = ngettext("%(n)d day left: %(title)s", "%(n)d days left: %(title)s", left) % {"n": left, "title": deadline.title}
    return subject, _("Due on %(day)s. Please hand in the activity and its material in time.") % {"day": day}
