"""Handing over somebody's open work, and letting them leave."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decisions import Refused, require
from accounts.models import User
from accounts.permissions import can_close_account, can_hand_over, can_see_people
from accounts.selectors import roles_held
from evidence.forms import HandOverForm
from evidence.open_work import colleagues_of, open_work_of
from evidence.services import handover


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What is open, who takes it, and whether the account closes. Titles are shown to those who read the campaign, numbers to the others."""
    if not can_see_people(request.user):
        raise Http404
    person, now = get_object_or_404(User.objects.visible_to(request.user), pk=pk), timezone.now()
    require(can_hand_over(request.user, person))
    today = timezone.localdate(now)
    may_close = can_close_account(request.user, person, today)
    form = HandOverForm(request.POST or None, colleagues=colleagues_of(person, today), may_close=bool(may_close), initial={"left_on": today})
    work = open_work_of(person)
    if form.is_valid():
        try:
            handover.hand_over(actor=request.user, person=person, **form.cleaned_data, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal.decision.reason))
        else:
            messages.success(request, _("%(name)s: handed over.") % {"name": person.full_name})
            return redirect("accounts:person_detail", pk)
    context = {"person": person, "form": form, "work": work, "roles": roles_held(person, today), "may_close": may_close}
    return render(request, "evidence/hand_over.html", context, status=422 if form.errors else 200)
