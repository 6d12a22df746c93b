"""Links by which inspectors read one frozen dossier without an account: opened, used, revoked, each leaving a trace."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import origin
from accounts.decisions import Refused, refuse, require
from accounts.models import User
from accounts.services import audit
from reports import permissions
from reports.models import Dossier, InspectorLink, LinkOpening

TOKEN_BYTES = 32
LONGEST = timedelta(days=7)
"""Counted in days of the calendar: the last one is valid to its end."""


def token_hash(token: str) -> str:
    """What is kept of a token: SHA-256, 64 hexadecimal digits. The token itself is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(*, actor: User, dossier: Dossier, label: str, expires_at: datetime, user: User | None, ticket: UUID, now: datetime) -> tuple[InspectorLink, str]:
    """Give out a link; returns it with its token, which is kept nowhere and can be shown only now.

    A known ticket of the same person returns the link made with it and an empty token. Refused to all but the
    office, for a version that is not ready, and for more than seven days.
    """
    require(permissions.can_open_link(actor, dossier))
    if expires_at <= now or timezone.localdate(expires_at) - timezone.localdate(now) > LONGEST:
        raise Refused(refuse(_("A link is valid for one to seven days.")))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        with transaction.atomic():
            link = InspectorLink.objects.create(
                dossier=dossier,
                label=label,
                user=user,
                token_hash=token_hash(token),
                expires_at=expires_at,
                created_by=actor,
                created_at=now,
                ticket=ticket,
            )
            audit.record("open_link", actor=actor, obj=link, details={"dossier": dossier.number, "expires_at": expires_at}, now=now)
    except IntegrityError:
        return InspectorLink.objects.get(ticket=ticket, created_by=actor), ""
    return link, token


def revoke_link(*, actor: User, link: InspectorLink, now: datetime) -> None:
    """End a link at once; revoking again changes nothing. Refused to all but the office."""
    require(permissions.can_revoke_link(actor, link))
    with transaction.atomic():
        if InspectorLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now):
            audit.record("revoke_link", actor=actor, obj=link, now=now)


def note_opening(*, link: InspectorLink, what: str, now: datetime, actor: User | None = None) -> None:
    """Write down that a link was used: what was read, when, from which address, by which account if it has one."""
    with transaction.atomic():
        LinkOpening.objects.create(link=link, at=now, address=origin.address.get(), what=what)
        audit.record("use_link", actor=actor, actor_name="" if actor else link.label, obj=link, details={"what": what}, now=now)


def note_reading(*, actor: User, dossier: Dossier, what: str, now: datetime) -> None:
    """Write down that a person with an account read or took a version: an inspector under the link given, others in the log.

    The office and the leaders turning pages is not worth an entry, what leaves the house is.
    """
    link = InspectorLink.objects.live(now).filter(dossier=dossier, user=actor).first()
    if link is not None:
        note_opening(link=link, what=what, now=now, actor=actor)
    elif what != LinkOpening.What.PAGE:
        audit.record("download_dossier", actor=actor, obj=dossier, details={"what": what}, now=now)
