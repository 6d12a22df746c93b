"""The indicator system with the tasks that serve each line."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decisions import require
from campaigns.current import campaign_or_404
from campaigns.models import Indicator, IndicatorSystem
from campaigns.permissions import can_edit_campaign
from tasks.models import Task
from tasks.selectors.indicators import figures_of, tree_of, under_headings
from tasks.services.tasks import map_tasks


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The tree with points, kinds and tasks; without a system the page offers one."""
    campaign = campaign_or_404(request)
    tree = tree_of(request.user, campaign)
    context = {
        "tree": tree,
        "figures": figures_of(tree),
        "system": campaign.indicator_system,
        "show": request.GET.get("show", ""),
        "systems": IndicatorSystem.objects.visible_to(request.user),
        "may_edit": can_edit_campaign(request.user, campaign),
    }
    return render(request, "tasks/indicator_list.html", context)


@require_http_methods(["GET", "POST"])
def indicator_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the tasks that serve one line; with htmx each tick is saved at once."""
    campaign = campaign_or_404(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user).select_related("parent"), pk=pk, system=campaign.indicator_system_id)
    require(can_edit_campaign(request.user, campaign))
    tasks = Task.objects.visible_to(request.user).kept().filter(campaign=campaign).select_related("lead_department")
    if request.method == "POST":
        chosen = tasks.filter(pk__in=[number for number in request.POST.getlist("tasks") if number.isdecimal()])
        map_tasks(actor=request.user, campaign=campaign, indicator=indicator, tasks=list(chosen), now=timezone.now())
        if not request.htmx:
            messages.success(request, _("Saved."))
            return redirect("tasks:indicator_list")
    context = {"indicator": indicator, "tasks": under_headings(tasks), "mapped": set(indicator.tasks.filter(campaign=campaign).values_list("pk", flat=True))}
    template = "tasks/indicator_map.html#figure" if request.htmx else "tasks/indicator_map.html"
    return render(request, template, context)
