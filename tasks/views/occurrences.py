"""One occurrence: what is asked, who has done what, and the panel of records."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decisions import require
from tasks.forms.tasks import MoveForm, WaiveForm
from tasks.models import Occurrence, Part
from tasks.permissions import can_move_occurrence, can_waive_part
from tasks.selectors.task import occurrence_row
from tasks.services.occurrences import ask_again, move_occurrence, waive_part


def find_occurrence(request: HttpRequest, pk: int) -> Occurrence:
    """An occurrence in the person's sight, or 404."""
    rows = Occurrence.objects.visible_to(request.user).select_related("task__campaign", "task__kind").prefetch_related("parts__department")
    return get_object_or_404(rows, pk=pk)


def find_part(request: HttpRequest, pk: int) -> Part:
    """A part in the person's sight, or 404."""
    return get_object_or_404(Part.objects.visible_to(request.user).select_related("occurrence__task__campaign", "department"), pk=pk)


def _page(request: HttpRequest, occurrence: Occurrence, *, status: int = 200, **forms: Form | Part) -> HttpResponse:
    row = occurrence_row(request.user, occurrence, on=timezone.localdate())
    context = {"row": row, "occurrence": occurrence, "task": occurrence.task, "waive": WaiveForm(), "move": MoveForm(initial={"due_on": occurrence.due_on})}
    return render(request, "tasks/occurrence_detail.html", context | forms, status=status)


@require_safe
def occurrence_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page a reminder leads to."""
    return _page(request, find_occurrence(request, pk))


@require_POST
def occurrence_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it another due date."""
    occurrence = find_occurrence(request, pk)
    require(can_move_occurrence(request.user, occurrence))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, occurrence, status=422, move=form)
    move_occurrence(actor=request.user, occurrence=occurrence, due_on=form.cleaned_data["due_on"], now=timezone.now())
    messages.success(request, _("The date is moved; reminders follow it."))
    return redirect("tasks:occurrence_detail", pk)


@require_POST
def part_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a department off, with a reason."""
    part = find_part(request, pk)
    require(can_waive_part(request.user, part))
    form = WaiveForm(request.POST)
    if not form.is_valid():
        return _page(request, find_occurrence(request, part.occurrence_id), status=422, waive=form, waived=part)
    waive_part(actor=request.user, part=part, reason=form.cleaned_data["reason"], now=timezone.now())
    messages.success(request, _("%(department)s need not hand in this time.") % {"department": part.department})
    return redirect("tasks:occurrence_detail", part.occurrence_id)


@require_POST
def part_ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a waived part after all."""
    part = ask_again(actor=request.user, part=find_part(request, pk), now=timezone.now())
    return redirect("tasks:occurrence_detail", part.occurrence_id)
