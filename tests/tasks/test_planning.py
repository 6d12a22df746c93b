"""From findings to a campaign under way: corrected beside the text, confirmed once, broken down in bulk, launched when complete."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.decisions import Refused, StaleEdit
from accounts.models import AuditEntry, Department
from campaigns.models import Campaign, PlanDocument
from campaigns.services import plans
from campaigns.services.reading import read_plan
from notifications.models import Message
from tasks.models import Occurrence, Part, Task
from tasks.services.planning import break_down, confirm_plan, launch_campaign
from tests.campaigns.test_plans import put_in
from tests.conftest import NOW

HX = {"HX-Request": "true"}
MANY = "南渡镇卫生院2026年文明单位创建方案\n一、主要任务\n" + "\n".join(f"{number}．开展第{number}次义诊。" for number in range(1, 121)) + "\n"


def read(cast, text: str | None = None) -> PlanDocument:
    """A plan that was read and waits to be checked."""
    plan = put_in(cast, text) if text else put_in(cast)
    assert read_plan(plan.pk, now=NOW)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def plan(cast) -> PlanDocument:
    return read(cast)


@pytest.fixture
def checked(plan, cast) -> PlanDocument:
    """The plan with everything decided that confirmation asks for."""
    plans.settle_finding(actor=cast.office, plan=plan, key="head", now=NOW)
    plans.decide_departments(actor=cast.office, plan=plan, decisions={"保管利用科": {"choice": "create", "department": None}}, now=NOW)
    return plan


@pytest.fixture
def draft(checked, cast) -> Campaign:
    """The campaign made of it, still to be broken down."""
    return confirm_plan(actor=cast.office, plan=checked, version=checked.version, now=NOW)


def review(plan, **query) -> str:
    return reverse("tasks:plan_review", args=[plan.pk], query=query)


def edit(plan, key) -> str:
    return reverse("tasks:finding_edit", args=[plan.pk, key])


def task_fields(key: str = "t1", revision: int = 1, **values) -> dict:
    fields = {
        "revision": revision,
        "title": "读书会",
        "lead": "宣传教育科",
        "supports": "",
        "leader": "",
        "persons": "",
        "deadline_on": "",
        "every": "",
        "requirement": "",
        "heading": "",
    }
    return {f"{key}-{name}": value for name, value in (fields | values).items()}


# the review screen


def test_findings_and_their_text_point_at_each_other(plan, cast, client_of):
    page = client_of(cast.office).get(review(plan, show="tasks")).content.decode()
    for key in ("t1", "t2", "t3"):
        assert f'id="f-{key}"' in page and f'href="#f-{key}"' in page
        assert f'id="m-{key}"' in page and f'href="#m-{key}"' in page
    assert "没有牵头科室" in page


def test_what_was_not_understood_is_listed(cast, client_of):
    plan = read(cast, "甲馆2026年文明单位创建方案\n一、主要任务\n（一）整理书库。\n二、其他\n财务科负责经费保障。\n")
    assert len(plan.findings["leftovers"]) == 1
    page = client_of(cast.office).get(review(plan, show="leftovers")).content.decode()
    assert "财务科负责经费保障" in page and "转为任务" in page


def test_hostile_text_is_shown_as_text(cast, client_of):
    plan = read(cast, '<script>alert(1)</script>馆2026年文明单位创建方案\n一、主要任务\n（一）<img src=x onerror=alert(2)>整理。\n牵头科室："><u>办公室\n')
    for show in ("doubts", "head", "tasks", "departments", "leftovers"):
        page = client_of(cast.office).get(review(plan, show=show)).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and "<u>办公室" not in page


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("leader", 200), ("staff", 404), ("outsider", 404), ("inspector", 404), ("system_admin", 404)])
def test_the_review_screen_is_read_by_office_and_leaders(plan, cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(review(plan)).status_code == status


def posts(plan) -> list[tuple[str, dict]]:
    """Every address that changes a plan, with a body."""
    mark = [(reverse("tasks:finding_mark", args=[plan.pk, "t1", verb]), {}) for verb in ("settle", "drop", "restore")]
    return mark + [
        (edit(plan, "t1"), task_fields()),
        (reverse("tasks:finding_add", args=[plan.pk]), {"kind": "tasks"}),
        (reverse("tasks:department_decide", args=[plan.pk]), {"name": ["保管利用科"], "meaning": ["create"]}),
        (reverse("tasks:plan_confirm", args=[plan.pk]), {"version": plan.version}),
    ]


def test_a_leader_reads_along_but_changes_nothing(plan, cast, client_of):
    client = client_of(cast.leader)
    page = client.get(review(plan, show="tasks", edit="t1")).content.decode()
    assert "识别结果由创建办修改" in page and "t1-title" not in page
    assert client.get(edit(plan, "t1")).status_code == 403
    for address, body in posts(plan):
        assert client.post(address, body).status_code == 403, address
    plan.refresh_from_db()
    assert (plan.version, Campaign.objects.count()) == (1, 0)


def test_for_staff_no_address_of_the_plan_exists(plan, cast, client_of):
    for address, body in posts(plan):
        assert client_of(cast.staff).post(address, body).status_code == 404, address


def test_a_corrected_finding_is_kept_with_and_without_script(plan, cast, client_of):
    client = client_of(cast.office)
    answer = client.post(edit(plan, "t1") + "?show=tasks&number=1", task_fields(persons="何苗、某某", every="month"), headers=HX)
    assert answer.status_code == 200
    assert "读书会" in answer.content.decode() and 'hx-swap-oob="true"' in answer.content.decode() and "<html" not in answer.content.decode()
    answer = client.post(edit(plan, "t2") + "?show=tasks", task_fields("t2", deadline_on="2026-08-31"))
    assert answer.headers["Location"] == review(plan, show="tasks") + "#f-t2"
    plan.refresh_from_db()
    first, second, _third = plan.findings["tasks"]
    assert (first["title"], first["persons"], first["every"]) == ("读书会", ["何苗", "某某"], "month")
    assert second["deadline_on"] == "2026-08-31"


@pytest.mark.parametrize("headers", [{}, HX])
def test_a_fault_in_a_correction_keeps_what_was_typed(plan, cast, client_of, headers):
    answer = client_of(cast.office).post(edit(plan, "t1") + "?show=tasks", task_fields(title="", requirement="刚打的一段话"), headers=headers)
    assert answer.status_code == 422
    assert "刚打的一段话" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HX])
def test_the_second_of_two_correctors_sees_both_versions_and_may_still_save(plan, cast, client_of, headers):
    plans.correct_finding(actor=cast.office, plan=plan, key="t1", revision=1, values={"title": "别人改的"}, now=NOW)
    client = client_of(cast.office)
    answer = client.post(edit(plan, "t1") + "?show=tasks", task_fields(title="我改的"), headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我改的" in page and "别人改的" in page and 'name="t1-revision" value="2"' in page
    assert client.post(edit(plan, "t1"), task_fields(title="我改的", revision=2)).status_code == 302
    plan.refresh_from_db()
    assert plan.findings["tasks"][0]["title"] == "我改的"


def test_a_finding_is_left_out_and_taken_in_again(plan, cast, client_of):
    client = client_of(cast.office)
    assert "不采用" in client.post(reverse("tasks:finding_mark", args=[plan.pk, "t3", "drop"]), headers=HX).content.decode()
    plan.refresh_from_db()
    assert plan.findings["tasks"][2]["dropped"]
    client.post(reverse("tasks:finding_mark", args=[plan.pk, "t3", "restore"]))
    plan.refresh_from_db()
    assert not plan.findings["tasks"][2]["dropped"]


@pytest.mark.parametrize(("key", "verb"), [("t99", "drop"), ("head", "drop"), ("t1", "adopt"), ("x1", "settle"), ("zz", "settle"), ("t1x", "drop")])
def test_an_address_that_fits_no_finding_is_not_found(plan, cast, client_of, key, verb):
    assert client_of(cast.office).post(reverse("tasks:finding_mark", args=[plan.pk, key, verb])).status_code == 404


def test_an_added_task_opens_to_be_filled_in(plan, cast, client_of):
    client = client_of(cast.office)
    answer = client.post(reverse("tasks:finding_add", args=[plan.pk]), {"kind": "tasks"})
    assert "edit=t4" in answer.headers["Location"]
    assert 'name="t4-title"' in client.get(answer.headers["Location"]).content.decode()
    assert client.post(reverse("tasks:finding_add", args=[plan.pk]), {"kind": "leftovers"}).status_code == 404


def test_departments_are_matched_or_asked_for(plan, cast, client_of):
    client = client_of(cast.office)
    page = client.get(review(plan, show="departments"))
    assert page.context["counts"]["undecided"] == 1
    body = {"name": ["宣传教育科", "计划财务科", "保管利用科"], "meaning": [str(cast.lead_department.pk), "", str(cast.other_department.pk)]}
    client.post(reverse("tasks:department_decide", args=[plan.pk]), body)
    assert client.get(review(plan, show="departments")).context["counts"]["undecided"] == 0
    plan.refresh_from_db()
    assert plan.findings["departments"]["保管利用科"] == {"choice": "existing", "department": cast.other_department.pk}


@pytest.mark.parametrize("meaning", [["999999"], ["drop table"], []])
def test_a_meaning_that_was_not_offered_is_not_taken(plan, cast, client_of, meaning):
    client_of(cast.office).post(reverse("tasks:department_decide", args=[plan.pk]), {"name": ["保管利用科"], "meaning": meaning})
    plan.refresh_from_db()
    assert plan.findings["departments"] == {}


def test_a_long_plan_is_shown_fifty_tasks_a_page_in_a_fixed_number_of_queries(cast, client_of, django_assert_max_num_queries):
    plan = read(cast, MANY)
    client = client_of(cast.office)
    with django_assert_max_num_queries(20):
        page = client.get(review(plan, show="tasks", page=2))
    assert [row.number for row in page.context["rows"]] == list(range(51, 101))


# confirmation


def test_confirmation_waits_for_names_and_years(plan, cast, client_of):
    with pytest.raises(Refused) as refusal:
        confirm_plan(actor=cast.office, plan=plan, version=plan.version, now=NOW)
    assert "1 个科室待定" in str(refusal.value) and "起止时间" in str(refusal.value)
    assert "disabled" in client_of(cast.office).get(review(plan)).content.decode()


def test_a_confirmed_plan_is_a_draft_campaign_with_everything_found(draft, checked, cast):
    assert (draft.state, draft.name, draft.level, draft.starts_on) == (
        Campaign.State.DRAFT,
        "澄湖区档案馆2026年市级文明单位创建实施方案",
        "municipal",
        date(2026, 1, 1),
    )
    assert [phase.name for phase in draft.phases.all()] == ["宣传发动"]
    first, second, third = draft.tasks.all()
    assert [task.code for task in (first, second, third)] == ["T-001", "T-002", "T-003"]
    assert (first.lead_department, first.every) == (cast.lead_department, "quarter")
    assert [support.department for support in first.supports.all()] == [cast.supporting_department]
    assert list(first.responsible_persons.all()) == [cast.staff]
    assert (second.lead_department, second.deadline_on) == (Department.objects.get(name="保管利用科"), date(2026, 9, 30))
    assert (third.lead_department, third.deadline_on, third.every) == (None, None, "")
    checked.refresh_from_db()
    assert (checked.state, checked.campaign) == (PlanDocument.State.CONFIRMED, draft)
    assert checked.text[first.source_start : first.source_end].find("举办读书分享会") >= 0
    assert AuditEntry.objects.filter(verb="confirm_plan").exists()


def test_confirming_twice_gives_the_same_campaign(draft, checked, cast, client_of):
    assert confirm_plan(actor=cast.office, plan=checked, version=checked.version, now=NOW) == draft
    answer = client_of(cast.office).post(reverse("tasks:plan_confirm", args=[checked.pk]), {"version": 1})
    assert answer.headers["Location"] == reverse("tasks:break_down")
    assert Campaign.objects.count() == 1


def test_a_plan_corrected_since_it_was_shown_is_not_confirmed_and_leaves_nothing_behind(checked, cast, client_of):
    seen = checked.version
    plans.correct_finding(actor=cast.office, plan=checked, key="t1", revision=1, values={"title": "改了"}, now=NOW)
    with pytest.raises(StaleEdit):
        confirm_plan(actor=cast.office, plan=checked, version=seen, now=NOW)
    answer = client_of(cast.office).post(reverse("tasks:plan_confirm", args=[checked.pk]), {"version": seen})
    assert reverse("tasks:plan_review", args=[checked.pk]) in answer.headers["Location"]
    assert not Campaign.objects.exists() and not Task.objects.exists() and not Department.objects.filter(name="保管利用科").exists()


def test_what_was_left_out_does_not_come_along(checked, cast):
    plans.drop_finding(actor=cast.office, plan=checked, key="t2", now=NOW)
    plans.drop_finding(actor=cast.office, plan=checked, key="p1", now=NOW)
    draft = confirm_plan(actor=cast.office, plan=checked, version=checked.version, now=NOW)
    assert [task.title for task in draft.tasks.all()] == ["举办读书分享会", "开展常态化巡查"]
    assert not draft.phases.exists() and not Department.objects.filter(name="保管利用科").exists()


@pytest.mark.parametrize(("choice", "supporters"), [("everyone", 4), ("internal", 3), ("subordinate", 1), ("leave", 0)])
def test_a_name_for_several_departments_becomes_supporters_but_never_a_lead(checked, cast, choice, supporters):
    plans.correct_finding(actor=cast.office, plan=checked, key="t3", revision=1, values={"lead": "各部门", "supports": ["各科室"]}, now=NOW)
    decision = {"choice": choice, "department": None}
    plans.decide_departments(actor=cast.office, plan=checked, decisions={"各部门": decision, "各科室": decision}, now=NOW)
    draft = confirm_plan(actor=cast.office, plan=checked, version=checked.version, now=NOW)
    task = draft.tasks.get(code="T-003")
    lead = Department.objects.get(kind="subordinate") if choice == "subordinate" else None
    assert task.lead_department == lead  # the only subordinate unit is one department after all
    assert task.supports.count() == supporters - (lead is not None)


def test_very_long_words_are_cut_to_what_the_tables_hold(checked, cast):
    values = {
        "title": "长" * 300,
        "heading": "长" * 300,
        "deadline_text": "长" * 300,
        "persons": ["长" * 300],
        "leader": "长" * 300,
        "requirement": "长" * 3000,
    }
    plans.correct_finding(actor=cast.office, plan=checked, key="t3", revision=1, values=values, now=NOW)
    task = confirm_plan(actor=cast.office, plan=checked, version=checked.version, now=NOW).tasks.get(code="T-003")
    task.clean_fields()
    assert len(task.requirement) == 3000


# breaking down


@pytest.fixture
def at_draft(draft, cast, client_of):
    """The office's browser, looking at the draft."""
    client = client_of(cast.office)
    client.post(reverse("campaigns:campaign_switch"), {"campaign": draft.pk})
    return client


def test_the_screen_shows_first_what_lacks_its_lead_or_time(at_draft):
    page = at_draft.get(reverse("tasks:break_down"))
    assert [task.code for task in page.context["page"]] == ["T-003"]
    assert "1 项没有牵头科室" in page.content.decode()
    assert [task.code for task in at_draft.get(reverse("tasks:break_down"), {"show": "all"}).context["page"]] == ["T-001", "T-002", "T-003"]


def test_many_tasks_are_given_lead_supporters_person_and_time_at_once(at_draft, draft, cast, activity_kind):
    body = {
        "task": [task.pk for task in draft.tasks.all()],
        "lead_department": cast.lead_department.pk,
        "supports": [cast.other_department.pk],
        "is_required": "on",
        "persons": "何苗，江平",
        "deadline_on": "2026-10-31",
        "kind": activity_kind.pk,
    }
    assert at_draft.post(reverse("tasks:break_down"), body).status_code == 302
    for task in draft.tasks.all():
        assert (task.lead_department, task.deadline_on, task.kind) == (cast.lead_department, date(2026, 10, 31), activity_kind)
        assert set(task.responsible_persons.all()) == {cast.staff, cast.head}
        assert task.supports.get(department=cast.other_department).is_required
    first = draft.tasks.get(code="T-001")
    assert first.every == "quarter"  # left empty in the form, so it stays
    assert not first.supports.get(department=cast.supporting_department).is_required


def test_who_leads_does_not_support_as_well(draft, cast):
    task = draft.tasks.get(code="T-001")
    break_down(actor=cast.office, campaign=draft, task_ids=[task.pk], values={"lead_department": cast.supporting_department}, now=NOW)
    assert not task.supports.filter(department=cast.supporting_department).exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"task": []}, "请先勾选"), ({"lead_department": ""}, "请填写要给所选任务设定的内容"), ({"persons": "没有这个人"}, "没有这个人")],
)
def test_a_faulty_bulk_form_says_so_and_keeps_the_marks(at_draft, draft, cast, change, words):
    task = draft.tasks.get(code="T-003")
    answer = at_draft.post(reverse("tasks:break_down"), {"task": [task.pk], "lead_department": cast.lead_department.pk} | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if change.get("task") is None:
        assert f'value="{task.pk}" form="bulk" data-mark aria-label="选择 T-003" checked' in answer.content.decode()


def row_fields(task, **values) -> dict:
    fields = {"version": task.version, "lead_department": "", "deadline_on": "", "every": ""} | values
    return {f"{task.pk}-{name}": value for name, value in fields.items()}


def test_one_task_is_changed_in_its_row(at_draft, draft, cast):
    task = draft.tasks.get(code="T-003")
    address = reverse("tasks:break_down_task", args=[task.pk])
    answer = at_draft.post(address, row_fields(task, lead_department=cast.lead_department.pk, every="month"), headers=HX)
    assert "已明确" in answer.content.decode() and "条件已具备" in answer.content.decode()
    task.refresh_from_db()
    assert (task.lead_department, task.every) == (cast.lead_department, "month")
    assert at_draft.post(address, row_fields(task, deadline_on="2026-05-01")).status_code == 302


def test_a_row_changed_meanwhile_is_shown_as_it_stands(at_draft, draft, cast):
    task = draft.tasks.get(code="T-003")
    break_down(actor=cast.office, campaign=draft, task_ids=[task.pk], values={"lead_department": cast.other_department}, now=NOW)
    answer = at_draft.post(reverse("tasks:break_down_task", args=[task.pk]), row_fields(task, lead_department=cast.lead_department.pk), headers=HX)
    assert answer.status_code == 409
    assert f'<option value="{cast.other_department.pk}" selected>' in answer.content.decode()


@pytest.mark.parametrize(("who", "page", "change"), [("leader", 200, 403), ("staff", 404, 404), ("inspector", 404, 404)])
def test_only_the_office_breaks_down_and_launches(draft, cast, client_of, who, page, change):
    client, task = client_of(getattr(cast, who)), draft.tasks.get(code="T-003")
    assert client.get(reverse("tasks:break_down")).status_code == page
    assert client.post(reverse("tasks:break_down"), {"task": [task.pk], "every": "month"}).status_code == change
    assert client.post(reverse("tasks:break_down_task", args=[task.pk]), row_fields(task, every="month")).status_code == change
    assert client.post(reverse("tasks:launch")).status_code == change
    task.refresh_from_db()
    assert task.every == ""


def test_tasks_of_another_campaign_are_not_touched(at_draft, draft, task, cast):
    break_down(actor=cast.office, campaign=draft, task_ids=[task.pk], values={"every": "week"}, now=NOW)
    task.refresh_from_db()
    assert task.every == ""


# launching


def complete(draft, cast) -> None:
    task = draft.tasks.get(code="T-003")
    break_down(actor=cast.office, campaign=draft, task_ids=[task.pk], values={"lead_department": cast.lead_department, "every": "month"}, now=NOW)


def test_a_launch_is_refused_while_tasks_lack_lead_or_time(at_draft, draft, cast):
    with pytest.raises(Refused) as refusal:
        launch_campaign(actor=cast.office, campaign=draft, now=NOW)
    assert str(refusal.value) == "还有 1 项任务没有牵头科室，1 项没有时间。"
    answer = at_draft.post(reverse("tasks:launch"))
    assert answer.status_code == 403 and "1 项任务没有牵头科室" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == Campaign.State.DRAFT and not Occurrence.objects.exists()


def test_a_campaign_without_tasks_is_not_launched(cast):
    with pytest.raises(Refused):
        launch_campaign(actor=cast.office, campaign=Campaign.objects.create(name="空"), now=NOW)


def test_a_launch_makes_the_year_s_occurrences_and_tells_each_lead_department_once(draft, cast):
    complete(draft, cast)
    launched = launch_campaign(actor=cast.office, campaign=draft, now=NOW)
    assert (launched.state, launched.launched_at) == (Campaign.State.ACTIVE, NOW)
    count = {task.code: task.occurrences.count() for task in draft.tasks.all()}
    assert count == {"T-001": 4, "T-002": 1, "T-003": 12}
    assert Part.objects.filter(occurrence__task__code="T-001", is_lead=True, department=cast.lead_department).count() == 4
    told = Message.objects.get(recipient=cast.lead)
    assert "2" in told.subject and told.kind == Message.Kind.ASSIGNED


def test_launching_twice_changes_nothing(draft, cast):
    complete(draft, cast)
    launch_campaign(actor=cast.office, campaign=draft, now=NOW)
    before = (Occurrence.objects.count(), Message.objects.count(), AuditEntry.objects.count())
    launch_campaign(actor=cast.office, campaign=draft, now=NOW)
    assert (Occurrence.objects.count(), Message.objects.count(), AuditEntry.objects.count()) == before


def test_a_launch_that_broke_off_is_taken_up_again(draft, cast, monkeypatch):
    complete(draft, cast)
    with monkeypatch.context() as broken:
        broken.setattr("tasks.services.planning._tell_liaison_officers", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            launch_campaign(actor=cast.office, campaign=draft, now=NOW)
    draft.refresh_from_db()
    assert draft.state == Campaign.State.DRAFT
    launch_campaign(actor=cast.office, campaign=draft, now=NOW)
    assert Occurrence.objects.filter(task__campaign=draft).count() == 17
