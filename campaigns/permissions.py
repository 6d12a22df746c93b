"""Who may keep plans and campaigns."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.decisions import ALLOWED, Decision, refuse
from accounts.models import Department, User
from campaigns.findings import kept
from campaigns.models import Campaign, PlanDocument
from campaigns.plan_matching import meanings


def can_upload_plan(user: User) -> Decision:
    """Bring a plan in: the office."""
    return ALLOWED if user.standing.is_office else refuse(_("Plans are brought in by the campaign office; you may read along."))


def can_correct_plan(user: User, plan: PlanDocument) -> Decision:
    """Change what was read from a plan: the office, between reading and confirmation."""
    if not user.standing.is_office:
        return refuse(_("What was read from the plan is corrected by the campaign office; you may read along."))
    if plan.state == PlanDocument.State.CONFIRMED:
        return refuse(_("This plan is confirmed; change its tasks in the campaign."))
    if plan.state != PlanDocument.State.READY:
        return refuse(_("This plan has not been read yet."))
    return ALLOWED


def can_confirm_plan(user: User, plan: PlanDocument) -> Decision:
    """Make a campaign of the plan: the office, once names of departments are settled and nothing lacks its name."""
    if not (may := can_correct_plan(user, plan)):
        return may
    open_names = [meaning.name for meaning in meanings(plan.findings, list(Department.objects.in_use())) if not meaning.choice]
    missing = []
    if not plan.findings["head"]["title"]:
        missing.append(gettext("the campaign has no name"))
    elif plan.findings["head"]["unsure"]:
        missing.append(gettext("name and time of the campaign have not been checked"))
    if open_names:
        missing.append(
            ngettext("it is not decided what %(n)d department is", "it is not decided what %(n)d departments are", len(open_names)) % {"n": len(open_names)}
        )
    nameless = sum(not entry["name"] for kind in ("phases", "members") for entry in kept(plan.findings, kind))
    nameless += sum(not task["title"] for task in kept(plan.findings, "tasks"))
    if nameless:
        missing.append(ngettext("%(n)d added entry has no name", "%(n)d added entries have no name", nameless) % {"n": nameless})
    return refuse(gettext("Not yet: %(missing)s.") % {"missing": gettext(", ").join(missing)}) if missing else ALLOWED


def can_add_campaign(user: User) -> Decision:
    """Open a campaign: the office."""
    return ALLOWED if user.standing.is_office else refuse(_("Campaigns are opened by the campaign office."))


def can_edit_campaign(user: User, campaign: Campaign) -> Decision:
    """Change a campaign, its phases and its organisation: the office, until it is closed."""
    if not user.standing.is_office:
        return refuse(_("The campaign is kept by the campaign office; ask it to make the change."))
    if campaign.state == Campaign.State.CLOSED:
        return refuse(_("The campaign is closed; it stays as it is."))
    return ALLOWED
