"""The campaign's own data, its phases, and who leads it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.decisions import Refused, StaleEdit
from accounts.models import AuditEntry
from campaigns.models import Campaign, LeadershipGroup, LeadershipMember, Phase
from campaigns.selectors import organisation_of
from campaigns.services.organisation import remove_group, save_group, save_phases, update_campaign
from tests.conftest import NOW


def member(name: str, role: str = "member", **more) -> dict:
    return {"id": None, "role": role, "role_text": "", "name_or_post": name, "user": None} | more


@pytest.fixture
def group(campaign, cast) -> LeadershipGroup:
    """The leadership group: a leader with an account, a member without."""
    people = [member("各科室负责人"), member("局长顾远", "leader", role_text="组长", user=cast.leader)]
    return save_group(actor=cast.office, campaign=campaign, version=1, group=None, name="领导小组", members=people, now=NOW)


def test_people_stand_in_the_order_of_their_roles_not_of_their_entry(group, campaign):
    [people] = organisation_of(campaign)
    assert [(role, [row.name_or_post for row in members]) for role, members in people.roles] == [("组长", ["局长顾远"]), ("成员", ["各科室负责人"])]
    assert people.size == 2


def test_a_kept_person_keeps_the_key_and_one_left_out_goes(group, campaign, cast):
    leader = group.members.get(role="leader")
    rows = [member("书记顾远", "leader", id=leader.pk)]
    save_group(actor=cast.office, campaign=campaign, version=2, group=group, name="创建领导小组", members=rows, now=NOW)
    leader.refresh_from_db()
    assert (leader.name_or_post, LeadershipMember.objects.count(), LeadershipGroup.objects.get().name) == ("书记顾远", 1, "创建领导小组")


def test_a_key_of_another_group_changes_nothing_there(group, campaign, cast):
    other = save_group(actor=cast.office, campaign=campaign, version=2, group=None, name="工作专班", members=[member("甲")], now=NOW)
    stranger = group.members.first()
    save_group(actor=cast.office, campaign=campaign, version=3, group=other, name="工作专班", members=[member("冒名", id=stranger.pk)], now=NOW)
    stranger.refresh_from_db()
    assert stranger.name_or_post != "冒名"


def test_a_phase_left_out_goes_and_its_tasks_stay(campaign, cast, task):
    first, second = campaign.phases.all()
    task.phase = first
    task.save()
    rows = [
        {"id": second.pk, "name": "集中攻坚", "starts_on": date(2026, 4, 1), "ends_on": None},
        {"id": None, "name": "迎检", "starts_on": None, "ends_on": None},
    ]
    save_phases(actor=cast.office, campaign=campaign, version=1, rows=rows, now=NOW)
    task.refresh_from_db()
    assert (task.phase, list(campaign.phases.values_list("name", flat=True))) == (None, ["集中攻坚", "迎检"])


def test_who_read_an_older_campaign_saves_none_of_it(campaign, cast, group):
    for save in (
        lambda: update_campaign(actor=cast.office, campaign=campaign, version=1, values={"name": "乙"}, now=NOW),
        lambda: save_phases(actor=cast.office, campaign=campaign, version=1, rows=[], now=NOW),
        lambda: save_group(actor=cast.office, campaign=campaign, version=1, group=group, name="乙", members=[], now=NOW),
        lambda: remove_group(actor=cast.office, group=group, version=1, now=NOW),
    ):
        with pytest.raises(StaleEdit):
            save()
    assert (Phase.objects.count(), LeadershipMember.objects.count(), Campaign.objects.get().name) == (2, 2, "创建市级文明单位")


@pytest.mark.parametrize("who", ["lead", "head", "leader", "outsider", "inspector", "system_admin"])
def test_only_the_office_writes(campaign, cast, group, who):
    actor = getattr(cast, who)
    for save in (
        lambda: update_campaign(actor=actor, campaign=campaign, version=2, values={"name": "乙"}, now=NOW),
        lambda: save_phases(actor=actor, campaign=campaign, version=2, rows=[], now=NOW),
        lambda: remove_group(actor=actor, group=group, version=2, now=NOW),
    ):
        with pytest.raises(Refused):
            save()


def test_a_removed_group_leaves_its_names_in_the_log(group, cast):
    remove_group(actor=cast.office, group=group, version=2, now=NOW)
    assert not LeadershipGroup.objects.exists()
    assert "组长 局长顾远" in AuditEntry.objects.get(verb="remove_group").details["members"]


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("campaign_edit", {"office": 200, "leader": 403, "lead": 403, "outsider": 403, "inspector": 404, "system_admin": 404}),
        ("phase_list", {"office": 200, "leader": 403, "lead": 403, "outsider": 403, "inspector": 404, "system_admin": 404}),
        ("group_add", {"office": 200, "leader": 403, "lead": 403, "outsider": 403, "inspector": 404, "system_admin": 404}),
        ("organisation", {"office": 200, "leader": 200, "lead": 200, "outsider": 200, "inspector": 404, "system_admin": 404}),
    ],
)
def test_who_may_open_which_page(campaign, cast, client_of, name, statuses):
    for who, status in statuses.items():
        assert client_of(getattr(cast, who)).get(reverse(f"campaigns:{name}")).status_code == status, who


def formset(prefix: str, rows: list[dict], *, initial: int) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial, f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 60}
    return data | {f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def test_phases_are_edited_removed_and_added_on_one_page(campaign, cast, client_of):
    first, second = campaign.phases.all()
    rows = [
        {"id": first.pk, "name": first.name, "starts_on": first.starts_on, "ends_on": first.ends_on, "remove": "on"},
        {"id": second.pk, "name": "全面攻坚", "starts_on": second.starts_on, "ends_on": second.ends_on},
        {"id": "", "name": "迎检", "starts_on": "", "ends_on": ""},
        {"id": "", "name": "", "starts_on": "", "ends_on": ""},
    ]
    answer = client_of(cast.office).post(reverse("campaigns:phase_list"), formset("phases", rows, initial=2) | {"version": 1})
    assert answer.status_code == 302
    assert list(campaign.phases.values_list("name", flat=True)) == ["全面攻坚", "迎检"]


def test_a_phase_that_ends_before_it_begins_is_refused_with_the_words_kept(campaign, cast, client_of):
    rows = [{"id": "", "name": "倒着走的阶段", "starts_on": "2026-05-01", "ends_on": "2026-04-01"}]
    answer = client_of(cast.office).post(reverse("campaigns:phase_list"), formset("phases", rows, initial=0) | {"version": 1})
    assert answer.status_code == 422
    assert "倒着走的阶段" in answer.content.decode()


def test_the_second_editor_of_phases_sees_both_and_may_then_save(campaign, cast, client_of):
    browser, url = client_of(cast.office), reverse("campaigns:phase_list")
    Phase.objects.filter(name="宣传发动").update(name="别人改的")
    Campaign.objects.update(version=5)
    rows = [{"id": "", "name": "我写的阶段", "starts_on": "", "ends_on": ""}]
    answer = browser.post(url, formset("phases", rows, initial=0) | {"version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "别人改的" in page
    assert "我写的阶段" in page
    assert browser.post(url, formset("phases", rows, initial=0) | {"version": 5}).status_code == 302


def test_a_group_is_edited_with_accounts(campaign, cast, client_of, group):
    rows = [{"id": row.pk, "role": row.role, "role_text": "", "name_or_post": row.name_or_post, "user": cast.lead.pk} for row in group.members.all()]
    rows.append({"id": "", "role": "liaison", "role_text": "", "name_or_post": "各科室联络员", "user": ""})
    browser = client_of(cast.office)
    data = formset("members", rows, initial=2) | {"name": "创建领导小组", "version": 2}
    assert browser.post(reverse("campaigns:group_edit", args=[group.pk]), data).status_code == 302
    assert group.members.filter(user=cast.lead).count() == 2
    assert "各科室联络员" in browser.get(reverse("campaigns:organisation")).content.decode()


def test_the_campaigns_own_fields_are_saved_by_version(campaign, cast, client_of):
    browser, url = client_of(cast.office), reverse("campaigns:campaign_edit")
    values = {"name": "创建省级文明单位", "unit_name": "示例局", "level": "provincial", "cycle": "2026", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    values |= {"indicator_system": campaign.indicator_system_id, "guiding_ideology": "", "goals": "力争达标", "version": 1}
    assert browser.post(url, values).status_code == 302
    stale = browser.post(url, values | {"name": "又改了", "version": 1})
    assert stale.status_code == 409
    assert all(words in stale.content.decode() for words in ("又改了", "创建省级文明单位"))
    assert browser.post(url, values | {"ends_on": "2025-12-31", "version": 2}).status_code == 422
    assert Campaign.objects.get().name == "创建省级文明单位"
