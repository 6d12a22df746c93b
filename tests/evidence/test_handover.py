"""Open work goes to a colleague whole, with a message; and nobody leaves while work carries the name."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.decisions import ALLOWED, Refused
from accounts.models import AuditEntry, Membership, Role, User
from accounts.services import people
from campaigns.models import Campaign
from evidence.models import ActivityRecord
from evidence.open_work import colleagues_of, of_department, of_person, open_work_of
from evidence.services import handover
from evidence.services.handover import hand_over
from notifications.models import Message
from tasks.models import Deadline, Part
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def record(cast, campaign, state, title, **more) -> ActivityRecord:
    return ActivityRecord.objects.create(
        campaign=campaign, title=title, state=state, held_on=TODAY, ticket=uuid.uuid4(), created_at=NOW, updated_at=NOW,
        **{"department": cast.lead_department, "created_by": cast.lead, **more},
    )  # fmt: skip


@pytest.fixture
def work(cast, campaign, task, occurrence) -> dict:
    """The lead's open work: one task, its deadline, a draft, a returned and a submitted record; and an approved one."""
    task.responsible_persons.add(cast.lead)
    part = occurrence.parts.get(is_lead=True)
    deadline = Deadline.objects.create(
        kind="part",
        subject_id=part.pk,
        campaign=campaign,
        title="开展志愿服务",
        due_on=TODAY,
        department=cast.lead_department,
        url_name="tasks:occurrence_detail",
        url_id=1,
    )
    deadline.people.add(cast.lead)
    records = {state: record(cast, campaign, state, f"记录 {state}") for state in ("draft", "returned", "submitted", "approved")}
    return {"task": task, "deadline": deadline, **records}


def test_tasks_deadlines_and_records_go_over_and_what_is_approved_stays(cast, work):
    hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, now=NOW)
    assert list(work["task"].responsible_persons.all()) == [cast.staff]
    assert list(work["deadline"].people.all()) == [cast.staff]
    authors = {state: ActivityRecord.objects.get(pk=work[state].pk).created_by for state in ("draft", "returned", "submitted", "approved")}
    assert authors == {"draft": cast.staff, "returned": cast.staff, "submitted": cast.staff, "approved": cast.lead}
    assert not open_work_of(cast.lead)


def test_the_successor_is_told_once_with_everything_by_name(cast, work):
    hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, now=NOW)
    message = Message.objects.get()
    assert (message.recipient, message.kind) == (cast.staff, "assigned")
    assert "林月" in message.subject
    assert all(words in message.body for words in ("T-001 开展志愿服务", "记录 draft", "已退回", "2026-11-20"))


def test_the_log_keeps_whose_the_work_was(cast, work):
    hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, now=NOW)
    entry = AuditEntry.objects.get(verb="hand_over")
    assert (entry.object_label, entry.details["successor"], entry.details["tasks"]) == ("林月", "何苗", [work["task"].pk])
    assert sorted(entry.details["records"]) == sorted(work[state].pk for state in ("draft", "returned", "submitted"))


def test_who_answers_for_the_task_already_is_not_entered_twice(cast, work):
    work["task"].responsible_persons.add(cast.staff)
    work["deadline"].people.add(cast.staff)
    hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, now=NOW)
    assert work["task"].responsible_persons.count() == work["deadline"].people.count() == 1


def test_somebody_just_editing_does_not_put_the_old_name_back_unseen(cast, work):
    before = work["task"].version, work["draft"].version
    hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, now=NOW)
    work["task"].refresh_from_db()
    work["draft"].refresh_from_db()
    assert (work["task"].version, work["draft"].version) == (before[0] + 1, before[1] + 1)


def test_all_or_nothing_when_the_message_cannot_be_written(cast, work, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("no inbox")

    monkeypatch.setattr(handover, "tell", broken)
    with pytest.raises(RuntimeError):
        hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, now=NOW)
    assert list(work["task"].responsible_persons.all()) == [cast.lead]
    assert ActivityRecord.objects.filter(created_by=cast.lead).count() == 4
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", ["lead", "head", "leader", "security_admin", "audit_admin", "inspector", "outsider"])
def test_only_the_office_and_the_system_administrator_hand_over(cast, work, who):
    with pytest.raises(Refused):
        hand_over(actor=getattr(cast, who), person=cast.lead, successor=cast.staff, now=NOW)


def test_the_successor_must_see_the_records(cast, work):
    with pytest.raises(Refused, match="方舟不在宣传教育科"):
        hand_over(actor=cast.office, person=cast.lead, successor=cast.outsider, now=NOW)
    hand_over(actor=cast.office, person=cast.lead, successor=cast.office, now=NOW)


def test_without_the_guard_drafts_would_go_where_nobody_sees_them(cast, work, monkeypatch):
    monkeypatch.setattr(handover, "can_take_over", lambda *args: ALLOWED)
    hand_over(actor=cast.office, person=cast.lead, successor=cast.outsider, now=NOW)
    assert not ActivityRecord.objects.visible_to(cast.outsider).filter(pk=work["draft"].pk).exists()


@pytest.mark.parametrize("successor", ["lead", "inspector", "audit_admin"])
def test_work_goes_to_no_one_who_could_not_do_it(cast, work, successor):
    with pytest.raises(Refused, match="参与创建"):
        hand_over(actor=cast.office, person=cast.lead, successor=getattr(cast, successor), now=NOW)


def test_with_nothing_open_there_is_nothing_to_hand_over(cast):
    with pytest.raises(Refused, match="没有未完成的工作"):
        hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, now=NOW)


def test_an_account_is_not_closed_while_work_is_open(cast, work):
    with pytest.raises(Refused, match="1 项未完成任务、3 条未通过的记录、1 个截止事项"):
        people.close_account(actor=cast.system_admin, person=cast.lead, left_on=TODAY, now=NOW)
    with pytest.raises(Refused, match="请选择接手人"):
        hand_over(actor=cast.system_admin, person=cast.lead, successor=None, left_on=TODAY, now=NOW)
    assert User.objects.get(pk=cast.lead.pk).is_active


def test_handing_over_and_leaving_is_one_step(cast, work):
    hand_over(actor=cast.system_admin, person=cast.lead, successor=cast.staff, left_on=TODAY, now=NOW)
    gone = User.objects.get(pk=cast.lead.pk)
    assert (gone.is_active, gone.left_on) == (False, TODAY)
    assert not Membership.objects.current(TODAY + timedelta(days=1)).filter(user=gone).exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["hand_over", "close_account"]


def test_when_leaving_is_refused_nothing_is_handed_over_either(cast, work):
    with pytest.raises(Refused):
        hand_over(actor=cast.office, person=cast.lead, successor=cast.staff, left_on=TODAY, now=NOW)  # the office closes no accounts
    assert list(work["task"].responsible_persons.all()) == [cast.lead]
    assert not Message.objects.exists()


def test_somebody_without_open_work_just_leaves(cast):
    hand_over(actor=cast.system_admin, person=cast.staff, successor=None, left_on=TODAY, now=NOW)
    assert User.objects.get(pk=cast.staff.pk).left_on == TODAY


def test_what_is_over_is_no_open_work(cast, campaign, work, occurrence):
    occurrence.done_at = NOW
    occurrence.save()
    Deadline.objects.update(met_at=NOW)
    ActivityRecord.objects.filter(state__in=["draft", "returned", "submitted"]).update(deleted_at=NOW)
    assert of_person(cast.lead) == []


def test_a_closed_campaign_holds_nobody(cast, campaign, work):
    Campaign.objects.update(state=Campaign.State.CLOSED)
    assert of_person(cast.lead) == [] and of_department(cast.lead_department) == []


def test_a_department_has_the_tasks_it_leads_or_supports_and_its_records(cast, work):
    assert of_department(cast.lead_department) == ["1 项未完成任务", "3 条未通过的记录"]
    assert of_department(cast.supporting_department) == ["1 项未完成任务"]
    assert of_department(cast.other_department) == []
    assert Part.objects.filter(department=cast.supporting_department).exists()


def test_colleagues_of_the_same_department_stand_first(cast):
    names = [person.full_name for person, _label in colleagues_of(cast.lead, TODAY)]
    assert set(names[:2]) == {"江平", "何苗"}
    assert "林月" not in names and "检查组" not in names and "审计员" not in names


def test_titles_are_shown_to_the_office_and_numbers_to_the_administrator(cast, work, client_of):
    address = reverse("evidence:hand_over", args=[cast.lead.pk])
    office, keeper = (client_of(person).get(address).content.decode() for person in (cast.office, cast.system_admin))
    assert "记录 draft" in office and "开展志愿服务" in office
    assert "记录 draft" not in keeper and "开展志愿服务" not in keeper and "未通过的记录" in keeper
    assert 'name="left_on"' in keeper and 'name="left_on"' not in office


def test_the_page_hands_over_and_a_refusal_keeps_what_was_chosen(cast, work, client_of):
    client, address = client_of(cast.system_admin), reverse("evidence:hand_over", args=[cast.lead.pk])
    page = client.post(address, {"successor": cast.outsider.pk, "left_on": str(TODAY - timedelta(days=3650))})
    assert page.status_code == 422 and "方舟不在宣传教育科" in page.content.decode()
    assert f'<option value="{cast.outsider.pk}" selected' in page.content.decode()
    answer = client.post(address, {"successor": cast.staff.pk, "left_on": str(TODAY - timedelta(days=3650))})
    assert answer.status_code == 302
    assert User.objects.get(pk=cast.lead.pk).left_on
    assert client.get(address).status_code == 403


def test_leaving_asks_for_the_role_of_system_administrator_even_when_the_field_is_forged(cast, work, client_of):
    client_of(cast.office).post(reverse("evidence:hand_over", args=[cast.lead.pk]), {"successor": cast.staff.pk, "left_on": "2020-01-01"})
    assert User.objects.get(pk=cast.lead.pk).left_on is None


def test_an_administrator_without_work_in_the_campaign_is_let_go_by_another(cast):
    second = User.objects.create(username="second", full_name="第二人")
    Membership.objects.create(user=second, role=Role.SYSTEM_ADMIN)
    hand_over(actor=second, person=cast.system_admin, successor=None, left_on=TODAY, now=NOW)
    assert not User.objects.get(pk=cast.system_admin.pk).is_active
