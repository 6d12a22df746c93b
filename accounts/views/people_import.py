"""The workbook of people: its template, and taking it in."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import people_sheet, permissions
from accounts.decisions import require
from accounts.forms.people import WorkbookForm
from accounts.models import Department
from accounts.services.passwords import LINK_LIVES
from accounts.services.people_import import SheetRefused, import_people
from accounts.views.access import link_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_FAULTS = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_import(request: HttpRequest) -> HttpResponse:
    """Upload the workbook: the result with its links, or every fault by row."""
    if not permissions.can_see_people(request.user):
        raise Http404
    require(permissions.can_import_people(request.user))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/person_import.html", {"form": form}, status=422 if form.errors else 200)
    try:
        taken = import_people(actor=request.user, sheet=people_sheet.read(form.cleaned_data["file"]), now=timezone.now())
    except SheetRefused as refused:
        faults = refused.faults
        text = "\r\n".join(str(fault) for fault in faults)
        context = {"form": form, "faults": faults[:SHOWN_FAULTS], "total": len(faults), "more": len(faults) - SHOWN_FAULTS, "text": quote(text)}
        return render(request, "accounts/person_import.html", context, status=422)
    links = [(person, link_of(token)) for person, token in taken.people]
    return render(request, "accounts/person_imported.html", {"taken": taken, "links": links, "days": LINK_LIVES.days})


@require_safe
def person_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, with the departments there are."""
    if not permissions.can_see_people(request.user):
        raise Http404
    require(permissions.can_import_people(request.user))
    departments = Department.objects.visible_to(request.user).in_use().select_related("parent")
    name = quote(_("People and departments (template)") + ".xlsx")
    return HttpResponse(people_sheet.template(departments), content_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})
