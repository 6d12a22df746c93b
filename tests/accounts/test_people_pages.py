"""The pages of people; who meets what at which address stands in ``tests/house/ladder.py``."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Department, Membership, PasswordLink, Role, User
from tests.conftest import TODAY, make_person

pytestmark = pytest.mark.django_db


def test_everybody_may_open_the_page_about_oneself_but_change_nothing_there(cast, client_of):
    page = client_of(cast.lead).get(reverse("accounts:person_detail", args=[cast.lead.pk]))
    assert page.status_code == 200 and "授予角色" not in page.content.decode() and "锁定账号" not in page.content.decode()


def test_a_person_is_added_then_gets_a_link_that_is_shown_once(cast, client_of):
    client = client_of(cast.system_admin)
    typed = {"full_name": "周岚", "username": "zhoulan", "phone": "13812345678", "email": ""}
    answer = client.post(reverse("accounts:person_add"), typed)
    person = User.objects.get(username="zhoulan")
    assert answer.url == reverse("accounts:person_detail", args=[person.pk])
    page = client.post(reverse("accounts:person_link", args=[person.pk]))
    link = re.search(r"http://127\.0\.0\.1:8000(/passwords/set/[\w-]+/)", page.content.decode())
    assert "no-store" in page["Cache-Control"]
    assert Client().get(link[1]).status_code == 200
    assert link[1].split("/")[3] not in client.get(answer.url).content.decode()


def test_a_second_link_ends_the_first(cast, client_of):
    client = client_of(cast.system_admin)
    find = lambda page: re.search(r"/passwords/set/[\w-]+/", page.content.decode())[0]  # noqa: E731
    first = find(client.post(reverse("accounts:person_link", args=[cast.staff.pk])))
    second = find(client.post(reverse("accounts:person_link", args=[cast.staff.pk])))
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    assert PasswordLink.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "STAFF"}, "已被使用"),
        ({"username": "a b"}, "只能用字母"),
        ({"full_name": ""}, "必填"),
        ({"phone": "电话"}, "只能填数字"),
        ({"email": "x"}, "这不是电子邮箱地址"),
    ],
)
def test_a_faulty_form_comes_back_with_422_and_the_typed_words(cast, client_of, typed, words):
    page = client_of(cast.system_admin).post(
        reverse("accounts:person_add"), {"full_name": "周岚", "username": "zhoulan", "phone": "13812345678", "email": ""} | typed
    )
    assert page.status_code == 422 and words in page.content.decode()
    assert "13812345678" in page.content.decode() or "phone" in typed


def test_two_editors_of_one_account_meet_on_a_409_with_both_versions(cast, client_of):
    client = client_of(cast.system_admin)
    address = reverse("accounts:person_edit", args=[cast.staff.pk])
    typed = {"full_name": "何苗", "username": "staff", "phone": "22222", "email": "", "version": "1"}
    assert client.post(address, {**typed, "phone": "11111"}).status_code == 302
    page = client.post(address, typed)
    assert page.status_code == 409
    assert "<td>11111</td><td>22222</td>" in page.content.decode() and 'value="22222"' in page.content.decode()
    assert User.objects.get(pk=cast.staff.pk).phone == "11111"


def test_the_list_masks_telephones_and_the_page_of_a_person_does_not(cast, client_of):
    User.objects.filter(pk=cast.staff.pk).update(phone="13812345678")
    client = client_of(cast.office)
    page = client.get(reverse("accounts:person_list")).content.decode()
    assert "138****5678" in page and "13812345678" not in page
    assert "13812345678" in client.get(reverse("accounts:person_detail", args=[cast.staff.pk])).content.decode()


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"q": "何"}, {"何苗"}),
        ({"q": "lead"}, {"林月", "顾远"}),
        ({"role": "liaison_officer"}, {"林月", "沈川"}),
        ({"state": "left"}, {"方舟"}),
        ({"state": "locked"}, {"沈川"}),
        ({"q": "无此人"}, set()),
    ],
)
def test_people_are_found_by_name_role_and_state(cast, client_of, wanted, names):
    User.objects.filter(pk=cast.outsider.pk).update(left_on=TODAY, is_active=False)
    User.objects.filter(pk=cast.supporter.pk).update(is_active=False)
    page = client_of(cast.office).get(reverse("accounts:person_list"), wanted)
    assert {line.person.full_name for line in page.context["lines"]} == names


def test_people_are_found_by_the_department_they_are_in_today(cast, client_of):
    Membership.objects.filter(user=cast.head).update(ends_on=TODAY - timedelta(days=400))
    page = client_of(cast.office).get(reverse("accounts:person_list"), {"department": cast.lead_department.pk})
    assert {line.person for line in page.context["lines"]} == {cast.lead, cast.staff}


def test_the_list_is_paged_and_pins_its_queries(cast, client_of, django_assert_max_num_queries):
    for number in range(40):
        make_person(f"p{number}", f"职工{number}", Role.STAFF, cast.lead_department)
    client = client_of(cast.office)
    client.get(reverse("accounts:person_list"))
    with django_assert_max_num_queries(16):
        page = client.get(reverse("accounts:person_list"), {"q": "职工", "page": 2})
    assert len(page.context["lines"]) == 10
    assert "q=%E8%81%8C%E5%B7%A5" in page.content.decode()  # the filter goes along to the other pages


def test_a_role_that_does_not_fit_comes_back_beside_the_typed_form(cast, client_of):
    page = client_of(cast.security_admin).post(reverse("accounts:role_give", args=[cast.audit_admin.pk]), {"role": "system_admin", "post": "科员"})
    assert page.status_code == 422
    assert "审计管理员" in page.content.decode() and 'value="科员"' in page.content.decode()


def test_a_role_of_a_department_without_one_is_named_at_the_field(cast, client_of):
    page = client_of(cast.security_admin).post(reverse("accounts:role_give", args=[cast.staff.pk]), {"role": "liaison_officer"})
    assert page.status_code == 422 and "这个角色要指明所在科室" in page.content.decode()


def test_a_role_is_given_and_ended_on_the_page(cast, client_of):
    client = client_of(cast.security_admin)
    client.post(reverse("accounts:role_give", args=[cast.staff.pk]), {"role": "office", "starts_on": "2020-01-01"})
    held = cast.staff.memberships.get(role=Role.OFFICE)
    assert "2020-01-01" in client.get(reverse("accounts:person_detail", args=[cast.staff.pk])).content.decode()
    client.post(reverse("accounts:role_end", args=[held.pk]), {"ends_on": ""})
    assert not Membership.objects.current(TODAY + timedelta(days=3650)).filter(pk=held.pk).exists()


def test_what_stands_in_the_way_of_deleting_or_closing_is_said_on_the_page_one_came_from(cast, client_of, task):
    task.responsible_persons.add(cast.staff)
    client = client_of(cast.system_admin)
    page = client.post(reverse("accounts:person_delete", args=[cast.staff.pk]), follow=True)
    assert page.redirect_chain[0][0] == reverse("accounts:person_detail", args=[cast.staff.pk])
    assert "已留有办理痕迹" in page.content.decode()
    page = client.post(reverse("accounts:department_close", args=[cast.lead_department.pk]), follow=True)
    assert page.redirect_chain[0][0] == reverse("accounts:department_edit", args=[cast.lead_department.pk])
    assert "还有 3 名人员、1 项未完成任务" in page.content.decode()


def test_a_department_is_closed_opened_and_deleted_on_its_page(cast, client_of):
    client = client_of(cast.system_admin)
    client.post(reverse("accounts:department_add"), {"name": "工会", "kind": "internal", "parent": cast.lead_department.pk})
    union = Department.objects.get(name="工会")
    assert (union.parent, union.position) == (cast.lead_department, 5)
    client.post(reverse("accounts:department_close", args=[union.pk]))
    assert "工会" not in client.get(reverse("accounts:department_list")).content.decode().split('id="alerts"')[1].split("<table")[1]
    assert "工会" in client.get(reverse("accounts:department_list"), {"closed": 1}).content.decode()
    client.post(reverse("accounts:department_reopen", args=[union.pk]))
    client.post(reverse("accounts:department_delete", args=[union.pk]))
    assert not Department.objects.filter(name="工会").exists()
