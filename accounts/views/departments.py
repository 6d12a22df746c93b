"""The tree of departments."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import permissions
from accounts.decisions import Refused, StaleEdit, require
from accounts.forms.departments import DepartmentForm
from accounts.models import Department
from accounts.selectors import department_tree
from accounts.services import departments
from accounts.stale import differences


def _visible(request: HttpRequest, pk: int) -> Department:
    return get_object_or_404(Department.objects.visible_to(request.user).select_related("parent"), pk=pk)


@require_safe
def department_list(request: HttpRequest) -> HttpResponse:
    """The tree by kind; everyone who works here may look at it."""
    if not (request.user.standing.works_here or request.user.standing.administers):
        raise Http404
    with_closed = bool(request.GET.get("closed"))
    groups = department_tree(user=request.user, on=timezone.localdate(), with_closed=with_closed)
    context = {
        "groups": groups,
        "total": sum(len(group.branches) for group in groups),
        "with_closed": with_closed,
        "any_closed": Department.objects.visible_to(request.user).filter(closed_on__isnull=False).exists(),
        "may_keep": permissions.can_keep_accounts(request.user),
        "sees_people": permissions.can_see_people(request.user),
    }
    return render(request, "accounts/department_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def department_add(request: HttpRequest) -> HttpResponse:
    """A new department."""
    if not Department.objects.visible_to(request.user).exists() and not permissions.can_keep_accounts(request.user):
        raise Http404
    require(permissions.can_keep_accounts(request.user))
    form = DepartmentForm(request.POST or None, user=request.user, initial={"parent": request.GET.get("under")})
    if form.is_valid():
        try:
            department = departments.create_department(actor=request.user, values=form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error("parent", str(refusal.decision.reason))
        else:
            messages.success(request, _("“%(name)s” is in the tree.") % {"name": department.name})
            return redirect("accounts:department_list")
    return render(request, "accounts/department_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def department_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a department; somebody else's change meanwhile is shown beside one's own."""
    department = _visible(request, pk)
    require(permissions.can_keep_accounts(request.user))
    form = DepartmentForm(request.POST or None, user=request.user, instance=department, initial={"version": department.version})
    context, status = {"form": form, "department": _visible(request, pk)}, 200
    if form.is_valid():
        version, now = form.cleaned_data["version"] or 0, timezone.now()
        try:
            departments.update_department(actor=request.user, department=department, version=version, values=form.cleaned_data, now=now)
        except StaleEdit as stale:
            context["differences"], status = differences(form, stale.current), 409
        except Refused as refusal:
            form.add_error("parent", str(refusal.decision.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:department_list")
    return render(request, "accounts/department_form.html", context, status=422 if form.errors else status)


def _do(request: HttpRequest, pk: int, verb: Callable[..., None], words: str) -> HttpResponse:
    """One verb on one department; what stands in its way is said on the department's own page."""
    department = _visible(request, pk)
    require(permissions.can_keep_accounts(request.user))
    try:
        verb(actor=request.user, department=department, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.decision.reason))
        return redirect("accounts:department_edit", pk)
    messages.success(request, words % {"name": department.name})
    return redirect("accounts:department_list")


@require_POST
def department_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of use; what it did stays."""
    return _do(request, pk, departments.close_department, _("“%(name)s” is closed; what it did stays."))


@require_POST
def department_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it back into use."""
    return _do(request, pk, departments.reopen_department, _("“%(name)s” is in use again."))


@require_POST
def department_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one made by mistake."""
    return _do(request, pk, departments.delete_department, _("“%(name)s” is deleted."))
