"""Breaking the plan down in a real browser: the last row saved, the launch is one click away."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from campaigns.models import Campaign
from tasks.models import Task

pytestmark = pytest.mark.browser


def test_after_the_last_row_is_saved_in_place_the_plan_can_be_launched(page, come_in, cast, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.DRAFT)
    Task.objects.create(campaign=campaign, code="T-900", title="整治办公环境", lead_department=cast.lead_department, ticket=uuid4())
    come_in(cast.office)
    page.goto("/plan/break-down/")
    row = page.locator("tbody tr", has_text="整治办公环境")
    row.locator("input[type=date]").fill(date(2026, 12, 1).isoformat())
    row.get_by_role("button").click()
    expect(page.locator("#left-open")).to_have_text("0")
    page.get_by_role("button", name="下达任务").click()
    page.locator("#ask button[value=yes]").click()
    page.wait_for_url("**/plan/")
    assert Campaign.objects.get().state == Campaign.State.ACTIVE
