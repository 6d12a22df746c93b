"""Reads for the pages of records: plain data, a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.db.models.functions import TruncMonth

from accounts.decisions import Decision
from accounts.models import Department, Role, User
from campaigns.models import Campaign, Indicator
from evidence import checks, permissions
from evidence.answers import part_state
from evidence.checks import Finding, Piece
from evidence.models import ActivityRecord, Evidence, EvidenceFile, Review
from tasks.models import Occurrence, Part

State = ActivityRecord.State


@dataclass
class RecordPage:
    """All a record's page shows to one person."""

    record: ActivityRecord
    pieces: list[Piece]
    findings: list[Finding]
    tally: dict[str, int]
    reviews: list[Review]
    indicators: list[Indicator]
    indicator_choices: list[Indicator]
    liaisons: list[str]
    may: dict[str, Decision]


@dataclass
class Row:
    """A record in a list: with thumbnails and findings where the person may see them, else the title alone."""

    record: ActivityRecord
    is_open: bool
    pieces: list[Piece]
    tally: dict[str, int]
    may: dict[str, Decision]

    @property
    def thumbs(self) -> list[Piece]:
        """The first pictures that have a preview."""
        return [piece for piece in self.pieces if piece.file and piece.file.preview_name][:3]


def with_pieces(records: QuerySet[ActivityRecord]) -> QuerySet[ActivityRecord]:
    """Records with everything their checks and lists look at, however many there are."""
    files = Prefetch("files", EvidenceFile.objects.filter(is_current=True))
    kept = Prefetch("evidence", Evidence.objects.kept().prefetch_related(files))
    return records.select_related("campaign", "department", "kind", "part__occurrence__task", "created_by", "submitted_by").prefetch_related(
        kept, "indicators__material_rules"
    )


def twins_seen_by(user: User, records: Iterable[ActivityRecord]) -> dict[int, set[str]]:
    """For each record the hashes that occur in another one this person may know of: the office all, others the own department's."""
    rows = list(records)
    hashes = {record.pk: {piece.file.sha256 for piece in checks.pieces_of(record) if piece.file} for record in rows}
    wanted = set().union(*hashes.values()) if hashes else set()
    where: dict[str, set[tuple[int, int]]] = {}
    if wanted:
        known = EvidenceFile.objects.current().filter(sha256__in=wanted, evidence__record__deleted_at=None)
        known = known.filter(evidence__record__campaign__in={record.campaign_id for record in rows})
        for sha256, record_id, department_id in known.values_list("sha256", "evidence__record", "evidence__record__department"):
            where.setdefault(sha256, set()).add((record_id, department_id))
    sees_all = user.standing.sees_campaign
    return {
        record.pk: {
            sha256
            for sha256 in hashes[record.pk]
            if any(pk != record.pk and (sees_all or department == record.department_id) for pk, department in where.get(sha256, ()))
        }
        for record in rows
    }


def record_page(user: User, record_id: int, *, on: date) -> RecordPage:
    """The page of one record; the caller has made sure that the person sees it."""
    record = with_pieces(ActivityRecord.objects.visible_to(user)).get(pk=record_id)
    findings = checks.missing(record, twins=twins_seen_by(user, [record])[record.pk])
    may = _decisions(user, record)
    indicators = list(record.indicators.all())
    return RecordPage(
        record=record,
        pieces=checks.pieces_of(record),
        findings=findings,
        tally=checks.tally(findings),
        reviews=list(record.reviews.select_related("by")),
        indicators=indicators,
        indicator_choices=[leaf for leaf in leaves(record.campaign) if leaf not in indicators] if may["map"] else [],
        liaisons=[] if may["submit"] or not may["edit"] else _liaisons(record.department, on),
        may=may,
    )


def _decisions(user: User, record: ActivityRecord) -> dict[str, Decision]:
    return {
        "edit": permissions.can_edit_record(user, record),
        "submit": permissions.can_submit_record(user, record),
        "withdraw": permissions.can_withdraw_record(user, record),
        "approve": permissions.can_approve_record(user, record),
        "return": permissions.can_return_record(user, record),
        "bin": permissions.can_bin_record(user, record),
        "restore": permissions.can_restore_record(user, record),
        "map": permissions.can_map_record(user, record),
    }


def _liaisons(department: Department, on: date) -> list[str]:
    return list(User.objects.holding(Role.LIAISON_OFFICER, on, department.pk).values_list("full_name", flat=True))


def leaves(campaign: Campaign) -> list[Indicator]:
    """The indicators a record may prove."""
    return list(Indicator.objects.filter(system=campaign.indicator_system_id).leaves())


def writable_departments(user: User) -> QuerySet[Department]:
    """Departments the person may write records for."""
    departments = Department.objects.in_use()
    return departments if user.standing.is_office else departments.filter(pk__in=user.standing.department_ids)


def answerable_parts(user: User, campaign: Campaign, department: Department | None = None, chosen: Part | None = None) -> QuerySet[Part]:
    """Parts a record may answer: unsettled ones and the one chosen already, of the department, else of any the person writes for."""
    parts = Part.objects.visible_to(user).filter(occurrence__task__campaign=campaign).select_related("occurrence__task", "department")
    departments = [department.pk] if department is not None else writable_departments(user).values("pk")
    unsettled = ~Q(state__in=[Part.State.APPROVED, Part.State.WAIVED]) | Q(pk=chosen.pk if chosen else None)
    return parts.filter(unsettled, department__in=departments).order_by("occurrence__due_on", "pk")


def library(user: User, campaign: Campaign, wanted: dict[str, Any]) -> QuerySet[ActivityRecord]:
    """Records a library page names, filtered by ``wanted``: indicator, month, department, kind, state, search."""
    rows = ActivityRecord.objects.listed_to(user).filter(campaign=campaign)
    exact = {"indicators": "indicator", "department": "department", "kind": "kind", "state": "state"}
    rows = rows.filter(**{column: wanted[name] for column, name in exact.items() if wanted.get(name)})
    if month := wanted.get("month"):
        rows = rows.filter(held_on__year=month.year, held_on__month=month.month)
    if words := wanted.get("q"):
        # places, captions and file names of records one may not open must not be found out by searching
        open_rows = ActivityRecord.objects.visible_to(user).values("pk")
        inside = Q(place__icontains=words) | Q(note__icontains=words) | Q(evidence__caption__icontains=words)
        inside |= Q(evidence__document_number__icontains=words) | Q(evidence__files__original_name__icontains=words)
        rows = rows.filter(Q(title__icontains=words) | Q(pk__in=ActivityRecord.objects.filter(inside, pk__in=open_rows).values("pk")))
    return rows


def months(user: User, campaign: Campaign) -> list[date]:
    """Months with records, the newest first."""
    rows = ActivityRecord.objects.listed_to(user).filter(campaign=campaign).order_by()
    return list(rows.annotate(month=TruncMonth("held_on")).values_list("month", flat=True).distinct().order_by("-month"))


def rows_of(user: User, records: QuerySet[ActivityRecord]) -> list[Row]:
    """One page of a list, ready to print."""
    listed = list(with_pieces(records))
    opened = set(ActivityRecord.objects.visible_to(user).filter(pk__in=[record.pk for record in listed]).values_list("pk", flat=True))
    twins = twins_seen_by(user, [record for record in listed if record.pk in opened])
    made = []
    for record in listed:
        is_open = record.pk in opened
        pieces = checks.pieces_of(record) if is_open else []
        tally = checks.tally(checks.missing(record, twins=twins[record.pk])) if is_open else {}
        made.append(Row(record, is_open, pieces, tally, _decisions(user, record) if is_open else {}))
    return made


def review_queue(user: User, campaign: Campaign, wanted: dict[str, Any]) -> QuerySet[ActivityRecord]:
    """What waits for the office, the oldest first."""
    rows = ActivityRecord.objects.visible_to(user).waiting().filter(campaign=campaign)
    rows = rows.filter(**{name: wanted[name] for name in ("department", "kind") if wanted.get(name)})
    return rows.order_by("submitted_at", "pk")


def binned(user: User, campaign: Campaign) -> QuerySet[Any]:
    """What lies in the bin, the newest first."""
    rows = ActivityRecord.objects.visible_to(user).binned().filter(campaign=campaign)
    return rows.select_related("department", "deleted_by", "campaign").annotate(pieces=Count("evidence")).order_by("-deleted_at")


@dataclass
class PanelPart:
    """A part of an occurrence with the records that answer it."""

    part: Part
    rows: list[Row]
    may_write: Decision


def occurrence_panel(user: User, occurrence: Occurrence) -> list[PanelPart]:
    """Records for each part; of others' only the titles of what was handed in."""
    parts = list(occurrence.parts.select_related("department"))
    records = ActivityRecord.objects.listed_to(user).filter(part__in=parts).order_by("held_on", "pk")
    rows = rows_of(user, records)
    campaign = occurrence.task.campaign
    return [
        PanelPart(part, [row for row in rows if row.record.part_id == part.pk], permissions.can_write_for(user, campaign, part.department)) for part in parts
    ]


@dataclass(frozen=True)
class Drift:
    """A part whose state is not what its records answer."""

    part_id: int
    stored: str
    computed: str


def drift() -> list[Drift]:
    """Parts that were not told of their records; empty when nothing was forgotten. Waived parts are the office's word."""
    held: dict[int, list[str]] = {}
    for part_id, state in ActivityRecord.objects.kept().filter(part__isnull=False).values_list("part", "state"):
        held.setdefault(part_id, []).append(state)
    rows = Part.objects.exclude(state=Part.State.WAIVED).values_list("pk", "state")
    computed = ((pk, stored, part_state(held.get(pk, []))) for pk, stored in rows)
    return [Drift(pk, stored, answer) for pk, stored, answer in computed if stored != answer]


def oldest_waiting(user: User, campaign: Campaign) -> Any:
    """Since when the longest waiting record waits; None when nothing does."""
    return ActivityRecord.objects.visible_to(user).waiting().filter(campaign=campaign).aggregate(first=Min("submitted_at"))["first"]
