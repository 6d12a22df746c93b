"""The campaign itself, its phases, and who leads it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decisions import StaleEdit, require
from accounts.models import User
from accounts.stale import differences
from campaigns.current import campaign_or_404
from campaigns.forms.organisation import CampaignDetailsForm, GroupForm, MemberFormSet, PhaseFormSet, rows_of
from campaigns.models import Campaign, LeadershipGroup
from campaigns.permissions import can_edit_campaign
from campaigns.selectors import organisation_of
from campaigns.services.organisation import remove_group, save_group, save_phases, update_campaign


def _campaign_to_edit(request: HttpRequest) -> Campaign:
    campaign = campaign_or_404(request)
    require(can_edit_campaign(request.user, campaign))
    return campaign


def _version(request: HttpRequest) -> int:
    number = request.POST.get("version", "")
    return int(number) if number.isdecimal() else 0


@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest) -> HttpResponse:
    """Change the current campaign's own fields."""
    campaign = _campaign_to_edit(request)
    form = CampaignDetailsForm(request.POST or None, instance=Campaign.objects.get(pk=campaign.pk), user=request.user)
    context: dict = {"form": form, "current": campaign}
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            update_campaign(actor=request.user, campaign=campaign, version=_version(request), values=form.values(), now=timezone.now())
        except StaleEdit:
            context["differences"], status = differences(form, campaign), 409
        else:
            messages.success(request, _("Saved."))
            return redirect("tasks:plan")
    return render(request, "campaigns/phase_campaign.html", context, status=status)


@require_http_methods(["GET", "POST"])
def phase_list(request: HttpRequest) -> HttpResponse:
    """The phases as one list to be edited."""
    campaign = _campaign_to_edit(request)
    initial = list(campaign.phases.values("id", "name", "starts_on", "ends_on"))
    formset = PhaseFormSet(request.POST or None, initial=initial, prefix="phases")
    status = 422 if formset.is_bound else 200
    if request.method == "POST" and formset.is_valid():
        try:
            save_phases(actor=request.user, campaign=campaign, version=_version(request), rows=rows_of(formset), now=timezone.now())
        except StaleEdit:
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns:phase_list")
    context = {"formset": formset, "current": campaign, "phases": campaign.phases.all(), "is_stale": status == 409}
    return render(request, "campaigns/phase_list.html", context, status=status)


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The groups with their people."""
    campaign = campaign_or_404(request)
    context = {"organisation": organisation_of(campaign), "current": campaign, "may_edit": can_edit_campaign(request.user, campaign)}
    return render(request, "campaigns/organisation.html", context)


@require_http_methods(["GET", "POST"])
def group_add(request: HttpRequest) -> HttpResponse:
    """Add a group."""
    return _group_page(request, _campaign_to_edit(request), None)


@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a group and its people."""
    group = get_object_or_404(LeadershipGroup.objects.visible_to(request.user).select_related("campaign"), pk=pk)
    require(can_edit_campaign(request.user, group.campaign))
    return _group_page(request, group.campaign, group)


def _group_page(request: HttpRequest, campaign: Campaign, group: LeadershipGroup | None) -> HttpResponse:
    members = list(group.members.values("id", "role", "role_text", "name_or_post", "user")) if group else []
    people = User.objects.visible_to(request.user).working()
    form = GroupForm(request.POST or None, initial={"name": group.name if group else ""})
    formset = MemberFormSet(request.POST or None, initial=members, prefix="members", form_kwargs={"people": people})
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        values = {"name": form.cleaned_data["name"], "members": rows_of(formset)}
        try:
            save_group(actor=request.user, campaign=campaign, version=_version(request), group=group, now=timezone.now(), **values)
        except StaleEdit:
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns:organisation")
    context = {"form": form, "formset": formset, "group": group, "current": campaign, "is_stale": status == 409}
    return render(request, "campaigns/organisation_group.html", context, status=status)


@require_POST
def group_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a group off the campaign."""
    group = get_object_or_404(LeadershipGroup.objects.visible_to(request.user).select_related("campaign"), pk=pk)
    try:
        remove_group(actor=request.user, group=group, version=_version(request), now=timezone.now())
    except StaleEdit:
        messages.error(request, _("Somebody has just changed the organisation. Look at it again before you remove the group."))
    else:
        messages.success(request, _("%(group)s is removed.") % {"group": group.name})
    return redirect("campaigns:organisation")
