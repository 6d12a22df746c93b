"""Every address × everybody: who is led to the sign-in page, who finds nothing, who is told why not, who gets in.

A row says it for one address and one verb. An address that is missing here fails the suite.
"""

from __future__ import annotations

import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.ladder import ROLES, Step, kwargs, rows
from tests.house.world import World, make_world


@pytest.fixture
def world(cast, campaign, task, occurrence) -> World:
    return make_world(cast, campaign, task, occurrence)


def addresses(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Names of all addresses of the product."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(f"{namespace}{pattern.name}")
        else:
            found |= addresses(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
    return found


def answer(client: Client, step: Step, url: str) -> str:
    """What the person meets, in the words of the table; nothing of it stays, neither in the tables nor in the browser."""
    cookies = copy.deepcopy(client.cookies)
    savepoint = transaction.savepoint()
    try:
        response = client.get(url) if step.verb == "GET" else client.post(url)
        if response.status_code == 302 and "/sign-in/" in response.url:
            return "sign in"
        return {403: "refused", 404: "nothing", 405: "wrong verb"}.get(response.status_code, "in" if response.status_code < 500 else "broken")
    finally:
        transaction.savepoint_rollback(savepoint)
        client.cookies = cookies


def test_every_address_stands_in_the_table():
    assert addresses(get_resolver()) == {step.name for step in rows()}


@pytest.mark.parametrize("app", sorted({step.name.split(":")[0] for step in rows()}))
def test_everybody_meets_what_the_table_says(world, client_of, app):
    steps = [step for step in rows() if step.name.startswith(f"{app}:")]
    browsers = {"stranger": Client(), **{role: client_of(getattr(world.cast, role)) for role in ROLES}}
    met = {
        (step.verb, step.name): {who: answer(browser, step, reverse(step.name, kwargs=kwargs(step.name, world))) for who, browser in browsers.items()}
        for step in steps
    }
    assert met == {(step.verb, step.name): step.expected() for step in steps}
