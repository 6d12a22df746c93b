"""Records: written, handed in, decided on, put away. Each transition is one conditional UPDATE, so two people cannot both make it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.decisions import Refused, StaleEdit, refuse, require
from accounts.models import Department, User
from accounts.services import audit
from campaigns.models import Campaign, Indicator
from evidence import checks, permissions
from evidence.models import ActivityRecord, Review
from evidence.services.telling import tell_office, tell_part, tell_writers
from tasks.models import Part

State = ActivityRecord.State
FIELDS = ("kind", "title", "held_on", "place", "people_count", "hours", "note", "part")
"""What an edit may change; department, author and state have verbs of their own."""


def create_record(
    *,
    actor: User,
    campaign: Campaign,
    department: Department,
    ticket: UUID,
    values: dict[str, Any],
    is_event: bool = True,
    indicators: Iterable[Indicator] | None = None,
    now: datetime,
) -> ActivityRecord:
    """Write a draft for the department, mapped to the indicators given, else to those of the task it answers.

    ``values`` as in ``FIELDS``. A known ticket of the same person returns the record made with it. Refused to
    strangers of the department, to leaders and in a closed campaign.
    """
    require(permissions.can_write_for(actor, campaign, department))
    known = ActivityRecord.objects.filter(ticket=ticket, created_by=actor).first()
    if known is not None:
        return known
    fields = {name: values[name] for name in FIELDS if name in values}
    _require_own_part(fields.get("part"), campaign, department)
    try:
        with transaction.atomic():
            record = ActivityRecord(campaign=campaign, department=department, is_event=is_event, ticket=ticket, created_by=actor, **fields)
            record.created_at = record.updated_at = now
            record.save(force_insert=True)
            record.indicators.set(_task_indicators(record.part) if indicators is None else indicators)
            audit.record("create_record", actor=actor, obj=record, details={"department": department.name}, now=now)
    except IntegrityError:
        known = ActivityRecord.objects.filter(ticket=ticket, created_by=actor).first()
        if known is None:
            raise
        return known  # the same form sent twice at once: the other request was first
    return record


def _require_own_part(part: Part | None, campaign: Campaign, department: Department) -> None:
    if part is not None and (part.department_id != department.pk or part.occurrence.task.campaign_id != campaign.pk):
        raise Refused(refuse(_("This task does not belong to the department of the record.")))


def _task_indicators(part: Part | None) -> list[Indicator]:
    return list(part.occurrence.task.indicators.all()) if part is not None else []


def update_record(*, actor: User, record: ActivityRecord, version: int, values: dict[str, Any], now: datetime) -> ActivityRecord:
    """Save a draft or returned record by compare-and-set. Raises ``StaleEdit`` when somebody saved it since ``version``."""
    require(permissions.can_edit_record(actor, record))
    fields = {name: values[name] for name in FIELDS if name in values}
    _require_own_part(fields.get("part"), record.campaign, record.department)
    before = ActivityRecord.objects.get(pk=record.pk)
    changed = [name for name, value in fields.items() if getattr(before, name) != value]
    with transaction.atomic():
        unseen = ActivityRecord.objects.editable().filter(pk=record.pk, version=version)
        if not unseen.update(**fields, version=F("version") + 1, updated_at=now):
            return _same_or_stale(ActivityRecord.objects.get(pk=record.pk), fields)
        record = ActivityRecord.objects.get(pk=record.pk)
        if "part" in changed:
            _remap(before.part, record)
            tell_part(part=before.part, now=now)
            tell_part(part=record.part, now=now)
        audit.record("update_record", actor=actor, obj=record, details={"changed": changed}, now=now)
    return record


def _same_or_stale(current: ActivityRecord, fields: dict[str, Any]) -> ActivityRecord:
    """The page saves while one writes, so the same words may arrive twice: that is no conflict."""
    if all(getattr(current, name) == value for name, value in fields.items()):
        return current
    raise StaleEdit(current)


def _remap(before: Part | None, record: ActivityRecord) -> None:
    """The indicators that came with the old task go, those of the new one come; those chosen by hand stay."""
    record.indicators.remove(*_task_indicators(before))
    record.indicators.add(*_task_indicators(record.part))


def submit_record(*, actor: User, record: ActivityRecord, now: datetime) -> ActivityRecord:
    """Hand a draft or returned record in: the part is in review, the office hears of it. What is missing never blocks.

    Refused to all but the department's liaison officer and the office.
    """
    require(permissions.can_submit_record(actor, record))
    with transaction.atomic():
        _turn(record, allowed=(State.DRAFT, State.RETURNED), state=State.SUBMITTED, submitted_by=actor, submitted_at=now, updated_at=now)
        tell_part(part=record.part, now=now)
        tell_office(record=record, now=now)
        missing = checks.tally(checks.missing(record))[checks.MUST]
        audit.record("submit_record", actor=actor, obj=record, details={"missing": missing}, now=now)
    return record


def withdraw_record(*, actor: User, record: ActivityRecord, now: datetime) -> ActivityRecord:
    """Take back what is in review: a draft again. Refused once the office has decided."""
    require(permissions.can_withdraw_record(actor, record))
    with transaction.atomic():
        _turn(record, allowed=(State.SUBMITTED,), state=State.DRAFT, updated_at=now)
        tell_part(part=record.part, now=now)
        audit.record("withdraw_record", actor=actor, obj=record, now=now)
    return record


def approve_record(*, actor: User, record: ActivityRecord, now: datetime) -> ActivityRecord:
    """The office accepts the record: the part is settled, its writers hear of it. Never one's own record."""
    require(permissions.can_approve_record(actor, record))
    return _decide(actor=actor, record=record, verb=Review.Verb.APPROVE, reason="", now=now)


def return_record(*, actor: User, record: ActivityRecord, reason: str, now: datetime) -> ActivityRecord:
    """The office sends the record back with a reason that its writers read word for word. Never one's own record."""
    require(permissions.can_return_record(actor, record))
    if not reason.strip():
        raise Refused(refuse(_("A return needs its reason.")))
    return _decide(actor=actor, record=record, verb=Review.Verb.RETURN, reason=reason.strip(), now=now)


def _decide(*, actor: User, record: ActivityRecord, verb: str, reason: str, now: datetime) -> ActivityRecord:
    approved = verb == Review.Verb.APPROVE
    allowed = (State.SUBMITTED,) if approved else (State.SUBMITTED, State.APPROVED)
    with transaction.atomic():
        _turn(record, allowed=allowed, state=State.APPROVED if approved else State.RETURNED, updated_at=now)
        review = Review.objects.create(record=record, verb=verb, reason=reason, by=actor, at=now)
        tell_part(part=record.part, now=now)
        tell_writers(record=record, review=review, now=now)
        audit.record(f"{verb}_record", actor=actor, obj=record, details={"reason": reason} if reason else None, now=now)
    return record


def _turn(record: ActivityRecord, *, allowed: tuple[str, ...], **values: Any) -> None:
    """One conditional UPDATE; whoever comes second is told that somebody was faster."""
    if not ActivityRecord.objects.kept().filter(pk=record.pk, state__in=allowed).update(**values):
        raise Refused(refuse(_("Somebody has just changed this record. Open it again and look where it stands.")))
    record.refresh_from_db()


def bin_record(*, actor: User, record: ActivityRecord, now: datetime) -> ActivityRecord:
    """Put a draft or returned record in the bin with all its pieces; it answers its task no longer."""
    require(permissions.can_bin_record(actor, record))
    with transaction.atomic():
        _turn(record, allowed=(State.DRAFT, State.RETURNED), deleted_at=now, deleted_by=actor)
        tell_part(part=record.part, now=now)
        audit.record("bin_record", actor=actor, obj=record, now=now)
    return record


def restore_record(*, actor: User, record: ActivityRecord, now: datetime) -> ActivityRecord:
    """Take a record out of the bin, as it was."""
    require(permissions.can_restore_record(actor, record))
    with transaction.atomic():
        if ActivityRecord.objects.binned().filter(pk=record.pk).update(deleted_at=None, deleted_by=None):
            record.refresh_from_db()
            tell_part(part=record.part, now=now)
            audit.record("restore_record", actor=actor, obj=record, now=now)
    return record


def map_record(*, actor: User, record: ActivityRecord, indicator: Indicator, now: datetime) -> None:
    """Let the record prove one more indicator of the campaign's system."""
    require(permissions.can_map_record(actor, record))
    if indicator.system_id != record.campaign.indicator_system_id:
        raise Refused(refuse(_("This indicator belongs to another system than the campaign's.")))
    with transaction.atomic():
        record.indicators.add(indicator)
        audit.record("map_record", actor=actor, obj=record, details={"indicator": indicator.code}, now=now)


def unmap_record(*, actor: User, record: ActivityRecord, indicator: Indicator, now: datetime) -> None:
    """Let the record prove this indicator no longer."""
    require(permissions.can_map_record(actor, record))
    with transaction.atomic():
        record.indicators.remove(indicator)
        audit.record("unmap_record", actor=actor, obj=record, details={"indicator": indicator.code}, now=now)
