"""A record's way: written, handed in, decided on; the task hears of it and so do the people."""

import uuid
from datetime import timedelta

import pytest

from accounts.decisions import Refused, StaleEdit
from accounts.models import AuditEntry
from campaigns.models import Campaign, Indicator, IndicatorSystem
from evidence import answers, selectors
from evidence.models import ActivityRecord, Review
from evidence.services import records
from notifications.models import Message
from tasks.models import Deadline, Part
from tests.conftest import NOW, TODAY

State = ActivityRecord.State
LATER = NOW + timedelta(hours=1)


def part_state(record: ActivityRecord) -> str:
    return Part.objects.get(pk=record.part_id).state


def another(record: ActivityRecord, cast, values) -> ActivityRecord:
    return records.create_record(actor=cast.lead, campaign=record.campaign, department=record.department, ticket=uuid.uuid4(), values=values, now=NOW)


def test_a_draft_is_mapped_to_the_indicators_of_its_task(record):
    assert [indicator.code for indicator in record.indicators.all()] == ["II-2"]
    assert (record.state, part_state(record)) == (State.DRAFT, Part.State.OPEN)


def test_a_form_sent_twice_makes_one_record(record, cast, campaign, values):
    again = records.create_record(actor=cast.lead, campaign=campaign, department=cast.lead_department, ticket=record.ticket, values=values, now=LATER)
    assert again == record
    assert ActivityRecord.objects.count() == 1


def test_a_ticket_of_somebody_else_gives_nothing_away(record, cast, campaign, values):
    send = {"campaign": campaign, "department": cast.lead_department, "values": values, "now": NOW}
    with pytest.raises(Exception, match="(?i)unique"):
        records.create_record(actor=cast.staff, ticket=record.ticket, **send)


def test_a_record_cannot_answer_another_departments_part(cast, campaign, occurrence, values):
    values["part"] = occurrence.parts.get(is_lead=False)
    with pytest.raises(Refused):
        records.create_record(actor=cast.lead, campaign=campaign, department=cast.lead_department, ticket=uuid.uuid4(), values=values, now=NOW)


def test_handing_in_tells_the_task_and_the_office(submitted, cast):
    assert (submitted.state, submitted.submitted_by, part_state(submitted)) == (State.SUBMITTED, cast.lead, Part.State.SUBMITTED)
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.path) == (cast.office, "submitted", f"/records/{submitted.pk}/")
    assert message.subject == "宣传教育科提交了：滨河步道清洁志愿服务"


def test_approval_settles_the_part_and_tells_the_writer(submitted, cast):
    records.approve_record(actor=cast.office, record=submitted, now=LATER)
    assert (submitted.state, part_state(submitted)) == (State.APPROVED, Part.State.APPROVED)
    assert Message.objects.get(recipient=cast.lead).kind == "approved"


def test_a_return_carries_the_reviewers_words_to_part_and_inbox(submitted, cast):
    records.return_record(actor=cast.office, record=submitted, reason=" 照片看不到单位名称。 ", now=LATER)
    part = Part.objects.get(pk=submitted.part_id)
    assert (submitted.state, part.state, part.reason) == (State.RETURNED, Part.State.RETURNED, "照片看不到单位名称。")
    message = Message.objects.get(recipient=cast.lead)
    assert (message.kind, message.body, message.path) == ("returned", "照片看不到单位名称。", f"/records/{submitted.pk}/")


def test_both_writer_and_submitter_hear_of_the_decision(cast, campaign, values):
    draft = records.create_record(actor=cast.staff, campaign=campaign, department=cast.lead_department, ticket=uuid.uuid4(), values=values, now=NOW)
    records.submit_record(actor=cast.lead, record=draft, now=NOW)
    records.return_record(actor=cast.office, record=draft, reason="补照片", now=LATER)
    assert {message.recipient for message in Message.objects.filter(kind="returned")} == {cast.staff, cast.lead}


def test_a_return_without_reason_is_refused(submitted, cast):
    with pytest.raises(Refused):
        records.return_record(actor=cast.office, record=submitted, reason="  ", now=LATER)


def test_an_approved_record_can_still_be_returned(submitted, cast):
    records.approve_record(actor=cast.office, record=submitted, now=NOW)
    records.return_record(actor=cast.office, record=submitted, reason="日期写错", now=LATER)
    assert (submitted.state, part_state(submitted)) == (State.RETURNED, Part.State.RETURNED)
    assert Review.objects.filter(record=submitted).count() == 2


def test_withdrawing_makes_it_a_draft_and_opens_the_part(submitted, cast):
    records.withdraw_record(actor=cast.lead, record=submitted, now=LATER)
    assert (submitted.state, part_state(submitted)) == (State.DRAFT, Part.State.OPEN)


def test_two_reviewers_decide_once(submitted, cast, second_office):
    stale = ActivityRecord.objects.get(pk=submitted.pk)
    records.approve_record(actor=cast.office, record=submitted, now=NOW)
    with pytest.raises(Refused):
        records.approve_record(actor=second_office, record=stale, now=NOW)
    assert Review.objects.count() == 1


def test_nobody_reviews_the_own_material(cast, campaign, values, second_office):
    draft = records.create_record(actor=cast.office, campaign=campaign, department=cast.lead_department, ticket=uuid.uuid4(), values=values, now=NOW)
    records.submit_record(actor=cast.office, record=draft, now=NOW)
    for decide in (records.approve_record, lambda **k: records.return_record(reason="x", **k)):
        with pytest.raises(Refused):
            decide(actor=cast.office, record=draft, now=NOW)
    assert records.approve_record(actor=second_office, record=draft, now=NOW).state == State.APPROVED
    assert {message.recipient for message in Message.objects.filter(kind="submitted")} == {second_office}


def test_a_record_in_the_bin_answers_its_task_no_longer(submitted, cast):
    records.return_record(actor=cast.office, record=submitted, reason="补照片", now=NOW)
    records.bin_record(actor=cast.lead, record=submitted, now=LATER)
    assert part_state(submitted) == Part.State.OPEN
    records.restore_record(actor=cast.lead, record=submitted, now=LATER)
    assert (submitted.state, part_state(submitted)) == (State.RETURNED, Part.State.RETURNED)


def test_what_is_in_review_or_approved_does_not_go_to_the_bin(submitted, cast):
    with pytest.raises(Refused):
        records.bin_record(actor=cast.lead, record=submitted, now=NOW)
    records.approve_record(actor=cast.office, record=submitted, now=NOW)
    with pytest.raises(Refused):
        records.bin_record(actor=cast.office, record=submitted, now=NOW)


def test_more_material_does_not_unsettle_an_approved_part(submitted, cast, values):
    records.approve_record(actor=cast.office, record=submitted, now=NOW)
    more = another(submitted, cast, values)
    records.submit_record(actor=cast.lead, record=more, now=NOW)
    assert part_state(more) == Part.State.APPROVED
    records.return_record(actor=cast.office, record=more, reason="重复", now=LATER)
    assert part_state(more) == Part.State.APPROVED


def test_a_second_record_in_review_quiets_the_reminders_of_a_returned_one(submitted, cast, values):
    records.return_record(actor=cast.office, record=submitted, reason="补照片", now=NOW)
    more = another(submitted, cast, values)
    records.submit_record(actor=cast.lead, record=more, now=LATER)
    assert part_state(more) == Part.State.SUBMITTED


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        ([], "open"),
        (["draft"], "open"),
        (["draft", "returned"], "returned"),
        (["returned", "submitted"], "submitted"),
        (["submitted", "approved"], "approved"),
        (["returned", "approved"], "approved"),
    ],
)
def test_what_records_answer_together(states, answer):
    assert answers.part_state(states) == answer


def test_a_waived_part_stays_waived(record, cast):
    Part.objects.filter(pk=record.part_id).update(state=Part.State.WAIVED)
    records.submit_record(actor=cast.lead, record=record, now=NOW)
    assert part_state(record) == Part.State.WAIVED


def test_a_record_moved_to_another_part_answers_only_that(submitted, cast, values, task):
    records.return_record(actor=cast.office, record=submitted, reason="对应错了", now=NOW)
    old = submitted.part
    other = task.occurrences.create(scheduled_on=TODAY, due_on=TODAY).parts.create(department=cast.lead_department, is_lead=True)
    moved = records.update_record(actor=cast.lead, record=submitted, version=submitted.version, values=values | {"part": other}, now=LATER)
    old.refresh_from_db()
    other.refresh_from_db()
    assert (moved.part, old.state, other.state) == (other, Part.State.OPEN, Part.State.RETURNED)


def test_a_stale_save_is_refused_and_shows_what_stands(record, cast, values):
    records.update_record(actor=cast.staff, record=record, version=1, values=values | {"title": "别人改的"}, now=NOW)
    with pytest.raises(StaleEdit) as stale:
        records.update_record(actor=cast.lead, record=record, version=1, values=values | {"title": "我改的"}, now=NOW)
    assert stale.value.current.title == "别人改的"
    assert ActivityRecord.objects.get().title == "别人改的"


def test_the_same_words_saved_twice_are_no_conflict(record, cast, values):
    first = records.update_record(actor=cast.lead, record=record, version=1, values=values | {"title": "新名"}, now=NOW)
    again = records.update_record(actor=cast.lead, record=record, version=1, values=values | {"title": "新名"}, now=NOW)
    assert first.version == again.version == 2


def test_an_edit_that_comes_after_handing_in_is_refused(record, cast, values):
    stale = ActivityRecord.objects.get(pk=record.pk)
    records.submit_record(actor=cast.lead, record=record, now=NOW)
    with pytest.raises((Refused, StaleEdit)):
        records.update_record(actor=cast.lead, record=stale, version=1, values=values | {"title": "晚了"}, now=NOW)


def test_a_closed_campaign_keeps_its_records(record, cast):
    Campaign.objects.update(state=Campaign.State.CLOSED)
    record = ActivityRecord.objects.get(pk=record.pk)
    with pytest.raises(Refused):
        records.submit_record(actor=cast.lead, record=record, now=NOW)


def test_one_record_proves_several_indicators(record, cast):
    theory = Indicator.objects.get(code="II-1")
    records.map_record(actor=cast.lead, record=record, indicator=theory, now=NOW)
    assert record.indicators.count() == 2
    records.unmap_record(actor=cast.lead, record=record, indicator=theory, now=NOW)
    assert record.indicators.count() == 1


def test_an_indicator_of_another_system_is_refused(record, cast):
    foreign = Indicator.objects.create(system=IndicatorSystem.objects.create(name="别的体系"), code="X", title="别的")
    with pytest.raises(Refused):
        records.map_record(actor=cast.lead, record=record, indicator=foreign, now=NOW)


def test_the_office_maps_approved_records_and_the_department_does_not(submitted, cast):
    records.approve_record(actor=cast.office, record=submitted, now=NOW)
    theory = Indicator.objects.get(code="II-1")
    with pytest.raises(Refused):
        records.map_record(actor=cast.lead, record=submitted, indicator=theory, now=NOW)
    records.map_record(actor=cast.office, record=submitted, indicator=theory, now=NOW)


def test_every_step_is_in_the_log(submitted, cast):
    records.return_record(actor=cast.office, record=submitted, reason="补照片", now=NOW)
    records.bin_record(actor=cast.lead, record=submitted, now=NOW)
    records.restore_record(actor=cast.lead, record=submitted, now=NOW)
    records.submit_record(actor=cast.lead, record=submitted, now=NOW)
    records.approve_record(actor=cast.office, record=submitted, now=NOW)
    verbs = [verb for verb in AuditEntry.objects.order_by("pk").values_list("verb", flat=True) if verb.endswith("_record")]
    assert verbs == ["create_record", "submit_record", "return_record", "bin_record", "restore_record", "submit_record", "approve_record"]


def test_parts_and_records_agree_and_a_forgotten_call_shows(submitted):
    assert selectors.drift() == []
    Part.objects.filter(pk=submitted.part_id).update(state=Part.State.OPEN)
    assert [(drift.part_id, drift.stored, drift.computed) for drift in selectors.drift()] == [(submitted.part_id, "open", "submitted")]


def test_without_an_event_papers_answer_an_indicator_directly(cast, campaign):
    theory = Indicator.objects.get(code="II-1")
    paper = records.create_record(
        actor=cast.staff,
        campaign=campaign,
        department=cast.lead_department,
        ticket=uuid.uuid4(),
        values={"title": "学习制度", "held_on": TODAY},
        is_event=False,
        indicators=[theory],
        now=NOW,
    )
    assert (list(paper.indicators.all()), paper.part, paper.is_event) == ([theory], None, False)
    assert not Deadline.objects.exists()
