"""Who may enter inspections."""

from django.utils.translation import gettext_lazy as _

from accounts.decisions import ALLOWED, Decision, refuse
from accounts.models import User
from campaigns.models import Campaign


def can_plan_inspection(user: User, campaign: Campaign) -> Decision:
    """The campaign office, while the campaign runs."""
    if not user.standing.is_office:
        return refuse(_("Inspections are entered by the campaign office."))
    if campaign.state == Campaign.State.CLOSED:
        return refuse(_("This campaign is closed."))
    return ALLOWED
