"""How an activity is logged and handed in, on a desk or on a phone."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from tests.browser import fits
from tests.journey import papers

NAMES = ("开放日合影.jpg", "展厅讲解.jpg", "居民参观.jpg")
ACCOUNT = "上午九时起分三批接待社区居民五十六人，讲解员带领参观馆藏展厅，演示家庭档案整理方法，发放手册一百二十册，现场收到意见九条。"


WATCH_BARS = """() => { window.bars = []; new MutationObserver(() => document.querySelectorAll('.up-row [role=progressbar]').forEach(bar => {
  if (!window.bars.includes(bar.getAttribute('aria-label'))) window.bars.push(bar.getAttribute('aria-label')); }))
  .observe(document.querySelector('[data-upload-list]'), {childList: true}); }"""


def log_activity(page: Page, title: str, today: date) -> None:
    """Fill in the form, keep it as a draft, add photos; what is missing grows less before one's eyes."""
    page.fill("#id_title", title)
    page.select_option("#id_kind", index=1)
    page.fill("#id_held_on", today.isoformat())
    page.fill("#id_place", "一楼展厅")
    page.fill("#id_people_count", "56")
    page.locator("button:has-text('存草稿') >> visible=true").click()
    page.wait_for_url("**/records/*/")
    expect(page.locator("#checks")).to_contain_text("还差")
    expect(page.locator("#checks")).to_contain_text("还没有写说明")
    page.evaluate(WATCH_BARS)
    page.set_input_files("#id_files", papers.photos(*NAMES))
    expect(page.locator("#shots .shot")).to_have_count(len(NAMES))
    assert set(page.evaluate("window.bars")) == set(NAMES), "each file has a progress bar with its name"
    expect(page.locator("#checks")).not_to_contain_text("件照片")
    page.fill("#id_note", ACCOUNT)
    page.locator("#id_note").blur()
    expect(page.locator("#checks")).not_to_contain_text("还没有写说明")
    assert fits(page)


def hand_in(page: Page) -> None:
    """Hand in; when something is still missing, say that it is known."""
    page.locator("button:has-text('提交审核') >> visible=true").first.click()
    page.wait_for_url("**/submit/")
    assert fits(page)
    if page.locator("#id_confirmed").count():
        page.check("#id_confirmed")
    page.click("main form button:has-text('提交')")
    page.wait_for_url(lambda url: not url.endswith("/submit/"))
    expect(page.locator("main")).to_contain_text("待审核")
