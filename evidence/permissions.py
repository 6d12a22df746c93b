"""Who may write, hand in, review and put away records and their pieces."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.decisions import ALLOWED, Decision, refuse
from accounts.models import Department, Role, User
from campaigns.models import Campaign
from evidence.models import ActivityRecord

EDITABLE = (ActivityRecord.State.DRAFT, ActivityRecord.State.RETURNED)
WRITERS = {Role.STAFF, Role.LIAISON_OFFICER, Role.DEPARTMENT_HEAD}


def can_write_records(user: User, campaign: Campaign) -> Decision:
    """Write records at all: people of departments and the office, while the campaign is under way."""
    if campaign.state == Campaign.State.CLOSED:
        return refuse(_("The campaign is closed; its records stay as they are."))
    if user.standing.is_office or user.standing.roles & WRITERS:
        return ALLOWED
    return refuse(_("Records are written by the departments; you read them."))


def can_write_for(user: User, campaign: Campaign, department: Department) -> Decision:
    """Write a record for the department: its own people, and the office for any."""
    writes = can_write_records(user, campaign)
    if not writes:
        return writes
    if not user.standing.is_office and department.pk not in user.standing.department_ids:
        return refuse(_("You can write records for your own department only."))
    return ALLOWED


def can_edit_record(user: User, record: ActivityRecord) -> Decision:
    """Change fields, pieces and files: drafts and returned records, by whoever may write for the department."""
    if record.deleted_at is not None:
        return refuse(_("This record lies in the bin; restore it before changing it."))
    if record.state == ActivityRecord.State.SUBMITTED:
        return refuse(_("This record is in review; withdraw it before changing it."))
    if record.state == ActivityRecord.State.APPROVED:
        return refuse(_("This record is approved and stays as it is. If something is wrong, ask the campaign office to return it."))
    return can_write_for(user, record.campaign, record.department)


def can_submit_record(user: User, record: ActivityRecord) -> Decision:
    """Hand in: the department's liaison officer, or the office."""
    editable = can_edit_record(user, record)
    if not editable:
        return editable
    if user.standing.is_office or record.department_id in user.standing.liaison_ids:
        return ALLOWED
    return refuse(_("Records are handed in by the department's liaison officer. Your draft is saved; ask him or her to submit it."))


def can_withdraw_record(user: User, record: ActivityRecord) -> Decision:
    """Take back what is in review: whoever submitted it, the department's liaison officer, or the office."""
    if record.deleted_at is not None or record.state != ActivityRecord.State.SUBMITTED:
        return refuse(_("Only a record in review can be withdrawn."))
    standing = user.standing
    if standing.is_office or record.department_id in standing.liaison_ids or record.submitted_by_id == user.pk:
        return can_write_for(user, record.campaign, record.department)
    return refuse(_("The department's liaison officer withdraws what was handed in."))


def _can_decide(user: User, record: ActivityRecord) -> Decision:
    if not user.standing.is_office:
        return refuse(_("Material is reviewed by the campaign office."))
    if user.pk in (record.created_by_id, record.submitted_by_id):
        return refuse(_("Nobody reviews the own material; another member of the campaign office will do it."))
    if record.campaign.state == Campaign.State.CLOSED:
        return refuse(_("The campaign is closed; its records stay as they are."))
    return ALLOWED


def can_approve_record(user: User, record: ActivityRecord) -> Decision:
    """Approve: the office, what is in review, never one's own."""
    if record.deleted_at is not None or record.state != ActivityRecord.State.SUBMITTED:
        return refuse(_("Only a record in review can be approved."))
    return _can_decide(user, record)


def can_return_record(user: User, record: ActivityRecord) -> Decision:
    """Return with a reason: the office, what is in review or was approved by mistake, never one's own."""
    if record.deleted_at is not None or record.state not in (ActivityRecord.State.SUBMITTED, ActivityRecord.State.APPROVED):
        return refuse(_("Only a record in review or an approved one can be returned."))
    return _can_decide(user, record)


def can_bin_record(user: User, record: ActivityRecord) -> Decision:
    """Put in the bin: who wrote it, the liaison officer or head of the department, or the office; never what is in review or approved."""
    editable = can_edit_record(user, record)
    if not editable:
        return editable
    standing = user.standing
    if standing.is_office or record.created_by_id == user.pk or record.department_id in standing.liaison_ids | standing.headed_ids:
        return ALLOWED
    return refuse(_("A colleague wrote this record; he or she, the liaison officer or the head of the department can put it in the bin."))


def can_restore_record(user: User, record: ActivityRecord) -> Decision:
    """Take out of the bin: whoever may write for the department."""
    if record.deleted_at is None:
        return refuse(_("This record is not in the bin."))
    return can_write_for(user, record.campaign, record.department)


def can_map_record(user: User, record: ActivityRecord) -> Decision:
    """Say which indicators a record proves: the office at any time, the department while it may edit."""
    if record.deleted_at is None and user.standing.is_office:
        return can_write_for(user, record.campaign, record.department)
    return can_edit_record(user, record)
