"""The page about oneself, and what tells the browser that a form arrived."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_people_keep_their_own_telephone_and_mail_and_nothing_else(client_of, cast):
    values = {"phone": "010-8888 1234", "email": "lin@example.test", "full_name": "别人", "is_active": "", "username": "boss"}
    assert client_of(cast.lead).post(reverse("accounts:me"), values).status_code == 302
    cast.lead.refresh_from_db()
    assert (cast.lead.phone, cast.lead.email) == ("010-8888 1234", "lin@example.test")
    assert (cast.lead.full_name, cast.lead.username, cast.lead.is_active) == ("林月", "lead", True)
    assert AuditEntry.objects.get(verb="update_contact").actor == cast.lead


def test_a_wrong_address_is_said_beside_the_field_and_the_words_stay(client_of, cast):
    response = client_of(cast.lead).post(reverse("accounts:me"), {"phone": "call me", "email": "no address"})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="call me"' in page and 'value="no address"' in page
    assert page.count('aria-invalid="true"') == 2


def test_roles_and_departments_stand_on_the_page(client_of, cast):
    page = client_of(cast.lead).get(reverse("accounts:me")).content.decode()
    assert "联络员" in page and "宣传教育科" in page


def test_a_form_that_arrived_lets_the_browser_forget_and_a_refused_one_does_not(client_of, cast, client):
    browser = client_of(cast.lead)
    browser.post(reverse("accounts:me"), {"phone": "call me", "_keep": "me"})
    assert "campaign_kept" not in browser.cookies
    browser.post(reverse("accounts:me"), {"phone": "110", "_keep": "me"})
    assert browser.cookies["campaign_kept"].value == "me"


def test_a_form_sent_after_the_session_ended_stays_kept(client, db):
    client.post(reverse("accounts:me"), {"phone": "110", "_keep": "me"})
    assert "campaign_kept" not in client.cookies


@pytest.mark.parametrize(("who", "page"), [("system_admin", "person_list"), ("security_admin", "person_list"), ("audit_admin", "audit_list")])
def test_everybody_has_a_first_page_that_opens(client_of, cast, who, page):
    client = client_of(getattr(cast, who))
    response = client.get(reverse("accounts:start"))
    assert response.url == reverse(f"accounts:{page}")
    assert client.get(response.url).status_code == 200
