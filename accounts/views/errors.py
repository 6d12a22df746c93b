"""What a person sees when something is not there, not allowed or broken; always a sentence and a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for this person."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; says so and shows nothing of the inside."""
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old; typed words are kept by the browser and come back after signing in."""
    return render(request, "accounts/form_expired.html", status=403)


def locked_out(request: HttpRequest, credentials: dict, *args: object, **kwargs: object) -> HttpResponse:
    """429: five failures; says for how long."""
    return render(request, "accounts/locked_out.html", status=429)
