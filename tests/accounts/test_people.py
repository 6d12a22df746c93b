"""Accounts: who may do what to whom, what ends sessions, and that nobody vanishes who left traces."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from accounts import permissions
from accounts.decisions import ALLOWED, Refused, StaleEdit
from accounts.models import AuditEntry, Membership, PasswordLink, Role, User
from accounts.selectors import PersonState, role_history, state_of
from accounts.services import audit, people
from tests.conftest import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
VALUES = {"username": "zhoulan", "full_name": "周岚", "email": "", "phone": "13812345678"}


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk").first()


def test_a_new_account_waits_for_its_link_and_stands_in_the_log(cast):
    person = people.create_person(actor=cast.system_admin, values=VALUES, now=NOW)
    assert state_of(person) == PersonState.WAITING
    assert not person.has_usable_password()
    assert (last_entry().verb, last_entry().actor, last_entry().object_label) == ("create_person", cast.system_admin, "周岚")


@pytest.mark.parametrize("who", ["office", "leader", "security_admin", "audit_admin", "lead", "inspector"])
def test_only_the_system_administrator_creates_and_edits_accounts(cast, who):
    with pytest.raises(Refused):
        people.create_person(actor=getattr(cast, who), values=VALUES, now=NOW)
    with pytest.raises(Refused):
        people.update_person(actor=getattr(cast, who), person=cast.staff, version=1, values={"full_name": "别名"}, now=NOW)
    assert not User.objects.filter(username="zhoulan").exists()


def test_of_two_editors_the_second_is_shown_the_first_ones_words(cast):
    people.update_person(actor=cast.system_admin, person=cast.staff, version=1, values={"phone": "1"}, now=NOW)
    with pytest.raises(StaleEdit) as stale:
        people.update_person(actor=cast.system_admin, person=cast.staff, version=1, values={"phone": "2"}, now=NOW)
    assert stale.value.current.phone == "1"
    assert User.objects.get(pk=cast.staff.pk).phone == "1"


def test_a_lock_ends_sessions_with_the_next_request_and_names_its_reason(cast, client_of):
    client = client_of(cast.staff)
    page = reverse("accounts:me")
    assert client.get(page).status_code == 200
    people.lock_person(actor=cast.security_admin, person=cast.staff, reason="手机丢失", now=NOW)
    assert client.get(page).status_code == 302
    locked = User.objects.get(pk=cast.staff.pk)
    assert (state_of(locked), locked.locked_reason, last_entry().details["reason"]) == (PersonState.LOCKED, "手机丢失", "手机丢失")


def test_unlocking_lets_in_again_and_forgets_wrong_passwords(cast):
    AccessAttempt.objects.create(username="staff", ip_address="10.0.0.1", failures_since_start=5)
    AccessAttempt.objects.create(username="lead", ip_address="10.0.0.1", failures_since_start=5)
    people.lock_person(actor=cast.security_admin, person=cast.staff, reason="核实身份", now=NOW)
    people.unlock_person(actor=cast.security_admin, person=User.objects.get(pk=cast.staff.pk), now=NOW)
    person = User.objects.get(pk=cast.staff.pk)
    assert person.is_active and not person.locked_reason
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["lead"]


@pytest.mark.parametrize("who", ["system_admin", "office", "audit_admin", "head"])
def test_only_the_security_administrator_locks_and_unlocks(cast, who):
    with pytest.raises(Refused):
        people.lock_person(actor=getattr(cast, who), person=cast.staff, reason="x", now=NOW)
    with pytest.raises(Refused):
        people.unlock_person(actor=getattr(cast, who), person=cast.staff, now=NOW)
    assert User.objects.get(pk=cast.staff.pk).is_active


def test_nobody_locks_the_own_account(cast):
    with pytest.raises(Refused, match="不能锁定自己"):
        people.lock_person(actor=cast.security_admin, person=cast.security_admin, reason="x", now=NOW)


def test_without_the_guard_the_own_account_would_be_locked(cast, monkeypatch):
    monkeypatch.setattr(permissions, "can_lock", lambda user, person: ALLOWED)
    people.lock_person(actor=cast.security_admin, person=cast.security_admin, reason="x", now=NOW)
    assert not User.objects.get(pk=cast.security_admin.pk).is_active


def test_leaving_ends_roles_sessions_and_open_links_but_keeps_the_person(cast, client_of):
    future = Membership.objects.create(user=cast.staff, role=Role.STAFF, department=cast.other_department, starts_on=TODAY + timedelta(days=9))
    PasswordLink.objects.create(user=cast.staff, token_hash="a" * 64, created_at=NOW, expires_at=NOW + timedelta(days=1))
    client = client_of(cast.staff)
    people.close_account(actor=cast.system_admin, person=cast.staff, left_on=TODAY - timedelta(days=2), now=NOW)
    person = User.objects.get(pk=cast.staff.pk)
    assert (state_of(person), person.left_on) == (PersonState.LEFT, TODAY - timedelta(days=2))
    assert not Membership.objects.current(TODAY - timedelta(days=1)).filter(user=person).exists()
    assert person.memberships.get().ends_on == TODAY - timedelta(days=2)
    assert not Membership.objects.filter(pk=future.pk).exists()
    assert not person.password_links.exists()
    assert client.get(reverse("accounts:me")).status_code == 302


def test_nobody_leaves_before_the_day_has_come(cast):
    with pytest.raises(Refused, match="还没到"):
        people.close_account(actor=cast.system_admin, person=cast.staff, left_on=TODAY + timedelta(days=1), now=NOW)


def test_the_last_security_administrator_cannot_be_let_go(cast):
    with pytest.raises(Refused, match="最后一位安全管理员"):
        people.close_account(actor=cast.system_admin, person=cast.security_admin, left_on=TODAY, now=NOW)
    make_person("second", "第二人", Role.SECURITY_ADMIN)
    people.close_account(actor=cast.system_admin, person=cast.security_admin, left_on=TODAY, now=NOW)


def test_who_left_comes_back_without_roles(cast):
    people.close_account(actor=cast.system_admin, person=cast.staff, left_on=TODAY, now=NOW)
    people.reopen_account(actor=cast.system_admin, person=User.objects.get(pk=cast.staff.pk), now=NOW)
    person = User.objects.get(pk=cast.staff.pk)
    assert person.is_active and person.left_on is None
    assert not person.memberships.overlapping(TODAY + timedelta(days=1), None).exists()


def test_the_security_administrator_cannot_unlock_somebody_who_left(cast):
    people.close_account(actor=cast.system_admin, person=cast.staff, left_on=TODAY, now=NOW)
    with pytest.raises(Refused, match="已离岗"):
        people.unlock_person(actor=cast.security_admin, person=User.objects.get(pk=cast.staff.pk), now=NOW)


def test_an_account_made_by_mistake_can_be_deleted_with_its_roles(cast):
    person = people.create_person(actor=cast.system_admin, values=VALUES, now=NOW)
    Membership.objects.create(user=person, role=Role.STAFF, department=cast.lead_department)
    people.delete_person(actor=cast.system_admin, person=person, now=NOW)
    assert not User.objects.filter(username="zhoulan").exists()
    assert last_entry().verb == "delete_person"


def _signed_in(cast, person, task):
    User.objects.filter(pk=person.pk).update(last_login=NOW)


def _logged(cast, person, task):
    audit.record("sign_out", actor=person, obj=person)


def _responsible(cast, person, task):
    task.responsible_persons.add(person)


def _binned_something(cast, person, task):
    task.deleted_by = person
    task.save(update_fields=["deleted_by"])


@pytest.mark.parametrize("trace", [_signed_in, _logged, _responsible, _binned_something])
def test_nobody_is_deleted_who_has_left_traces(cast, task, trace):
    person = people.create_person(actor=cast.system_admin, values=VALUES, now=NOW)
    trace(cast, person, task)
    with pytest.raises(Refused, match="离岗"):
        people.delete_person(actor=cast.system_admin, person=User.objects.get(pk=person.pk), now=NOW)
    assert User.objects.filter(pk=person.pk).exists()


def test_links_are_made_by_administrators_for_others_with_open_accounts_only(cast):
    assert permissions.can_issue_link(cast.system_admin, cast.staff)
    assert permissions.can_issue_link(cast.security_admin, cast.staff)
    assert not permissions.can_issue_link(cast.system_admin, cast.system_admin)
    assert not permissions.can_issue_link(cast.office, cast.staff)
    cast.staff.is_active = False
    assert not permissions.can_issue_link(cast.system_admin, cast.staff)


def test_roles_of_somebody_who_left_are_shown_as_past_from_the_first_moment(cast):
    people.close_account(actor=cast.system_admin, person=cast.staff, left_on=TODAY, now=NOW)
    assert [line.is_past for line in role_history(User.objects.get(pk=cast.staff.pk), TODAY)] == [True]
