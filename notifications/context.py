"""The bell in the frame of every page."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from notifications.models import Heartbeat, Message

STILL_AFTER = timedelta(minutes=5)


def _background_is_still() -> bool:
    """Whether the sweep has not run for longer than it ever should."""
    return not Heartbeat.objects.filter(name="sweep", beat_at__gte=timezone.now() - STILL_AFTER).exists()


def bell(request: HttpRequest) -> dict:
    """``unread``: messages not opened; ``background_still``: for the red line on the office's pages."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "unread": SimpleLazyObject(lambda: Message.objects.visible_to(user).unread().count()),
        "background_still": user.standing.is_office and _background_is_still(),
    }
