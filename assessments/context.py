"""The countdown at the top of every page."""

from django.http import HttpRequest
from django.utils import timezone

from assessments.models import Inspection
from campaigns.current import current_campaign


def countdown(request: HttpRequest) -> dict:
    """``inspection``: the next one of the current campaign; ``inspection_days``: days until then."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return {}
    today = timezone.localdate()
    campaign = current_campaign(request)
    coming = Inspection.objects.visible_to(user).filter(campaign=campaign, planned_on__gte=today).first() if campaign else None
    return {"inspection": coming, "inspection_days": (coming.planned_on - today).days if coming else None}
