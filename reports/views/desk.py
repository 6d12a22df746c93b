"""The desk: what must I do now?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.current import current_campaign
from reports.selectors.desk import desk_of


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The first page after signing in; whoever takes no part in the campaign is led to where the own work is."""
    standing = request.user.standing
    if not standing.works_here:
        return redirect(_own_place(standing))
    campaign = current_campaign(request)
    today = timezone.localdate()
    page = desk_of(request.user, campaign, on=today) if campaign else None
    return render(request, "reports/desk.html", {"desk": page, "today": today})


def _own_place(standing: object) -> str:
    if standing.administers:
        return "accounts:person_list"
    return "accounts:audit_list" if standing.is_audit_admin else "reports:dossier_list"
