"""The tree of departments: no rings, nothing closed that is still in use, nothing deleted that left traces."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.decisions import Refused, StaleEdit
from accounts.models import AuditEntry, Department, Membership, Role
from accounts.selectors import department_tree
from accounts.services import departments
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def create(cast, name, **more):
    return departments.create_department(actor=cast.system_admin, values={"name": name, **more}, now=NOW)


def test_a_department_without_order_stands_last(cast):
    assert create(cast, "工会").position == 5
    assert AuditEntry.objects.order_by("-pk").first().verb == "create_department"


@pytest.mark.parametrize("who", ["office", "security_admin", "audit_admin", "leader", "lead"])
def test_only_the_system_administrator_keeps_the_tree(cast, who):
    actor = getattr(cast, who)
    with pytest.raises(Refused):
        departments.create_department(actor=actor, values={"name": "工会"}, now=NOW)
    with pytest.raises(Refused):
        departments.update_department(actor=actor, department=cast.lead_department, version=1, values={"name": "x"}, now=NOW)
    for verb in (departments.close_department, departments.delete_department, departments.reopen_department):
        with pytest.raises(Refused):
            verb(actor=actor, department=cast.lead_department, now=NOW)


def test_a_department_never_comes_under_itself_or_its_own_branch(cast):
    centre = create(cast, "服务中心")
    team = create(cast, "车队", parent=centre)
    shift = create(cast, "夜班", parent=team)
    for parent in (centre, team, shift):
        with pytest.raises(Refused, match="不能隶属于自己"):
            departments.update_department(actor=cast.system_admin, department=centre, version=1, values={"parent": parent}, now=NOW)
    centre.refresh_from_db()
    assert (centre.parent, centre.version) == (None, 1)


def test_of_two_editors_the_second_is_shown_the_first_ones_words(cast):
    departments.update_department(actor=cast.system_admin, department=cast.lead_department, version=1, values={"short_name": "宣教"}, now=NOW)
    with pytest.raises(StaleEdit) as stale:
        departments.update_department(actor=cast.system_admin, department=cast.lead_department, version=1, values={"short_name": "宣传"}, now=NOW)
    assert stale.value.current.short_name == "宣教"


def test_closing_is_refused_while_people_departments_or_tasks_are_in_it(cast, task):
    create(cast, "宣教一组", parent=cast.lead_department)
    with pytest.raises(Refused) as refusal:
        departments.close_department(actor=cast.system_admin, department=cast.lead_department, now=NOW)
    words = str(refusal.value.decision.reason)
    assert "3 名人员" in words and "1 个下级科室" in words and "1 项未完成任务" in words


def test_closing_counts_tasks_a_department_only_supports(cast, task):
    Membership.objects.filter(department=cast.supporting_department).update(ends_on=TODAY.replace(day=1))
    with pytest.raises(Refused, match="1 项未完成任务"):
        departments.close_department(actor=cast.system_admin, department=cast.supporting_department, now=NOW)


def test_an_emptied_department_closes_leaves_the_choices_and_can_come_back(cast):
    Membership.objects.filter(department=cast.other_department).update(ends_on=TODAY.replace(day=1))
    departments.close_department(actor=cast.system_admin, department=cast.other_department, now=NOW)
    assert cast.other_department not in Department.objects.in_use()
    closed = Department.objects.get(pk=cast.other_department.pk)
    with pytest.raises(Refused):
        departments.close_department(actor=cast.system_admin, department=closed, now=NOW)
    departments.reopen_department(actor=cast.system_admin, department=closed, now=NOW)
    assert cast.other_department in Department.objects.in_use()


def test_only_a_department_without_traces_is_deleted(cast):
    with pytest.raises(Refused, match="改为撤销"):
        departments.delete_department(actor=cast.system_admin, department=cast.lead_department, now=NOW)
    mistake = create(cast, "错建科")
    departments.delete_department(actor=cast.system_admin, department=mistake, now=NOW)
    assert not Department.objects.filter(name="错建科").exists()


def test_the_tree_is_grouped_by_kind_with_depth_people_and_head(cast):
    centre = create(cast, "培训中心", kind=Department.Kind.SUBORDINATE)
    create(cast, "教务组", parent=centre)
    groups = department_tree(user=cast.office, on=TODAY)
    assert [group.label for group in groups] == ["内设机构", "直属单位"]
    assert [(b.department.name, b.depth) for b in groups[1].branches] == [("后勤服务中心", 0), ("培训中心", 0), ("教务组", 1)]
    publicity = next(b for b in groups[0].branches if b.department == cast.lead_department)
    assert (publicity.people, publicity.heads) == (3, "江平")


def test_inspectors_do_not_see_the_tree(cast, client_of):
    assert department_tree(user=cast.inspector, on=TODAY) == []
    assert client_of(cast.inspector).get(reverse("accounts:department_list")).status_code == 404


def test_the_second_editor_sees_both_versions_and_loses_no_word(cast, client_of):
    client = client_of(cast.system_admin)
    address = reverse("accounts:department_edit", args=[cast.lead_department.pk])
    departments.update_department(actor=cast.system_admin, department=cast.lead_department, version=1, values={"short_name": "宣教"}, now=NOW)
    typed = {"name": "宣传教育科", "short_name": "宣传", "kind": "internal", "parent": "", "position": "2", "version": "1"}
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<td>宣教</td><td>宣传</td>" in page and 'value="宣传"' in page and 'name="version" value="2"' in page
    assert client.post(address, {**typed, "version": "2"}).status_code == 302
    assert Department.objects.get(pk=cast.lead_department.pk).short_name == "宣传"


def test_the_list_pins_its_queries(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.system_admin)
    client.get(reverse("accounts:department_list"))
    for number in range(20):
        Membership.objects.create(user=cast.staff, role=Role.STAFF, department=create(cast, f"第{number}科"))
    with django_assert_max_num_queries(14):
        client.get(reverse("accounts:department_list"))
