"""The demonstration cast is entered by a click, on the server's own machine only, under a visible mark."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    """The demonstration is on."""
    settings.DEMO = True


def click(client, username: str, **extra: str):
    """Click a person of the cast."""
    return client.post(reverse("accounts:demo_sign_in"), {"username": username}, **extra)


def test_a_click_leads_in_and_the_log_says_how(client, demo, cast):
    page = client.get(reverse("accounts:sign_in")).content.decode()
    assert page.index("许宁") < page.index("林月") < page.index("审计员")
    assert "DEMO" in page
    assert click(client, "office").status_code == 302
    entry = AuditEntry.objects.get(verb="sign_in")
    assert entry.actor == cast.office and entry.details == {"demo": True}
    assert "DEMO" in client.get(reverse("accounts:me")).content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [{"REMOTE_ADDR": "10.0.0.5"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.5"}, {"HTTP_FORWARDED": "for=10.0.0.5"}, {"REMOTE_ADDR": ""}],
)
def test_nobody_but_loopback_sees_or_enters_the_cast(client, demo, cast, elsewhere):
    assert "许宁" not in client.get(reverse("accounts:sign_in"), **elsewhere).content.decode()
    assert click(client, "office", **elsewhere).status_code == 404


def test_without_the_demonstration_there_is_no_cast(client, cast, settings):
    settings.DEMO = False
    page = client.get(reverse("accounts:sign_in")).content.decode()
    assert "许宁" not in page and "DEMO" not in page
    assert click(client, "office").status_code == 404


def test_only_the_cast_is_entered_by_a_click(client, demo, cast):
    assert click(client, "outsider").status_code == 404
    assert click(client, "").status_code == 404


def test_a_locked_person_of_the_cast_is_gone(client, demo, cast):
    cast.office.is_active = False
    cast.office.save(update_fields=["is_active"])
    assert click(client, "office").status_code == 404
