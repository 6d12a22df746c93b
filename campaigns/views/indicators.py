"""Which indicator system the campaign is measured by; the tree itself stands where its tasks are shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.current import campaign_or_404
from campaigns.models import IndicatorSystem
from campaigns.services.indicators import choose_example, choose_system


@require_POST
def indicator_choose(request: HttpRequest) -> HttpResponse:
    """Measure the current campaign by the system chosen, or by the example."""
    campaign, number = campaign_or_404(request), request.POST.get("system", "")
    if number == "example":
        choose_example(actor=request.user, campaign=campaign, now=timezone.now())
    else:
        system = get_object_or_404(IndicatorSystem.objects.visible_to(request.user), pk=int(number) if number.isdecimal() else 0)
        choose_system(actor=request.user, campaign=campaign, system=system, now=timezone.now())
    messages.success(request, _("The indicator system is chosen; now map the tasks to its lines."))
    return redirect("tasks:indicator_list")
