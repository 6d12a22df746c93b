"""People: the list, one person, adding and editing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import permissions, selectors
from accounts.decisions import Refused, StaleEdit, require
from accounts.forms.people import LockForm, PeopleFilter, PersonForm, RoleForm
from accounts.models import User
from accounts.services import people
from accounts.stale import differences

PER_PAGE = 30


def visible_person(request: HttpRequest, pk: int) -> User:
    """The person, or 404 where the list is not this user's business."""
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, by name, department, role and state."""
    if not permissions.can_see_people(request.user):
        raise Http404
    form = PeopleFilter(request.GET, user=request.user)
    wanted = form.cleaned_data if form.is_valid() else {}
    search = wanted.pop("q", "")
    rows = selectors.people(user=request.user, on=timezone.localdate(), search=search, **wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [selectors.person_line(person) for person in page],
        "narrowed": bool(search or any(wanted.values())),
        "may_keep": permissions.can_keep_accounts(request.user),
        "may_import": permissions.can_import_people(request.user),
    }
    return render(request, "accounts/person_list.html", context)


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person with roles, state, and what this user may do about them."""
    return render_person(request, visible_person(request, pk))


def render_person(request: HttpRequest, person: User, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a person, with forms that came back faulty in place of fresh ones."""
    user, today = request.user, timezone.localdate()
    context = {
        "person": person,
        "mark": selectors.mark_of(person),
        "history": selectors.role_history(person, today),
        "failures": selectors.wrong_passwords(person),
        "may_edit": permissions.can_keep_accounts(user),
        "may_change_roles": permissions.can_change_roles_of(user, person),
        "may_lock": permissions.can_lock(user, person),
        "may_unlock": permissions.can_unlock(user, person),
        "may_link": permissions.can_issue_link(user, person),
        "may_close": permissions.can_close_account(user, person, today),
        "may_reopen": permissions.can_reopen_account(user, person),
        "may_delete": permissions.can_delete_person(user, person),
        "role_form": RoleForm(user=user, initial={"starts_on": today}),
        "lock_form": LockForm(),
        **forms,
    }
    return render(request, "accounts/person_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    """A new account; its password is set by the person through a one-time link."""
    if not permissions.can_see_people(request.user):
        raise Http404
    require(permissions.can_keep_accounts(request.user))
    form = PersonForm(request.POST or None)
    if form.is_valid():
        person = people.create_person(actor=request.user, values=form.cleaned_data, now=timezone.now())
        messages.success(request, _("The account is there. Now make the link with which %(name)s sets a password.") % {"name": person.full_name})
        return redirect("accounts:person_detail", person.pk)
    return render(request, "accounts/person_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an account; somebody else's change meanwhile is shown beside one's own."""
    person = visible_person(request, pk)
    require(permissions.can_keep_accounts(request.user))
    form = PersonForm(request.POST or None, instance=person, initial={"version": person.version})
    context, status = {"form": form, "person": visible_person(request, pk)}, 200
    if form.is_valid():
        version, now = form.cleaned_data["version"] or 0, timezone.now()
        try:
            people.update_person(actor=request.user, person=person, version=version, values=form.cleaned_data, now=now)
        except StaleEdit as stale:
            context["differences"], status = differences(form, stale.current), 409
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person_detail", pk)
    return render(request, "accounts/person_form.html", context, status=422 if form.errors else status)


@require_POST
def person_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an account made by mistake."""
    person = visible_person(request, pk)
    require(permissions.can_delete_person(request.user, person))
    try:
        people.delete_person(actor=request.user, person=person, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.decision.reason))
        return redirect("accounts:person_detail", pk)
    messages.success(request, _("The account of %(name)s is deleted.") % {"name": person.full_name})
    return redirect("accounts:person_list")
