"""The real browser of the tests: who sits before it, what it looks like, and what must not happen in it meanwhile.

Folders whose tests drive it take the fixtures into their ``conftest``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, Response

from accounts.models import User

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread in which tests ask the database
DESK = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
PHONE = {**DESK, "viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
TELLS_BREACHES = "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
WORST = (
    "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
    ".map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n => n.html.slice(0, 200)).join(' | ')))"
)


class Watch:
    """Notes what must not happen: foreign requests, script faults, breaches of the policy, answers of 400 and more."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self._expected: set[int] = set()

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Meanwhile these answers are what the test is about."""
        before, self._expected = self._expected, {*self._expected, *statuses}
        try:
            yield
        finally:
            self._expected = before

    def open(self, browser: Browser, **look: object) -> BrowserContext:
        """A browser of its own, without account, that is watched."""
        context = browser.new_context(base_url=self.origin, **look)
        context.add_init_script(TELLS_BREACHES)
        context.on("page", self._watch)
        return context

    def _watch(self, page: Page) -> None:
        page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" and "Failed to load resource" not in m.text else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((self.origin, "data:", "blob:")) else self.faults.append(r.url))
        page.on("response", self._judge)

    def _judge(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")


def session_of(person: User) -> str:
    """Key of a session made on the server, as if the person had signed in."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def fits(page: Page) -> bool:
    """Whether nothing scrolls sideways at the width of the window."""
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def shut_out(page: Page) -> list[str]:
    """Serious and critical findings of axe on the page as it stands."""
    page.evaluate(AXE.read_text())
    return page.evaluate(WORST)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """Debian's Chromium; tests may run as root."""
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]}


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """Fails the test when something happened in one of its browsers that must not."""
    watch = Watch(live_server.url)
    yield watch
    assert watch.faults == []


@pytest.fixture
def desk(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A Chinese desk browser, 1366×768."""
    context = watch.open(browser, **DESK)
    yield context
    context.close()


@pytest.fixture
def page(desk: BrowserContext) -> Page:
    """A window of the desk browser."""
    return desk.new_page()


@pytest.fixture
def come_in(page: Page, live_server):
    """Signs a person in by a session made on the server, on the desk browser or on another."""

    def sign_in(person: User, context: BrowserContext | None = None) -> None:
        (context or page.context).add_cookies([{"name": "campaign_session", "value": session_of(person), "url": live_server.url}])

    return sign_in
