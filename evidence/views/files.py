"""Files and pieces: one file a request, answered by the piece as the page shows it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from accounts.decisions import require
from accounts.downloads import serve
from evidence import checks, intake, permissions
from evidence.forms import FileForm, PieceForm
from evidence.models import ActivityRecord, Evidence, EvidenceFile
from evidence.services import files
from evidence.views.records import visible_record
from evidence.views.uploads import take_in_all


def _wants_fragment(request: HttpRequest) -> bool:
    return bool(request.htmx) or request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _piece(request: HttpRequest, evidence: Evidence, *, form: PieceForm | None = None, status: int = 200) -> HttpResponse:
    """One piece as the record's page shows it; tells the page that its check list is out of date."""
    piece = next((row for row in checks.pieces_of(evidence.record) if row.evidence.pk == evidence.pk), checks.Piece(0, evidence, None))
    context = {"piece": piece, "record": evidence.record, "may_edit": permissions.can_edit_record(request.user, evidence.record), "form": form}
    response = render(request, "evidence/_piece.html", context, status=status)
    settled = piece.file is None or piece.file.preview in (EvidenceFile.Preview.READY, EvidenceFile.Preview.NONE)
    return trigger_client_event(response, "evidence-changed") if request.method == "POST" or settled else response


def visible_piece(request: HttpRequest, pk: int) -> Evidence:
    """The piece, or 404 when it is not there for this person."""
    rows = Evidence.objects.visible_to(request.user).select_related("record__campaign", "record__department")
    return get_object_or_404(rows, pk=pk)


@require_POST
def file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take files in; the script sends them one by one, a plain form may send several at once."""
    record = visible_record(request, pk)
    require(permissions.can_edit_record(request.user, record))
    if _wants_fragment(request):
        return _add_one(request, record)
    if not take_in_all(request, record):
        messages.error(request, _("No file was chosen."))
    return redirect(record)


def _add_one(request: HttpRequest, record: ActivityRecord) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refuse(request, "", _("No file arrived. Choose it again."))
    sent = form.cleaned_data
    ticket = sent["ticket"] or uuid.uuid4()
    try:
        file = files.add_file(
            actor=request.user, record=record, kind=sent["kind"], caption=sent["caption"], upload=sent["file"], ticket=ticket, now=timezone.now()
        )
    except intake.Unfit as fault:
        return _refuse(request, sent["file"].name, fault.sentence)
    return _piece(request, file.evidence)


def _refuse(request: HttpRequest, name: str, sentence: str) -> HttpResponse:
    return render(request, "evidence/_refused_file.html", {"name": name, "sentence": sentence}, status=422)


@require_POST
def file_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a piece."""
    evidence = visible_piece(request, pk)
    require(permissions.can_edit_record(request.user, evidence.record))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("No file was chosen."))
        return redirect(evidence.record)
    try:
        upload, ticket = form.cleaned_data["file"], form.cleaned_data["ticket"] or uuid.uuid4()
        files.replace_file(actor=request.user, evidence=evidence, upload=upload, ticket=ticket, now=timezone.now())
        messages.success(request, _("The new version is in place; the old one is kept."))
    except intake.Unfit as fault:
        messages.error(request, _("%(name)s: %(sentence)s") % {"name": upload.name, "sentence": fault.sentence})
    return redirect(evidence.record)


@require_GET
def evidence_piece(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece, asked for again until its preview is there."""
    return _piece(request, visible_piece(request, pk))


@require_POST
def evidence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Caption, kind and document number."""
    evidence = visible_piece(request, pk)
    require(permissions.can_edit_record(request.user, evidence.record))
    form = PieceForm(request.POST, instance=evidence)
    if not form.is_valid():
        return _piece(request, evidence, form=form, status=422) if request.htmx else redirect(evidence.record)
    said = form.cleaned_data
    evidence = files.update_evidence(
        actor=request.user, evidence=evidence, kind=said["kind"], caption=said["caption"], document_number=said["document_number"], now=timezone.now()
    )
    return _piece(request, evidence) if request.htmx else redirect(evidence.record)


@require_POST
def evidence_bin(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the bin; the piece's place then offers to undo."""
    evidence = files.bin_evidence(actor=request.user, evidence=visible_piece(request, pk), now=timezone.now())
    return _piece(request, evidence) if request.htmx else redirect(evidence.record)


@require_POST
def evidence_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the bin."""
    evidence = files.restore_evidence(actor=request.user, evidence=visible_piece(request, pk), now=timezone.now())
    return _piece(request, evidence) if request.htmx else redirect(evidence.record)


def _visible_file(request: HttpRequest, pk: int) -> EvidenceFile:
    return get_object_or_404(EvidenceFile.objects.visible_to(request.user).select_related("evidence"), pk=pk)


@require_GET
def file_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The original, byte for byte, as an attachment under its own name; each time noted in the log."""
    file = _visible_file(request, pk)
    files.note_download(actor=request.user, file=file, now=timezone.now())
    return serve(request, stored_name=file.stored_name, original_name=file.original_name, sha256=file.sha256, mime=file.mime)


@require_GET
def file_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Our own copy of a picture: small, or with ``?large=1`` the one for print."""
    file = _visible_file(request, pk)
    if not file.preview_name:
        raise Http404
    name, mime, ending = (file.print_name, "image/jpeg", "jpg") if "large" in request.GET else (file.preview_name, "image/webp", "webp")
    # the copy's own name is unlike any other's, so it serves as its version
    return serve(request, stored_name=name, original_name=f"{file.pk}.{ending}", sha256=name.rsplit("/", 1)[-1], mime=mime, inline=True)
