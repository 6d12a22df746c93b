"""Occurrences, parts and what follows from them."""

import uuid
from datetime import date, timedelta

import pytest

from accounts.decisions import Refused
from accounts.models import AuditEntry
from tasks.models import Deadline, Every, Occurrence, Part, Task, TaskSupport
from tasks.services import occurrences
from tasks.services.occurrences import approve_part, extend_occurrences, make_occurrences, return_part, submit_part, waive_part, withdraw_part
from tests.conftest import NOW, TODAY

UNTIL = date(2026, 12, 31)


@pytest.fixture
def quarterly(task) -> Task:
    """The task, four times a year."""
    task.every, task.deadline_on = Every.QUARTER, None
    task.save()
    return task


def parts_of(occurrence: Occurrence) -> tuple[Part, Part]:
    """The lead's and the supporter's."""
    return occurrence.parts.get(is_lead=True), occurrence.parts.get(is_lead=False)


def deadline_of(part: Part) -> Deadline:
    return Deadline.objects.get(kind="part", subject_id=part.pk)


def test_a_quarterly_task_gets_four_occurrences_with_both_parts_and_a_deadline_each(quarterly, cast):
    made = make_occurrences(task=quarterly, until=UNTIL, now=NOW)
    assert [row.label for row in made] == ["2026年第1季度", "2026年第2季度", "2026年第3季度", "2026年第4季度"]
    lead, support = parts_of(made[2])
    assert (lead.department, support.department, support.duty, support.is_required) == (cast.lead_department, cast.supporting_department, "提供时长截图", True)
    row = deadline_of(support)
    assert (row.title, row.due_on, row.department, row.url_name, row.url_id) == (
        "开展志愿服务 2026年第3季度",
        date(2026, 9, 30),
        cast.supporting_department,
        "tasks:occurrence_detail",
        made[2].pk,
    )
    assert Deadline.objects.count() == 8


def test_making_again_makes_nothing(quarterly):
    make_occurrences(task=quarterly, until=UNTIL, now=NOW)
    assert make_occurrences(task=quarterly, until=UNTIL, now=NOW) == []
    assert (Occurrence.objects.count(), Part.objects.count(), Deadline.objects.count()) == (4, 8, 8)


def test_without_a_lead_nothing_is_made(quarterly):
    quarterly.lead_department = None
    assert make_occurrences(task=quarterly, until=UNTIL, now=NOW) == []


def test_the_nightly_round_makes_what_comes_and_never_the_past(quarterly):
    assert extend_occurrences(now=NOW) == 1
    assert Occurrence.objects.get().label == "2026年第4季度"
    assert extend_occurrences(now=NOW) == 0


def test_a_moved_occurrence_is_not_made_a_second_time(quarterly, cast):
    last = make_occurrences(task=quarterly, until=UNTIL, now=NOW)[-1]
    occurrences.move_occurrence(actor=cast.office, occurrence=last, due_on=date(2026, 12, 20), now=NOW)
    assert make_occurrences(task=quarterly, until=UNTIL, now=NOW) == []
    assert deadline_of(parts_of(last)[0]).due_on == date(2026, 12, 20)


def test_responsible_persons_are_told_of_their_own_departments_deadline_only(task, cast):
    task.responsible_persons.add(cast.lead, cast.outsider)
    lead, support = parts_of(make_occurrences(task=task, until=UNTIL, now=NOW)[0])
    assert list(deadline_of(lead).people.all()) == [cast.lead]
    assert not deadline_of(support).people.exists()


@pytest.fixture
def made(task) -> Occurrence:
    """The one occurrence of the task, due in three days, made by the service."""
    return make_occurrences(task=task, until=UNTIL, now=NOW)[0]


def test_done_when_lead_and_required_supporter_are_approved_or_waived(made, cast):
    lead, support = parts_of(made)
    approve_part(part=lead, now=NOW)
    made.refresh_from_db()
    assert made.done_at is None
    waive_part(actor=cast.office, part=support, reason="本期无须配合", now=NOW)
    made.refresh_from_db()
    assert made.done_at == NOW


def test_a_supporter_without_duty_to_hand_in_does_not_hold_up_and_is_no_longer_reminded(task):
    TaskSupport.objects.update(is_required=False)
    made = make_occurrences(task=task, until=UNTIL, now=NOW)[0]
    lead, support = parts_of(made)
    approve_part(part=lead, now=NOW)
    made.refresh_from_db()
    assert made.done_at == NOW
    assert deadline_of(support).met_at == NOW


def test_reminders_stop_when_handed_in_and_go_on_when_returned_or_withdrawn(made):
    lead, _support = parts_of(made)
    submit_part(part=lead, now=NOW)
    assert deadline_of(lead).met_at == NOW
    return_part(part=lead, reason="照片看不清单位名称", now=NOW)
    assert (lead.state, lead.reason, deadline_of(lead).met_at) == (Part.State.RETURNED, "照片看不清单位名称", None)
    submit_part(part=lead, now=NOW)
    withdraw_part(part=lead, now=NOW)
    assert (lead.state, deadline_of(lead).met_at) == (Part.State.OPEN, None)


def test_a_second_record_does_not_undo_an_approval(made):
    lead, _support = parts_of(made)
    approve_part(part=lead, now=NOW)
    submit_part(part=lead, now=NOW)
    return_part(part=lead, reason="多余", now=NOW)
    assert lead.state == Part.State.APPROVED


def test_reopening_a_part_undoes_done(made, cast):
    lead, support = parts_of(made)
    approve_part(part=lead, now=NOW)
    approve_part(part=support, now=NOW)
    occurrences.reopen_part(part=lead, now=NOW)
    made.refresh_from_db()
    assert (made.done_at, deadline_of(lead).met_at, deadline_of(support).met_at) == (None, None, NOW)


def test_a_waived_part_can_be_asked_for_again(made, cast):
    lead, _support = parts_of(made)
    waive_part(actor=cast.office, part=lead, reason="改期", now=NOW)
    occurrences.ask_again(actor=cast.office, part=lead, now=NOW)
    assert lead.state == Part.State.OPEN


@pytest.mark.parametrize("who", ["lead", "head", "leader", "outsider", "inspector"])
def test_only_the_office_waives_and_moves(made, cast, who):
    lead, _support = parts_of(made)
    with pytest.raises(Refused):
        waive_part(actor=getattr(cast, who), part=lead, reason="不想做", now=NOW)
    with pytest.raises(Refused):
        occurrences.move_occurrence(actor=getattr(cast, who), occurrence=made, due_on=TODAY, now=NOW)
    lead.refresh_from_db()
    assert lead.state == Part.State.OPEN


def test_what_is_done_is_not_moved(made, cast):
    for part in parts_of(made):
        approve_part(part=part, now=NOW)
    made.refresh_from_db()
    with pytest.raises(Refused):
        occurrences.move_occurrence(actor=cast.office, occurrence=made, due_on=TODAY + timedelta(days=9), now=NOW)


def test_waiving_and_moving_stand_in_the_log(made, cast):
    waive_part(actor=cast.office, part=parts_of(made)[0], reason="改期", now=NOW)
    occurrences.move_occurrence(actor=cast.office, occurrence=made, due_on=TODAY, now=NOW)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"waive_part", "move_occurrence"}


def test_a_year_of_weeks_for_many_departments_is_made_with_few_queries(campaign, cast, django_assert_max_num_queries):
    task = Task.objects.create(campaign=campaign, code="T-9", title="文明交通劝导", lead_department=cast.lead_department, every=Every.WEEK, ticket=uuid.uuid4())
    TaskSupport.objects.create(task=task, department=cast.supporting_department, is_required=True)
    with django_assert_max_num_queries(14):
        assert len(make_occurrences(task=task, until=UNTIL, now=NOW)) == 53
