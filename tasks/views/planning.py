"""The review screen: what was read from a plan beside its text, corrected piece by piece, and confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decisions import StaleEdit, require
from accounts.models import Department
from campaigns.current import SESSION_KEY
from campaigns.models import PlanDocument
from campaigns.permissions import can_confirm_plan, can_correct_plan
from campaigns.plan_matching import CREATE
from campaigns.services import plans
from tasks.forms.planning import FORMS, FindingForm, MeaningsForm
from tasks.selectors import planning
from tasks.services.planning import confirm_plan

VERBS = {
    "settle": (plans.settle_finding, "hpmt"),
    "drop": (plans.drop_finding, "pmtx"),
    "restore": (plans.restore_finding, "pmtx"),
    "adopt": (plans.adopt_leftover, "x"),
}
"""What can be done to a finding, and to which: head, phases, members, tasks, leftovers by the first letter of their ids."""


def _plan(request: HttpRequest, pk: int) -> PlanDocument:
    """A plan that was read and may be seen, or 404."""
    return get_object_or_404(PlanDocument.objects.visible_to(request.user), pk=pk, state__in=[PlanDocument.State.READY, PlanDocument.State.CONFIRMED])


def _back(request: HttpRequest, plan: PlanDocument, key: str = "", show: str = "") -> str:
    """The page of the list one came from, at the finding."""
    query = request.GET.copy()
    query.pop("edit", None)
    if show:
        query["show"] = show
        query.pop("page", None)
    return f"{reverse('tasks:plan_review', args=[plan.pk])}?{query.urlencode()}" + (f"#f-{key}" if key else "")


def _screen(request: HttpRequest, plan: PlanDocument, *, editing: str = "", form: FindingForm | None = None, status: int = 200) -> HttpResponse:
    """The whole page; with ``editing`` one finding is open, in the form given or a fresh one."""
    context = planning.review(plan, show=request.GET.get("show", ""), page_number=request.GET.get("page"))
    may = can_correct_plan(request.user, plan)
    context |= {
        "plan": plan,
        "editing": editing if may else "",
        "form": form or _fresh_form(plan, editing),
        "may": may,
        "may_confirm": can_confirm_plan(request.user, plan),
        "department_names": planning.task_names(plan),
        "departments": Department.objects.in_use(),
    }
    return render(request, "tasks/plan_review.html", context, status=status)


def _fresh_form(plan: PlanDocument, key: str) -> FindingForm | None:
    row = planning.row_of(plan, key, 0)
    return FORMS[row.kind].showing(row.entry) if row and row.kind in FORMS else None


def _row(request: HttpRequest, plan: PlanDocument, key: str, *, form: FindingForm | None = None, status: int = 200, **more: object) -> HttpResponse:
    """One finding alone, open or closed, with the counts of the page brought up to date."""
    number = request.GET.get("number", "")
    row = planning.row_of(plan, key, int(number) if number.isdecimal() else 0)
    may, may_confirm = can_correct_plan(request.user, plan), can_confirm_plan(request.user, plan)
    counts = planning.counts_of(plan)
    context = {"plan": plan, "row": row, "form": form, "may": may, "may_confirm": may_confirm, "counts": counts, "show": request.GET.get("show", ""), **more}
    return render(request, "tasks/plan_review_answer.html", context, status=status)


@require_safe
def plan_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Findings of one kind beside the text; ``?edit=`` opens one of them."""
    plan = get_object_or_404(PlanDocument.objects.visible_to(request.user), pk=pk)
    if plan.state not in (PlanDocument.State.READY, PlanDocument.State.CONFIRMED):
        return redirect("campaigns:plan_detail", plan.pk)
    return _screen(request, plan, editing=request.GET.get("edit", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def finding_edit(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Open one finding, or save what was typed into it. Somebody else's correction meanwhile is shown beside the typed words."""
    plan = _plan(request, pk)
    require(can_correct_plan(request.user, plan))
    form = _fresh_form(plan, key)
    if form is None:
        raise Http404
    if request.method != "POST":
        return _row(request, plan, key, form=form) if request.htmx else _screen(request, plan, editing=key)
    form = type(form)(request.POST, prefix=key)
    if not form.is_valid():
        return _faulty(request, plan, key, form, 422)
    try:
        plans.correct_finding(actor=request.user, plan=plan, key=key, revision=form.cleaned_data["revision"], values=form.values(), now=timezone.now())
    except StaleEdit as stale:
        form.data = form.data.copy()
        form.data[form.add_prefix("revision")] = stale.current["rev"]
        return _faulty(request, _plan(request, pk), key, form, 409)
    return _row(request, plan, key) if request.htmx else redirect(_back(request, plan, key))


def _faulty(request: HttpRequest, plan: PlanDocument, key: str, form: FindingForm, status: int) -> HttpResponse:
    stale = status == 409
    if request.htmx:
        return _row(request, plan, key, form=form, status=status, stale=stale)
    if stale:
        messages.warning(request, _("Somebody else has corrected this meanwhile. Your words are kept; saving again puts them in."))
    return _screen(request, plan, editing=key, form=form, status=status)


@require_POST
def finding_mark(request: HttpRequest, pk: int, key: str, verb: str) -> HttpResponse:
    """It is right (settle), leave it out (drop), take it in again (restore), make a task of a leftover (adopt)."""
    plan = _plan(request, pk)
    service, letters = VERBS[verb]
    if planning.row_of(plan, key, 0) is None or key[0] not in letters:
        raise Http404
    entry = service(actor=request.user, plan=plan, key=key, now=timezone.now())
    if verb == "adopt":
        return _open_new(request, plan, entry["id"])
    return _row(request, plan, key) if request.htmx else redirect(_back(request, plan, key))


@require_POST
def finding_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what the reader did not see, and open it."""
    plan = _plan(request, pk)
    require(can_correct_plan(request.user, plan))
    kind = request.POST.get("kind", "")
    if kind not in ("phases", "members", "tasks"):
        raise Http404
    entry = plans.add_finding(actor=request.user, plan=plan, kind=kind, now=timezone.now())
    return _open_new(request, plan, entry["id"])


def _open_new(request: HttpRequest, plan: PlanDocument, key: str) -> HttpResponse:
    return redirect(planning.place_of(plan, key))


@require_POST
def department_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the names of departments mean; with ``create`` those still undecided are to be created."""
    plan = _plan(request, pk)
    require(can_correct_plan(request.user, plan))
    form = MeaningsForm(request.POST, departments=list(Department.objects.in_use()))
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(_back(request, plan, show="departments"))
    decisions = form.decisions()
    if "create" in request.POST:
        decisions |= {name: {"choice": CREATE, "department": None} for name, decision in decisions.items() if not decision["choice"]}
    plans.decide_departments(actor=request.user, plan=plan, decisions=decisions, now=timezone.now())
    return redirect(_back(request, plan, show="departments"))


@require_POST
def plan_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the campaign, and go on to break it down."""
    plan = _plan(request, pk)
    version = request.POST.get("version", "")
    try:
        campaign = confirm_plan(actor=request.user, plan=plan, version=int(version) if version.isdecimal() else 0, now=timezone.now())
    except StaleEdit:
        messages.warning(request, _("The findings were corrected meanwhile. Look at them again, then confirm."))
        return redirect(_back(request, plan))
    request.session[SESSION_KEY] = campaign.pk
    return redirect("tasks:break_down")
