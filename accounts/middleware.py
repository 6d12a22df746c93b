"""Doors every request passes: where it comes from, whether it is signed in, and how a refusal is shown."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import origin
from accounts.decisions import Refused


class OriginMiddleware:
    """Remembers the client's address for the audit log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = origin.address.set(request.META.get("REMOTE_ADDR", ""))
        try:
            return self.get_response(request)
        finally:
            origin.address.reset(token)


def open_to_all(view: Callable) -> Callable:
    """Mark a view that needs no account (sign-in, one-time links, inspectors' links)."""
    view.open_to_all = True
    return view


class SignInRequiredMiddleware:
    """Every page needs an account unless its view says otherwise; forgetting to ask is not possible."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Lead strangers to the sign-in page; a fragment asked for by htmx makes the whole page go there."""
        if request.user.is_authenticated or getattr(view, "open_to_all", False):
            return None
        if request.headers.get("HX-Request"):
            back = request.headers.get("HX-Current-URL-Abs-Path") or "/"
            return HttpResponse(status=401, headers={"HX-Redirect": f"{reverse('accounts:sign_in')}?next={back}"})
        return redirect_to_login(request.get_full_path() if request.method == "GET" else request.path)


class RefusalMiddleware:
    """Shows the sentence of a refused permission as a page with status 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only ``Refused`` is ours; everything else goes on to Django."""
        if isinstance(exception, Refused):
            return render(request, "accounts/refused.html", {"reason": exception.decision.reason}, status=403)
        return None
