"""What the scripts of the frame promise, in a real browser."""

from __future__ import annotations

import re
import threading

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from playwright.sync_api import expect

from tests.browser import fits, shut_out

pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]
SENT: list[str] = []
GATE = threading.Event()
PLAYGROUND = """{% extends "base.html" %}{% block title %}试验{% endblock %}{% block content %}
<h1>试验</h1>
<form id="slow" method="post" action="/slow/">{% csrf_token %}<button name="verb" value="go">发出</button></form>
<form id="bin" method="post" action="/slow/">{% csrf_token %}<button data-confirm="确定放入回收站？">删除</button></form>
<form><label for="note">说明</label><textarea id="note" name="note" data-limit="5" data-count="#n"></textarea>
<span id="n" data-text="{n} / {limit}" data-over="超出 {over} 字"></span></form>
<form id="up" method="post" enctype="multipart/form-data" action="/file/" data-upload data-into="#files" data-max-bytes="2000" {% include "parts/upload_words.html" %}>
{% csrf_token %}<label for="f">文件</label><input id="f" type="file" name="file" multiple><button data-upload-send>上传</button><ul class="up-list" data-upload-list></ul></form>
<div id="files"></div>
<button type="button" hx-get="/fails/" hx-target="#files">坏的</button>
{% endblock %}"""


def playground(request: HttpRequest) -> HttpResponse:
    """A page with one of each thing."""
    return HttpResponse(engines["django"].from_string(PLAYGROUND).render({}, request))


def slow(request: HttpRequest) -> HttpResponse:
    """Takes a form and its time."""
    SENT.append(request.POST.get("verb", "?"))
    GATE.wait(3)
    return HttpResponse("<p>ok</p>")


def take_file(request: HttpRequest) -> HttpResponse:
    """Takes a file; refuses those called bad the first time."""
    name = request.FILES["file"].name
    SENT.append(f"{name} {request.POST['ticket']}")
    if "bad" in name and sum(s.startswith(name) for s in SENT) == 1:
        return HttpResponse('<p role="alert">这不是照片。</p>', status=422)
    return HttpResponse(f"<p>{name}</p>")


def fails(request: HttpRequest) -> HttpResponse:
    """A fragment that breaks."""
    return HttpResponse("inside", status=500)


urlpatterns = [
    path("playground/", playground),
    path("slow/", slow),
    path("file/", take_file),
    path("fails/", fails),
    path("", include("config.urls")),
]


@pytest.fixture(autouse=True)
def _nothing_sent_yet():
    """Each test begins with an empty list of what arrived."""
    SENT.clear()
    GATE.clear()


@pytest.fixture
def watch(watch):
    """Refusals are what half of these tests are about."""
    with watch.expecting(401, 403, 404, 422, 500):
        yield watch


RESTORED = "已恢复未提交的内容"


def test_typed_words_outlive_a_session_that_ended(page, come_in, cast):
    cast.lead.set_password("Harbour-2026")
    cast.lead.save()
    come_in(cast.lead)
    page.goto("/me/")
    page.fill("#id_phone", "010-1234")
    Session.objects.all().delete()
    page.click("text=保存")
    expect(page).to_have_url(re.compile("/sign-in/"))
    page.fill("#id_username", "lead")
    page.fill("#id_password", "Harbour-2026")
    page.click("button:has-text('登录')")
    expect(page).to_have_url(re.compile("/me/$"))
    expect(page.locator("#id_phone")).to_have_value("010-1234")
    expect(page.get_by_text(RESTORED)).to_be_visible()
    page.click("text=保存")
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(page.locator("#id_phone")).to_have_value("010-1234")
    page.reload()
    expect(page.get_by_text(RESTORED)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_typed_words_outlive_a_form_that_was_too_old(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/me/")
    page.fill("#id_phone", "010-1234")
    page.context.clear_cookies(name="campaign_csrf")
    page.click("text=保存")
    page.click("a:has-text('回到刚才的页面')")
    expect(page.locator("#id_phone")).to_have_value("010-1234")
    page.click("text=保存")
    expect(page.get_by_text("已保存")).to_be_visible()


def test_without_the_script_the_words_would_be_lost(page, come_in, cast):
    page.route("**/keep.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    come_in(cast.lead)
    page.goto("/me/")
    page.fill("#id_phone", "010-1234")
    page.goto("/me/")
    expect(page.locator("#id_phone")).to_have_value("")


def test_words_of_a_form_that_came_back_with_faults_are_still_kept(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/me/")
    page.fill("#id_phone", "call me")
    page.click("text=保存")
    expect(page.locator("#id_phone")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_phone")).to_be_focused()
    page.goto("/messages/")
    page.goto("/me/")
    expect(page.locator("#id_phone")).to_have_value("call me")
    page.click("text=放弃")
    expect(page.locator("#id_phone")).to_have_value("")
    page.reload()
    expect(page.get_by_text(RESTORED)).to_have_count(0)


def test_signing_out_forgets_and_another_person_sees_nothing(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/me/")
    page.fill("#id_phone", "010-1234")
    come_in(cast.staff)
    page.goto("/me/")
    expect(page.locator("#id_phone")).to_have_value("")
    come_in(cast.lead)
    page.goto("/me/")
    expect(page.locator("#id_phone")).to_have_value("010-1234")
    page.click("summary.top-who")
    page.click("text=退出登录")
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert page.evaluate("Object.keys(localStorage).length") == 0


PRESS_TWICE = (
    "new Promise(done => { const b = document.querySelector('#slow button'); b.click(); setTimeout(() => { b.click(); setTimeout(done, 300); }, 100); })"
)


def test_a_form_pressed_twice_is_sent_once(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/playground/")
    page.evaluate(PRESS_TWICE)
    GATE.set()
    expect(page.locator("body")).to_have_text("ok")
    assert SENT == ["go"]


def test_without_the_script_a_form_pressed_twice_is_sent_twice(page, come_in, cast):
    page.route("**/app.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    come_in(cast.lead)
    page.goto("/playground/")
    page.evaluate(PRESS_TWICE)
    GATE.set()
    expect(page.locator("body")).to_have_text("ok")
    assert SENT == ["go", "go"]


def test_something_hard_to_undo_is_asked_first(page, come_in, cast):
    come_in(cast.lead)
    GATE.set()
    page.goto("/playground/")
    page.click("text=删除")
    expect(page.get_by_role("dialog")).to_contain_text("确定放入回收站？")
    page.click("dialog button:has-text('取消')")
    assert SENT == []
    page.click("text=删除")
    page.keyboard.press("Escape")
    assert SENT == []
    page.click("text=删除")
    page.click("dialog button:has-text('确定')")
    expect(page.locator("body")).to_have_text("ok")
    assert len(SENT) == 1


def test_characters_are_counted_while_one_types(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/playground/")
    expect(page.locator("#n")).to_have_text("0 / 5")
    page.fill("#note", "春\n𠮷祥")
    expect(page.locator("#n")).to_have_text("4 / 5")
    page.fill("#note", "春天来了吗")
    expect(page.locator("#note")).to_have_attribute("aria-invalid", "false")
    page.fill("#note", "春天来了吗？")
    expect(page.locator("#n")).to_have_text("超出 1 字")
    expect(page.locator("#note")).to_have_attribute("aria-invalid", "true")


def files(*names: str, size: int = 100) -> list[dict]:
    """Files as a person would choose them."""
    return [{"name": name, "mimeType": "image/png", "buffer": b"x" * size} for name in names]


def test_files_go_up_one_by_one_and_a_refused_one_says_why_and_may_be_tried_again(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/playground/")
    page.evaluate("window.heard = 0; document.body.addEventListener('evidence-changed', () => heard++)")
    expect(page.locator("#up button[data-upload-send]")).to_be_hidden()
    page.set_input_files("#f", files("一.png", "bad.png", "三.png"))
    expect(page.locator("#files p")).to_have_count(2)
    expect(page.locator(".up-row")).to_have_count(1)
    expect(page.locator(".up-row")).to_contain_text("这不是照片。")
    page.click("button:has-text('重试')")
    expect(page.locator("#files p")).to_have_count(3)
    expect(page.locator(".up-row")).to_have_count(0)
    assert page.evaluate("heard") == 3
    tries = [s.split()[1] for s in SENT if s.startswith("bad")]
    assert len(tries) == 2 and tries[0] == tries[1], "a second try is the same file to the server"
    assert len({s.split()[1] for s in SENT}) == 3


def test_a_file_too_large_is_said_before_it_is_sent(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/playground/")
    page.set_input_files("#f", files("大.png", size=3000))
    expect(page.locator(".up-row")).to_contain_text("文件超过服务器允许的大小")
    assert SENT == []


def test_a_broken_line_and_an_ended_session_are_said_beside_the_file(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/playground/")
    page.route("**/file/", lambda route: route.abort())
    page.set_input_files("#f", files("一.png"))
    expect(page.locator(".up-row")).to_contain_text("网络中断，请重试")
    page.unroute("**/file/")
    Session.objects.all().delete()
    page.click("button:has-text('重试')")
    expect(page.locator(".up-row")).to_contain_text("登录已过期")
    come_in(cast.lead)
    page.click("button:has-text('重试')")
    expect(page.locator("#files p")).to_have_text("一.png")


def test_a_fragment_that_breaks_says_so_at_the_top(page, come_in, cast, watch):
    come_in(cast.lead)
    page.goto("/playground/")
    page.click("text=坏的")
    expect(page.locator("#alerts")).to_contain_text("操作没有成功")
    expect(page.locator("#files")).to_be_empty()
    assert len(watch.faults) == 1 and "500" in watch.faults.pop()  # htmx notes it in the console, rightly


def test_menus_open_by_keyboard_and_close_on_escape(page, come_in, cast):
    come_in(cast.lead)
    page.goto("/me/")
    page.focus("summary.top-who")
    page.keyboard.press("Enter")
    expect(page.locator(".menu-who .menu-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-who .menu-list")).to_be_hidden()
    expect(page.locator("summary.top-who")).to_be_focused()


PLACES = ["/sign-in/", "/passwords/set/gone/", "/me/", "/passwords/change/", "/nowhere/"]


@pytest.mark.looks
@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("place", PLACES)
def test_no_page_scrolls_sideways_or_shuts_readers_out(page, come_in, cast, place, width, settings):
    settings.DEMO = True
    page.set_viewport_size({"width": width, "height": 768})
    if place in {"/me/", "/passwords/change/", "/nowhere/"}:
        come_in(cast.office)
    page.goto(place)
    assert fits(page)
    assert shut_out(page) == []


@pytest.mark.parametrize("place", ["/me/", "/passwords/change/"])
def test_the_keyboard_reaches_the_content_at_once(page, come_in, cast, place):
    come_in(cast.lead)
    page.goto(place)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
