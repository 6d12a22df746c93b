"""Tasks made, changed, binned and restored."""

import uuid
from datetime import date, timedelta

import pytest

from accounts.decisions import Refused, StaleEdit
from campaigns.models import Campaign, Indicator
from tasks.models import Deadline, Every, Occurrence, Part, Task
from tasks.services.occurrences import approve_part, make_occurrences, move_occurrence, submit_part
from tasks.services.tasks import bin_task, create_task, map_indicators, map_tasks, restore_task, update_task
from tests.conftest import NOW, TODAY

UNTIL = date(2026, 12, 31)


def change(task: Task, cast, **values) -> Task:
    """The office saves other values."""
    return update_task(actor=cast.office, task=task, version=task.version, values=values, now=NOW)


def test_a_new_task_in_a_campaign_under_way_is_asked_for_from_today_on(campaign, cast):
    values = {"title": "道德讲堂", "every": Every.QUARTER, "lead_department": cast.lead_department, "indicators": [Indicator.objects.get(code="II-1")]}
    supports = [(cast.supporting_department, "组织听讲", True)]
    task = create_task(actor=cast.office, campaign=campaign, ticket=uuid.uuid4(), values=values, supports=supports, persons=[cast.lead], now=NOW)
    assert (task.code, [row.label for row in task.occurrences.all()]) == ("T-001", ["2026年第4季度"])
    assert (task.supports.get().duty, task.responsible_persons.get(), task.indicators.get().code) == ("组织听讲", cast.lead, "II-1")


def test_a_new_task_of_a_draft_has_no_occurrences_yet(campaign, cast):
    Campaign.objects.update(state="draft")
    campaign.refresh_from_db()
    task = create_task(actor=cast.office, campaign=campaign, ticket=uuid.uuid4(), values={"title": "甲", "every": Every.MONTH}, now=NOW)
    assert not task.occurrences.exists()


def test_the_same_form_sent_twice_makes_one_task(campaign, cast):
    ticket = uuid.uuid4()
    first, second = (create_task(actor=cast.office, campaign=campaign, ticket=ticket, values={"title": "甲"}, now=NOW) for _ in range(2))
    assert first == second
    assert Task.objects.count() == 1


def test_numbers_go_on_after_the_highest_even_when_it_lies_in_the_bin(task, campaign, cast):
    bin_task(actor=cast.office, task=task, now=NOW)
    assert create_task(actor=cast.office, campaign=campaign, ticket=uuid.uuid4(), values={"title": "甲"}, now=NOW).code == "T-002"


@pytest.mark.parametrize("who", ["lead", "head", "leader", "staff", "outsider", "inspector", "system_admin"])
def test_only_the_office_writes_tasks(task, campaign, cast, who):
    actor = getattr(cast, who)
    with pytest.raises(Refused):
        create_task(actor=actor, campaign=campaign, ticket=uuid.uuid4(), values={"title": "甲"}, now=NOW)
    with pytest.raises(Refused):
        update_task(actor=actor, task=task, version=1, values={"title": "乙"}, now=NOW)
    with pytest.raises(Refused):
        bin_task(actor=actor, task=task, now=NOW)
    with pytest.raises(Refused):
        map_indicators(actor=actor, task=task, indicators=[], now=NOW)


def test_nothing_is_changed_in_a_closed_campaign(task, cast):
    Campaign.objects.update(state="closed")
    task.campaign.refresh_from_db()
    with pytest.raises(Refused):
        change(task, cast, title="乙")


def test_the_second_to_save_learns_of_the_first_and_changes_nothing(task, cast):
    change(task, cast, title="乙")
    with pytest.raises(StaleEdit) as caught:
        update_task(actor=cast.office, task=task, version=1, values={"title": "丙"}, now=NOW)
    assert caught.value.current.title == "乙"
    assert Task.objects.get().title == "乙"


def test_a_new_deadline_moves_the_one_occurrence_and_its_calendar_rows(task, cast):
    make_occurrences(task=task, until=UNTIL, now=NOW)
    change(task, cast, deadline_on=TODAY + timedelta(days=20), title="志愿服务周")
    occurrence = Occurrence.objects.get()
    assert occurrence.due_on == occurrence.scheduled_on == TODAY + timedelta(days=20)
    assert set(Deadline.objects.values_list("due_on", "title")) == {(TODAY + timedelta(days=20), "志愿服务周")}


@pytest.fixture
def monthly(task) -> Task:
    """The task every month since January, all occurrences made; today is 20 November."""
    Task.objects.update(every=Every.MONTH, deadline_on=None)
    task.refresh_from_db()
    make_occurrences(task=task, until=UNTIL, now=NOW)
    return task


def labels(task: Task) -> list[str]:
    return [row.label for row in task.occurrences.order_by("scheduled_on")]


def test_another_recurrence_leaves_the_past_and_replaces_the_future(monthly, cast):
    change(monthly, cast, every=Every.QUARTER)
    assert labels(monthly) == [*(f"2026年{month}月" for month in range(1, 11)), "2026年第4季度"]


def test_moved_or_handed_in_occurrences_are_never_rewritten(monthly, cast):
    november, december = monthly.occurrences.order_by("scheduled_on")[10:]
    move_occurrence(actor=cast.office, occurrence=november, due_on=date(2026, 11, 26), now=NOW)
    submit_part(part=december.parts.get(is_lead=True), now=NOW)
    change(monthly, cast, every=Every.QUARTER)
    assert labels(monthly)[-2:] == ["2026年11月", "2026年12月"]
    november.refresh_from_db()
    assert november.due_on == date(2026, 11, 26)


def test_a_new_lead_takes_over_what_comes_and_leaves_the_past(monthly, cast):
    change(monthly, cast, lead_department=cast.other_department)
    leads = {row.label: row.parts.get(is_lead=True).department for row in monthly.occurrences.all()}
    assert leads["2026年10月"] == cast.lead_department
    assert leads["2026年11月"] == leads["2026年12月"] == cast.other_department
    assert Deadline.objects.count() == Part.objects.count() == 24


def test_a_department_that_has_handed_in_keeps_its_part_beside_the_new_lead(task, cast):
    occurrence = make_occurrences(task=task, until=UNTIL, now=NOW)[0]
    submit_part(part=occurrence.parts.get(is_lead=True), now=NOW)
    change(task, cast, lead_department=cast.supporting_department)
    assert {(part.department.name, part.is_lead) for part in occurrence.parts.all()} == {("计划财务科", True), ("宣传教育科", False)}


def test_dropping_the_last_missing_supporter_makes_the_occurrence_done(task, cast):
    occurrence = make_occurrences(task=task, until=UNTIL, now=NOW)[0]
    approve_part(part=occurrence.parts.get(is_lead=True), now=NOW)
    update_task(actor=cast.office, task=task, version=1, values={}, supports=[], now=NOW)
    occurrence.refresh_from_db()
    assert occurrence.done_at == NOW


def test_new_responsible_persons_are_told_of_old_debts_as_well(monthly, cast):
    update_task(actor=cast.office, task=monthly, version=1, values={}, persons=[cast.staff], now=NOW)
    assert Deadline.objects.filter(people=cast.staff).count() == 12


def test_a_binned_task_leaves_the_calendar_and_comes_back_as_it_was(monthly, cast):
    approve_part(part=monthly.occurrences.first().parts.get(is_lead=True), now=NOW)
    before = set(Deadline.objects.values_list("subject_id", "due_on", "met_at"))
    bin_task(actor=cast.office, task=monthly, now=NOW)
    assert not Deadline.objects.exists()
    assert not Task.objects.kept().exists()
    with pytest.raises(Refused):
        change(monthly, cast, title="乙")
    restore_task(actor=cast.office, task=monthly, now=NOW)
    assert set(Deadline.objects.values_list("subject_id", "due_on", "met_at")) == before


def test_mapping_from_either_side_meets_in_the_middle(task, campaign, cast):
    line = Indicator.objects.get(code="II-1")
    map_indicators(actor=cast.office, task=task, indicators=[line], now=NOW)
    assert list(line.tasks.all()) == [task]
    map_tasks(actor=cast.office, campaign=campaign, indicator=line, tasks=[], now=NOW)
    assert not task.indicators.exists()
