"""The task form: who may, what it saves, and two people at it at once."""

import re
import uuid

import pytest
from django.urls import reverse

from tasks.models import Task
from tests.conftest import NOW, TODAY


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The doors read this clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


def shown(page) -> dict:
    """What a browser would send if nothing were typed."""
    data: dict[str, object] = {}
    for field in page.context["form"]:
        value = field.field.prepare_value(field.value())
        data[field.html_name] = ("" if field.name != "responsible_persons" else []) if value is None else value
    hidden: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(initial-[^"]+|version|ticket)" value="([^"]*)"', page.content.decode()):
        hidden.setdefault(name, []).append(value)
    return data | hidden


def edit(browser, task: Task) -> tuple[str, dict]:
    url = reverse("tasks:task_edit", args=[task.pk])
    return url, shown(browser.get(url))


@pytest.mark.parametrize(
    ("who", "status"),
    [("office", 200), ("leader", 403), ("lead", 403), ("head", 403), ("outsider", 403), ("inspector", 404), ("system_admin", 404), ("audit_admin", 404)],
)
def test_who_may_open_the_form(cast, task, client_of, who, status):
    browser = client_of(getattr(cast, who))
    assert browser.get(reverse("tasks:task_edit", args=[task.pk])).status_code == status
    assert browser.get(reverse("tasks:task_add")).status_code == status


def test_saving_what_was_shown_changes_nothing_but_the_version(cast, task, client_of):
    browser = client_of(cast.office)
    url, data = edit(browser, task)
    assert browser.post(url, data).status_code == 302
    after = Task.objects.get()
    assert (after.title, after.deadline_on, after.lead_department, after.version) == (task.title, task.deadline_on, task.lead_department, 2)
    assert (after.supports.get().duty, after.supports.get().is_required) == ("提供时长截图", True)


def test_supports_persons_and_times_are_saved(cast, task, client_of):
    browser = client_of(cast.office)
    url, data = edit(browser, task)
    data |= {
        f"support_{cast.supporting_department.pk}": "",
        f"support_{cast.other_department.pk}": "may",
        f"duty_{cast.other_department.pk}": "提供场地",
        "responsible_persons": [cast.lead.pk, cast.staff.pk],
        "every": "month",
    }
    browser.post(url, data)
    task.refresh_from_db()
    support = task.supports.get()
    assert (support.department, support.duty, support.is_required) == (cast.other_department, "提供场地", False)
    assert (set(task.responsible_persons.all()), task.every) == ({cast.lead, cast.staff}, "month")


def test_a_fault_keeps_what_was_typed(cast, task, client_of):
    browser = client_of(cast.office)
    url, data = edit(browser, task)
    answer = browser.post(url, data | {"title": "", "requirement": "写了很多字"})
    assert answer.status_code == 422
    assert "写了很多字" in answer.content.decode()


def conflict(cast, task, client_of):
    """Two of the office open the form; the first changes title and leader, the second title and requirement."""
    first, second = client_of(cast.office), client_of(cast.office)
    url, one = edit(first, task)
    _url, two = edit(second, task)
    first.post(url, one | {"title": "甲的题目", "responsible_leader": "甲写的领导"})
    return second, url, two | {"title": "乙的题目", "requirement": "乙写的要求"}


def test_the_second_gets_both_versions_side_by_side_and_nothing_is_lost(cast, task, client_of):
    second, url, typed = conflict(cast, task, client_of)
    answer = second.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("甲的题目", "乙的题目", "甲写的领导", "乙写的要求"))
    suggested = {rival.name: rival.keeps_mine for rival in answer.context["rivals"]}
    assert suggested == {"title": True, "requirement": True, "responsible_leader": False}
    assert Task.objects.get().title == "甲的题目"


def test_each_field_keeps_mine_or_takes_theirs_as_chosen(cast, task, client_of):
    second, url, typed = conflict(cast, task, client_of)
    version = second.post(url, typed).context["version"]
    picks = {"pick-title": "theirs", "pick-requirement": "mine", "pick-responsible_leader": "theirs"}
    assert second.post(url, typed | picks | {"version": version}).status_code == 302
    task.refresh_from_db()
    assert (task.title, task.requirement, task.responsible_leader) == ("甲的题目", "乙写的要求", "甲写的领导")


def test_a_third_who_was_faster_again_is_shown_as_well(cast, task, client_of):
    second, url, typed = conflict(cast, task, client_of)
    version = second.post(url, typed).context["version"]
    Task.objects.update(title="丙的题目", version=9)
    answer = second.post(url, typed | {"version": version})
    assert answer.status_code == 409
    assert "丙的题目" in answer.content.decode()


def test_without_the_guard_the_first_ones_words_would_be_lost(cast, task, client_of):
    """The negative control: a form that claims the newest version overwrites silently."""
    second, url, typed = conflict(cast, task, client_of)
    second.post(url, typed | {"version": Task.objects.get().version})
    assert Task.objects.get().title == "乙的题目"


def test_adding_twice_with_one_form_makes_one_task(cast, campaign, client_of):
    browser, url = client_of(cast.office), reverse("tasks:task_add")
    data = shown(browser.get(url)) | {"title": "新的任务", "ticket": str(uuid.uuid4())}
    first, again = browser.post(url, data), browser.post(url, data)
    assert first["Location"] == again["Location"]
    assert Task.objects.filter(title="新的任务").count() == 1


def test_the_bin_can_be_undone_from_the_message(cast, task, client_of):
    browser = client_of(cast.office)
    page = browser.post(reverse("tasks:task_bin", args=[task.pk]), follow=True).content.decode()
    undo = reverse("tasks:task_restore", args=[task.pk])
    assert undo in page
    assert "回收站" in browser.get(reverse("tasks:task_detail", args=[task.pk])).content.decode()
    browser.post(undo)
    assert Task.objects.kept().count() == 1


def test_binned_tasks_are_not_found_by_staff(cast, task, client_of):
    client_of(cast.office).post(reverse("tasks:task_bin", args=[task.pk]))
    assert client_of(cast.lead).get(reverse("tasks:task_detail", args=[task.pk])).status_code == 404


def test_what_lies_in_the_bin_is_listed_below_the_register_for_who_can_bring_it_back(cast, task, client_of):
    office = client_of(cast.office)
    office.post(reverse("tasks:task_bin", args=[task.pk]), {"version": task.version})
    assert Task.objects.get(pk=task.pk).deleted_at
    office.get(reverse("tasks:task_list"))  # takes the message with its way back away
    way = reverse("tasks:task_detail", args=[task.pk])
    page = office.get(reverse("tasks:task_list")).content.decode()
    assert way in page and "回收站里有 1 项任务" in page
    assert way not in client_of(cast.lead).get(reverse("tasks:task_list")).content.decode()
