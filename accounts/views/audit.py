"""The log, for the audit administrator."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import log_words
from accounts.forms.audit import LogFilter
from accounts.permissions import can_read_log
from accounts.selectors import log_entries
from accounts.services.log_reading import note_reading

PER_PAGE = 50


@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Entries newest first; for everybody else there is no such page. Each look is itself an entry."""
    if not can_read_log(request.user):
        raise Http404
    form = LogFilter(request.GET)
    valid = form.is_valid()
    wanted = {key: value for key, value in form.cleaned_data.items() if value} if valid else {}
    rows = log_entries(user=request.user, **wanted).select_related("actor")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "entry": entry,
            "verb": log_words.verb_in_words(entry),
            "object": log_words.object_in_words(entry),
            "particulars": log_words.particulars(entry),
            "raw": log_words.raw(entry),
        }
        for entry in page
    ]
    note_reading(actor=request.user, filters={key: str(value) for key, value in wanted.items()}, now=timezone.now())
    return render(request, "accounts/audit_list.html", {"form": form, "page": page, "lines": lines, "wanted": wanted}, status=200 if valid else 422)
