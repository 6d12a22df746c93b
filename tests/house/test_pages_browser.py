"""Every page in every state, in a real browser: nobody is shut out, and nothing scrolls sideways on a desk or a phone."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page

from accounts.models import User
from tests.browser import DESK, PHONE, fits, shut_out
from tests.house.ladder import ROLES, kwargs, rows
from tests.house.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.looks]
FILES = {
    "accounts:person_template",
    "campaigns:plan_download",
    "evidence:file_download",
    "evidence:file_preview",
    "reports:dossier_download",
    "reports:dossier_file",
    "reports:dossier_original",
    "reports:inspect_download",
    "reports:inspect_file",
    "reports:inspect_original",
}
"""Addresses that give bytes, not a page."""
FULL = {"reports:desk", "reports:leadership", "tasks:plan", "tasks:break_down", "evidence:bin", "campaigns:organisation"}
"""Beside the lists, the pages that a long campaign fills."""
BY_ROLE = {role: [step for step in rows() if step.expected()[role] == "in"] for role in ("stranger", *ROLES)}
SEND_EMPTY = """url => { const form = document.createElement('form'); form.method = 'post'; form.action = url;
  for (const name of ['csrfmiddlewaretoken', 'ticket', 'version', 'revision']) {
    const known = document.querySelector(`main [name=${name}], [name=${name}]`);
    if (known) form.append(known.cloneNode()); }
  document.body.append(form); form.submit(); }"""


@pytest.fixture
def world(live_server, cast, campaign, task, occurrence) -> World:
    return make_world(cast, campaign, task, occurrence)


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands, on the desk and on the phone; nothing for a fragment of a page."""
    if page.evaluate("document.doctype === null"):
        return []
    found = [f"desk: {fault}" for fault in shut_out(page)]
    for look in (PHONE, DESK):
        page.set_viewport_size(look["viewport"])
        if not fits(page):
            found.append(f"scrolls sideways at {look['viewport']['width']} px")
    return found


def visit(page: Page, places: dict[str, str]) -> list[str]:
    """Faults of each place, with its name."""
    found = []
    for name, url in places.items():
        page.goto(url)
        found += [f"{name}: {fault}" for fault in faults_of(page)]
    return found


def without_object() -> dict[str, str]:
    """Pages that need no object to stand for."""
    found = {}
    for step in rows():
        if step.verb == "GET" and step.name not in FILES:
            try:
                found[step.name] = reverse(step.name)
            except NoReverseMatch:
                continue
    return found


def entitled(role: str, places: dict[str, str]) -> dict[str, str]:
    """Those of the places that the role gets into."""
    names = {step.name for step in BY_ROLE[role] if step.verb == "GET"}
    return {name: url for name, url in places.items() if name in names}


def person(cast, role: str) -> User:
    """Who the role is."""
    return getattr(cast, role)


@pytest.mark.parametrize("role", ["stranger", "lead", "office", "leader", "inspector", "system_admin", "security_admin", "audit_admin"])
def test_pages_of_one_of_everything_shut_nobody_out(world, page, come_in, watch, role):
    if role != "stranger":
        come_in(person(world.cast, role))
    places = {step.name: reverse(step.name, kwargs=kwargs(step.name, world)) for step in BY_ROLE[role] if step.verb == "GET" and step.name not in FILES}
    seen_by_office = {step.name for step in BY_ROLE["office"]} if role not in {"stranger", "lead", "office"} else set()
    places = {name: url for name, url in places.items() if name not in seen_by_office or name in {"reports:desk", "reports:leadership"}}
    assert visit(page, places) == []


@pytest.mark.parametrize("role", ["stranger", "lead", "office", "system_admin"])
def test_forms_with_faults_shut_nobody_out(world, page, come_in, watch, role):
    if role != "stranger":
        come_in(person(world.cast, role))
    shown = {step.name for step in BY_ROLE[role] if step.verb == "GET"}
    found = []
    with watch.expecting(409, 422):
        for step in BY_ROLE[role]:
            if step.verb == "POST" and step.name in shown and step.name != "accounts:sign_in":
                url = reverse(step.name, kwargs=kwargs(step.name, world))
                page.goto(url)
                with page.expect_navigation():
                    page.evaluate(SEND_EMPTY, url)
                found += [f"{step.name}: {fault}" for fault in faults_of(page)]
    assert found == []


@pytest.mark.parametrize("role", ["lead", "office"])
def test_pages_without_a_campaign_shut_nobody_out(live_server, cast, page, come_in, watch, role):
    come_in(person(cast, role))
    with watch.expecting(404):
        assert visit(page, entitled(role, without_object())) == []


@pytest.mark.parametrize("role", ["lead", "office"])
def test_pages_of_an_empty_campaign_shut_nobody_out(live_server, campaign, cast, page, come_in, watch, role):
    come_in(person(cast, role))
    assert visit(page, entitled(role, without_object())) == []


def test_refusals_and_the_shut_door_shut_nobody_out(world, page, come_in, watch):
    with watch.expecting(403, 404, 422, 429):
        page.goto("/sign-in/")
        for _attempt in range(5):
            page.fill("#id_username", "lead")
            page.fill("#id_password", "wrong-Password-1")
            with page.expect_navigation():
                page.click("main button[type=submit]")
            assert faults_of(page) == []
        come_in(world.cast.staff)
        assert visit(page, {"refused": reverse("tasks:task_add"), "nothing": "/nowhere/"}) == []


def test_pages_full_of_rows_shut_nobody_out(page, come_in, watch):
    call_command("demo")
    full = {name: url for name, url in without_object().items() if name.endswith("_list") or name in FULL}
    found = []
    for username, names in {"office": full, "lead": full, "leader": ("reports:desk", "reports:leadership")}.items():
        come_in(User.objects.get(username=username))
        found += [f"{username}: {fault}" for fault in visit(page, entitled(username, {name: full[name] for name in names}))]
    assert found == []


def test_a_field_without_a_name_and_a_table_too_wide_would_be_found(live_server, cast, page, come_in):
    come_in(cast.lead)
    page.goto("/me/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input name=x><table><td>' + 'x'.repeat(400))")
    found = faults_of(page)
    assert any("label" in fault for fault in found)
    assert "scrolls sideways at 360 px" in found
