"""The desk: what must I do now?"""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from campaigns.models import Campaign
from evidence.models import ActivityRecord, Review
from reports.selectors.desk import desk_of
from tests.conftest import NOW, TODAY


def make_record(campaign, person, department, **values) -> ActivityRecord:
    fields = {"title": "护河志愿服务", "held_on": TODAY, "created_by": person, "created_at": NOW, "updated_at": NOW, "ticket": uuid.uuid4()}
    return ActivityRecord.objects.create(campaign=campaign, department=department, **{**fields, **values})


@pytest.mark.parametrize(("days", "group"), [(-2, "overdue"), (0, "today"), (1, "week"), (20, "later")])
def test_a_duty_stands_under_its_urgency(cast, campaign, occurrence, days, group):
    occurrence.due_on = TODAY + timedelta(days=days)
    occurrence.save(update_fields=["due_on"])
    desk = desk_of(cast.lead, campaign, on=TODAY)
    assert [urgency.key for urgency in desk.urgencies] == [group]


def test_what_is_due_in_more_than_a_month_is_not_on_the_desk(cast, campaign, occurrence):
    occurrence.due_on = TODAY + timedelta(days=31)
    occurrence.save(update_fields=["due_on"])
    assert desk_of(cast.lead, campaign, on=TODAY).urgencies == []


def test_each_department_sees_its_own_part_only(cast, campaign, occurrence):
    lead, supporter = (desk_of(person, campaign, on=TODAY).urgencies[0].duties for person in (cast.lead, cast.supporter))
    assert [duty.part.department for duty in lead] == [cast.lead_department]
    assert [duty.part.department for duty in supporter] == [cast.supporting_department]
    assert desk_of(cast.outsider, campaign, on=TODAY).urgencies == []


def test_a_supporter_without_duty_to_hand_in_owes_nothing(cast, campaign, occurrence):
    occurrence.parts.filter(is_lead=False).update(is_required=False)
    assert desk_of(cast.supporter, campaign, on=TODAY).urgencies == []


def test_a_returned_record_shows_its_reason_on_the_desk(cast, campaign, occurrence, client_of):
    record = make_record(campaign, cast.lead, cast.lead_department, state="returned", part=occurrence.parts.get(is_lead=True))
    Review.objects.create(record=record, verb="return", reason="照片里看不到单位名称", by=cast.office, at=NOW)
    page = client_of(cast.lead).get("/").content.decode()
    assert "照片里看不到单位名称" in page
    assert "照片里看不到单位名称" not in client_of(cast.outsider).get("/").content.decode()


def test_a_leader_is_led_to_read_what_the_own_department_owes_not_to_write_it(cast, campaign, occurrence, client_of):
    occurrence.parts.filter(is_lead=True).update(department=next(iter(cast.leader.standing.department_ids)))
    page = client_of(cast.leader).get("/").content.decode()
    assert reverse("tasks:occurrence_detail", args=[occurrence.pk]) in page
    assert reverse("evidence:record_add") not in page


def test_the_office_sees_what_waits_but_not_what_it_handed_in_itself(cast, campaign):
    make_record(campaign, cast.lead, cast.lead_department, state="submitted", submitted_by=cast.lead, submitted_at=NOW)
    make_record(campaign, cast.office, cast.lead_department, state="submitted", submitted_by=cast.office, submitted_at=NOW)
    assert desk_of(cast.office, campaign, on=TODAY).to_review_count == 1


def test_the_desk_asks_the_database_a_fixed_number_of_times(cast, campaign, occurrence, django_assert_max_num_queries):
    for n in range(12):
        record = make_record(campaign, cast.lead, cast.lead_department, state="returned", title=f"活动{n}")
        Review.objects.create(record=record, verb="return", reason="缺通知", by=cast.office, at=NOW)
    with django_assert_max_num_queries(14):
        desk_of(cast.lead, campaign, on=TODAY)


@pytest.mark.parametrize(("role", "place"), [(Role.SYSTEM_ADMIN, "/people/"), (Role.AUDIT_ADMIN, "/audit/"), (Role.INSPECTOR, "/dossiers/")])
def test_who_has_no_part_in_the_campaign_is_led_to_the_own_work(cast, client_of, role, place):
    person = {Role.SYSTEM_ADMIN: cast.system_admin, Role.AUDIT_ADMIN: cast.audit_admin, Role.INSPECTOR: cast.inspector}[role]
    assert client_of(person).get("/").url == place


def test_without_a_campaign_the_desk_teaches_what_comes(cast, client_of):
    assert reverse("campaigns:plan_upload") in client_of(cast.office).get("/").content.decode()
    assert "任务还没有下达" in client_of(cast.lead).get("/").content.decode()


def test_until_the_plan_is_launched_the_desk_of_the_office_leads_there(cast, campaign, client_of):
    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.DRAFT)
    way = reverse("tasks:break_down")
    assert way in client_of(cast.office).get(reverse("reports:desk")).content.decode()
    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.ACTIVE)
    assert way not in client_of(cast.office).get(reverse("reports:desk")).content.decode()
