"""Coming in and going out: sign-in, the demonstration cast, one-time links, language."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from accounts.first_page import first_page
from accounts.forms.session import NewPasswordForm, SignInForm
from accounts.middleware import open_to_all
from accounts.selectors import demo_cast
from accounts.services import passwords, sessions

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _wanted(request: HttpRequest) -> str:
    """The page the person was on the way to, if it lies on this host."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # only a path: a bare word passes as an address of this host, but ``redirect`` would take it for the name of a page
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _way_on(request: HttpRequest) -> str:
    """The page wanted, else the first page of the person, who is signed in by now."""
    return _wanted(request) or first_page(request.user.standing)


def _demo_is_open(request: HttpRequest) -> bool:
    """Only for browsers on the server's own machine: behind a proxy every address would look like that."""
    if not settings.DEMO or "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@open_to_all
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. An unknown name and a wrong password get the same answer after the same hashing."""
    if request.user.is_authenticated and request.method != "POST":
        return redirect(_way_on(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            login(request, user)
            sessions.record_sign_in(user=user, now=timezone.now())
            return redirect(_way_on(request))
        locked = bool(getattr(request, "axes_locked_out", False))
        sessions.record_failed_sign_in(username=form.cleaned_data["username"], locked=locked, now=timezone.now())
        form.add_error(None, _("The account or the password is wrong."))
    context = {"form": form, "next": _wanted(request), "cast": demo_cast() if _demo_is_open(request) else [], "unit_name": settings.UNIT_NAME}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@open_to_all
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Come in as one of the demonstration cast, by a click; on the server's own machine only."""
    if not _demo_is_open(request):
        raise Http404
    person = next((member.user for member in demo_cast() if member.user.username == request.POST.get("username")), None)
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    sessions.record_sign_in(user=person, as_demo=True, now=timezone.now())
    return redirect(_way_on(request))


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the page where this person begins."""
    return redirect(first_page(request.user.standing))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server."""
    sessions.record_sign_out(user=request.user, now=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:sign_in")


@open_to_all
@never_cache
@sensitive_post_parameters("new_password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a one-time link; opening it spends nothing, sending the form does."""
    form = NewPasswordForm(request.POST or None)
    try:
        person = passwords.person_of_link(token=token, now=timezone.now())
        if form.is_valid():
            passwords.use_link(token=token, password=form.cleaned_data["new_password"], now=timezone.now())
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("accounts:sign_in")
    except passwords.LinkGone:
        return render(request, "accounts/set_password.html", {"gone": True}, status=404)
    except ValidationError as weak:
        form.add_error("new_password", weak)
    return render(request, "accounts/set_password.html", {"form": form, "person": person}, status=422 if form.errors else 200)


@open_to_all
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Chinese or English, kept in a cookie."""
    return django_set_language(request)
