"""What pages of people show, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User

DEMO_CAST: dict[str, str | Promise] = {
    "office": _("imports the plan, reviews, builds the dossier"),
    "lead": _("logs activities, hands in evidence"),
    "supporter": _("hands in what its department adds"),
    "head": _("sees the whole department"),
    "staff": _("writes drafts"),
    "leader": _("sees where things stand, prints one page"),
    "inspector": _("reads the dossier, changes nothing"),
    "sysadmin": _("keeps accounts and departments"),
    "secadmin": _("gives roles, locks and unlocks"),
    "auditor": _("reads the log"),
}
"""Sign-in names of the demonstration, in the order in which they stand on the sign-in page, with what each is there for."""


@dataclass(frozen=True)
class CastMember:
    """One person of the demonstration: the account, the role in words, and what to try with it."""

    user: User
    role: str
    purpose: str | Promise


def demo_cast() -> list[CastMember]:
    """The people of the demonstration that exist and can sign in; the caller has asked whether they may be shown."""
    people = {user.username: user for user in User.objects.working().filter(username__in=DEMO_CAST).prefetch_related("memberships__department")}
    return [
        CastMember(people[name], "，".join(role_in_words(held) for held in people[name].memberships.all()), purpose)
        for name, purpose in DEMO_CAST.items()
        if name in people
    ]


def role_in_words(held: Membership) -> str:
    """A role with its department: 联络员（宣传科）."""
    return f"{held.get_role_display()}（{held.department}）" if held.department_id else held.get_role_display()


def roles_held(user: User, on: date) -> list[Membership]:
    """The person's roles of the day, with their departments."""
    return list(user.memberships.current(on).select_related("department"))
