"""Which stored bytes a download of an archive means, in the words of ``accounts.downloads.serve``."""

from __future__ import annotations

from django.http import Http404

from reports.archive import safe_name
from reports.models import Dossier, DossierEntry

MIMES = {"pdf": "application/pdf", "zip": "application/zip"}


def whole_of(dossier: Dossier, which: str) -> dict:
    """The PDF or ZIP of a version, under a name that says whose it is and which version."""
    campaign = dossier.campaign
    name = safe_name(f"{campaign.unit_name}{campaign.name}迎检档案（第{dossier.number}版）", 100)
    return {
        "stored_name": getattr(dossier, f"{which}_name"),
        "original_name": f"{name}.{which}",
        "sha256": getattr(dossier, f"{which}_sha256"),
        "mime": MIMES[which],
    }


def original_of(entry: DossierEntry | None) -> dict:
    """An original of the frozen manifest."""
    if entry is None:
        raise Http404
    return {"stored_name": entry.file.stored_name, "original_name": entry.file.original_name, "sha256": entry.sha256, "mime": entry.file.mime}


def printed_of(entry: DossierEntry | None) -> dict:
    """Our own upright copy of a photo of the frozen manifest."""
    if entry is None or not entry.file.print_name:
        raise Http404
    return {
        "stored_name": entry.file.print_name,
        "original_name": f"{entry.pk}.jpg",
        "sha256": f"{entry.sha256}-print",
        "mime": "image/jpeg",
        "inline": True,
    }
