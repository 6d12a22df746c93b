"""Plans as documents: brought in, corrected by people, and told when they have become a campaign."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.decisions import StaleEdit, require
from accounts.models import User
from accounts.services import audit
from campaigns import findings as findings_of
from campaigns.findings import Finding, Findings
from campaigns.models import Campaign, PlanDocument
from campaigns.permissions import can_correct_plan, can_upload_plan
from notifications.doorbell import ring

LEASE = timedelta(minutes=5)
READINGS_AT_MOST = 3
TRIES = 5
SENTENCE_PART = re.compile("[。；;，,]")


def upload_plan(*, actor: User, upload: File, name: str, ticket: uuid.UUID, now: datetime) -> PlanDocument:
    """Keep the bytes under a name of our own and ask for them to be read.

    Refuses everybody but the office. The same form sent twice gives the plan of the first time.
    """
    require(can_upload_plan(actor))
    known = PlanDocument.objects.filter(ticket=ticket, uploaded_by=actor).first()
    if known is not None:
        return known
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    stored_name = default_storage.save(f"plans/{uuid.uuid4()}", upload)
    try:
        with transaction.atomic():
            plan = PlanDocument.objects.create(
                original_name=name[:255],
                stored_name=stored_name,
                sha256=digest.hexdigest(),
                size=upload.size,
                ticket=ticket,
                uploaded_by=actor,
                uploaded_at=now,
            )
            audit.record("upload_plan", actor=actor, obj=plan, details={"sha256": plan.sha256, "size": plan.size}, now=now)
            ring("campaigns.read_plan", plan.pk)
    except IntegrityError:  # the same form twice at the same moment: the other one is the plan
        default_storage.delete(stored_name)
        return PlanDocument.objects.get(ticket=ticket, uploaded_by=actor)
    return plan


def _change(*, actor: User, plan: PlanDocument, change: Callable[[Findings], Finding]) -> Finding:
    """Apply one correction to the newest findings and save by compare-and-set.

    Two people correcting different findings do not disturb each other: the loser's correction is applied again to
    what the winner left. Corrections of the same finding are told apart by its ``rev`` inside ``change``.
    """
    for _attempt in range(TRIES):
        fresh = PlanDocument.objects.defer("text").get(pk=plan.pk)
        require(can_correct_plan(actor, fresh))
        entry = change(fresh.findings)
        saved = PlanDocument.objects.filter(pk=fresh.pk, version=fresh.version, state=PlanDocument.State.READY)
        if saved.update(findings=fresh.findings, version=F("version") + 1) == 1:
            plan.findings, plan.version = fresh.findings, fresh.version + 1
            return entry
    raise StaleEdit(plan)


def _same_revision(findings: Findings, key: str, revision: int) -> Finding:
    """The entry the person was looking at; ``StaleEdit`` when it has been corrected since, ``LookupError`` when unknown."""
    found = findings_of.locate(findings, key)
    if found is None:
        raise LookupError(key)
    if found[1]["rev"] != revision:
        raise StaleEdit(found[1])
    return found[1]


def correct_finding(*, actor: User, plan: PlanDocument, key: str, revision: int, values: Finding, now: datetime) -> Finding:
    """Save a person's values for one finding; it counts as looked at. Raises ``StaleEdit`` with the present finding."""

    def change(findings: Findings) -> Finding:
        _same_revision(findings, key, revision)
        return findings_of.correct(findings, key, values)

    with transaction.atomic():
        entry = _change(actor=actor, plan=plan, change=change)
        audit.record("correct_finding", actor=actor, obj=plan, details={"finding": key, "values": values}, now=now)
    return entry


def settle_finding(*, actor: User, plan: PlanDocument, key: str, now: datetime) -> Finding:
    """A doubtful finding is right as it stands."""
    with transaction.atomic():
        entry = _change(actor=actor, plan=plan, change=lambda findings: findings_of.correct(findings, key, {}))
        audit.record("settle_finding", actor=actor, obj=plan, details={"finding": key}, now=now)
    return entry


def drop_finding(*, actor: User, plan: PlanDocument, key: str, now: datetime) -> Finding:
    """Leave a finding out of the campaign; it stays on the list and can be taken in again."""
    with transaction.atomic():
        entry = _change(actor=actor, plan=plan, change=lambda findings: findings_of.set_dropped(findings, key, dropped=True))
        audit.record("drop_finding", actor=actor, obj=plan, details={"finding": key}, now=now)
    return entry


def restore_finding(*, actor: User, plan: PlanDocument, key: str, now: datetime) -> Finding:
    """Take a finding in again that had been left out."""
    with transaction.atomic():
        entry = _change(actor=actor, plan=plan, change=lambda findings: findings_of.set_dropped(findings, key, dropped=False))
        audit.record("restore_finding", actor=actor, obj=plan, details={"finding": key}, now=now)
    return entry


def add_finding(*, actor: User, plan: PlanDocument, kind: str, now: datetime) -> Finding:
    """An empty phase, member or task that the reader did not see, to be filled in."""
    with transaction.atomic():
        entry = _change(actor=actor, plan=plan, change=lambda findings: findings_of.add(findings, kind, {}))
        audit.record("add_finding", actor=actor, obj=plan, details={"finding": entry["id"]}, now=now)
    return entry


def adopt_leftover(*, actor: User, plan: PlanDocument, key: str, now: datetime) -> Finding:
    """Make a task of a paragraph that was not understood; its words become the title and requirement, nothing else is guessed."""

    def change(findings: Findings) -> Finding:
        leftover = findings_of.set_dropped(findings, key, dropped=True)
        text = " ".join(leftover["text"].split())
        return findings_of.add(findings, "tasks", {"title": SENTENCE_PART.split(text)[0][:40], "requirement": text}, leftover["span"])

    with transaction.atomic():
        entry = _change(actor=actor, plan=plan, change=change)
        audit.record("adopt_leftover", actor=actor, obj=plan, details={"leftover": key, "finding": entry["id"]}, now=now)
    return entry


def decide_departments(*, actor: User, plan: PlanDocument, decisions: dict[str, dict], now: datetime) -> None:
    """Say what each name of a department in the plan means.

    A decision is ``{"choice": c, "department": pk or None}`` with c one of existing, create, everyone (all departments
    in use), leave (left open: 待分解), or empty (not decided).
    """

    def change(findings: Findings) -> Finding:
        findings.setdefault("departments", {}).update(decisions)
        return findings["departments"]

    with transaction.atomic():
        _change(actor=actor, plan=plan, change=change)
        audit.record("decide_departments", actor=actor, obj=plan, details=decisions, now=now)


def note_download(*, actor: User, plan: PlanDocument, now: datetime) -> None:
    """Write down that somebody took the uploaded file; whoever may see the plan may have it."""
    audit.record("download_plan", actor=actor, obj=plan, details={"sha256": plan.sha256}, now=now)


def mark_confirmed(*, plan: PlanDocument, version: int, campaign: Campaign) -> bool:
    """Told that a campaign was made of the plan; false when the plan changed since, or was confirmed before."""
    waiting = PlanDocument.objects.filter(pk=plan.pk, version=version, state=PlanDocument.State.READY)
    return waiting.update(state=PlanDocument.State.CONFIRMED, campaign=campaign, version=F("version") + 1) == 1


def sweep_plans(*, now: datetime) -> int:
    """Free plans whose reader died, give up on those that killed it several times, ring again for all that wait."""
    for plan in PlanDocument.objects.filter(state=PlanDocument.State.READING, claimed_at__lt=now - LEASE).defer("text"):
        given_up = plan.findings.get("readings", 0) >= READINGS_AT_MOST
        state, fault = (PlanDocument.State.FAILED, "broken_off") if given_up else (PlanDocument.State.WAITING, "")
        held = PlanDocument.objects.filter(pk=plan.pk, state=PlanDocument.State.READING, claimed_at=plan.claimed_at)
        held.update(state=state, fault=fault, claimed_at=None)
    waiting = list(PlanDocument.objects.filter(state=PlanDocument.State.WAITING).values_list("pk", flat=True))
    for plan_id in waiting:
        ring("campaigns.read_plan", plan_id)
    return len(waiting)
