"""Reminders: to the right people, at the nearest horizon, never twice, a missed day made good."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Role
from campaigns.models import Campaign
from notifications.models import Message
from tasks.horizons import Horizon, horizon
from tasks.models import Deadline, ReminderRule
from tasks.services import reminders
from tests.conftest import NOW, TODAY

RULE = {"days_ahead": [7, 3, 1], "overdue_every": 3}


def at_nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def deadline(occurrence, cast) -> Deadline:
    """The lead's part, due in three days."""
    ReminderRule.objects.update_or_create(kind="part", defaults=RULE)
    part = occurrence.parts.get(is_lead=True)
    return Deadline.objects.create(
        kind="part",
        subject_id=part.pk,
        campaign=occurrence.task.campaign,
        title=occurrence.task.title,
        due_on=TODAY + timedelta(days=3),
        department=cast.lead_department,
        url_name="notifications:message_open",
        url_id=occurrence.pk,
    )


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (8, None),
        (7, Horizon(False, 7)),
        (4, Horizon(False, 7)),
        (3, Horizon(False, 3)),
        (2, Horizon(False, 3)),
        (1, Horizon(False, 1)),
        (0, Horizon(False, 1)),
        (-1, Horizon(True, 0)),
        (-3, Horizon(True, 0)),
        (-4, Horizon(True, 1)),
    ],
)
def test_only_the_nearest_horizon_fires(days_left, expected):
    assert horizon(due_on=TODAY + timedelta(days=days_left), on=TODAY, **RULE) == expected


def test_the_liaison_officer_of_the_department_is_told_once(deadline, cast):
    assert reminders.queue_reminders(now=NOW) == 1
    message = Message.objects.get()
    assert message.recipient == cast.lead
    assert deadline.title in message.subject
    assert reminders.queue_reminders(now=NOW + timedelta(hours=5)) == 0


def test_with_the_key_switched_off_the_same_reminder_would_be_told_twice(deadline, monkeypatch):
    fresh = iter(range(100))
    monkeypatch.setattr(reminders, "_key", lambda *_: f"k-{next(fresh)}")
    reminders.queue_reminders(now=NOW)
    reminders.queue_reminders(now=NOW)
    assert Message.objects.count() == 2


def test_named_persons_are_told_instead_of_the_liaison_officer(deadline, cast):
    deadline.people.add(cast.staff)
    reminders.queue_reminders(now=NOW)
    assert [m.recipient for m in Message.objects.all()] == [cast.staff]


def test_a_day_on_which_no_worker_ran_is_caught_up_on_the_next(deadline):
    deadline.due_on = TODAY + timedelta(days=4)
    deadline.save(update_fields=["due_on"])
    reminders.queue_reminders(now=at_nine(TODAY))  # the 7-day horizon
    reminders.queue_reminders(now=at_nine(TODAY + timedelta(days=2)))  # the 3-day one, a day late
    assert Message.objects.count() == 2


def test_without_the_catching_up_the_missed_reminder_would_be_lost(deadline, monkeypatch):
    def only_on_the_day(*, due_on, on, days_ahead, overdue_every):
        return Horizon(False, (due_on - on).days) if (due_on - on).days in days_ahead else None

    monkeypatch.setattr(reminders, "horizon", only_on_the_day)
    reminders.queue_reminders(now=at_nine(TODAY + timedelta(days=1)))
    assert not Message.objects.exists()


def test_once_overdue_the_head_of_the_department_hears_too_every_three_days(deadline, cast):
    overdue = at_nine(deadline.due_on + timedelta(days=1))
    assert reminders.queue_reminders(now=overdue) == 2
    assert set(Message.objects.values_list("recipient", "kind")) == {(cast.lead.pk, "overdue"), (cast.head.pk, "overdue")}
    assert reminders.queue_reminders(now=overdue + timedelta(days=1)) == 0
    assert reminders.queue_reminders(now=overdue + timedelta(days=3)) == 2


def test_a_met_deadline_is_silent(deadline):
    Deadline.objects.update(met_at=NOW)
    assert reminders.queue_reminders(now=NOW) == 0


def test_a_campaign_still_being_broken_down_is_silent(deadline):
    Campaign.objects.update(state=Campaign.State.DRAFT)
    assert reminders.queue_reminders(now=NOW) == 0


def test_a_moved_deadline_is_a_new_promise(deadline):
    reminders.queue_reminders(now=NOW)
    Deadline.objects.update(due_on=TODAY + timedelta(days=2))
    assert reminders.queue_reminders(now=NOW) == 1


def test_a_department_without_liaison_officer_falls_to_the_office(deadline, cast):
    cast.lead.memberships.update(role=Role.STAFF)
    reminders.queue_reminders(now=NOW)
    assert [m.recipient for m in Message.objects.all()] == [cast.office]


def test_a_round_over_many_deadlines_asks_the_database_a_fixed_number_of_times(deadline, cast, django_assert_max_num_queries):
    for n in range(1, 60):
        Deadline.objects.create(
            kind="part",
            subject_id=10_000 + n,
            campaign=deadline.campaign,
            title=f"任务{n}",
            due_on=TODAY,
            department=cast.lead_department,
            url_name=deadline.url_name,
            url_id=n,
        )
    reminders.queue_reminders(now=NOW)
    with django_assert_max_num_queries(12):
        assert reminders.queue_reminders(now=NOW) == 0


def test_the_command_runs_one_round_as_of_an_instant(deadline, capsys):
    call_command("send_reminders", "--now", "2026-11-20T09:00+08:00")
    assert capsys.readouterr().out.strip() == "1"
