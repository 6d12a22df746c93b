"""What an administrator does about one person: roles, locks, links, opening again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import permissions
from accounts.decisions import Refused, require
from accounts.forms.people import EndRoleForm, LockForm, RoleForm
from accounts.models import Membership, User
from accounts.services import passwords, people, roles
from accounts.views.people import render_person, visible_person


def link_of(token: str) -> str:
    """The address to hand to the person; by the configured address, never by the request's host."""
    return settings.BASE_URL + reverse("accounts:set_password", args=[token])


@require_POST
def role_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role; what does not fit comes back beside the typed form."""
    person = visible_person(request, pk)
    require(permissions.can_change_roles_of(request.user, person))
    form = RoleForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            roles.give_role(actor=request.user, person=person, **form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.decision.reason))
        else:
            messages.success(request, _("The role is given; %(name)s signs in anew to use it.") % {"name": person.full_name})
            return redirect("accounts:person_detail", pk)
    return render_person(request, person, role_form=form, status=422)


@require_POST
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, at once or with a day."""
    people_seen = User.objects.visible_to(request.user)
    held = get_object_or_404(Membership.objects.select_related("user", "department").filter(user__in=people_seen), pk=pk)
    require(permissions.can_change_roles_of(request.user, held.user))
    form = EndRoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is not a date; write it like 2026-03-01."))
        return redirect("accounts:person_detail", held.user_id)
    roles.end_role(actor=request.user, membership=held, ends_on=form.cleaned_data["ends_on"], now=timezone.now())
    messages.success(request, _("Saved: the role ends; %(name)s signs in anew.") % {"name": held.user.full_name})
    return redirect("accounts:person_detail", held.user_id)


@require_POST
def person_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the account, with the reason."""
    person = visible_person(request, pk)
    require(permissions.can_lock(request.user, person))
    form = LockForm(request.POST)
    if not form.is_valid():
        return render_person(request, person, lock_form=form, status=422)
    people.lock_person(actor=request.user, person=person, reason=form.cleaned_data["reason"], now=timezone.now())
    messages.success(request, _("The account of %(name)s is locked; its sessions have ended.") % {"name": person.full_name})
    return redirect("accounts:person_detail", pk)


@require_POST
def person_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the person in again."""
    person = visible_person(request, pk)
    people.unlock_person(actor=request.user, person=person, now=timezone.now())
    messages.success(request, _("%(name)s may sign in again.") % {"name": person.full_name})
    return redirect("accounts:person_detail", pk)


@require_POST
def person_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody back who had left."""
    person = visible_person(request, pk)
    people.reopen_account(actor=request.user, person=person, now=timezone.now())
    messages.success(request, _("The account of %(name)s is open again, without roles.") % {"name": person.full_name})
    return redirect("accounts:person_detail", pk)


@never_cache
@require_POST
def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a one-time link and show it this once."""
    person = visible_person(request, pk)
    token = passwords.issue_link(actor=request.user, user=person, now=timezone.now())
    context = {"person": person, "links": [(person, link_of(token))], "days": passwords.LINK_LIVES.days}
    return render(request, "accounts/person_link.html", context)
