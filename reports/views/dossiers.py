"""Archive output: is the archive ready, what is missing, who has it?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decisions import require
from accounts.downloads import serve
from campaigns.current import campaign_or_404
from reports import permissions
from reports.forms import TicketForm
from reports.models import Dossier
from reports.selectors import outputs
from reports.services import dossiers
from reports.services.links import note_reading
from reports.views.stored import original_of, printed_of, whole_of


@require_safe
def dossier_list(request: HttpRequest) -> HttpResponse:
    """Versions, what is missing and links of the campaign; for an inspector the archives given."""
    user = request.user
    if not permissions.can_read_dossiers(user):
        raise Http404
    if not user.standing.sees_campaign:
        return render(request, "reports/dossier_given.html", {"dossiers": outputs.versions(user)})
    campaign = campaign_or_404(request)
    page = outputs.archive_page(user, campaign, now=timezone.now())
    may_build = permissions.can_request_dossier(user, campaign)
    return render(request, "reports/dossier_list.html", {"page": page, "may_build": may_build, "form": TicketForm()})


@require_POST
def dossier_add(request: HttpRequest) -> HttpResponse:
    """Ask for the next version; a second click leads to the one that is being built."""
    campaign = campaign_or_404(request)
    require(permissions.can_request_dossier(request.user, campaign))
    form = TicketForm(request.POST)
    if form.is_valid():
        dossiers.request_dossier(actor=request.user, campaign=campaign, ticket=form.cleaned_data["ticket"], now=timezone.now())
    return redirect("reports:dossier_list")


@require_safe
def dossier_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of the running build, asked for every two seconds; when it is over the whole page is asked for."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).defer("content"), pk=pk)
    if dossier.state not in Dossier.RUNNING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = {"running": dossier, "headway": outputs.headway(dossier), "may_build": request.user.standing.is_office}
    return render(request, "reports/dossier_building.html", page)


@require_POST
def dossier_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the running build."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).defer("content"), pk=pk)
    dossiers.cancel_dossier(actor=request.user, dossier=dossier, now=timezone.now())
    messages.success(request, _("The build of version %(number)s was cancelled. Older versions stay as they are.") % {"number": dossier.number})
    return redirect("reports:dossier_list")


@require_safe
def dossier_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one version as an inspector reads it."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).select_related("campaign", "requested_by"), pk=pk)
    note_reading(actor=request.user, dossier=dossier, what="page", now=timezone.now())
    sees_all = request.user.standing.sees_campaign
    left_out = outputs.left_out_lines(dossier) if sees_all else outputs.lost_lines(dossier)
    page = {"dossier": dossier, "chapters": outputs.reading(dossier), "left_out": left_out, "sees_all": sees_all}
    return render(request, "reports/dossier_detail.html", page)


@require_safe
def dossier_download(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The PDF or the ZIP of a version that is ready."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).ready().select_related("campaign").defer("content"), pk=pk)
    note_reading(actor=request.user, dossier=dossier, what=which, now=timezone.now())
    return serve(request, **whole_of(dossier, which))


@require_safe
def dossier_file(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """The print copy of one photo in a version."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).defer("content"), pk=pk)
    return serve(request, **printed_of(outputs.entry_of(dossier, entry_pk)))


@require_safe
def dossier_original(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """One original of a version."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).defer("content"), pk=pk)
    entry = outputs.entry_of(dossier, entry_pk)
    note_reading(actor=request.user, dossier=dossier, what="file", now=timezone.now())
    return serve(request, **original_of(entry))
