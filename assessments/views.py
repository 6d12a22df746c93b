"""Pages of inspections."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decisions import require
from assessments import services
from assessments.forms import InspectionForm
from assessments.models import Inspection
from assessments.permissions import can_plan_inspection
from campaigns.current import campaign_or_404


@require_safe
def inspection_list(request: HttpRequest) -> HttpResponse:
    """All visits of the current campaign."""
    campaign = campaign_or_404(request)
    inspections = Inspection.objects.visible_to(request.user).filter(campaign=campaign)
    return render(
        request,
        "assessments/inspection_list.html",
        {"inspections": inspections, "today": timezone.localdate(), "may_plan": can_plan_inspection(request.user, campaign)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_add(request: HttpRequest) -> HttpResponse:
    """Enter a visit."""
    campaign = campaign_or_404(request)
    require(can_plan_inspection(request.user, campaign))
    form = InspectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.plan_inspection(actor=request.user, campaign=campaign, now=timezone.now(), **form.cleaned_data)
        return redirect("assessments:inspection_list")
    return render(request, "assessments/inspection_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Move or rename a visit; whoever may only read is led to the list."""
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user).select_related("campaign"), pk=pk)
    if request.method != "POST" and not can_plan_inspection(request.user, inspection.campaign):
        return redirect("assessments:inspection_list")
    require(can_plan_inspection(request.user, inspection.campaign))
    form = InspectionForm(request.POST or None, instance=inspection)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_inspection(actor=request.user, inspection=Inspection.objects.get(pk=pk), now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("assessments:inspection_list")
    return render(request, "assessments/inspection_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def inspection_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a visit out of the list."""
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user).select_related("campaign"), pk=pk)
    services.cancel_inspection(actor=request.user, inspection=inspection, now=timezone.now())
    return redirect("assessments:inspection_list")
