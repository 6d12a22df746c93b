"""The only writer of inspections."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.decisions import require
from accounts.models import User
from accounts.services import audit
from assessments.models import Inspection
from assessments.permissions import can_plan_inspection
from campaigns.models import Campaign
from tasks.models import Deadline
from tasks.services.deadlines import drop_deadline, set_deadline


def plan_inspection(*, actor: User, campaign: Campaign, name: str, planned_on: date, note: str = "", now: datetime) -> Inspection:
    """Enter a visit; every page counts down to the next one. Entering the same visit twice keeps one row."""
    require(can_plan_inspection(actor, campaign))
    with transaction.atomic():
        inspection, is_new = Inspection.objects.get_or_create(campaign=campaign, name=name, planned_on=planned_on, defaults={"note": note})
        if is_new:
            audit.record("plan_inspection", actor=actor, obj=inspection, details={"planned_on": planned_on}, now=now)
        _tell_calendar(inspection)
    return inspection


def change_inspection(*, actor: User, inspection: Inspection, name: str, planned_on: date, note: str, now: datetime) -> Inspection:
    """Move or rename a visit; raises ``ValidationError`` when that visit is in the list already."""
    require(can_plan_inspection(actor, inspection.campaign))
    with transaction.atomic():
        if Inspection.objects.filter(campaign=inspection.campaign, name=name, planned_on=planned_on).exclude(pk=inspection.pk).exists():
            raise ValidationError(_("This inspection is in the list already."))
        audit.record("change_inspection", actor=actor, obj=inspection, details={"planned_on": [inspection.planned_on, planned_on]}, now=now)
        Inspection.objects.filter(pk=inspection.pk).update(name=name, planned_on=planned_on, note=note)
        inspection.refresh_from_db()
        _tell_calendar(inspection)
    return inspection


def cancel_inspection(*, actor: User, inspection: Inspection, now: datetime) -> None:
    """Take a visit out of the list and out of the calendar; the log keeps it."""
    require(can_plan_inspection(actor, inspection.campaign))
    with transaction.atomic():
        audit.record("cancel_inspection", actor=actor, obj=inspection, details={"planned_on": inspection.planned_on}, now=now)
        drop_deadline(kind=Deadline.Kind.INSPECTION, subject_id=inspection.pk)
        inspection.delete()


def _tell_calendar(inspection: Inspection) -> None:
    set_deadline(
        kind=Deadline.Kind.INSPECTION,
        subject_id=inspection.pk,
        campaign=inspection.campaign,
        title=inspection.name,
        due_on=inspection.planned_on,
        url_name="assessments:inspection_edit",
        url_id=inspection.pk,
    )
