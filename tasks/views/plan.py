"""The plan: what was promised, by phase, and who does what."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.current import current_campaign
from campaigns.permissions import can_add_campaign, can_edit_campaign
from campaigns.selectors import organisation_of
from tasks.selectors.plan import BY, groups_of, steps_of
from tasks.selectors.register import rows_of, tally, tasks_of


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The plan of the current campaign; without one the page says how to begin."""
    if not request.user.standing.works_here:
        raise Http404
    campaign, on = current_campaign(request), timezone.localdate()
    if campaign is None:
        return render(request, "tasks/plan_empty.html", {"may_add": can_add_campaign(request.user)})
    tasks = tasks_of(request.user, campaign, on=on)
    by = request.GET.get("by", "")
    by = by if by in BY else BY[0]
    context = {
        "by": by,
        "steps": steps_of(request.user, campaign, on=on),
        "groups": groups_of(rows_of(tasks, on=on), by=by),
        "tally": tally(tasks),
        "organisation": organisation_of(campaign),
        "document": campaign.plan_documents.visible_to(request.user).defer("text", "findings").first(),
        "may_edit": can_edit_campaign(request.user, campaign),
        "today": on,
    }
    return render(request, "tasks/plan.html", context)
