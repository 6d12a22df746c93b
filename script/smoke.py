"""One trip through the running demo over HTTP, as the office clerk: pages, a reminder, a dossier, the door for inspectors."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from script.browser import Browser, Page

PATIENCE = 120
"""Seconds the worker may take for one thing."""
UNIT_TIME = timezone(timedelta(hours=8))
"""The product's own time zone."""


class Fault(Exception):
    """Something on the trip was not as it should be."""


def walk(url: str, *, manage: Callable[..., str], mails: Path) -> None:
    """Walk the whole trip, a line for each step with its seconds. Raises ``Fault`` at the first thing wrong.

    ``manage`` runs a management command beside the product; ``mails`` is the folder into which the worker delivers.
    """
    browser = Browser(url)
    for name, step in {
        "sign in": lambda: sign_in(browser, "office"),
        "every page of the menu": lambda: open_menu(browser),
        "a reminder, by the worker": lambda: remind(browser, manage, mails),
        "a dossier, by the worker": lambda: build_dossier(browser),
        "sign out": lambda: sign_out(browser),
        "no door for a wrong link": lambda: knock(browser),
    }.items():
        began = time.monotonic()
        step()
        print(f"{name:<28} {time.monotonic() - began:5.1f} s", flush=True)


def expect(page: Page, status: int = 200) -> Page:
    """The page, if it answered as expected."""
    if page.status != status:
        raise Fault(f"{page.url} answered {page.status}, not {status}")
    return page


def until(look: Callable[[], bool], what: str) -> None:
    """Look again and again until it is there."""
    end = time.monotonic() + PATIENCE
    while not look():
        if time.monotonic() > end:
            raise Fault(f"{what}: not within {PATIENCE} s")
        time.sleep(0.5)


def sign_in(browser: Browser, username: str) -> None:
    """By a click on one of the cast; before that, the first page leads to the sign-in page."""
    page = expect(browser.get("/"))
    if "/sign-in/" not in page.url:
        raise Fault(f"a stranger got to {page.url}")
    forms = page.forms("/sign-in/demo/")
    if not forms:
        raise Fault("the demo cast does not stand on the sign-in page")
    page = expect(browser.send(page, forms[0], username=username))
    if "/sign-in/" in page.url:
        raise Fault("the click did not lead inside")


def open_menu(browser: Browser) -> None:
    """Each address that the first page names inside the house."""
    for address in sorted({link for link in browser.get("/").links("/") if link.startswith("/")}):
        expect(browser.get(address))


def remind(browser: Browser, manage: Callable[..., str], mails: Path) -> None:
    """The office moves a due date to tomorrow: the liaison officer is reminded in the inbox and by mail."""
    liaison = Browser(browser.base)
    sign_in(liaison, "lead")
    me = liaison.get("/me/")
    expect(liaison.send(me, next(form for form in me.forms("") if "email" in form.fields), email="lead@example.test"))
    known = inbox(liaison)
    tomorrow = datetime.now(UNIT_TIME) + timedelta(days=1)
    for occurrence in sorted(set(liaison.get("/").links("/occurrences/"))):
        page = expect(browser.get(occurrence))
        for form in page.forms("/move/"):
            expect(browser.send(page, form, due_on=f"{tomorrow:%Y-%m-%d}"))
    manage("send_reminders")
    if not inbox(liaison) - known:
        raise Fault("no new reminder in the inbox of the liaison officer")
    until(lambda: any(mails.glob("*")), "an e-mail delivered by the worker")


def inbox(browser: Browser) -> set[str]:
    """Addresses of the messages on the first page of the inbox."""
    return {form.action for form in expect(browser.get("/messages/")).forms("/messages/")}


def build_dossier(browser: Browser) -> None:
    """Request one by the page's own form, watch its page, and take both files apart."""
    page = expect(browser.get("/dossiers/"))
    known = set(page.links("/download/"))
    forms = page.forms("/dossiers/add/")
    if not forms:
        raise Fault("the page of dossiers has no form to request one")
    expect(browser.send(page, forms[0]))

    def fresh() -> set[str]:
        return set(expect(browser.get("/dossiers/")).links("/download/")) - known

    until(lambda: len(fresh()) >= 2, "the dossier")
    files = {link: expect(browser.get(link)).body for link in fresh()}
    if not any(body.startswith(b"%PDF-") and b"%%EOF" in body[-1024:] for body in files.values()):
        raise Fault(f"no whole PDF among {list(files)}")
    archives = [body for body in files.values() if body.startswith(b"PK\x03\x04")]
    if not archives:
        raise Fault(f"no ZIP among {list(files)}")
    with zipfile.ZipFile(io.BytesIO(archives[0])) as archive:
        if spoilt := archive.testzip():
            raise Fault(f"{spoilt} in the ZIP fails its CRC")


def sign_out(browser: Browser) -> None:
    """By the page's form; afterwards the first page asks to sign in again."""
    page = browser.get("/")
    forms = page.forms("/sign-out/")
    if not forms:
        raise Fault("no way to sign out")
    expect(browser.send(page, forms[0]))
    if "/sign-in/" not in browser.get("/").url:
        raise Fault("signed out, and still inside")


def knock(browser: Browser) -> None:
    """A link that no inspector was given opens nothing."""
    expect(browser.get("/inspect/" + "x" * 43 + "/"), 404)
