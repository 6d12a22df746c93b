"""The watch over the browser tests: what must not happen in a browser is noticed when it happens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.browser import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def watch(live_server) -> Watch:
    """Here its findings are the point."""
    return Watch(live_server.url)


def test_a_quiet_page_is_quiet(page, watch):
    page.goto("/sign-in/")
    assert watch.faults == []


@pytest.mark.parametrize(
    ("deed", "noticed"),
    [
        ("console.error('broken thing')", "broken thing"),
        ("setTimeout(() => { throw new Error('thrown thing') })", "thrown thing"),
        ("document.body.append(Object.assign(document.createElement('img'), {src: 'http://127.0.0.2:9/x.png'}))", "policy: img-src"),
        ("{ const s = document.createElement('script'); s.textContent = 'window.x = 1'; document.body.append(s) }", "policy: script-src"),
        ("fetch('/nowhere/')", "404 GET"),
    ],
)
def test_what_must_not_happen_is_noticed(page, watch, deed, noticed):
    page.goto("/sign-in/")
    page.evaluate(f"() => {{ {deed} }}")
    page.wait_for_timeout(500)
    assert any(noticed in fault for fault in watch.faults), watch.faults


def test_a_request_to_another_host_is_noticed(page, watch):
    with pytest.raises(Error):
        page.goto("http://127.0.0.2:9/")
    assert "http://127.0.0.2:9/" in watch.faults


def test_what_is_expected_is_no_fault(page, watch):
    with watch.expecting(404):
        page.goto("/passwords/set/gone/")
        page.goto("/nowhere/")
    assert watch.faults == []
    page.goto("/static/nothing.css")
    assert len(watch.faults) == 1
