"""The life of a dossier: asked for, claimed by one builder, ready, failed or cancelled; a dead builder's claim is freed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.decisions import Refused, require
from accounts.models import User
from accounts.services import audit
from campaigns.models import Campaign
from notifications import doorbell
from notifications.models import Message
from notifications.services import tell
from reports import permissions
from reports.models import Dossier, DossierEntry
from reports.selectors.dossier import freeze

JOB = "reports.build_dossier"
LEASE = timedelta(minutes=10)
"""A builder renews its claim with every step it reports; the longest silent step of a large archive takes two minutes."""
RING_AFTER = timedelta(minutes=1)
MOST_ATTEMPTS = 3


def request_dossier(*, actor: User, campaign: Campaign, ticket: UUID, now: datetime) -> Dossier:
    """Freeze what is approved now as the next version and ask the worker to build it.

    One version is built at a time: while one is, that one is returned; so is the one made with a known ticket.
    Refused to all but the office, and for a campaign not launched.
    """
    require(permissions.can_request_dossier(actor, campaign))
    known = Dossier.objects.filter(ticket=ticket, requested_by=actor).first() or campaign.dossiers.running().first()
    if known is not None:
        return known
    frozen = freeze(campaign=campaign, reader=actor)  # read before the transaction: it takes long and locks nothing
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)  # two clicks at once queue here (SQLite: at BEGIN)
        known = Dossier.objects.filter(ticket=ticket).first() or campaign.dossiers.running().first()
        if known is not None:
            return known
        last = campaign.dossiers.aggregate(last=Max("number"))["last"] or 0
        dossier = Dossier.objects.create(
            campaign=campaign, number=last + 1, requested_by=actor, requested_at=now, content=frozen.content, left_out=frozen.left_out, ticket=ticket
        )
        DossierEntry.objects.bulk_create([DossierEntry(dossier=dossier, **entry) for entry in frozen.entries], batch_size=500)
        audit.record("request_dossier", actor=actor, obj=dossier, details=frozen.content["totals"], now=now)
        doorbell.ring(JOB, dossier.pk)
    return dossier


def cancel_dossier(*, actor: User, dossier: Dossier, now: datetime) -> None:
    """Stop a version that waits or is being built; its builder notices at its next step and cleans up behind itself.

    Refused to all but the office, and when it is not being built any more.
    """
    require(permissions.can_cancel_dossier(actor, dossier))
    with transaction.atomic():
        if not Dossier.objects.running().filter(pk=dossier.pk).update(state=Dossier.State.CANCELLED, claimed_at=None):
            dossier.refresh_from_db(fields=["state"])
            raise Refused(permissions.can_cancel_dossier(actor, dossier))
        audit.record("cancel_dossier", actor=actor, obj=dossier, now=now)


def claim_dossier(dossier_id: int, *, now: datetime) -> Dossier | None:
    """Take a waiting dossier for this builder; ``None`` when another was first or there is nothing to do."""
    taken = Dossier.objects.filter(pk=dossier_id, state=Dossier.State.REQUESTED).update(
        state=Dossier.State.BUILDING, claimed_at=now, attempts=F("attempts") + 1, step="", done_units=0, fault=""
    )
    return Dossier.objects.select_related("campaign", "requested_by").get(pk=dossier_id) if taken == 1 else None


def give_back(dossier: Dossier, *, reason: str, now: datetime) -> None:
    """After an accident: let another attempt be made, or give up with the reason once there were enough."""
    if dossier.attempts >= MOST_ATTEMPTS:
        fail_dossier(dossier, reason=reason, now=now)
        return
    held = Dossier.objects.filter(pk=dossier.pk, state=Dossier.State.BUILDING, claimed_at=dossier.claimed_at)
    with transaction.atomic():
        if held.update(state=Dossier.State.REQUESTED, claimed_at=None, fault=reason):
            doorbell.ring(JOB, dossier.pk)


def fail_dossier(dossier: Dossier, *, reason: str, now: datetime) -> None:
    """Write the reason to the row, if this claim still holds, and tell the person who asked; older versions stay."""
    held = Dossier.objects.filter(pk=dossier.pk, state=Dossier.State.BUILDING, claimed_at=dossier.claimed_at)
    with transaction.atomic():
        if held.update(state=Dossier.State.FAILED, claimed_at=None, fault=reason):
            audit.record("dossier_failed", actor=None, obj=dossier, details={"reason": reason}, succeeded=False, now=now)
            subject = _("Version %(number)s of the archive could not be built") % {"number": dossier.number}
            _tell(dossier, kind=Message.Kind.NOTICE, subject=subject, body=reason, now=now)


def finish_dossier(dossier: Dossier, *, result: dict, left_out: list[dict], lost_entries: list[int], now: datetime) -> bool:
    """Make the version ready in one step, with sizes and hashes; False when it was cancelled or taken over meanwhile.

    ``result``: columns of the row. Entries whose original was lost leave the manifest; ``left_out`` names them.
    """
    held = Dossier.objects.filter(pk=dossier.pk, state=Dossier.State.BUILDING, claimed_at=dossier.claimed_at)
    with transaction.atomic():
        if not held.update(state=Dossier.State.READY, claimed_at=None, built_at=now, done_units=F("all_units"), left_out=left_out, fault="", **result):
            return False
        DossierEntry.objects.filter(dossier=dossier, pk__in=lost_entries).delete()
        audit.record("dossier_ready", actor=None, obj=dossier, details={"zip_sha256": result["zip_sha256"]}, now=now)
        subject = _("Version %(number)s of the archive is ready") % {"number": dossier.number}
        _tell(dossier, kind=Message.Kind.READY, subject=subject, body="", now=now)
    return True


def note_crash(dossier_id: int, *, reason: str, now: datetime) -> None:
    """Give back what a builder held that died without a word of its own."""
    held = Dossier.objects.filter(pk=dossier_id, state=Dossier.State.BUILDING).select_related("requested_by").defer("content").first()
    if held is not None:
        give_back(held, reason=reason, now=now)


def sweep_dossiers(*, now: datetime) -> int:
    """Free claims whose builder has been silent for longer than the lease, and ring again for what waits."""
    silent = list(Dossier.objects.filter(state=Dossier.State.BUILDING, claimed_at__lt=now - LEASE).select_related("requested_by").defer("content"))
    for dossier in silent:
        give_back(dossier, reason=_("The builder stopped without a word, most likely because the server was restarted."), now=now)
    waiting = Dossier.objects.filter(state=Dossier.State.REQUESTED, requested_at__lt=now - RING_AFTER).values_list("pk", flat=True)
    for dossier_id in waiting:
        doorbell.ring(JOB, dossier_id)
    return len(silent) + len(waiting)


def _tell(dossier: Dossier, *, kind: str, subject: str, body: str, now: datetime) -> None:
    key = f"dossier-{dossier.pk}-{kind}"
    tell(recipient=dossier.requested_by, kind=kind, subject=subject, body=body, path=reverse("reports:dossier_list"), dedupe_key=key, now=now)
