"""What a person sees when something is not there, not allowed or broken; always a sentence and a way on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.middleware import page_of, say_at_the_top


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for this person."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; says so, shows nothing of the inside, and asks neither session nor database for its looks."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old; typed words are kept by the browser and come back after signing in."""
    if getattr(request, "htmx", False):
        return say_at_the_top(request, _("This page was open too long. Reload it: what you typed is kept and comes back."))
    return render(request, "accounts/form_expired.html", {"back": page_of(request)}, status=403)


def locked_out(request: HttpRequest, original_response: HttpResponse, credentials: dict) -> HttpResponse:
    """429: five failures; says for how long."""
    context = {"minutes": round(settings.AXES_COOLOFF_TIME * 60), "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "accounts/locked_out.html", context, status=429)
