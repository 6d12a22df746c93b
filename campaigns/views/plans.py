"""Bringing a plan in, and watching it being read."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decisions import require
from accounts.downloads import serve
from campaigns.forms.plans import PlanUploadForm
from campaigns.models import PlanDocument
from campaigns.permissions import can_upload_plan
from campaigns.plan_faults import sentence
from campaigns.services.plans import note_download, upload_plan

SHOWN = 20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "POST"])
def plan_upload(request: HttpRequest) -> HttpResponse:
    """The form, and the plans brought in before."""
    if not request.user.standing.sees_campaign:
        raise Http404
    require(can_upload_plan(request.user))
    form = PlanUploadForm(request.POST or None, request.FILES or None, initial={"ticket": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        plan = upload_plan(actor=request.user, ticket=form.cleaned_data["ticket"], now=timezone.now(), **form.upload())
        return redirect("campaigns:plan_detail", plan.pk)
    plans = PlanDocument.objects.visible_to(request.user).defer("text", "findings")[:SHOWN]
    return render(request, "campaigns/plan_upload.html", {"form": form, "plans": plans}, status=422 if form.is_bound else 200)


@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a plan stands: waiting, being read, or why it could not be read. A plan that was read is on the review screen.

    The page asks for itself again by htmx while the worker reads; then it leads on.
    """
    plan = get_object_or_404(PlanDocument.objects.visible_to(request.user).defer("text", "findings"), pk=pk)
    if plan.state in (PlanDocument.State.READY, PlanDocument.State.CONFIRMED):
        review = reverse("tasks:plan_review", args=[plan.pk])
        return HttpResponse(headers={"HX-Redirect": review}) if request.htmx else redirect(review)
    template = "campaigns/plan_progress.html" if request.htmx else "campaigns/plan_detail.html"
    return render(request, template, {"plan": plan, "fault": sentence(plan.fault)})


@require_safe
def plan_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded, under its own name."""
    plan = get_object_or_404(PlanDocument.objects.visible_to(request.user).defer("text", "findings"), pk=pk)
    note_download(actor=request.user, plan=plan, now=timezone.now())
    mime = WORD if plan.original_name.lower().endswith(".docx") else "text/plain"
    return serve(request, stored_name=plan.stored_name, original_name=plan.original_name, sha256=plan.sha256, mime=mime)
