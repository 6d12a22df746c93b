"""What an inspector reads through a link, without an account: one frozen dossier, nothing else, every use logged."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.downloads import serve
from accounts.middleware import open_to_all
from reports.models import Dossier, InspectorLink, LinkOpening
from reports.selectors import outputs
from reports.services.links import note_opening, token_hash
from reports.views.stored import original_of, printed_of, whole_of


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turn the token into its live link; unknown, expired and revoked answer alike. Nothing is cached, indexed or told on."""

    @open_to_all
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: object) -> HttpResponse:
        live = InspectorLink.objects.live(timezone.now()).filter(dossier__state=Dossier.State.READY)
        link = get_object_or_404(live.select_related("dossier__campaign"), token_hash=token_hash(token))
        response = view(request, link, token=token, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded


@by_link
def inspect(request: HttpRequest, link: InspectorLink, *, token: str) -> HttpResponse:
    """The archive for reading."""
    note_opening(link=link, what=LinkOpening.What.PAGE, now=timezone.now())
    dossier = link.dossier
    page = {"link": link, "dossier": dossier, "token": token, "chapters": outputs.reading(dossier), "left_out": outputs.lost_lines(dossier)}
    return render(request, "reports/inspect_page.html", page)


@by_link
def inspect_download(request: HttpRequest, link: InspectorLink, *, token: str, which: str) -> HttpResponse:
    """The PDF or the ZIP."""
    note_opening(link=link, what=which, now=timezone.now())
    return serve(request, **whole_of(link.dossier, which))


@by_link
def inspect_file(request: HttpRequest, link: InspectorLink, *, token: str, entry_pk: int) -> HttpResponse:
    """A photo on the page, as our own copy; part of the page's opening, so not logged by itself."""
    return serve(request, **printed_of(outputs.entry_of(link.dossier, entry_pk)))


@by_link
def inspect_original(request: HttpRequest, link: InspectorLink, *, token: str, entry_pk: int) -> HttpResponse:
    """One original."""
    entry = outputs.entry_of(link.dossier, entry_pk)
    if entry is None:
        raise Http404
    note_opening(link=link, what=LinkOpening.What.FILE, now=timezone.now())
    return serve(request, **original_of(entry))
