"""A record in the hand and on the desk: photos first, live checks, two editors, review in place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from evidence.models import ActivityRecord, EvidenceFile
from evidence.services import records
from tests.browser import DESK, PHONE, fits, shut_out
from tests.conftest import NOW
from tests.evidence.conftest import add, made, photo, word

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(watch, browser):
    """A telephone."""
    context = watch.open(browser, **PHONE)
    yield context
    context.close()


def sent(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_on_a_phone_photos_come_first_and_what_is_missing_shows_while_writing(phone, come_in, cast, occurrence, watch):
    come_in(cast.lead, phone)
    page = phone.new_page()
    part = occurrence.parts.get(is_lead=True)
    page.goto(f"/records/add/?part={part.pk}")
    assert fits(page)
    with watch.expecting(422):
        page.set_input_files("#id_file", [sent("现场一.jpg", photo(seed=1)), sent("坏的.jpg", b"<html>"), sent("现场二.jpg", photo(seed=2))])
        expect(page.locator("figure.shot")).to_have_count(2)
        expect(page.locator(".up-row.failed")).to_contain_text("扩展名是 .jpg，内容却不是")
    record = ActivityRecord.objects.get()
    assert page.url.endswith(f"/records/{record.pk}/")
    assert (record.part, record.title, EvidenceFile.objects.count()) == (part, "开展志愿服务", 2)
    checks = page.locator("#checks")
    expect(checks).to_contain_text("还差 1 件照片")
    expect(checks).to_contain_text("缺服务时长")
    page.fill("#id_hours", "12")
    page.fill("#id_note", "清理垃圾十二袋，发放宣传册二百六十份，解答咨询四十余人次，劝阻不文明行为九起。")
    expect(page.locator("#note-count")).to_have_text("说明 39/500 字")
    page.locator("#id_note").blur()
    expect(checks).not_to_contain_text("缺服务时长")
    expect(checks).to_contain_text("说明 39 字，未超 500 字")
    expect(page.locator("#saved")).to_contain_text("已保存")
    assert fits(page)
    assert shut_out(page) == []


def test_a_piece_is_named_put_away_and_brought_back_in_place(page, come_in, cast, record):
    add(record, cast.lead, caption="")
    come_in(cast.lead)
    page.goto(f"/records/{record.pk}/")
    expect(page.locator("#checks")).to_contain_text("1 张照片没有图注")
    page.fill("input[name=caption]", "沿步道清理垃圾")
    page.keyboard.press("Tab")
    expect(page.locator("#checks")).not_to_contain_text("没有图注")
    page.click("figure button:has-text('移除')")
    expect(page.locator("#piece-count")).to_have_text("0 件")
    page.click("figure button:has-text('撤销')")
    expect(page.locator("input[name=caption]")).to_have_value("沿步道清理垃圾")
    expect(page.locator("#piece-count")).to_have_text("1 件")


def test_the_second_editor_compares_and_saves(page, come_in, cast, record, watch, browser):
    come_in(cast.lead)
    page.goto(f"/records/{record.pk}/")
    ActivityRecord.objects.filter(pk=record.pk).update(place="别人写的地点", version=2)
    with watch.expecting(409):
        page.fill("#id_place", "我写的地点")
        page.keyboard.press("Tab")
        expect(page.locator("#saved")).to_contain_text("别人刚刚也改了这条记录")
        page.click("text=对照两稿")
        expect(page.get_by_text("别人写的地点")).to_be_visible()
        expect(page.locator("#id_place")).to_have_value("我写的地点")
    assert shut_out(page) == []
    page.click("text=按我写的保存")
    expect(page.locator("#id_place")).to_have_value("我写的地点")


def test_the_office_returns_on_the_list_and_the_writer_reads_the_reason(page, come_in, cast, submitted, watch):
    come_in(cast.office)
    page.goto("/records/review/")
    page.click("summary:has-text('退回并写明原因')")
    with watch.expecting(422):
        page.click("text=按此原因退回")
        expect(page.get_by_text("请写明要改什么")).to_be_visible()
    page.fill("textarea[name=reason]", "看不到横幅")
    page.click("text=按此原因退回")
    expect(page.locator("article .st")).to_have_text("已退回")
    page.context.clear_cookies()
    come_in(cast.lead)
    page.goto(f"/records/{submitted.pk}/")
    expect(page.locator(".quote")).to_contain_text("看不到横幅")


@pytest.mark.looks
@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_of_records_is_open_to_all_and_fits(watch, browser, come_in, cast, record, look, client_of):
    for number in range(3):
        made(add(record, cast.lead, f"照片{number}" + "很长的名字" * 20 + ".jpg", photo(seed=number)))
    add(record, cast.lead, "通知.docx", word())
    away = records.bin_record(actor=cast.lead, record=ActivityRecord.objects.get(pk=record.pk), now=NOW)
    records.restore_record(actor=cast.lead, record=away, now=NOW)
    context = watch.open(browser, **look)
    page = context.new_page()
    views = [
        "/records/",
        "/records/add/",
        "/records/add/?paper=1",
        f"/records/{record.pk}/",
        f"/records/{record.pk}/submit/",
        "/records/bin/",
        "/records/?q=没有的词",
    ]
    come_in(cast.lead, context)
    for address in views:
        page.goto(address)
        assert fits(page), address
        assert shut_out(page) == [], address
    records.submit_record(actor=cast.lead, record=away, now=NOW)
    context.clear_cookies()
    come_in(cast.office, context)
    for address in [f"/records/{record.pk}/", "/records/review/", f"/occurrences/{record.part.occurrence_id}/"]:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert fits(page), address
        assert shut_out(page) == [], address
    context.close()
