"""Accounts: create, edit, lock, unlock, close, open again, and delete what was a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from axes.utils import reset as forget_failures
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import closing, permissions
from accounts.decisions import Refused, StaleEdit, refuse, require
from accounts.models import Membership, PasswordLink, User
from accounts.services import audit
from accounts.services.sessions import end_sessions
from accounts.traces import leaves_traces

FIELDS = ("username", "full_name", "email", "phone")


def create_person(*, actor: User, values: dict[str, Any], now: datetime) -> User:
    """A new account without a password: it waits for its one-time link. Refused unless the actor keeps accounts."""
    return create_people(actor=actor, rows=[values], now=now)[0]


def create_people(*, actor: User, rows: Sequence[dict[str, Any]], now: datetime) -> list[User]:
    """The same for many at once, in the order of the rows."""
    require(permissions.can_keep_accounts(actor))
    with transaction.atomic():
        people = [User(**{field: values.get(field, "") for field in FIELDS}, created_at=now) for values in rows]
        for person in people:
            person.set_unusable_password()
        User.objects.bulk_create(people)
        audit.record_many("create_person", actor=actor, things=[(person, {"username": person.username}) for person in people], now=now)
    return people


def update_person(*, actor: User, person: User, version: int, values: dict[str, Any], now: datetime) -> User:
    """Change name, sign-in name, mail and telephone. Raises ``StaleEdit`` when somebody saved meanwhile."""
    require(permissions.can_keep_accounts(actor))
    with transaction.atomic():
        before = User.objects.get(pk=person.pk)
        fields = {field: values[field] for field in FIELDS if field in values}
        if not User.objects.filter(pk=person.pk, version=version).update(version=F("version") + 1, **fields):
            raise StaleEdit(before)
        changed = {field: [getattr(before, field), value] for field, value in fields.items() if getattr(before, field) != value}
        after = User.objects.get(pk=person.pk)
        audit.record("update_person", actor=actor, obj=after, details={"changed": changed}, now=now)
    return after


def lock_person(*, actor: User, person: User, reason: str, now: datetime) -> None:
    """Nobody gets in with this account until it is unlocked; its sessions end. Refused for the own account."""
    require(permissions.can_lock(actor, person))
    with transaction.atomic():
        end_sessions(user=person)
        User.objects.filter(pk=person.pk).update(is_active=False, locked_reason=reason)
        audit.record("lock_person", actor=actor, obj=person, details={"reason": reason}, now=now)


def unlock_person(*, actor: User, person: User, now: datetime) -> None:
    """Let the person in again and forget wrong passwords counted against the sign-in name."""
    require(permissions.can_unlock(actor, person))
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(is_active=True, locked_reason="")
        failures = forget_failures(username=person.username)
        audit.record("unlock_person", actor=actor, obj=person, details={"failures_forgotten": failures}, now=now)


def close_account(*, actor: User, person: User, left_on: date, now: datetime) -> None:
    """The person leaves: roles end, sessions end, nobody signs in any more; all that was done stays under the name.

    Refused for oneself, for the last security administrator, with a date to come, and while open work hangs on the person.
    """
    today = timezone.localdate(now)
    require(permissions.can_close_account(actor, person, today))
    if left_on > today:
        raise Refused(refuse(_("The last day lies in the future; close the account when it has come.")))
    with transaction.atomic():
        end_sessions(user=person)
        if held := closing.of_person(person):
            raise Refused(refuse(_("%(name)s still has %(work)s; hand this over first.") % {"name": person.full_name, "work": "、".join(held)}))
        Membership.objects.filter(user=person, starts_on__gt=left_on).delete()
        Membership.objects.filter(user=person).overlapping(left_on + timedelta(days=1), None).update(ends_on=left_on)
        User.objects.filter(pk=person.pk).update(is_active=False, left_on=left_on, locked_reason="")
        PasswordLink.objects.filter(user=person, used_at__isnull=True).delete()
        audit.record("close_account", actor=actor, obj=person, details={"left_on": left_on}, now=now)


def reopen_account(*, actor: User, person: User, now: datetime) -> None:
    """Take somebody back, without roles: the security administrator gives them anew."""
    require(permissions.can_reopen_account(actor, person))
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(is_active=True, left_on=None)
        audit.record("reopen_account", actor=actor, obj=person, details={"left_on": person.left_on}, now=now)


def delete_person(*, actor: User, person: User, now: datetime) -> None:
    """Remove an account made by mistake. Refused as soon as the person signed in or anything carries the name."""
    require(permissions.can_delete_person(actor, person))
    with transaction.atomic():
        if person.last_login or leaves_traces(person, besides=[Membership, PasswordLink]):
            raise Refused(refuse(_("%(name)s has left traces and stays in the list; let the person leave instead.") % {"name": person.full_name}))
        audit.record("delete_person", actor=actor, obj=person, details={"username": person.username}, now=now)
        person.delete()
