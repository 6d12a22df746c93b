"""Doors every request passes: where it comes from, whether it is signed in, and how a refusal is shown."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import origin
from accounts.decisions import Refused

KEPT_FIELD = "_keep"
KEPT_COOKIE = "campaign_kept"


def client_address(request: HttpRequest) -> str:
    """Address of the browser; behind ``PROXY_COUNT`` trusted proxies it is the one the outermost of them saw."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT or 0
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(passed) >= proxies:
        return passed[-proxies][:45]
    return request.META.get("REMOTE_ADDR", "")


class ChosenLanguageMiddleware:
    """Chinese, unless the person has chosen English: what a browser happens to prefer does not count on an office's desks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class OriginMiddleware:
    """Remembers the client's address for the audit log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = origin.address.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            origin.address.reset(token)


def open_to_all(view: Callable) -> Callable:
    """Mark a view that needs no account (sign-in, one-time links, inspectors' links)."""
    view.open_to_all = True
    return view


def page_of(request: HttpRequest) -> str:
    """The page the person was on: a form that was sent leads back to where it stood, not to where it went."""
    if request.method in {"GET", "HEAD"} and not request.htmx:
        return request.get_full_path()
    was_on = (request.htmx.current_url if request.htmx else None) or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(was_on, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(was_on)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


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
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": f"{reverse('accounts:sign_in')}?next={quote(page_of(request))}"})
        return redirect_to_login(page_of(request))


class RefusalMiddleware:
    """Shows the sentence of a refused permission as a page with status 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only ``Refused`` is ours; everything else goes on to Django."""
        if isinstance(exception, Refused):
            sentence = exception.decision.reason
            return say_at_the_top(request, sentence) if request.htmx else render(request, "accounts/refused.html", {"reason": sentence}, status=403)
        return None


def say_at_the_top(request: HttpRequest, sentence: str | Promise) -> HttpResponse:
    """For htmx: a line at the top of the page that is open, instead of a page in the place of a fragment; status 403."""
    response = render(request, "parts/alert.html", {"text": sentence, "tone": "error"}, status=403)
    response.headers["HX-Retarget"] = "#alerts"
    response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return response


class KeptWordsMiddleware:
    """Tells the browser that a form arrived, so that it may forget the words it kept (static/js/keep.js).

    Anything else, a fault, a lost session, a broken line, leaves them kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_answer_to_form = request.method == "POST" and request.user.is_authenticated
        response = self.get_response(request)
        if is_answer_to_form and response.status_code < 400 and (key := self._key(request)):
            response.set_cookie(KEPT_COOKIE, quote(key), max_age=600, samesite="Lax", secure=settings.HTTPS)
        return response

    @staticmethod
    def _key(request: HttpRequest) -> str:
        try:
            return request.POST.get(KEPT_FIELD, "")[:100]
        except (RawPostDataException, UnreadablePostError):
            return ""
