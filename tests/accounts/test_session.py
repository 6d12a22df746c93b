"""Coming in and going out: one answer for every wrong try, a lock after five, sessions that end on the server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User

PASSWORD = "Harbour-2026"
pytestmark = pytest.mark.django_db


@pytest.fixture
def person(cast) -> User:
    """The liaison officer, with a known password."""
    cast.lead.set_password(PASSWORD)
    cast.lead.save(update_fields=["password"])
    return cast.lead


def try_to_sign_in(client: Client, username: str, password: str, **extra: str):
    """Send the sign-in form."""
    return client.post(reverse("accounts:sign_in"), {"username": username, "password": password, "next": extra.pop("next", "")}, **extra)


def verbs() -> list[str]:
    """What the log holds, oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_the_right_password_leads_in_under_a_new_session_and_is_logged(client, person):
    client.get(reverse("accounts:sign_in"))
    client.session["seen"] = True
    client.session.save()
    before = client.cookies.get("campaign_session")
    response = try_to_sign_in(client, "lead", PASSWORD)
    assert response.status_code == 302
    assert before is None or client.cookies["campaign_session"].value != before.value
    assert client.get(reverse("accounts:me")).status_code == 200
    entry = AuditEntry.objects.get(verb="sign_in")
    assert entry.actor == person and entry.address == "127.0.0.1"


def test_a_session_that_was_planted_before_signing_in_is_not_the_one_after(client, person):
    session = client.session
    session["planted"] = "yes"
    session.save()
    try_to_sign_in(client, "lead", PASSWORD)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer_after_the_same_work(client, person, monkeypatch):
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, password, salt: hashed.append(password) or encode(self, password, salt))
    wrong = try_to_sign_in(client, "lead", "Wrong-password-1")
    after_wrong = len(hashed)
    unknown = try_to_sign_in(client, "nobody", "Wrong-password-1")
    assert wrong.status_code == unknown.status_code == 422
    assert len(hashed) - after_wrong == after_wrong > 0
    sentence = "账号或密码不正确"
    assert sentence in wrong.content.decode() and sentence in unknown.content.decode()
    assert verbs() == ["sign_in_failed", "sign_in_failed"]


def test_a_locked_account_gets_the_same_answer_as_a_wrong_password(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert "账号或密码不正确" in try_to_sign_in(client, "lead", PASSWORD).content.decode()


def test_five_failures_lock_the_name_for_this_address_and_say_for_how_long(client, person):
    answers = [try_to_sign_in(client, "lead", "Wrong-password-1") for _ in range(5)]
    assert [a.status_code for a in answers] == [422] * 4 + [429]
    page = answers[-1].content.decode()
    assert "15 分钟" in page and "解锁" in page
    assert try_to_sign_in(client, "lead", PASSWORD).status_code == 429
    assert verbs()[-2:] == ["locked", "locked"]


def test_without_the_lock_the_sixth_try_would_get_in(client, person, settings):
    settings.AXES_ENABLED = False
    for _ in range(5):
        try_to_sign_in(client, "lead", "Wrong-password-1")
    assert try_to_sign_in(client, "lead", PASSWORD).status_code == 302


def test_the_lock_holds_neither_a_colleague_nor_the_same_name_elsewhere(client, person, cast):
    for _ in range(5):
        try_to_sign_in(client, "lead", "Wrong-password-1")
    assert try_to_sign_in(client, "office", "wrong").status_code == 422
    assert try_to_sign_in(Client(), "lead", PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_lock_ends_after_fifteen_minutes_however_often_one_tried_meanwhile(client, person):
    for _ in range(8):
        try_to_sign_in(client, "lead", "Wrong-password-1")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert try_to_sign_in(client, "lead", PASSWORD).status_code == 302


def test_behind_trusted_proxies_the_address_is_the_one_the_outermost_of_them_saw(client, person, settings):
    settings.AXES_IPWARE_PROXY_COUNT = 1
    try_to_sign_in(client, "lead", PASSWORD, HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3")
    assert AuditEntry.objects.get().address == "10.1.2.3"


def test_a_forwarded_address_is_not_believed_without_a_trusted_proxy(client, person):
    try_to_sign_in(client, "lead", PASSWORD, HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert AuditEntry.objects.get().address == "127.0.0.1"


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/passwords/change/", "/passwords/change/"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("javascript:alert(1)", None),
        ("/\\evil.example", None),
        ("http:evil.example", None),
        ("no-such-page", None),
        ("%0d%0aSet-Cookie:a=b", None),
    ],
)
def test_the_way_on_stays_on_this_host(client, person, wanted, led_to):
    response = try_to_sign_in(client, "lead", PASSWORD, next=wanted)
    assert response.url == (led_to or client.get(reverse("accounts:start")).url)
    assert "evil" not in response.url


def test_signing_out_ends_the_session_on_the_server(client_of, cast):
    client = client_of(cast.lead)
    stolen = client.cookies["campaign_session"].value
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.post(reverse("accounts:sign_out")).status_code == 302
    thief = Client()
    thief.cookies["campaign_session"] = stolen
    assert thief.get(reverse("accounts:me")).status_code == 302
    assert verbs() == ["sign_out"]


def test_an_idle_session_ends_and_leads_back_to_the_page_after_signing_in(client, person):
    try_to_sign_in(client, "lead", PASSWORD)
    rest = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=29) < rest <= timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    response = client.get(reverse("accounts:me"))
    assert response.status_code == 302 and response.url == "/sign-in/?next=/me/"


def test_a_form_sent_without_a_session_leads_back_to_the_page_where_it_stood(client, db):
    response = client.post("/passwords/change/", HTTP_REFERER="http://testserver/me/?a=1")
    assert response.url == "/sign-in/?next=/me/%3Fa%3D1"
    assert client.post("/passwords/change/", HTTP_REFERER="http://evil.example/x").url == "/sign-in/?next=/"


def test_htmx_without_a_session_makes_the_whole_page_go_to_the_sign_in_page(client, db):
    response = client.get("/me/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/me/")
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in/?next=/me/"


def test_the_sign_in_page_sends_somebody_signed_in_on(client_of, cast):
    assert client_of(cast.lead).get(reverse("accounts:sign_in")).status_code == 302


@pytest.mark.parametrize(
    "words", [{"username": "", "password": ""}, {"username": "a\0b", "password": "x"}, {"username": "人" * 400, "password": "x" * 5000}, {}]
)
def test_hostile_words_on_the_sign_in_page_get_a_sentence(client, db, words):
    assert client.post(reverse("accounts:sign_in"), words).status_code in {200, 422}


def test_the_language_is_kept_for_strangers_too(client, db):
    response = client.post(reverse("accounts:set_language"), {"language": "en", "next": "/sign-in/"})
    assert response.url == "/sign-in/"
    assert "Sign in" in client.get("/sign-in/").content.decode()
