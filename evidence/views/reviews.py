"""A record changes hands: handed in, withdrawn, approved, returned."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.decisions import refuse, require
from campaigns.current import campaign_or_404
from evidence import permissions, selectors
from evidence.forms import LibraryForm, ReturnForm, SubmitForm
from evidence.models import ActivityRecord
from evidence.services import records
from evidence.views.records import show_record, visible_record

PAGE_SIZE = 20


@require_http_methods(["GET", "POST"])
def record_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in; with something missing the page shows it once more and asks for a tick."""
    record = visible_record(request, pk)
    require(permissions.can_submit_record(request.user, record))
    musts = selectors.record_page(request.user, pk, on=timezone.localdate()).tally["must"]
    form = SubmitForm(request.POST if request.method == "POST" else None, musts=musts)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return show_record(request, pk, template="evidence/record_submit.html", submit_form=form, status=status)
    records.submit_record(actor=request.user, record=record, now=timezone.now())
    messages.success(request, _("Handed in. The campaign office has been told; you hear as soon as it has decided."))
    return redirect(record)


@require_POST
def record_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft again."""
    record = records.withdraw_record(actor=request.user, record=visible_record(request, pk), now=timezone.now())
    messages.success(request, _("Withdrawn. It is a draft again and can be changed."))
    return redirect(record)


@require_POST
def record_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approved; on the review list the row answers in place."""
    record = records.approve_record(actor=request.user, record=visible_record(request, pk), now=timezone.now())
    return _decided(request, record, _("Approved: %(title)s") % {"title": record.title})


@require_POST
def record_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Returned with its reason; without one the form comes back."""
    record = visible_record(request, pk)
    require(permissions.can_return_record(request.user, record))
    form = ReturnForm(request.POST)
    if not form.is_valid():
        template = "evidence/_review_row.html" if request.htmx else "evidence/record_detail.html"
        return show_record(request, pk, template=template, return_form=form, row=_row(request, record), status=422)
    record = records.return_record(actor=request.user, record=record, reason=form.cleaned_data["reason"], now=timezone.now())
    return _decided(request, record, _("Returned: %(title)s") % {"title": record.title})


def _row(request: HttpRequest, record: ActivityRecord) -> selectors.Row:
    return selectors.rows_of(request.user, ActivityRecord.objects.filter(pk=record.pk))[0]


def _decided(request: HttpRequest, record: ActivityRecord, sentence: str) -> HttpResponse:
    if request.htmx:
        return render(request, "evidence/_review_row.html", {"row": _row(request, record), "decided": True})
    messages.success(request, sentence)
    return redirect(record)


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for the office, the oldest first, with approval in place."""
    if not request.user.standing.sees_campaign:
        require(refuse(_("Material is reviewed by the campaign office.")))
    campaign = campaign_or_404(request)
    form = LibraryForm(request.GET, user=request.user, campaign=campaign)
    queue = selectors.review_queue(request.user, campaign, form.wanted())
    page_obj = Paginator(queue, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = selectors.rows_of(request.user, page_obj.object_list)
    context = {"form": form, "rows": rows, "page_obj": page_obj, "oldest": selectors.oldest_waiting(request.user, campaign), "return_form": ReturnForm()}
    return render(request, "evidence/review_list.html", context)
