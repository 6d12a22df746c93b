"""Which campaign a person is looking at."""

from django.http import Http404, HttpRequest

from campaigns.models import Campaign

SESSION_KEY = "campaign_id"


def current_campaign(request: HttpRequest) -> Campaign | None:
    """The one chosen in this session, else the newest one under way, else the newest visible one."""
    if not hasattr(request, "chosen_campaign"):
        visible = Campaign.objects.visible_to(request.user)
        chosen = visible.filter(pk=request.session.get(SESSION_KEY)).first()
        request.chosen_campaign = chosen or visible.filter(state=Campaign.State.ACTIVE).first() or visible.first()
    return request.chosen_campaign


def campaign_or_404(request: HttpRequest) -> Campaign:
    """The current campaign for pages that cannot do without one."""
    campaign = current_campaign(request)
    if campaign is None:
        raise Http404
    return campaign
