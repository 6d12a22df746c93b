"""The one calendar: the app that owns a subject keeps its row here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from accounts.models import Department, User
from campaigns.models import Campaign
from tasks.models import Deadline


def set_deadline(
    *,
    kind: str,
    subject_id: int,
    campaign: Campaign,
    title: str,
    due_on: date,
    department: Department | None = None,
    people: Iterable[User] = (),
    url_name: str,
    url_id: int,
) -> Deadline:
    """Write or rewrite the subject's row; whether it is met stays as it was. Joins the caller's transaction.

    ``url_name`` with ``url_id`` is the page a reminder leads to; ``people`` are told besides the department.
    """
    values = {
        "campaign": campaign,
        "title": title[:200],
        "due_on": due_on,
        "department": department,
        "url_name": url_name,
        "url_id": url_id,
    }
    deadline, _created = Deadline.objects.update_or_create(kind=kind, subject_id=subject_id, defaults=values)
    deadline.people.set(people)
    return deadline


def set_new_deadlines(rows: list[tuple[Deadline, list[User]]]) -> None:
    """Write rows of subjects made a moment ago, many at once; each comes with its people."""
    made = Deadline.objects.bulk_create([deadline for deadline, _people in rows])
    through = Deadline.people.through
    through.objects.bulk_create(
        through(deadline_id=deadline.pk, user_id=person.pk) for deadline, (_row, people) in zip(made, rows, strict=True) for person in people
    )


def meet_deadline(*, kind: str, subject_id: int, now: datetime) -> None:
    """Nothing more is to be done: no reminder goes out. The first moment counts; a row met already stays."""
    Deadline.objects.open().filter(kind=kind, subject_id=subject_id).update(met_at=now)


def reopen_deadline(*, kind: str, subject_id: int) -> None:
    """Something is to be done again: reminders go on."""
    Deadline.objects.filter(kind=kind, subject_id=subject_id).update(met_at=None)


def drop_deadline(*, kind: str, subject_id: int) -> None:
    """The subject is gone, or nobody is to hear of it any more."""
    Deadline.objects.filter(kind=kind, subject_id=subject_id).delete()
