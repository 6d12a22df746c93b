"""Roles: who holds which, from which day to which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.decisions import ALLOWED, Decision, Refused, refuse, require
from accounts.models import Department, Membership, User
from accounts.services import audit
from accounts.services.sessions import end_sessions, end_sessions_of


def give_role(
    *,
    actor: User,
    person: User,
    role: str,
    department: Department | None = None,
    post: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    now: datetime,
) -> Membership:
    """Give the role between two days (no day: from ever, for ever); the person signs in anew to use it.

    Refused for oneself, for people who left, when the same role is held in that time, and when it would join the audit
    administrator with another administration on any day.
    """
    grant = Membership(user=person, role=role, department=department, post=post, starts_on=starts_on, ends_on=ends_on)
    with transaction.atomic():
        for refusal in give_roles(actor=actor, grants=[grant], now=now).values():
            raise Refused(refusal)
    return grant


def give_roles(*, actor: User, grants: Sequence[Membership], now: datetime) -> dict[int, Decision]:
    """Give many roles at once. What is refused is not given and comes back by its place in ``grants``, with the sentence."""
    refused: dict[int, Decision] = {}
    given: list[Membership] = []
    with transaction.atomic():
        people = {grant.user_id: grant.user for grant in grants}
        end_sessions_of(users=people.values())  # first: two administrators who give roles to one person queue here, and the second sees the first's
        held: dict[int, list[Membership]] = {pk: [] for pk in people}
        for membership in Membership.objects.filter(user__in=people):
            held[membership.user_id].append(membership)
        for place, grant in enumerate(grants):
            decision = permissions.can_change_roles_of(actor, grant.user)
            if decision := decision and permissions.can_hold(grant, held[grant.user_id]):
                held[grant.user_id].append(grant)
                given.append(grant)
            else:
                refused[place] = decision
        Membership.objects.bulk_create(given)
        audit.record_many("give_role", actor=actor, things=[(grant.user, _facts(grant)) for grant in given], now=now)
    return refused


def end_role(*, actor: User, membership: Membership, ends_on: date | None, now: datetime) -> None:
    """End a role with a day that still counts, or at once when no day is given; the person's sessions end.

    Refused for oneself and when the role has ended before. A role that never came to hold for a whole day is taken out; the log keeps it.
    """
    person = membership.user
    require(permissions.can_change_roles_of(actor, person))
    today = timezone.localdate(now)
    if membership.ends_on and membership.ends_on < today:
        raise Refused(refuse(_("This role has ended already.")))
    last = ends_on or today - timedelta(days=1)
    if ends_on and ends_on < today:
        raise Refused(refuse(_("The last day lies in the past; leave it empty to end the role at once.")))
    with transaction.atomic():
        end_sessions(user=person)
        require(_may_end_on(membership, last))
        if membership.starts_on and membership.starts_on > last:
            membership.delete()
        else:
            Membership.objects.filter(pk=membership.pk).update(ends_on=last)
        audit.record("end_role", actor=actor, obj=person, details={**_facts(membership), "ends_on": last}, now=now)


def _may_end_on(membership: Membership, last: date) -> Decision:
    """A later last day lengthens the role, which has to fit what the person is by then."""
    if membership.ends_on is None or last <= membership.ends_on:
        return ALLOWED
    longer = Membership(user=membership.user, role=membership.role, department=membership.department, starts_on=membership.starts_on, ends_on=last)
    return permissions.can_hold(longer, Membership.objects.filter(user=membership.user).exclude(pk=membership.pk))


def _facts(held: Membership) -> dict:
    return {
        "role": held.role,
        "department": held.department.name if held.department else "",
        "post": held.post,
        "starts_on": held.starts_on,
        "ends_on": held.ends_on,
    }
