"""The register of tasks and one task."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decisions import StaleEdit, require
from campaigns.current import campaign_or_404
from campaigns.models import Indicator
from campaigns.permissions import can_edit_campaign
from tasks.forms.tasks import TaskFilterForm, TaskForm, rivals, settled
from tasks.models import Task
from tasks.permissions import can_edit_task, can_restore_task
from tasks.selectors.register import rows_of, search, tally, tasks_of
from tasks.selectors.task import occurrence_rows, source_text
from tasks.services.tasks import bin_task, create_task, map_indicators, restore_task, update_task

PAGE = 25


def find_task(request: HttpRequest, pk: int) -> Task:
    """A task in the person's sight, or 404."""
    tasks = Task.objects.visible_to(request.user).select_related("campaign__indicator_system", "phase", "kind", "lead_department", "plan_document")
    return get_object_or_404(tasks, pk=pk)


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """The register, narrowed by what the address says."""
    campaign, on = campaign_or_404(request), timezone.localdate()
    form = TaskFilterForm(request.GET, user=request.user, campaign=campaign)
    tasks = tasks_of(request.user, campaign, on=on)
    wanted = form.wanted()
    page = Paginator(search(tasks, on=on, user=request.user, wanted=wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": rows_of(page.object_list, on=on),
        "tally": tally(tasks),
        "may_edit": can_edit_campaign(request.user, campaign),
        "binned": Task.objects.visible_to(request.user).filter(campaign=campaign).binned(),
    }
    return render(request, "tasks/task_list.html", context)


@require_http_methods(["GET", "POST"])
def task_add(request: HttpRequest) -> HttpResponse:
    """Add a task to the current campaign."""
    campaign = campaign_or_404(request)
    require(can_edit_campaign(request.user, campaign))
    form = TaskForm(request.POST or None, campaign=campaign, initial={"phase": request.GET.get("phase")})
    ticket = _ticket(request)
    if request.method == "POST" and form.is_valid():
        people = {"supports": form.supports(), "persons": form.persons()}
        task = create_task(actor=request.user, campaign=campaign, ticket=ticket, values=form.values(), now=timezone.now(), **people)
        messages.success(request, _("%(task)s is in the plan.") % {"task": task})
        return redirect("tasks:task_detail", task.pk)
    return render(request, "tasks/task_form.html", {"form": form, "ticket": ticket}, status=422 if form.is_bound else 200)


def _ticket(request: HttpRequest) -> uuid.UUID:
    """The form's own number; a fresh one when the form is first shown or it was tampered with."""
    try:
        return uuid.UUID(request.POST.get("ticket", ""))
    except ValueError:
        return uuid.uuid4()


@require_safe
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All about one task."""
    return _task_page(request, find_task(request, pk))


def _task_page(request: HttpRequest, task: Task) -> HttpResponse:
    on = timezone.localdate()
    counted = tasks_of(request.user, task.campaign, on=on).filter(pk=task.pk)
    context = {
        "task": task,
        "row": next(iter(rows_of(counted, on=on)), None),
        "occurrences": occurrence_rows(request.user, task, on=on),
        "supports": task.supports.select_related("department"),
        "persons": task.responsible_persons.all(),
        "source": source_text(task),
        "indicators": task.indicators.all(),
        "lines": Indicator.objects.visible_to(request.user).filter(system=task.campaign.indicator_system_id).leaves().select_related("parent"),
        "may_edit": can_edit_task(request.user, task),
        "may_restore": task.deleted_at is not None and can_restore_task(request.user, task),
    }
    return render(request, "tasks/task_detail.html", context)


@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a task; when somebody was faster, both versions stand side by side and no typed word is lost."""
    task = find_task(request, pk)
    require(can_edit_task(request.user, task))
    theirs = TaskForm(campaign=task.campaign, instance=find_task(request, pk))
    form = TaskForm(settled(request.POST, theirs) if request.POST else None, campaign=task.campaign, instance=task)
    version = request.POST.get("version", "")
    context = {"form": form, "task": task, "version": theirs.instance.version}
    if request.method == "POST" and form.is_valid():
        try:
            people = {"supports": form.supports(), "persons": form.persons()}
            number = int(version) if version.isdecimal() else 0
            update_task(actor=request.user, task=task, version=number, values=form.values(), now=timezone.now(), **people)
        except StaleEdit:
            return render(request, "tasks/task_form.html", context | {"rivals": rivals(form, theirs)}, status=409)
        messages.success(request, _("Saved."))
        return redirect("tasks:task_detail", task.pk)
    return render(request, "tasks/task_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def task_bin(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the task into the bin, with a way back in the message."""
    task = bin_task(actor=request.user, task=find_task(request, pk), now=timezone.now())
    messages.success(request, render_to_string("tasks/task_undo.html", {"task": task}, request))
    return redirect("tasks:task_list")


@require_POST
def task_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out again."""
    task = restore_task(actor=request.user, task=find_task(request, pk), now=timezone.now())
    messages.success(request, _("%(task)s is back in the plan.") % {"task": task})
    return redirect("tasks:task_detail", task.pk)


@require_POST
def task_indicators(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie the task to lines of the campaign's indicator system."""
    task = find_task(request, pk)
    lines = Indicator.objects.visible_to(request.user).filter(system=task.campaign.indicator_system_id)
    chosen = lines.filter(pk__in=[number for number in request.POST.getlist("indicators") if number.isdecimal()])
    map_indicators(actor=request.user, task=task, indicators=chosen, now=timezone.now())
    return _task_page(request, find_task(request, pk)) if request.htmx else redirect("tasks:task_detail", task.pk)
