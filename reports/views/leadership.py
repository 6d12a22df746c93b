"""The leadership page: where do we stand?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.decisions import require
from campaigns.current import campaign_or_404
from reports.permissions import can_read_leadership
from reports.selectors.leadership import leadership_page


@require_safe
def leadership(request: HttpRequest) -> HttpResponse:
    """The leadership group's one page; prints to one A4 sheet."""
    campaign = campaign_or_404(request)
    require(can_read_leadership(request.user))
    now = timezone.localtime()
    page = leadership_page(request.user, campaign, on=now.date())
    return render(request, "reports/leadership.html", {"page": page, "now": now, "today": now.date()})
