"""What is stored although it follows from other rows is recomputed and compared."""

import pytest
from django.core.management import call_command

from tasks import jobs
from tasks.models import Deadline, Every, Occurrence, Part, ReminderRule
from tasks.selectors.drift import drift
from tasks.services.occurrences import approve_part, make_occurrences, submit_part
from tasks.services.tasks import bin_task
from tests.conftest import NOW, TODAY


@pytest.fixture
def made(task) -> Occurrence:
    """The one occurrence of the task."""
    return make_occurrences(task=task, until=TODAY.replace(month=12, day=31), now=NOW)[0]


def test_what_services_wrote_does_not_drift(made, cast):
    lead, support = made.parts.all()
    for step in (lambda: submit_part(part=lead, now=NOW), lambda: approve_part(part=lead, now=NOW), lambda: approve_part(part=support, now=NOW)):
        step()
        assert drift() == []
    bin_task(actor=cast.office, task=made.task, now=NOW)
    assert drift() == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: Part.objects.filter(is_lead=True).update(state="approved"),
        lambda: Occurrence.objects.update(done_at=NOW),
        lambda: Occurrence.objects.update(due_on=TODAY),
        lambda: Deadline.objects.update(met_at=NOW),
        lambda: Deadline.objects.first().delete(),
        lambda: Part.objects.filter(is_lead=False).delete(),
    ],
)
def test_each_way_of_drifting_is_found(made, spoil):
    spoil()
    assert drift()


def test_the_nightly_door_and_the_command_make_what_comes(task, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    task.every, task.deadline_on = Every.MONTH, None
    task.save()
    jobs.carry_on()
    assert Occurrence.objects.count() == 2
    call_command("extend_occurrences")
    assert capsys.readouterr().out.strip() == "0 occurrences made"


def test_reminder_rules_come_with_the_house(db):
    assert {rule.kind: rule.days_ahead for rule in ReminderRule.objects.all()} == {"part": [7, 3, 1], "inspection": [30, 14, 7, 3, 1]}
