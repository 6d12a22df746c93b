"""Who may build archives and give them to inspectors."""

from django.utils.translation import gettext as _

from accounts.decisions import ALLOWED, Decision, refuse
from accounts.models import User
from campaigns.models import Campaign
from reports.models import Dossier, InspectorLink


def can_request_dossier(user: User, campaign: Campaign) -> Decision:
    """The office, once the campaign is launched."""
    if not user.standing.is_office:
        return refuse(_("Archives are built by the campaign office."))
    if campaign.state == Campaign.State.DRAFT:
        return refuse(_("The campaign is still being broken down. Launch it first, then build the archive."))
    return ALLOWED


def can_cancel_dossier(user: User, dossier: Dossier) -> Decision:
    """The office, while it is being built."""
    if not user.standing.is_office:
        return refuse(_("Archives are built by the campaign office."))
    if dossier.state not in Dossier.RUNNING:
        return refuse(_("This version is not being built any more; there is nothing to cancel."))
    return ALLOWED


def can_open_link(user: User, dossier: Dossier) -> Decision:
    """The office, for a version that is ready."""
    if not user.standing.is_office:
        return refuse(_("Links for inspectors are given out by the campaign office."))
    if dossier.state != Dossier.State.READY:
        return refuse(_("Only a version that is ready can be given to inspectors."))
    return ALLOWED


def can_revoke_link(user: User, link: InspectorLink) -> Decision:
    """The office."""
    return ALLOWED if user.standing.is_office else refuse(_("Links for inspectors are given out by the campaign office."))


def can_read_dossiers(user: User) -> Decision:
    """The office and the leaders; inspectors those given to them (see ``DossierQuerySet.visible_to``)."""
    standing = user.standing
    return ALLOWED if standing.sees_campaign or standing.is_inspector else refuse(_("Archives are read by the office, the leaders and inspectors."))


def can_read_leadership(user: User) -> Decision:
    """The leadership group and the office."""
    return ALLOWED if user.standing.sees_campaign else refuse(_("This page is for the leadership group and the campaign office."))
