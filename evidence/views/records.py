"""A record: written, looked at, changed, put away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import push_url, trigger_client_event

from accounts.decisions import StaleEdit, require
from campaigns.current import campaign_or_404
from campaigns.models import Campaign, Indicator
from evidence import intake, permissions, selectors
from evidence.forms import MapForm, NewRecordForm, RecordForm, ReturnForm
from evidence.models import NOTE_LIMIT, ActivityRecord
from evidence.services import records
from evidence.views.uploads import take_in_all
from tasks.models import Part


def visible_record(request: HttpRequest, pk: int) -> ActivityRecord:
    """The record, or 404 when it is not there for this person."""
    rows = ActivityRecord.objects.visible_to(request.user).select_related("campaign", "department", "part__occurrence__task")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def record_add(request: HttpRequest) -> HttpResponse:
    """A new record for ``?part=`` or ``?indicator=``; ``?paper=1`` for papers without an event."""
    campaign = campaign_or_404(request)
    require(permissions.can_write_records(request.user, campaign))
    options: dict[str, Any] = {"user": request.user, "campaign": campaign, "is_event": "paper" not in request.GET}
    if request.method == "GET":
        form = NewRecordForm(initial=_first_values(request), **options)
        return render(request, "evidence/record_add.html", _add_context(request, form))
    form = NewRecordForm(request.POST, initial=_first_values(request), quick="quick" in request.POST, **options)
    if not form.is_valid():
        return render(request, "evidence/record_add.html", _add_context(request, form), status=422)
    record = _create(request, campaign, form)
    if "quick" in request.POST:
        return push_url(show_record(request, record.pk, template="evidence/_desk.html"), record.get_absolute_url())
    take_in_all(request, record)
    if "submit" in request.POST and permissions.can_submit_record(request.user, record):
        return redirect("evidence:record_submit", pk=record.pk)
    messages.success(request, _("Saved as draft. Add photos and papers now; hand it in when it is complete."))
    return redirect(record)


def _create(request: HttpRequest, campaign: Campaign, form: NewRecordForm) -> ActivityRecord:
    values = form.cleaned_data
    return records.create_record(
        actor=request.user,
        campaign=campaign,
        department=values["department"],
        ticket=values["ticket"],
        values=values,
        is_event=form.is_event,
        indicators=list(values["indicators"]) or None,
        now=timezone.now(),
    )


def _first_values(request: HttpRequest) -> dict[str, Any]:
    """What the address and the day preset."""
    part = Part.objects.visible_to(request.user).filter(pk=_number(request, "part")).select_related("occurrence__task").first()
    first: dict[str, Any] = {"held_on": timezone.localdate()}
    if part is not None:
        first |= {"part": part, "kind": part.occurrence.task.kind_id, "title": part.occurrence.task.title, "department": part.department}
    if indicator := _number(request, "indicator"):
        first["indicators"] = Indicator.objects.visible_to(request.user).filter(pk=indicator)
    return first


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _add_context(request: HttpRequest, form: NewRecordForm) -> dict[str, Any]:
    return {
        "form": form,
        "is_event": form.is_event,
        "accept": intake.ACCEPT,
        "note_limit": NOTE_LIMIT,
    }


def show_record(request: HttpRequest, pk: int, *, form: RecordForm | None = None, template: str = "evidence/record_detail.html", **more: Any) -> HttpResponse:
    """The page of a record, with a form at fault when there is one; also used by the other doors of a record."""
    page = selectors.record_page(request.user, pk, on=timezone.localdate())
    record = page.record
    if form is None and page.may["edit"]:
        form = RecordForm(initial=_present_values(record), **_form_options(request, record))
    context = {"page": page, "record": record, "form": form, "accept": intake.ACCEPT, "note_limit": NOTE_LIMIT, "max_bytes": settings.UPLOAD_MAX_BYTES}
    context |= {"return_form": ReturnForm(), **more}
    return render(request, template, context, status=more.get("status", 200))


def _present_values(record: ActivityRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in (*records.FIELDS, "version")}


def _form_options(request: HttpRequest, record: ActivityRecord) -> dict[str, Any]:
    return {"user": request.user, "campaign": record.campaign, "is_event": record.is_event, "department": record.department}


@require_GET
def record_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One record with its pieces, checks, uses and reviews."""
    return show_record(request, visible_record(request, pk).pk)


@require_http_methods(["GET", "POST"])
def record_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the fields; by htmx (while writing) answers with a line, else with the page. A stale save shows both versions."""
    record = visible_record(request, pk)
    require(permissions.can_edit_record(request.user, record))
    if request.method == "GET":
        return redirect(record)
    form = RecordForm(request.POST, initial=_present_values(record), **_form_options(request, record))
    if not form.is_valid():
        return _answer_fault(request, record, form)
    try:
        version = form.cleaned_data["version"] or 0
        record = records.update_record(actor=request.user, record=record, version=version, values=form.cleaned_data, now=timezone.now())
    except StaleEdit as stale:
        return _answer_stale(request, form, stale.current)
    if request.htmx:
        return trigger_client_event(render(request, "evidence/_saved.html", {"record": record}), "evidence-changed")
    if "submit" in request.POST:
        return redirect("evidence:record_submit", pk=record.pk)
    messages.success(request, _("Saved."))
    return redirect(record)


def _answer_fault(request: HttpRequest, record: ActivityRecord, form: RecordForm) -> HttpResponse:
    if request.htmx:
        return render(request, "evidence/_saved.html", {"form": form}, status=422)
    return show_record(request, record.pk, form=form, status=422)


def _answer_stale(request: HttpRequest, form: RecordForm, current: ActivityRecord) -> HttpResponse:
    """Beside each other what stands and what was typed; saving again takes the typed words, and theirs where nothing was typed."""
    if request.htmx:
        return render(request, "evidence/_saved.html", {"stale": current}, status=409)
    present = _present_values(current)
    form.data = form.data.copy()
    form.data["version"] = current.version
    for name in present.keys() & form.fields.keys() - {"version"} - set(form.changed_data):  # never touched here: theirs stands
        value = form.fields[name].prepare_value(present[name])
        form.data[name] = "" if value is None else str(value)
    pairs = [
        (mine, present[mine.name], mine.name in form.changed_data and form.cleaned_data[mine.name] != present[mine.name]) for mine in form.visible_fields()
    ]
    return render(request, "evidence/record_stale.html", {"form": form, "pairs": pairs, "record": current}, status=409)


@require_GET
def record_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """The check list alone, asked for again after each change."""
    return show_record(request, visible_record(request, pk).pk, template="evidence/_checks.html", alone=True)


@require_POST
def record_bin(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the bin; its page then offers the way back."""
    record = records.bin_record(actor=request.user, record=visible_record(request, pk), now=timezone.now())
    messages.success(request, _("Put in the bin. It can be restored from here or from the bin."))
    return redirect(record)


@require_POST
def record_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the bin."""
    record = records.restore_record(actor=request.user, record=visible_record(request, pk), now=timezone.now())
    messages.success(request, _("Restored as it was."))
    return redirect(record)


@require_POST
def record_map(request: HttpRequest, pk: int) -> HttpResponse:
    """The record proves one more indicator."""
    record = visible_record(request, pk)
    form = MapForm(request.POST, user=request.user, campaign=record.campaign)
    if form.is_valid():
        records.map_record(actor=request.user, record=record, indicator=form.cleaned_data["indicator"], now=timezone.now())
    return _show_uses(request, record)


@require_POST
def record_unmap(request: HttpRequest, pk: int) -> HttpResponse:
    """The record proves this indicator no longer."""
    record = visible_record(request, pk)
    form = MapForm(request.POST, user=request.user, campaign=record.campaign)
    if form.is_valid():
        records.unmap_record(actor=request.user, record=record, indicator=form.cleaned_data["indicator"], now=timezone.now())
    return _show_uses(request, record)


def _show_uses(request: HttpRequest, record: ActivityRecord) -> HttpResponse:
    if not request.htmx:
        return redirect(record)
    return trigger_client_event(show_record(request, record.pk, template="evidence/_uses.html"), "evidence-changed")
