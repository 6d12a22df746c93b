"""Lists: the library, the bin, and the panel that the page of an occurrence pulls in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from campaigns.current import campaign_or_404
from evidence import permissions, selectors
from evidence.forms import LibraryForm
from tasks.models import Occurrence

PAGE_SIZE = 24


@require_GET
def record_list(request: HttpRequest) -> HttpResponse:
    """All records, filtered by the address; of other departments' the titles only."""
    campaign = campaign_or_404(request)
    form = LibraryForm(request.GET, user=request.user, campaign=campaign)
    wanted = form.wanted()
    page_obj = Paginator(selectors.library(request.user, campaign, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "rows": selectors.rows_of(request.user, page_obj.object_list),
        "page_obj": page_obj,
        "filtered": any(wanted.values()),
        "waiting": selectors.review_queue(request.user, campaign, {}).count(),
        "may_write": permissions.can_write_records(request.user, campaign),
    }
    return render(request, "evidence/record_list.html", context)


@require_GET
def bin_list(request: HttpRequest) -> HttpResponse:
    """What was put away and can be restored."""
    campaign = campaign_or_404(request)
    page_obj = Paginator(selectors.binned(request.user, campaign), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "evidence/bin.html", {"page_obj": page_obj})


@require_GET
def occurrence_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The records that answer an occurrence, part by part."""
    occurrence = get_object_or_404(Occurrence.objects.visible_to(request.user).select_related("task__campaign"), pk=pk)
    parts = selectors.occurrence_panel(request.user, occurrence)
    return render(request, "evidence/_occurrence_panel.html", {"occurrence": occurrence, "parts": parts})
