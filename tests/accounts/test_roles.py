"""Roles with dates: given and ended by the security administrator, never to oneself, audit apart from the others on every day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import permissions
from accounts.decisions import ALLOWED, Refused
from accounts.models import AuditEntry, Membership, Role, User
from accounts.services import roles
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def give(cast, person, role, **more):
    return roles.give_role(actor=more.pop("actor", cast.security_admin), person=person, role=role, now=NOW, **more)


def test_a_role_is_given_for_its_days_and_logged(cast):
    held = give(cast, cast.staff, Role.LIAISON_OFFICER, department=cast.lead_department, post="科员", starts_on=TOMORROW, ends_on=TODAY + timedelta(days=30))
    assert not Membership.objects.current(TODAY).filter(pk=held.pk).exists()
    assert Membership.objects.current(TOMORROW).filter(pk=held.pk).exists()
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.verb, entry.object_label, entry.details["role"]) == ("give_role", "何苗", "liaison_officer")


@pytest.mark.parametrize("who", ["system_admin", "office", "audit_admin", "leader", "lead"])
def test_only_the_security_administrator_gives_and_ends_roles(cast, who):
    with pytest.raises(Refused):
        give(cast, cast.staff, Role.OFFICE, actor=getattr(cast, who))
    with pytest.raises(Refused):
        roles.end_role(actor=getattr(cast, who), membership=cast.staff.memberships.get(), ends_on=None, now=NOW)
    assert cast.staff.memberships.get().ends_on is None


def test_nobody_changes_the_own_roles(cast):
    with pytest.raises(Refused, match="自己的角色"):
        give(cast, cast.security_admin, Role.OFFICE)
    with pytest.raises(Refused, match="自己的角色"):
        roles.end_role(actor=cast.security_admin, membership=cast.security_admin.memberships.get(), ends_on=None, now=NOW)


@pytest.mark.parametrize(("holder", "wanted"), [("audit_admin", Role.SYSTEM_ADMIN), ("audit_admin", Role.SECURITY_ADMIN), ("system_admin", Role.AUDIT_ADMIN)])
def test_audit_is_combined_with_neither_system_nor_security(cast, holder, wanted):
    with pytest.raises(Refused, match="审计管理员"):
        give(cast, getattr(cast, holder), wanted)


def test_audit_and_system_exclude_each_other_on_days_to_come_as_well(cast):
    give(cast, cast.staff, Role.AUDIT_ADMIN, starts_on=TODAY + timedelta(days=10), ends_on=TODAY + timedelta(days=20))
    with pytest.raises(Refused):
        give(cast, cast.staff, Role.SYSTEM_ADMIN, starts_on=TODAY)
    with pytest.raises(Refused):
        give(cast, cast.staff, Role.SYSTEM_ADMIN, ends_on=TODAY + timedelta(days=10))
    give(cast, cast.staff, Role.SYSTEM_ADMIN, starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    give(cast, cast.staff, Role.SECURITY_ADMIN, starts_on=TODAY + timedelta(days=21))


def test_a_role_lengthened_into_days_of_the_audit_administrator_is_refused(cast):
    give(cast, cast.staff, Role.AUDIT_ADMIN, starts_on=TODAY + timedelta(days=10))
    held = give(cast, cast.staff, Role.SYSTEM_ADMIN, starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    with pytest.raises(Refused, match="审计管理员"):
        roles.end_role(actor=cast.security_admin, membership=held, ends_on=TODAY + timedelta(days=10), now=NOW)
    assert Membership.objects.get(pk=held.pk).ends_on == TODAY + timedelta(days=9)


def test_without_the_guard_audit_and_system_would_meet(cast, monkeypatch):
    monkeypatch.setattr(permissions, "can_hold", lambda wanted, held: ALLOWED)
    give(cast, cast.audit_admin, Role.SYSTEM_ADMIN)
    standing = User.objects.get(pk=cast.audit_admin.pk).standing
    assert standing.is_audit_admin and standing.is_system_admin


def test_the_same_role_twice_in_the_same_days_is_refused_but_not_one_after_the_other(cast):
    with pytest.raises(Refused, match="已有这个角色"):
        give(cast, cast.staff, Role.STAFF, department=cast.lead_department)
    give(cast, cast.staff, Role.STAFF, department=cast.other_department)
    give(cast, cast.staff, Role.OFFICE, ends_on=TODAY)
    give(cast, cast.staff, Role.OFFICE, starts_on=TOMORROW)


def test_a_role_of_a_department_names_it_and_days_are_in_order(cast):
    with pytest.raises(Refused):
        give(cast, cast.staff, Role.LIAISON_OFFICER)
    with pytest.raises(Refused):
        give(cast, cast.staff, Role.OFFICE, starts_on=TODAY, ends_on=YESTERDAY)


def test_a_change_of_roles_ends_sessions(cast, client_of):
    client = client_of(cast.staff)
    give(cast, cast.staff, Role.OFFICE)
    assert client.get(reverse("accounts:me")).status_code == 302
    client = client_of(User.objects.get(pk=cast.staff.pk))
    roles.end_role(actor=cast.security_admin, membership=cast.staff.memberships.get(role=Role.OFFICE), ends_on=None, now=NOW)
    assert client.get(reverse("accounts:me")).status_code == 302


def test_a_role_ended_at_once_does_not_hold_today_any_more(cast):
    held = cast.staff.memberships.get()
    roles.end_role(actor=cast.security_admin, membership=held, ends_on=None, now=NOW)
    assert not Membership.objects.current(TODAY).filter(pk=held.pk).exists()


def test_a_role_ended_with_a_day_holds_on_that_day(cast):
    held = cast.staff.memberships.get()
    roles.end_role(actor=cast.security_admin, membership=held, ends_on=TODAY, now=NOW)
    assert Membership.objects.current(TODAY).filter(pk=held.pk).exists()
    assert not Membership.objects.current(TOMORROW).filter(pk=held.pk).exists()


def test_a_role_given_and_ended_on_one_day_is_taken_out_and_the_log_keeps_it(cast):
    held = give(cast, cast.staff, Role.OFFICE, starts_on=TODAY)
    roles.end_role(actor=cast.security_admin, membership=held, ends_on=None, now=NOW)
    assert not Membership.objects.filter(role=Role.OFFICE, user=cast.staff).exists()
    assert AuditEntry.objects.order_by("-pk").first().details["role"] == "office"


def test_past_roles_stay_as_they_are(cast):
    held = Membership.objects.create(user=cast.staff, role=Role.OFFICE, ends_on=YESTERDAY)
    with pytest.raises(Refused, match="已经结束"):
        roles.end_role(actor=cast.security_admin, membership=held, ends_on=None, now=NOW)
    with pytest.raises(Refused, match="已过"):
        roles.end_role(actor=cast.security_admin, membership=cast.staff.memberships.get(role=Role.STAFF), ends_on=YESTERDAY, now=NOW)


def test_a_closed_department_gets_no_new_people(cast):
    cast.other_department.closed_on = TODAY
    cast.other_department.save()
    with pytest.raises(Refused, match="已撤销"):
        give(cast, cast.staff, Role.STAFF, department=cast.other_department)
