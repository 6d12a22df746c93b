"""Two people at one task, a form sent twice, a session that ends while somebody writes: in real browsers, no word is lost."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from evidence.models import ActivityRecord
from tasks.models import Task
from tests.browser import DESK
from tests.conftest import make_person

pytestmark = pytest.mark.browser
SEND_TWICE = """() => { const form = document.querySelector('main form[data-keep]');
  const data = new URLSearchParams(new FormData(form));
  return Promise.all([1, 2].map(() => fetch(location.href, {method: 'POST', body: data, redirect: 'manual'}))); }"""


def test_two_people_edit_one_task_and_both_find_their_words(browser, page, come_in, watch, task, cast):
    colleague = make_person("office2", "钱若水", "office", cast.lead_department)
    other = watch.open(browser, **DESK)
    come_in(cast.office)
    come_in(colleague, other)
    first, second = page, other.new_page()
    for window in (first, second):
        window.goto(f"/tasks/{task.pk}/edit/")
    first.fill("#id_title", "开展护河志愿服务")
    first.click("main button:has-text('保存')")
    first.wait_for_url(f"**/tasks/{task.pk}/")
    second.fill("#id_title", "开展节水志愿服务")
    second.fill("#id_requirement", "全年不少于6次")
    with watch.expecting(409):
        second.locator("main button:has-text('保存')").last.click()
        expect(second.locator("main [role=alert]").first).to_be_visible()
    versions = second.locator("table", has_text="您写的内容")
    expect(versions).to_contain_text("开展护河志愿服务")
    expect(versions).to_contain_text("开展节水志愿服务")
    expect(versions).to_contain_text("全年不少于6次")
    second.check("input[name=pick-title][value=theirs]")
    second.check("input[name=pick-requirement][value=mine]")
    second.click("button:has-text('按所选保存')")
    second.wait_for_url(f"**/tasks/{task.pk}/")
    task.refresh_from_db()
    assert (task.title, task.requirement) == ("开展护河志愿服务", "全年不少于6次")
    other.close()


def test_a_form_that_arrives_twice_makes_one_row(page, come_in, campaign, cast):
    come_in(cast.office)
    page.goto("/tasks/add/")
    page.fill("#id_title", "举办节水讲座")
    page.evaluate(SEND_TWICE)
    assert Task.objects.filter(title="举办节水讲座").count() == 1


def test_words_of_an_activity_outlive_a_session_that_ended(page, come_in, occurrence, cast):
    cast.lead.set_password("Harbour-2026")
    cast.lead.save()
    come_in(cast.lead)
    page.goto(f"/records/add/?part={occurrence.parts.get(is_lead=True).pk}")
    page.fill("#id_title", "护河志愿服务")
    page.fill("#id_note", "清理河岸三公里，捡拾垃圾四十袋。")
    Session.objects.all().delete()
    page.locator("button:has-text('存草稿') >> visible=true").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert not ActivityRecord.objects.exists()
    page.fill("#id_username", "lead")
    page.fill("#id_password", "Harbour-2026")
    page.click("button:has-text('登录')")
    expect(page.locator("#id_note")).to_have_value("清理河岸三公里，捡拾垃圾四十袋。")
    page.locator("button:has-text('存草稿') >> visible=true").click()
    page.wait_for_url(re.compile(r"/records/\d+/$"))
    record = ActivityRecord.objects.get()
    assert (record.title, record.note) == ("护河志愿服务", "清理河岸三公里，捡拾垃圾四十袋。")
