"""Setting a password: by a one-time link, or by the person who knows the old one. Each ends all other sessions."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.decisions import require
from accounts.models import Membership, PasswordLink, Role, User
from accounts.permissions import can_issue_link
from accounts.services import audit, sessions

LINK_LIVES = timedelta(days=3)
TOKEN_BYTES = 32
FIRST_ADMINISTRATORS = (
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", Role.SECURITY_ADMIN),
)
"""Two people from the start: one makes accounts, the other gives roles; neither can do both."""


class LinkGone(Exception):
    """The link was used, replaced, is too old, or never was."""


class NotNeeded(Exception):
    """Somebody can sign in already, so no first administrators are made."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_link(*, actor: User, user: User, now: datetime) -> str:
    """Make a one-time link for the person and return its token (256 bits, URL-safe), which is kept nowhere.

    Earlier links of the person stop working. Refuses those who keep no accounts, and locked accounts.
    """
    require(can_issue_link(actor, user))
    token = _make_link(user=user, actor=actor, now=now)
    audit.record("issue_password_link", actor=actor, obj=user, now=now)
    return token


@transaction.atomic
def issue_first_links(*, actor: User, users: Sequence[User], now: datetime) -> list[str]:
    """Links for accounts made a moment ago, many at once; the tokens in the order of the people. Refuses like ``issue_link``."""
    tokens = [secrets.token_urlsafe(TOKEN_BYTES) for _user in users]
    for user in users:
        require(can_issue_link(actor, user))
    PasswordLink.objects.bulk_create(
        PasswordLink(user=user, token_hash=_hash(token), created_by=actor, created_at=now, expires_at=now + LINK_LIVES)
        for user, token in zip(users, tokens, strict=True)
    )
    audit.record_many("issue_password_link", actor=actor, things=[(user, None) for user in users], now=now)
    return tokens


def _make_link(*, user: User, actor: User | None, now: datetime) -> str:
    PasswordLink.objects.filter(user=user, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    PasswordLink.objects.create(user=user, token_hash=_hash(token), created_by=actor, created_at=now, expires_at=now + LINK_LIVES)
    return token


def person_of_link(*, token: str, now: datetime) -> User:
    """Whom the link belongs to; raises ``LinkGone`` when it works no more."""
    link = PasswordLink.objects.select_related("user").filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=now, user__is_active=True).first()
    if link is None:
        raise LinkGone
    return link.user


@transaction.atomic
def use_link(*, token: str, password: str, now: datetime) -> User:
    """Set the password of the link's person, once, and end all sessions; the link is spent.

    Raises ``LinkGone`` when the link works no more, ``ValidationError`` when the password is too weak (the link lives on).
    """
    user = person_of_link(token=token, now=now)
    validate_password(password, user)
    # The condition stands in the UPDATE itself: of two browsers that send the form at once, one gets 1 and the other 0.
    spent = PasswordLink.objects.filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=now).update(used_at=now)
    if spent != 1:
        raise LinkGone
    _store(user, password)
    audit.record("set_password", actor=user, obj=user, details={"by": "link"}, now=now)
    return user


def change_password(*, actor: User, old: str, new: str, now: datetime) -> None:
    """Replace the own password and end all sessions (the caller renews the present one).

    Raises ``ValidationError``, keyed by field, when the old one is wrong or the new one too weak or the same.
    """
    if not actor.check_password(old):
        audit.record("set_password", actor=actor, obj=actor, succeeded=False, now=now)
        raise ValidationError({"old_password": _("This is not your present password.")})
    if old == new:
        raise ValidationError({"new_password": _("The new password is the same as the old one.")})
    try:
        validate_password(new, actor)
    except ValidationError as weak:
        raise ValidationError({"new_password": weak.messages}) from weak
    with transaction.atomic():
        _store(actor, new)
        audit.record("set_password", actor=actor, obj=actor, details={"by": "old password"}, now=now)


def _store(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_sessions(user=user)


@transaction.atomic
def make_first_administrators(*, now: datetime) -> list[tuple[User, str]]:
    """Make the system and the security administrator, each with a one-time link; returns people and tokens.

    While neither link has been used the call may be repeated and gives fresh links. Raises ``NotNeeded`` once
    any account can sign in.
    """
    if any(user.has_usable_password() for user in User.objects.working()):
        raise NotNeeded
    made = []
    for username, full_name, role in FIRST_ADMINISTRATORS:
        user, is_new = User.objects.get_or_create(username=username, defaults={"full_name": full_name, "password": "!"})
        if is_new:
            Membership.objects.create(user=user, role=role)
            audit.record("make_first_administrator", actor=None, obj=user, now=now)
        made.append((user, _make_link(user=user, actor=None, now=now)))
    return made
