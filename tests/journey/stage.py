"""The whole product in processes of its own, as a unit runs it: web, worker, beat, broker; beside it a mail server and browsers."""

from __future__ import annotations

import email.policy
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser, BrowserContext, Page

from script import ROOT
from script.stack import Stack, free_port
from tests.browser import DESK, Watch

PATIENCE = 90
REAL = {"BROKER_URL", "ALLOWED_HOSTS", "HTTPS", "PROXY_COUNT", "DJANGO_DEBUG", "DEMO"}
"""Settings of the shell that a journey must not depend on."""
PASSWORD = "Harbour-Lantern-2026"


class Post:
    """A mail server's handler that keeps what it takes."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def to(self, address: str) -> list[str]:
        """Subjects of the mails for an address."""
        return [mail["subject"] for mail in self.mails if address in mail["to"]]


@dataclass
class Stage:
    """The running product and those who use it."""

    url: str
    first_links: list[str]
    manage: Callable[..., str]
    post: Post
    watch: Watch
    browser: Browser
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def desk_of(self, username: str) -> Page:
        """The person's own window on their own desk."""
        if username not in self.contexts:
            self.contexts[username] = self.watch.open(self.browser, **DESK)
        context = self.contexts[username]
        return context.pages[0] if context.pages else context.new_page()

    def set_password(self, username: str, link: str) -> Page:
        """Open the one-time link, set a password, sign in with it."""
        page = self.desk_of(username)
        page.goto(link)
        page.fill("#id_new_password", PASSWORD)
        page.fill("#id_again", PASSWORD)
        page.click("button:has-text('设置密码')")
        if "/sign-in/" not in page.url:
            page.goto("/sign-in/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("main button:has-text('登录')")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page


def until(look: Callable[[], object], what: str) -> None:
    """Look again and again until it is so."""
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} s"
        time.sleep(0.2)


@contextmanager
def own_database(environment: dict[str, str], name: str) -> Iterator[dict[str, str]]:
    """SQLite in the stage's folder, or on the PostgreSQL of the suite a database of its own."""
    url = environment.pop("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield environment
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield environment | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def open_stage(browser: Browser, folder: Path) -> Iterator[Stage]:
    """Start everything without demo, yield when it answers, and stop it; a failure shows the ends of the logs."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    post = Post()
    mail_server = Controller(post, hostname="127.0.0.1", port=free_port())
    mail_server.start()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    clean = {key: value for key, value in os.environ.items() if key not in REAL}
    clean |= {"VAR_DIR": str(folder), "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}", "BASE_URL": url, "WORKER_PROCESSES": "1"}
    try:
        with own_database(clean, f"journey_{port}") as environment:

            def manage(*arguments: str) -> str:
                command = [sys.executable, "manage.py", *arguments]
                return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

            command = [sys.executable, "-m", "script.start", "--port", str(port), "--no-demo"]
            with Stack(command, url=url, log=folder / "start.log", environment=environment) as stack:
                stack.wait(PATIENCE)
                links = re.findall(r"http\S+/passwords/set/\S+", stack.log.read_text())
                stage = Stage(url, links, manage, post, Watch(url), browser)
                try:
                    yield stage
                except BaseException:
                    _show(stage, folder)
                    raise
                finally:
                    for context in stage.contexts.values():
                        context.close()
    finally:
        mail_server.stop()


def _show(stage: Stage, folder: Path) -> None:
    for username, context in stage.contexts.items():
        for page in context.pages:
            page.screenshot(path=folder / f"{username}.png")
            sys.stderr.write(f"\n── {username} at {page.url}, see {folder / username}.png ──\n{page.inner_text('body')[:1500]}")
    for log in sorted((folder / "log").glob("*.log")):
        sys.stderr.write(f"\n── {log.name} ──\n{log.read_text(errors='replace')[-3000:]}")
