"""The desk: what must I do now?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.first_page import first_page
from campaigns.current import current_campaign
from reports.selectors.desk import desk_of


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The first page after signing in; whoever takes no part in the campaign is led to where the own work is."""
    if not request.user.standing.works_here:
        return redirect(first_page(request.user.standing))
    campaign = current_campaign(request)
    today = timezone.localdate()
    page = desk_of(request.user, campaign, on=today) if campaign else None
    return render(request, "reports/desk.html", {"desk": page, "today": today})
