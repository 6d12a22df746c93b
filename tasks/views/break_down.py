"""The break-down screen: give tasks their lead, supporters, persons and time in bulk, then launch the campaign."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decisions import StaleEdit, require
from accounts.models import Department
from campaigns.current import campaign_or_404
from campaigns.models import Campaign
from tasks.forms.planning import BreakDownForm, BreakDownRowForm
from tasks.models import Every, Task
from tasks.permissions import can_launch, can_plan
from tasks.selectors import planning
from tasks.services import planning as services


def _back(request: HttpRequest) -> str:
    return f"{reverse('tasks:break_down')}?{request.GET.urlencode()}"


def _screen(request: HttpRequest, campaign: Campaign, form: BreakDownForm, *, marked: list[str] | None = None, status: int = 200) -> HttpResponse:
    show = "all" if request.GET.get("show") == "all" else "open"
    context = {
        "show": show,
        "page": planning.to_break_down(campaign, show=show, page_number=request.GET.get("page")),
        "left": planning.left_to_do(campaign),
        "form": form,
        "marked": marked or [],
        "departments": Department.objects.in_use(),
        "every": Every.choices,
        "may": can_plan(request.user, campaign),
        "may_launch": can_launch(request.user, campaign),
    }
    return render(request, "tasks/break_down.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def break_down(request: HttpRequest) -> HttpResponse:
    """Tasks without lead or time (or all), and one form for those marked."""
    if not request.user.standing.sees_campaign:
        raise Http404
    campaign = campaign_or_404(request)
    if request.method != "POST":
        return _screen(request, campaign, BreakDownForm(departments=Department.objects.in_use()))
    require(can_plan(request.user, campaign))
    form = BreakDownForm(request.POST, departments=Department.objects.in_use())
    marked = [number for number in request.POST.getlist("task") if number.isdecimal()]
    if form.is_valid() and not marked:
        form.add_error(None, _("Mark the tasks first that are to be given something."))
    if not form.is_valid():
        return _screen(request, campaign, form, marked=marked, status=422)
    done = services.break_down(actor=request.user, campaign=campaign, task_ids=[int(number) for number in marked], values=form.values(), now=timezone.now())
    messages.success(request, ngettext("%(n)d task saved.", "%(n)d tasks saved.", len(done)) % {"n": len(done)})
    return redirect(_back(request))


@require_POST
def break_down_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead and time of one task, from its own row."""
    task = get_object_or_404(Task.objects.visible_to(request.user).kept().select_related("campaign"), pk=pk)
    require(can_plan(request.user, task.campaign))
    form = BreakDownRowForm(request.POST, departments=Department.objects.in_use(), prefix=str(task.pk))
    fault = ""
    if not form.is_valid():
        fault = _("This could not be read; choose again.")
    else:
        try:
            services.break_down(
                actor=request.user,
                campaign=task.campaign,
                task_ids=[task.pk],
                versions={task.pk: form.cleaned_data["version"]},
                values=form.values(),
                now=timezone.now(),
            )
        except StaleEdit:
            fault = _("Somebody else has changed this task meanwhile; it now stands as below. Choose again.")
    return _row(request, task, fault)


def _row(request: HttpRequest, task: Task, fault: str) -> HttpResponse:
    """The row as it stands now; without script, the page."""
    if not request.htmx:
        if fault:
            messages.warning(request, fault)
        return redirect(f"{_back(request)}#task-{task.pk}")
    context = {
        "task": get_object_or_404(Task.objects.visible_to(request.user), pk=task.pk),
        "left": planning.left_to_do(task.campaign),
        "departments": Department.objects.in_use(),
        "every": Every.choices,
        "may": can_plan(request.user, task.campaign),
        "may_launch": can_launch(request.user, task.campaign),
        "campaign": task.campaign,
        "fault": fault,
    }
    return render(request, "tasks/break_down_answer.html", context, status=409 if fault else 200)


@require_POST
def launch(request: HttpRequest) -> HttpResponse:
    """Put the plan of the current campaign into force."""
    campaign = services.launch_campaign(actor=request.user, campaign=campaign_or_404(request), now=timezone.now())
    messages.success(request, _("The plan of %(name)s is in force; the lead departments have been told.") % {"name": campaign.name})
    return redirect("tasks:plan")
