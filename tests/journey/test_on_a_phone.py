"""What people do with a phone in hand: log an activity with photos, and read what they are reminded of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from evidence.models import ActivityRecord, EvidenceFile
from tasks.services.deadlines import set_deadline
from tasks.services.reminders import queue_reminders
from tests.browser import PHONE, fits, shut_out
from tests.conftest import NOW
from tests.journey import papers
from tests.journey.logging_steps import ACCOUNT, NAMES, hand_in

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser, watch) -> Iterator[Page]:
    """360×780, with fingers."""
    context = watch.open(browser, **PHONE)
    yield context.new_page()
    context.close()


def suits(page: Page) -> bool:
    """Nothing scrolls sideways, nobody is shut out."""
    return fits(page) and shut_out(page) == []


def test_an_activity_is_logged_in_the_rain(phone, come_in, occurrence, activity_kind, cast):
    come_in(cast.lead, phone.context)
    phone.goto("/")
    assert suits(phone)
    phone.goto(f"/occurrences/{occurrence.pk}/")
    assert suits(phone)
    phone.locator(".page-head a:has-text('记活动')").tap()
    phone.wait_for_url("**/records/add/**")
    assert suits(phone)
    phone.set_input_files("#id_file", papers.photos(*NAMES[:2]))
    expect(phone.locator("#shots .shot")).to_have_count(2)
    assert suits(phone)
    expect(phone.locator("#checks")).to_contain_text("还差 1 件照片")
    phone.fill("#id_title", "雨中清理河岸")
    phone.locator(f".kinds button:has-text('{activity_kind.name}')").tap()
    phone.fill("#id_people_count", "12")
    phone.fill("#id_hours", "36")
    phone.fill("#id_note", ACCOUNT)
    phone.locator("#id_note").blur()
    expect(phone.locator("#checks")).not_to_contain_text("还没有写说明")
    phone.set_input_files("#id_files", papers.photos(NAMES[2]))
    expect(phone.locator("#checks")).not_to_contain_text("件照片，")
    expect(phone.locator("#checks")).not_to_contain_text("还差 1 件照片")
    assert suits(phone)
    hand_in(phone)
    record = ActivityRecord.objects.get()
    assert (record.title, record.state, record.people_count, record.part.occurrence) == ("雨中清理河岸", "submitted", 12, occurrence)
    assert set(EvidenceFile.objects.values_list("original_name", flat=True)) == set(NAMES)


def test_a_reminder_is_read_and_leads_to_its_matter(phone, come_in, occurrence, cast):
    for part in occurrence.parts.all():
        set_deadline(
            kind="part",
            subject_id=part.pk,
            campaign=occurrence.task.campaign,
            title=occurrence.task.title,
            due_on=occurrence.due_on,
            department=part.department,
            url_name="tasks:occurrence_detail",
            url_id=occurrence.pk,
        )
    assert queue_reminders(now=NOW) > 0
    come_in(cast.lead, phone.context)
    phone.goto("/messages/")
    assert suits(phone)
    phone.locator("button:has-text('开展志愿服务')").tap()
    phone.wait_for_url(f"**/occurrences/{occurrence.pk}/")
    assert suits(phone)
    phone.goto("/messages/?show=unread")
    expect(phone.locator("main")).not_to_contain_text("开展志愿服务")
