"""Passwords: set once by a link nobody else can use, changed by who knows the old one; other sessions end."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Refused
from accounts.models import AuditEntry, PasswordLink, Role, User
from accounts.services import passwords
from tests.conftest import NOW

GOOD = "Harbour-2026"
pytestmark = pytest.mark.django_db


@pytest.fixture
def token(cast) -> str:
    """A fresh link for the liaison officer, made by the system administrator."""
    return passwords.issue_link(actor=cast.system_admin, user=cast.lead, now=timezone.now())


def send(client: Client, token: str, password: str = GOOD, again: str | None = None):
    """Send the form behind a link."""
    return client.post(reverse("accounts:set_password", args=[token]), {"new_password": password, "again": again or password})


def test_a_link_sets_the_password_once_and_ends_sessions(client, client_of, cast, token):
    elsewhere = client_of(cast.lead)
    assert client.get(reverse("accounts:set_password", args=[token])).status_code == 200
    assert send(client, token).status_code == 302
    cast.lead.refresh_from_db()
    assert cast.lead.check_password(GOOD)
    assert elsewhere.get(reverse("accounts:me")).status_code == 302
    again = send(client, token, "Another-2026")
    assert again.status_code == 404 and "链接已失效" in again.content.decode()
    cast.lead.refresh_from_db()
    assert cast.lead.check_password(GOOD)
    assert AuditEntry.objects.filter(verb="set_password", actor=cast.lead, succeeded=True).count() == 1


def test_only_the_hash_of_a_link_is_stored_and_it_is_long_enough(cast, token):
    link = PasswordLink.objects.get()
    assert token not in (link.token_hash, str(link.__dict__))
    assert len(token) * 6 >= 128
    assert token not in str(list(AuditEntry.objects.values()))


def test_of_two_browsers_that_send_the_form_at_once_one_wins(cast, token, monkeypatch):
    real = passwords.validate_password
    rivals: list[str] = []

    def rival_is_faster(password: str, user: User) -> None:
        real(password, user)
        if not rivals:
            rivals.append("went")
            passwords.use_link(token=token, password="Rival-2026-x", now=NOW)

    monkeypatch.setattr(passwords, "validate_password", rival_is_faster)
    with pytest.raises(passwords.LinkGone):
        passwords.use_link(token=token, password=GOOD, now=NOW)
    cast.lead.refresh_from_db()
    assert not cast.lead.check_password(GOOD)


def test_a_link_dies_after_three_days_and_when_a_newer_one_is_made(client, cast, token):
    newer = passwords.issue_link(actor=cast.security_admin, user=cast.lead, now=timezone.now())
    assert send(client, token).status_code == 404
    with pytest.raises(passwords.LinkGone):
        passwords.use_link(token=newer, password=GOOD, now=timezone.now() + timedelta(days=3, seconds=1))
    assert send(client, newer).status_code == 302


def test_a_guessed_link_and_that_of_a_locked_person_open_nothing(client, cast, token):
    assert client.get(reverse("accounts:set_password", args=["guess"])).status_code == 404
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert send(client, token).status_code == 404


@pytest.mark.parametrize("weak", ["Short-1", "alllowercaseletters", "Password123", "12345678901234"])
def test_a_weak_password_is_refused_with_its_rule_and_the_link_lives_on(client, token, weak):
    response = send(client, token, weak)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert weak not in response.content.decode()
    assert send(client, token).status_code == 302


def test_a_short_password_is_refused_in_chinese(client, token):
    page = client.post(reverse("accounts:set_password", args=[token]), {"new_password": "Ab1!", "again": "Ab1!"}).content.decode()
    assert "至少要有 10 个字符" in page
    assert "too short" not in page


def test_a_password_like_the_sign_in_name_is_refused(client, cast):
    token = passwords.issue_link(actor=cast.system_admin, user=cast.supporter, now=timezone.now())
    assert send(client, token, "Supporter-1").status_code == 422


def test_two_different_passwords_are_refused(client, token):
    assert "两次输入的密码不一致" in send(client, token, GOOD, "Harbour-2027").content.decode()


def test_links_are_made_by_administrators_only(cast):
    for somebody in (cast.office, cast.lead, cast.audit_admin):
        with pytest.raises(Refused):
            passwords.issue_link(actor=somebody, user=cast.staff, now=NOW)


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(client_of, cast):
    here, elsewhere = client_of(cast.lead), client_of(cast.lead)
    response = here.post(reverse("accounts:change_password"), {"old_password": "lead", "new_password": GOOD, "again": GOOD})
    assert response.status_code == 302
    assert here.get(reverse("accounts:me")).status_code == 200
    assert elsewhere.get(reverse("accounts:me")).status_code == 302


def test_without_the_old_password_nothing_changes_and_the_try_is_logged(client_of, cast):
    client = client_of(cast.lead)
    response = client.post(reverse("accounts:change_password"), {"old_password": "no", "new_password": GOOD, "again": GOOD})
    assert response.status_code == 422 and "现用密码不正确" in response.content.decode()
    cast.lead.refresh_from_db()
    assert cast.lead.check_password("lead")
    assert not AuditEntry.objects.get(verb="set_password").succeeded


def test_the_new_password_obeys_the_rule_and_differs_from_the_old(cast):
    with pytest.raises(ValidationError):
        passwords.change_password(actor=cast.lead, old="lead", new="weak", now=NOW)
    passwords.change_password(actor=cast.lead, old="lead", new=GOOD, now=NOW)
    with pytest.raises(ValidationError):
        passwords.change_password(actor=cast.lead, old=GOOD, new=GOOD, now=NOW)


def first_administrators() -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("first_administrator", stdout=out)
    return out.getvalue()


def test_the_first_start_prints_one_link_each_for_two_separate_administrators(client, settings):
    settings.BASE_URL = "http://wenming.example"
    printed = first_administrators()
    tokens = re.findall(r"http://wenming\.example/passwords/set/([\w-]+)/", printed)
    assert len(tokens) == 2
    assert {r for u in User.objects.all() for r in u.standing.roles} == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
    assert all(len(u.standing.roles) == 1 and not u.has_usable_password() for u in User.objects.all())
    assert send(client, tokens[0]).status_code == 302
    assert client.post(reverse("accounts:sign_in"), {"username": "sysadmin", "password": GOOD}).status_code == 302


def test_the_command_gives_fresh_links_until_one_was_used_and_then_none(client):
    first = re.findall(r"/set/([\w-]+)/", first_administrators())
    second = re.findall(r"/set/([\w-]+)/", first_administrators())
    assert User.objects.count() == 2
    assert send(client, first[0]).status_code == 404
    assert send(client, second[0]).status_code == 302
    assert "/set/" not in first_administrators()
