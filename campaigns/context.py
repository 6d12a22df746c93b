"""The campaign named at the top of every page."""

from django.http import HttpRequest

from campaigns.current import current_campaign
from campaigns.models import Campaign


def campaign(request: HttpRequest) -> dict:
    """``campaign``: the current one; ``campaign_choices``: all the person may switch to."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return {}
    return {"campaign": current_campaign(request), "campaign_choices": Campaign.objects.visible_to(user)}
