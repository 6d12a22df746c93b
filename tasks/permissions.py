"""Who may change tasks, occurrences and their parts, and who may launch the plan."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.decisions import ALLOWED, Decision, refuse
from accounts.models import User
from campaigns.models import Campaign
from campaigns.permissions import can_edit_campaign
from tasks.models import Occurrence, Part, Task


def can_plan(user: User, campaign: Campaign) -> Decision:
    """Add, change, bin and map tasks: whoever may change the campaign."""
    return can_edit_campaign(user, campaign)


def can_edit_task(user: User, task: Task) -> Decision:
    """As the plan; a task in the bin has to be restored first."""
    if task.deleted_at is not None:
        return refuse(_("This task lies in the bin; restore it before changing it."))
    return can_plan(user, task.campaign)


def can_restore_task(user: User, task: Task) -> Decision:
    """As the plan."""
    return can_plan(user, task.campaign)


def can_move_occurrence(user: User, occurrence: Occurrence) -> Decision:
    """Give another due date: the office, while it is not done."""
    if occurrence.done_at is not None:
        return refuse(_("This is done; its date stays as it is."))
    return can_edit_task(user, occurrence.task)


def can_waive_part(user: User, part: Part) -> Decision:
    """Let a department off: the office, while nothing of the part is approved."""
    if part.state == Part.State.APPROVED:
        return refuse(_("This part is approved already."))
    return can_edit_task(user, part.occurrence.task)


def can_reopen_part(user: User, part: Part) -> Decision:
    """Ask for a waived part after all: the office."""
    if part.state != Part.State.WAIVED:
        return refuse(_("Only a waived part can be asked for again."))
    return can_edit_task(user, part.occurrence.task)


def can_launch(user: User, campaign: Campaign) -> Decision:
    """Put the plan into force: the office, once every task has its lead department and its time."""
    if not (may := can_plan(user, campaign)):
        return may
    tasks = Task.objects.kept().filter(campaign=campaign)
    if not tasks.exists():
        return refuse(_("There are no tasks yet; import a plan or add them first."))
    leaderless, timeless = tasks.unassigned().count(), tasks.unscheduled().count()
    missing = []
    if leaderless:
        missing.append(ngettext("%(n)d task has no lead department", "%(n)d tasks have no lead department", leaderless) % {"n": leaderless})
    if timeless:
        missing.append(ngettext("%(n)d has no time", "%(n)d have no time", timeless) % {"n": timeless})
    return refuse(gettext("Still open: %(missing)s.") % {"missing": gettext(", ").join(missing)}) if missing else ALLOWED
