"""The page about oneself."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms.session import ChangePasswordForm, ContactForm
from accounts.selectors import roles_held
from accounts.services import passwords, profile


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name, department and roles to read; telephone and e-mail to edit."""
    form = ContactForm(request.POST or None, instance=request.user)
    if form.is_valid():
        profile.update_contact(actor=request.user, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts:me")
    context = {"form": form, "roles": roles_held(request.user, timezone.localdate())}
    return render(request, "accounts/me.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password for somebody who knows the old one; this session goes on, all others end."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]
        try:
            passwords.change_password(actor=request.user, old=old, new=new, now=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
            return redirect("accounts:me")
    return render(request, "accounts/change_password.html", {"form": form}, status=422 if form.errors else 200)
