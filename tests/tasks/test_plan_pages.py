"""The plan, the register, one task and one occurrence, as people see them."""

import re
import uuid

import pytest
from django.urls import reverse

from accounts.models import Department
from campaigns.models import Campaign, Indicator, Phase
from tasks.models import Every, Occurrence, Part, Task, TaskSupport
from tasks.services.occurrences import approve_part, make_occurrences, submit_part
from tests.conftest import NOW, TODAY


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The doors read this clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def made(task) -> Occurrence:
    """The one occurrence of the task, due in three days."""
    return make_occurrences(task=task, until=TODAY.replace(month=12, day=31), now=NOW)[0]


def text_of(response) -> str:
    """What is read on the page: no tags, runs of space as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("by", ["", "heading", "indicator", "department", "nonsense"])
def test_the_plan_shows_phases_organisation_and_tasks_grouped(cast, made, client_of, by):
    page = text_of(client_of(cast.office).get(reverse("tasks:plan"), {"by": by}))
    for words in ("创建市级文明单位", "宣传发动", "全面创建", "第 234 天", "组织机构", "开展志愿服务", "宣传教育科"):
        assert words in page


def test_by_indicator_a_task_stands_under_its_line_and_unmapped_ones_last(cast, made, campaign, client_of):
    Task.objects.create(campaign=campaign, code="T-002", title="未对应的任务", ticket=uuid.uuid4())
    page = text_of(client_of(cast.office).get(reverse("tasks:plan"), {"by": "indicator"}))
    assert page.index("II-2 志愿服务") < page.index("尚未对应指标") < page.index("未对应的任务")


def test_by_department_a_supported_task_stands_under_the_supporter_too(cast, made, client_of):
    page = client_of(cast.office).get(reverse("tasks:plan"), {"by": "department"}).content.decode()
    assert page.count(reverse("tasks:task_detail", args=[made.task_id]) + '"') >= 2


def test_staff_read_the_plan_without_verbs(cast, made, client_of):
    page = client_of(cast.outsider).get(reverse("tasks:plan")).content.decode()
    assert "开展志愿服务" in page
    assert reverse("tasks:task_add") not in page


def test_staff_of_other_departments_see_no_state_of_an_occurrence(cast, made, client_of):
    submit_part(part=made.parts.get(is_lead=True), now=NOW)
    task = reverse("tasks:task_detail", args=[made.task_id])
    assert "待审核" in text_of(client_of(cast.lead).get(task))
    assert "待审核" not in text_of(client_of(cast.outsider).get(task))


def test_without_a_campaign_the_plan_page_says_how_to_begin(cast, client_of):
    office, staff = (client_of(person).get(reverse("tasks:plan")) for person in (cast.office, cast.staff))
    assert "上传方案" in text_of(office)
    assert "上传方案" not in text_of(staff)
    assert (office.status_code, staff.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"T-001", "T-002", "T-003", "T-004"}),
        ({"state": "overdue"}, {"T-002"}),
        ({"state": "due"}, {"T-001"}),
        ({"state": "done"}, {"T-003"}),
        ({"state": "unassigned"}, {"T-004"}),
        ({"q": "志愿"}, {"T-001"}),
        ({"q": "不少于4次"}, {"T-001"}),
        ({"due": "2026-11-23"}, {"T-001"}),
        ({"state": "nonsense", "phase": "99999", "due": "x"}, {"T-001", "T-002", "T-003", "T-004"}),
    ],
)
def test_the_register_is_narrowed_by_the_address(cast, made, campaign, client_of, wanted, found):
    late, done = (
        Task.objects.create(campaign=campaign, code=code, title=code, lead_department=cast.other_department, deadline_on=day, ticket=uuid.uuid4())
        for code, day in (("T-002", TODAY.replace(day=1)), ("T-003", TODAY.replace(day=2)))
    )
    for task in (late, done):
        make_occurrences(task=task, until=TODAY, now=NOW)
    approve_part(part=Part.objects.get(occurrence__task=done), now=NOW)
    Task.objects.create(campaign=campaign, code="T-004", title="待分解的", ticket=uuid.uuid4())
    page = client_of(cast.office).get(reverse("tasks:task_list"), wanted)
    assert {row.task.code for row in page.context["rows"]} == found


def test_the_register_narrows_by_department_phase_and_indicator(cast, made, campaign, client_of):
    browser, url = client_of(cast.office), reverse("tasks:task_list")

    def rows(**wanted: int) -> int:
        return len(browser.get(url, wanted).context["rows"])

    assert rows(department=cast.supporting_department.pk) == 1
    assert rows(department=cast.other_department.pk) == 0
    assert rows(phase=Phase.objects.get(name="全面创建").pk) == 1
    assert rows(phase=Phase.objects.get(name="宣传发动").pk) == 0
    assert rows(indicator=Indicator.objects.get(code="II-2").pk) == rows(indicator=Indicator.objects.get(code="I-1").pk) == 1
    assert rows(indicator=Indicator.objects.get(code="II-1").pk) == 0


def many_tasks(campaign, cast, count: int) -> None:
    for number in range(count):
        task = Task.objects.create(
            campaign=campaign, code=f"M-{number}", title=f"任务{number}", lead_department=cast.lead_department, every=Every.QUARTER, ticket=uuid.uuid4()
        )
        TaskSupport.objects.create(task=task, department=cast.supporting_department)
        task.indicators.add(Indicator.objects.get(code="II-1"))
        make_occurrences(task=task, until=TODAY.replace(month=12, day=31), now=NOW)


@pytest.mark.parametrize("name", ["tasks:task_list", "tasks:plan", "tasks:indicator_list"])
@pytest.mark.parametrize("who", ["office", "lead"])
def test_the_number_of_queries_does_not_grow_with_the_tasks(cast, campaign, client_of, django_assert_max_num_queries, name, who):
    browser = client_of(getattr(cast, who))
    many_tasks(campaign, cast, 2)
    browser.get(reverse(name))
    with django_assert_max_num_queries(40) as few:
        browser.get(reverse(name))
    Task.objects.all().delete()
    many_tasks(campaign, cast, 20)
    with django_assert_max_num_queries(len(few)):
        browser.get(reverse(name))


def test_the_task_page_keeps_its_queries_with_a_year_of_weeks(cast, campaign, task, client_of, django_assert_max_num_queries):
    Task.objects.update(every=Every.WEEK, deadline_on=None)
    task.refresh_from_db()
    make_occurrences(task=task, until=TODAY.replace(month=12, day=31), now=NOW)
    browser = client_of(cast.office)
    with django_assert_max_num_queries(32):
        assert browser.get(reverse("tasks:task_detail", args=[task.pk])).status_code == 200


def test_the_register_has_pages(cast, campaign, client_of):
    many_tasks(campaign, cast, 27)
    browser = client_of(cast.office)
    assert len(browser.get(reverse("tasks:task_list")).context["rows"]) == 25
    assert len(browser.get(reverse("tasks:task_list"), {"page": 2}).context["rows"]) == 2


def test_the_occurrence_offers_logging_to_the_departments_own_people_only(cast, made, client_of):
    url = reverse("tasks:occurrence_detail", args=[made.pk])
    link = f"?part={made.parts.get(is_lead=True).pk}"
    assert link in client_of(cast.lead).get(url).content.decode()
    assert link not in client_of(cast.supporter).get(url).content.decode()
    assert link not in client_of(cast.leader).get(url).content.decode()


def test_waiving_without_a_reason_is_refused_in_words_and_changes_nothing(cast, made, client_of):
    part = made.parts.get(is_lead=True)
    answer = client_of(cast.office).post(reverse("tasks:part_waive", args=[part.pk]), {"reason": " "})
    part.refresh_from_db()
    assert (answer.status_code, part.state) == (422, Part.State.OPEN)
    assert 'class="inline-form" open' in answer.content.decode()


def test_the_office_waives_asks_again_and_moves(cast, made, client_of):
    browser, part = client_of(cast.office), made.parts.get(is_lead=True)
    browser.post(reverse("tasks:part_waive", args=[part.pk]), {"reason": "本期无此项工作"})
    part.refresh_from_db()
    assert (part.state, part.reason) == (Part.State.WAIVED, "本期无此项工作")
    browser.post(reverse("tasks:part_ask_again", args=[part.pk]))
    part.refresh_from_db()
    assert part.state == Part.State.OPEN
    browser.post(reverse("tasks:occurrence_move", args=[made.pk]), {"due_on": "2026-12-24"})
    made.refresh_from_db()
    assert str(made.due_on) == "2026-12-24"
    assert browser.post(reverse("tasks:occurrence_move", args=[made.pk]), {"due_on": "明天"}).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"),
    [("office", 302), ("leader", 403), ("lead", 403), ("supporter", 403), ("outsider", 404), ("inspector", 404), ("system_admin", 404)],
)
def test_who_may_move_and_waive(cast, made, client_of, who, status):
    browser = client_of(getattr(cast, who))
    assert browser.post(reverse("tasks:part_waive", args=[made.parts.first().pk]), {"reason": "理由"}).status_code == status
    assert browser.post(reverse("tasks:occurrence_move", args=[made.pk]), {"due_on": "2026-12-24"}).status_code == status


def test_a_part_of_the_wrong_kind_of_number_is_not_found(cast, client_of):
    assert client_of(cast.office).get(reverse("tasks:occurrence_detail", args=[999])).status_code == 404


def test_a_departments_short_name_is_used_in_rows(cast, made, client_of):
    Department.objects.filter(pk=cast.lead_department.pk).update(short_name="宣教科")
    assert "宣教科" in text_of(client_of(cast.office).get(reverse("tasks:task_list")))


def test_a_draft_campaign_says_not_launched_and_staff_do_not_see_it(cast, task, client_of):
    Campaign.objects.update(state="draft")
    assert "未下达" in text_of(client_of(cast.office).get(reverse("tasks:task_list")))
    assert client_of(cast.staff).get(reverse("tasks:task_detail", args=[task.pk])).status_code == 404
