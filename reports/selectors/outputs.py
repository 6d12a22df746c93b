"""What the page of archives shows: versions, how far the running one is, what is missing, the links given out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from reports.models import Dossier, DossierEntry, InspectorLink, LinkOpening
from reports.querysets import DossierQuerySet
from reports.selectors.coverage import Coverage, coverage

STEPS: dict[str, str | Promise] = {
    "originals": _("Checking originals"),
    "photos": _("Fetching photos"),
    "pages": _("Setting pages"),
    "archive": _("Packing the ZIP"),
    "finish": _("Finishing"),
}
REASONS: dict[str, str | Promise] = {
    "draft": _("not handed in yet"),
    "submitted": _("still in review"),
    "returned": _("returned, to be mended"),
    "no_file": _("the piece has no file"),
    "missing": _("the original is missing from the storage"),
    "changed": _("the original is not as it was handed in"),
}
ALARMING = ("missing", "changed", "no_file")


@dataclass(frozen=True)
class Headway:
    """How far a build is: whole percent, and its steps with ``done``, ``now`` or nothing."""

    percent: int
    steps: list[tuple[str | Promise, str]]


@dataclass(frozen=True)
class ArchivePage:
    """Everything the page of archives shows for one campaign."""

    running: Dossier | None
    headway: Headway | None
    dossiers: list[Dossier]
    newest: Dossier | None
    left_out: list[dict]
    coverage: Coverage
    links: list[InspectorLink]

    @property
    def live_links(self) -> int:
        """Links that open something now."""
        return len([link for link in self.links if link.is_live])  # type: ignore[attr-defined]


def archive_page(user: User, campaign: Campaign, *, now: datetime) -> ArchivePage:
    """The page for the office and the leaders."""
    rows = list(versions(user, campaign))
    running = next((row for row in rows if row.state in Dossier.RUNNING), None)
    newest = next((row for row in rows if row.state == Dossier.State.READY), None)
    return ArchivePage(
        running=running,
        headway=headway(running) if running else None,
        dossiers=[row for row in rows if row is not running],
        newest=newest,
        left_out=left_out_lines(newest) if newest else [],
        coverage=coverage(campaign),
        links=links(user, campaign, now),
    )


def versions(user: User, campaign: Campaign | None = None) -> DossierQuerySet:
    """Versions the person may see, newest first, with ``record_count`` and ``file_count``; without the frozen content."""
    seen = Dossier.objects.visible_to(user).defer("content").select_related("requested_by", "campaign")
    seen = seen.filter(campaign=campaign) if campaign else seen
    counted = seen.annotate(record_count=KT("content__totals__records"), file_count=Count("entries"))
    return counted.order_by("-requested_at", "-pk")  # said again: grouping forgets the model's order


def headway(dossier: Dossier) -> Headway:
    """For the progress bar; a build is at 100 only when it is ready."""
    names = list(STEPS)
    at = names.index(dossier.step) if dossier.step in names else -1
    percent = min(99, dossier.done_units * 100 // dossier.all_units) if dossier.all_units and at >= 0 else 0
    marks = [(STEPS[name], "done" if place < at else "now" if place == at else "") for place, name in enumerate(names)]
    return Headway(percent, marks)


def links(user: User, campaign: Campaign, now: datetime) -> list[InspectorLink]:
    """Links given out for the campaign, with ``opened``, ``last_at``, ``is_live`` and ``days_left`` (None beyond three)."""
    pages = Count("openings", filter=Q(openings__what=LinkOpening.What.PAGE))
    given = InspectorLink.objects.visible_to(user).filter(dossier__campaign=campaign).select_related("dossier", "user").defer("dossier__content")
    rows = list(given.annotate(opened=pages, last_at=Max("openings__at")).order_by("-created_at", "-pk"))
    for link in rows:
        link.is_live = link.revoked_at is None and link.expires_at > now
        left = link.expires_at - now
        link.days_left = left.days + 1 if link.is_live and left < timedelta(days=3) else None
    return rows


def left_out_lines(dossier: Dossier) -> list[dict]:
    """What a version does not hold, reasons in words, what is alarming first."""
    lines = [{**item, "words": REASONS[item["reason"]], "alarming": item["reason"] in ALARMING} for item in dossier.left_out]
    return sorted(lines, key=lambda line: not line["alarming"])


def lost_lines(dossier: Dossier) -> list[dict]:
    """What a reader from outside is told: approved pieces that could not be taken in, not what is still being worked on."""
    return [line for line in left_out_lines(dossier) if line["alarming"]]


def reading(dossier: Dossier) -> list[dict]:
    """The frozen chapters for reading on a screen: each picture and paper with its ``entry`` in the manifest."""
    entries = {entry.file_id: entry for entry in dossier.entries.select_related("file")}

    def with_entries(pieces: Iterable[dict]) -> list[dict]:
        return [{**piece, "entry": entries[piece["file"]]} for piece in pieces if piece["file"] in entries]

    return [
        {
            **chapter,
            "records": [{**record, "photos": with_entries(record["photos"]), "papers": with_entries(record["papers"])} for record in chapter["records"]],
        }
        for chapter in dossier.content["chapters"]
    ]


def entry_of(dossier: Dossier, entry_id: int) -> DossierEntry | None:
    """One file of the frozen manifest of this very dossier."""
    return dossier.entries.select_related("file").filter(pk=entry_id).first()
