"""Reading a plan: the worker's part. Hostile files are opened here and nowhere else."""

from __future__ import annotations

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services import audit
from campaigns.findings import from_reading
from campaigns.models import PlanDocument
from campaigns.plan_reader import UnreadablePlan, read_document
from campaigns.plan_reader import read_plan as find_in
from notifications.models import Message
from notifications.services import tell


def claim_plan(plan_id: int, *, now: datetime) -> PlanDocument | None:
    """Take a waiting plan for this worker; ``None`` when another was first. Counts the readings begun."""
    plan = PlanDocument.objects.filter(pk=plan_id).first()
    if plan is None:
        return None
    begun = {"readings": plan.findings.get("readings", 0) + 1}
    waiting = PlanDocument.objects.filter(pk=plan_id, state=PlanDocument.State.WAITING)
    if waiting.update(state=PlanDocument.State.READING, claimed_at=now, findings=begun) != 1:
        return None
    plan.refresh_from_db()
    return plan


def read_plan(plan_id: int, *, now: datetime) -> bool:
    """Read a waiting plan and keep its text and findings; a file that cannot be read gets the reason's code. True when read."""
    plan = claim_plan(plan_id, now=now)
    if plan is None:
        return False
    try:
        with default_storage.open(plan.stored_name) as stored:
            plan_text = read_document(stored.read(), plan.original_name)
        findings = from_reading(find_in(plan_text), plan_text.text)
    except UnreadablePlan as fault:
        return _finish(plan, now=now, state=PlanDocument.State.FAILED, fault=fault.code)
    except FileNotFoundError:
        return _finish(plan, now=now, state=PlanDocument.State.FAILED, fault="lost")
    return _finish(plan, now=now, state=PlanDocument.State.READY, text=plan_text.text, findings=findings)


def give_up_plan(plan_id: int, fault: str, *, now: datetime) -> None:
    """The worker stopped the reading (too slow, or a fault of ours): say so instead of leaving the plan waiting."""
    plan = PlanDocument.objects.filter(pk=plan_id, state=PlanDocument.State.READING).first()
    if plan is not None:
        _finish(plan, now=now, state=PlanDocument.State.FAILED, fault=fault)


def _finish(plan: PlanDocument, *, now: datetime, **values: object) -> bool:
    """Write the outcome, unless the claim was taken away meanwhile, and tell the person who uploaded it."""
    ready = values["state"] == PlanDocument.State.READY
    with transaction.atomic():
        ours = PlanDocument.objects.filter(pk=plan.pk, state=PlanDocument.State.READING, claimed_at=plan.claimed_at)
        if ours.update(claimed_at=None, **values) != 1:
            return False
        audit.record("read_plan", actor=None, obj=plan, details={"fault": values.get("fault", "")}, succeeded=ready, now=now)
        subject = _("The plan has been read and waits to be checked: %(name)s") if ready else _("The plan could not be read: %(name)s")
        tell(
            recipient=plan.uploaded_by,
            kind=Message.Kind.READY if ready else Message.Kind.NOTICE,
            subject=subject % {"name": plan.original_name},
            path=reverse("campaigns:plan_detail", args=[plan.pk]),
            dedupe_key=f"plan-{plan.pk}-{values['state']}",
            now=now,
        )
    return ready
