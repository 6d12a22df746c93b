"""Links for inspectors: open one, see who used it, take it back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decisions import require
from reports.forms import LinkForm
from reports.models import Dossier, InspectorLink
from reports.permissions import can_open_link
from reports.services.links import open_link, revoke_link


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a version to inspectors; the answer shows the address, this once."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).select_related("campaign").defer("content"), pk=pk)
    require(can_open_link(request.user, dossier))
    form = LinkForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        link, token = open_link(
            actor=request.user,
            dossier=dossier,
            label=chosen["label"],
            expires_at=form.expires_at(),
            user=chosen["user"],
            ticket=chosen["ticket"],
            now=timezone.now(),
        )
        address = settings.BASE_URL + reverse("reports:inspect", args=[token]) if token else ""
        return render(request, "reports/link_made.html", {"link": link, "dossier": dossier, "address": address})
    return render(request, "reports/link_form.html", {"form": form, "dossier": dossier}, status=422 if form.errors else 200)


@require_safe
def link_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Every use of one link."""
    link = get_object_or_404(InspectorLink.objects.visible_to(request.user).select_related("dossier", "user", "created_by"), pk=pk)
    page = {"link": link, "openings": link.openings.all()[:500], "is_live": link.revoked_at is None and link.expires_at > timezone.now()}
    return render(request, "reports/link_detail.html", page)


@require_POST
def link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back; from now on it answers 404."""
    link = get_object_or_404(InspectorLink.objects.visible_to(request.user), pk=pk)
    revoke_link(actor=request.user, link=link, now=timezone.now())
    messages.success(request, _("The link for %(label)s is revoked and opens nothing any more.") % {"label": link.label})
    return redirect("reports:dossier_list")
