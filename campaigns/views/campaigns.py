"""All campaigns: the list, the switch, and opening one without a plan."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decisions import require
from campaigns.current import SESSION_KEY
from campaigns.forms.plans import CampaignForm
from campaigns.models import Campaign, PlanDocument
from campaigns.permissions import can_add_campaign
from campaigns.services.campaigns import create_campaign


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns the person sees, and, for office and leaders, plans that wait to become one."""
    if not request.user.standing.works_here:
        raise Http404
    plans = PlanDocument.objects.visible_to(request.user).exclude(state=PlanDocument.State.CONFIRMED).defer("text", "findings")
    return render(request, "campaigns/campaign_list.html", {"campaigns": Campaign.objects.visible_to(request.user), "plans": plans[:20]})


@require_POST
def campaign_switch(request: HttpRequest) -> HttpResponse:
    """Look at another campaign from now on."""
    number = request.POST.get("campaign", "")
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    request.session[SESSION_KEY] = campaign.pk
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "tasks:plan")


@require_http_methods(["GET", "POST"])
def campaign_add(request: HttpRequest) -> HttpResponse:
    """Open a campaign by a short form."""
    if not request.user.standing.sees_campaign:
        raise Http404
    require(can_add_campaign(request.user))
    form = CampaignForm(request.POST or None, initial={"ticket": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        campaign = create_campaign(actor=request.user, values=form.values(), ticket=form.cleaned_data["ticket"], now=timezone.now())
        request.session[SESSION_KEY] = campaign.pk
        return redirect("tasks:plan")
    return render(request, "campaigns/campaign_add.html", {"form": form}, status=422 if form.is_bound else 200)
