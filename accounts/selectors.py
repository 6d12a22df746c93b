"""What pages of people show, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from axes.models import AccessAttempt
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.masking import mask_phone
from accounts.models import AuditEntry, Department, Membership, Role, User

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


class PersonState(models.TextChoices):
    """What a list says of an account; follows from its row, is stored nowhere."""

    OPEN = "open", _("Can sign in")
    WAITING = "waiting", _("No password yet")
    LOCKED = "locked", pgettext_lazy("account", "Locked")
    LEFT = "left", _("Has left")


STATE_LOOKS = {
    PersonState.OPEN: ("done", "check-circle-fill"),
    PersonState.WAITING: ("soon", "key-fill"),
    PersonState.LOCKED: ("late", "lock-fill"),
    PersonState.LEFT: ("none", "box-arrow-right"),
}
_NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
STATE_ROWS = {
    PersonState.OPEN: Q(is_active=True) & ~_NO_PASSWORD,
    PersonState.WAITING: Q(is_active=True) & _NO_PASSWORD,
    PersonState.LOCKED: Q(is_active=False, left_on__isnull=True),
    PersonState.LEFT: Q(left_on__isnull=False),
}


def state_of(person: User) -> PersonState:
    """Where the account stands now."""
    if person.left_on:
        return PersonState.LEFT
    if not person.is_active:
        return PersonState.LOCKED
    return PersonState.OPEN if person.has_usable_password() else PersonState.WAITING


@dataclass(frozen=True)
class StateMark:
    """A state as the page draws it."""

    tone: str
    icon: str
    word: str


def mark_of(person: User) -> StateMark:
    """The state of an account with its icon and colour."""
    state = state_of(person)
    return StateMark(*STATE_LOOKS[state], str(state.label))


@dataclass(frozen=True)
class PersonLine:
    """One row of the list of people."""

    person: User
    roles: list[Membership]
    phone: str
    mark: StateMark


def people(*, user: User, on: date, search: str = "", department: Department | None = None, role: str = "", state: str = "") -> QuerySet[User]:
    """Accounts the user may see, by name or sign-in name, department and role of the day, state; with their roles of the day."""
    rows = User.objects.visible_to(user)
    if search:
        rows = rows.filter(Q(full_name__icontains=search) | Q(username__icontains=search))
    if department or role:
        held = Membership.objects.current(on)
        held = held.filter(department=department) if department else held
        held = held.filter(role=role) if role else held
        rows = rows.filter(pk__in=held.values("user_id"))
    if state in STATE_ROWS:
        rows = rows.filter(STATE_ROWS[PersonState(state)])
    today = Membership.objects.current(on).select_related("department")
    return rows.prefetch_related(Prefetch("memberships", today, to_attr="held_today"))


def person_line(person: User) -> PersonLine:
    """The row of one person of ``people``, the telephone number masked."""
    held: list[Membership] = vars(person)["held_today"]
    return PersonLine(person, held, mask_phone(person.phone), mark_of(person))


@dataclass(frozen=True)
class RoleLine:
    """One role in a person's history: held now, to come, or past."""

    held: Membership
    is_past: bool
    is_ahead: bool


def role_history(person: User, on: date) -> list[RoleLine]:
    """All roles of a person, those of the day first, then those to come, then the past."""
    lines = [
        RoleLine(held, is_past=person.left_on is not None or bool(held.ends_on and held.ends_on < on), is_ahead=bool(held.starts_on and held.starts_on > on))
        for held in person.memberships.select_related("department").order_by("-starts_on", "-pk")
    ]
    return sorted(lines, key=lambda line: (line.is_past, line.is_ahead))


def wrong_passwords(person: User) -> int:
    """How many wrong passwords are counted against the sign-in name since the last right one."""
    return AccessAttempt.objects.filter(username=person.username).aggregate(n=Sum("failures_since_start"))["n"] or 0


@dataclass(frozen=True)
class Branch:
    """One department in the tree with its depth, who heads it, and how many people are in it today."""

    department: Department
    depth: int
    people: int
    heads: str


@dataclass(frozen=True)
class KindOfDepartments:
    """The trees whose top is of one kind."""

    label: str
    branches: list[Branch]


def department_tree(*, user: User, on: date, with_closed: bool = False) -> list[KindOfDepartments]:
    """The departments the user may see, grouped by the kind of their top, each tree in order from the top down."""
    visible = Department.objects.visible_to(user)
    rows = list(visible if with_closed else visible.in_use())
    there = {row.pk for row in rows}
    below: dict[int | None, list[Department]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in there else None, []).append(row)
    crowd, heads = _people_by_department(on)
    groups = []
    for kind, label in Department.Kind.choices:
        branches: list[Branch] = []
        stack = [(row, 0) for row in reversed(below.get(None, [])) if row.kind == kind]
        while stack:
            row, depth = stack.pop()
            branches.append(Branch(row, depth, len(crowd.get(row.pk, ())), "、".join(heads.get(row.pk, []))))
            stack.extend((child, depth + 1) for child in reversed(below.get(row.pk, [])))
        if branches:
            groups.append(KindOfDepartments(str(label), branches))
    return groups


def _people_by_department(on: date) -> tuple[dict[int, set[int]], dict[int, list[str]]]:
    crowd: dict[int, set[int]] = {}
    heads: dict[int, list[str]] = {}
    held_today = Membership.objects.current(on).filter(department__isnull=False, user__left_on__isnull=True).select_related("user")
    for held in held_today:
        crowd.setdefault(held.department_id, set()).add(held.user_id)
        if held.role == Role.DEPARTMENT_HEAD:
            heads.setdefault(held.department_id, []).append(held.user.full_name)
    return crowd, heads


def log_entries(
    *, user: User, person: str = "", verb: str = "", subject: str = "", first: date | None = None, last: date | None = None, failed: bool = False
) -> QuerySet[AuditEntry]:
    """Entries of the log the user may read, newest first, by who, what, on what, and from day to day (both included)."""
    rows = AuditEntry.objects.visible_to(user)
    if person:
        rows = rows.filter(Q(actor_name__icontains=person) | Q(actor__username__iexact=person))
    if verb:
        rows = rows.filter(verb=verb)
    if subject:
        rows = rows.filter(object_label__icontains=subject)
    if first:
        rows = rows.filter(at__date__gte=first)
    if last:
        rows = rows.filter(at__date__lte=last)
    return rows.filter(succeeded=False) if failed else rows
