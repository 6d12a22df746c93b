"""The inbox."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from notifications import services
from notifications.models import Message


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first, all or only the unread."""
    only_unread = request.GET.get("show") == "unread"
    messages = Message.objects.visible_to(request.user)
    page = Paginator(messages.unread() if only_unread else messages, 30).get_page(request.GET.get("page"))
    return render(request, "notifications/message_list.html", {"page": page, "only_unread": only_unread})


@require_POST
def message_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as read and lead to where the matter can be dealt with."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    services.open_message(actor=request.user, message=message, now=timezone.now())
    return redirect(message.path or "notifications:message_list")


@require_POST
def message_read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    services.open_all_messages(actor=request.user, now=timezone.now())
    return redirect("notifications:message_list")
