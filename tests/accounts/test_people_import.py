"""A workbook of people is taken whole or not at all, by the administrators each for their own share."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.decisions import Refused
from accounts.models import AuditEntry, Department, Membership, PasswordLink, Role, User
from accounts.people_sheet import read
from accounts.services import passwords, people_import
from accounts.services.people_import import SheetRefused, import_people
from tests.accounts.test_people_sheet import book_of, packed
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
ROW = ["周岚", "zhoulan", "宣传教育科", "联络员", "科员", "2026-03-01"]


@pytest.fixture
def both(cast) -> User:
    """A person of a small unit: system and security administrator in one."""
    Membership.objects.create(user=cast.system_admin, role=Role.SECURITY_ADMIN)
    return User.objects.get(pk=cast.system_admin.pk)


def take(actor: User, *rows: list, **more):
    return import_people(actor=actor, sheet=read(packed(book_of(*rows, **more))), now=NOW)


def faults(actor: User, *rows: list, **more) -> list[str]:
    with pytest.raises(SheetRefused) as refused:
        take(actor, *rows, **more)
    return [str(fault) for fault in refused.value.faults]


def test_accounts_roles_and_links_come_in_one_go_for_who_may_do_both(both, cast):
    taken = take(both, ROW)
    person, token = taken.people[0]
    held = person.memberships.get()
    assert (held.role, held.department, held.post, held.starts_on) == (Role.LIAISON_OFFICER, cast.lead_department, "科员", date(2026, 3, 1))
    assert passwords.person_of_link(token=token, now=NOW) == person
    assert (taken.roles, taken.roles_left) == (1, 0)
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.verb, entry.details) == ("import_people", {"departments": 0, "people": 1, "roles": 1})


def test_the_same_workbook_is_uploaded_by_one_administrator_after_the_other(cast):
    first = take(cast.system_admin, ROW)
    assert (len(first.people), first.roles, first.roles_left) == (1, 0, 1)
    assert not first.people[0][0].memberships.exists()
    second = take(cast.security_admin, ROW)
    assert (len(second.people), second.roles) == (0, 1)
    assert User.objects.get(username="zhoulan").memberships.get().role == Role.LIAISON_OFFICER


def test_the_security_administrator_creates_no_account_and_gives_roles_to_no_wrong_person(cast):
    assert faults(cast.security_admin, ROW) == ["“人员”表第 2 行“登录名”：还没有登录名为“zhoulan”的账号，请系统管理员先上传这份表。"]
    assert faults(cast.security_admin, ["别人", "staff", "宣传教育科", "联络员"]) == ["“人员”表第 2 行“姓名”：登录名“staff”属于何苗。"]
    assert "不能变更自己的角色" in faults(cast.security_admin, ["安全员", "secadmin", "宣传教育科", "创建办"])[0]


@pytest.mark.parametrize("who", ["office", "leader", "audit_admin", "lead", "inspector"])
def test_others_import_nothing(cast, who):
    with pytest.raises(Refused):
        take(getattr(cast, who), ROW)


def test_one_wrong_row_and_nothing_is_written(both):
    before = (User.objects.count(), Department.objects.count(), Membership.objects.count(), PasswordLink.objects.count())
    found = faults(both, ROW, ["吴越", "wuyue", "宣教科", "工作人员"], departments=[["工会", "", "", ""]])
    assert found == ["“人员”表第 3 行“科室”：没有名为“宣教科”的科室。"]
    assert (User.objects.count(), Department.objects.count(), Membership.objects.count(), PasswordLink.objects.count()) == before
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.verb, entry.succeeded) == ("import_people", False)


def test_without_the_transaction_a_department_would_stay(both, monkeypatch):
    class Open:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            return False

    class Unguarded:
        atomic = Open

    monkeypatch.setattr(people_import, "transaction", Unguarded)
    faults(both, ROW, ["吴越", "wuyue", "宣教科", "工作人员"], departments=[["工会", "", "", ""]])
    assert Department.objects.filter(name="工会").exists()


def test_a_sign_in_name_that_exists_is_named_with_its_person_whatever_its_case(both):
    assert faults(both, ["何苗", "STAFF", "宣传教育科", "工作人员"]) == ["“人员”表第 2 行“登录名”：登录名“STAFF”已由何苗使用。"]


def test_departments_are_created_in_any_order_and_people_go_into_them(both):
    taken = take(
        both,
        ["周岚", "zhoulan", "车队", "工作人员"],
        departments=[["车队", "", "", "后勤中心"], ["后勤中心", "后勤", "直属单位", ""], ["宣传教育科", "", "", ""]],
    )
    team = Department.objects.get(name="车队")
    assert [row.name for row in taken.departments] == ["车队", "后勤中心"]
    assert (team.parent.name, team.parent.kind, team.memberships.get().user.username) == ("后勤中心", "subordinate", "zhoulan")


def test_a_new_department_written_twice_is_a_fault_of_the_later_row(both):
    said = faults(both, departments=[["信息中心"], ["信息中心"]])
    assert len(said) == 1 and "信息中心" in said[0]
    assert not Department.objects.filter(name="信息中心").exists()


def test_the_kind_may_be_written_short_as_offices_do(both):
    taken = take(both, departments=[["信息中心", "", "直属"], ["东区工作站", "", "派出"]])
    assert [row.kind for row in taken.departments] == ["subordinate", "field"]


def test_faults_of_departments_come_before_those_of_the_people_in_them(both):
    said = faults(both, ["周岚", "", "车队", "工作人员"], departments=[["信息中心", "", "临时"]])
    assert said[0].startswith("“科室”表") and said[-1].startswith("“人员”表")


def test_a_department_may_be_named_by_its_short_name(both, cast):
    Department.objects.filter(pk=cast.lead_department.pk).update(short_name="宣教科")
    assert take(both, ["周岚", "zhoulan", "宣教科", "工作人员"]).people[0][0].memberships.get().department == cast.lead_department


def test_a_ring_of_departments_an_unknown_parent_and_another_kind_are_faults(both):
    found = faults(both, departments=[["甲", "", "", "乙"], ["乙", "", "", "甲"], ["丙", "", "", "丁"], ["宣传教育科", "", "派出机构", ""]])
    assert any("不能隶属于自己" in fault for fault in found)
    assert "“科室”表第 4 行“上级科室”：没有名为“丁”的科室。" in found
    assert "“科室”表第 5 行“类别”：系统里这个科室的此项内容不同，请到科室页面修改。" in found
    assert not Department.objects.filter(name__in="甲乙丙").exists()


def test_a_closed_department_takes_nobody(both, cast):
    Department.objects.filter(pk=cast.other_department.pk).update(closed_on=TODAY)
    assert faults(both, ["周岚", "zhoulan", "后勤服务中心", "工作人员"]) == ["“人员”表第 2 行“科室”：没有名为“后勤服务中心”的科室。"]


def upload(client, *rows: list, name: str = "人员.xlsx", content: bytes | None = None):
    file = SimpleUploadedFile(name, packed(book_of(*rows)).getvalue() if content is None else content)
    return client.post(reverse("accounts:person_import"), {"file": file})


def test_the_page_shows_each_link_once_and_keeps_none(both, client_of):
    client = client_of(both)
    page = upload(client, ROW)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert page.content.decode().count("/passwords/set/") == 1
    token = page.content.decode().split("/passwords/set/")[1].split("/")[0]
    assert token not in str(list(PasswordLink.objects.values())) + str(list(AuditEntry.objects.values()))
    again = upload(client, ROW)
    assert again.status_code == 422 and "已由周岚使用" in again.content.decode()


def test_the_page_lists_faults_and_offers_them_as_text(both, client_of):
    page = upload(client_of(both), ["", "a b"], ["周岚", "zl", "", "科长"]).content.decode()
    assert "3 处错误，未导入任何内容" in page
    text = unquote(page.split('href="data:text/plain;charset=utf-8,')[1].split('"')[0])
    assert "“人员”表第 2 行“姓名”：没有填写姓名。" in text and text.count("\r\n") == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("人员.xls", b"x", "不是 .xlsx 文件"),
        ("人员.xlsx", b"", "空"),
        ("人员.xlsx", b"x" * 5_242_881, "超过 5 MB"),
        ("人员.xlsx", b"%PDF-1.7", "不是 .xlsx 工作簿"),
    ],
)
def test_a_wrong_file_gets_a_clear_sentence(cast, client_of, name, content, words):
    page = upload(client_of(cast.system_admin), name=name, content=content)
    assert page.status_code == 422 and words in page.content.decode()


@pytest.mark.parametrize("who", ["both", "one after the other"])
def test_queries_do_not_grow_with_the_rows(both, cast, who, django_assert_max_num_queries):
    rows = [[f"人{n}", f"user{n}", "宣传教育科", "工作人员"] for n in range(150)]
    with django_assert_max_num_queries(100):
        if who == "both":
            assert len(take(both, *rows).people) == 150
        else:
            Membership.objects.filter(user=both, role=Role.SECURITY_ADMIN).delete()
            assert len(take(User.objects.get(pk=both.pk), *rows).people) == 150
            assert take(cast.security_admin, *rows).roles == 150
