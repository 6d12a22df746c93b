"""What the frame of every page needs of accounts."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict:
    """``demo``: the DEMO mark; ``csp_nonce``: what django-htmx looks for; ``standing``: what the menu shows."""
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "standing": user.standing if user is not None and user.is_authenticated else None,
    }
