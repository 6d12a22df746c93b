"""What a dossier freezes: everything its pages print as plain data, and the manifest of files, from one reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import translation

from accounts.models import User
from campaigns.models import Campaign, Indicator
from evidence.models import ActivityRecord, Evidence, EvidenceFile
from reports.archive import PathBook
from reports.wording import day_text, number_text, period_text
from tasks.models import Task

UNMATCHED = "未对应指标"
SHOWN_KINDS = (Evidence.Kind.PHOTO, Evidence.Kind.SCREENSHOT)
"""Pictures are printed; sign-in sheets and the like carry people's names and stay files."""


@dataclass
class Frozen:
    """The result: ``content`` for the pages, ``entries`` (columns of DossierEntry), ``left_out`` with machine-readable reasons."""

    content: dict
    entries: list[dict] = field(default_factory=list)
    left_out: list[dict] = field(default_factory=list)


def freeze(*, campaign: Campaign, reader: User) -> Frozen:
    """Read the campaign as ``reader`` sees it; the document is Chinese whatever language the reader has chosen."""
    with translation.override("zh-hans"):
        indicators = indicators_in_order(campaign)
        chapters = chapters_of(campaign, reader, indicators)
        frozen = Frozen(content=front_matter(campaign))
        book = PathBook()
        frozen.content["chapters"] = [
            _chapter(indicator, chapters.own[key], chapters.seen[key], frozen, book) for key, indicator in _printed(indicators, chapters)
        ]
        frozen.left_out += records_left_out(campaign, reader)
        frozen.content["totals"] = {
            "records": sum(len(chapter["records"]) for chapter in frozen.content["chapters"]),
            "files": len(frozen.entries),
            "bytes": sum(entry["size"] for entry in frozen.entries),
            "covered": sum(1 for chapter in frozen.content["chapters"] if chapter["is_wanted"] and (chapter["records"] or chapter["see"])),
            "indicators": sum(1 for chapter in frozen.content["chapters"] if chapter["is_wanted"]),
        }
        return frozen


def front_matter(campaign: Campaign) -> dict:
    """Cover, plan and responsibility table."""
    return {
        "campaign": {
            "name": campaign.name,
            "unit": campaign.unit_name,
            "level": campaign.get_level_display(),
            "cycle": campaign.cycle,
            "period": period_text(campaign.starts_on, campaign.ends_on),
            "ideology": _paragraphs(campaign.guiding_ideology),
            "goals": _paragraphs(campaign.goals),
            "system": str(campaign.indicator_system or ""),
        },
        "phases": [{"name": phase.name, "period": phase.text_period or period_text(phase.starts_on, phase.ends_on)} for phase in campaign.phases.all()],
        "leadership": [
            {
                "name": group.name,
                "members": [{"role": member.role_text or member.get_role_display(), "name": member.name_or_post} for member in group.members.all()],
            }
            for group in campaign.leadership_groups.prefetch_related("members")
        ],
        "tasks": [_task(task) for task in _tasks(campaign)],
    }


def indicators_in_order(campaign: Campaign) -> list[Indicator]:
    """The campaign's indicators as a reader meets them: each followed by the lines below it; ``is_leaf`` and ``above`` are set."""
    below: dict[int | None, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.filter(system=campaign.indicator_system_id).order_by("position", "pk"):
        below[indicator.parent_id].append(indicator)
    ordered: list[Indicator] = []

    def walk(parent: Indicator | None) -> None:
        for indicator in below[parent.pk if parent else None]:
            indicator.above = str(parent) if parent else ""  # type: ignore[attr-defined]
            indicator.is_leaf = not below.get(indicator.pk)  # type: ignore[attr-defined]
            ordered.append(indicator)
            walk(indicator)

    if campaign.indicator_system_id:
        walk(None)
    return ordered


@dataclass
class Chapters:
    """Records by indicator id (``None``: no indicator): printed in full under the first, named under the others."""

    own: dict[int | None, list[ActivityRecord]]
    seen: dict[int | None, list[tuple[ActivityRecord, Indicator]]]


def chapters_of(campaign: Campaign, reader: User, indicators: list[Indicator]) -> Chapters:
    """Sort the approved records that ``reader`` may see under the indicators they prove."""
    place = {indicator.pk: position for position, indicator in enumerate(indicators)}
    chapters = Chapters(defaultdict(list), defaultdict(list))
    for record in _records(campaign, reader):
        proven = sorted(indicator_ids(record) & place.keys(), key=place.__getitem__)
        chapters.own[proven[0] if proven else None].append(record)
        for other in proven[1:]:
            chapters.seen[other].append((record, indicators[place[proven[0]]]))
    return chapters


def indicator_ids(record: ActivityRecord) -> set[int]:
    """Indicators a record proves: its own, and those of the task it answers."""
    ids = {indicator.pk for indicator in record.indicators.all()}
    if record.part:
        ids |= {indicator.pk for indicator in record.part.occurrence.task.indicators.all()}
    return ids


def records_left_out(campaign: Campaign, reader: User) -> list[dict]:
    """Records that exist but are not approved, with the state that keeps them out as reason."""
    waiting = ActivityRecord.objects.visible_to(reader).kept().filter(campaign=campaign).exclude(state=ActivityRecord.State.APPROVED)
    return [left_out(record, reason=record.state) for record in waiting.select_related("department").order_by("held_on", "pk")]


def left_out(record: ActivityRecord, *, reason: str, file_name: str = "") -> dict:
    """One line of what a dossier does not hold; ``reason`` is draft, submitted, returned, no_file, missing or changed."""
    return {
        "record": record.pk,
        "title": record.title,
        "day": day_text(record.held_on),
        "department": str(record.department),
        "file": file_name,
        "reason": reason,
    }


def _records(campaign: Campaign, reader: User) -> Iterable[ActivityRecord]:
    files = Prefetch("files", EvidenceFile.objects.current(), to_attr="current_files")
    pieces = Prefetch("evidence", Evidence.objects.kept().prefetch_related(files), to_attr="kept_pieces")
    approved = ActivityRecord.objects.visible_to(reader).approved().filter(campaign=campaign)
    return (
        approved.select_related("department", "kind", "part__occurrence__task")
        .prefetch_related(pieces, "indicators", "part__occurrence__task__indicators")
        .order_by("held_on", "pk")
    )


def _tasks(campaign: Campaign) -> Iterable[Task]:
    tasks = Task.objects.kept().filter(campaign=campaign).select_related("lead_department")
    return tasks.prefetch_related("supports__department", "responsible_persons").order_by("code", "pk")


def _task(task: Task) -> dict:
    times = [task.deadline_text or (f"{day_text(task.deadline_on)}前" if task.deadline_on else ""), task.get_every_display() if task.every else ""]
    return {
        "code": task.code,
        "heading": task.heading,
        "title": task.title,
        "requirement": _paragraphs(task.requirement),
        "lead": str(task.lead_department or ""),
        "supports": [{"name": str(support.department), "duty": support.duty} for support in task.supports.all()],
        "leader": task.responsible_leader,
        "persons": task.responsible_text or "、".join(str(person) for person in task.responsible_persons.all()),
        "time": "，".join(dict.fromkeys(time for time in times if time)),
    }


def _printed(indicators: list[Indicator], chapters: Chapters) -> list[tuple[int | None, Indicator | None]]:
    """Every basic line, even an empty one. Upper lines, bonuses, deductions and vetoes only where a record was put there:
    "nothing approved" under a veto would read as an accusation."""
    printed: list[tuple[int | None, Indicator | None]] = [
        (indicator.pk, indicator) for indicator in indicators if _is_wanted(indicator) or indicator.pk in chapters.own or indicator.pk in chapters.seen
    ]
    return [*printed, (None, None)] if None in chapters.own else printed


def _is_wanted(indicator: Indicator) -> bool:
    """The lines ``coverage`` counts, so that the archive and the pages name the same figures."""
    return indicator.is_leaf and indicator.kind == Indicator.Kind.BASIC  # type: ignore[attr-defined]


def _chapter(indicator: Indicator | None, own: list[ActivityRecord], seen: list[tuple[ActivityRecord, Indicator]], frozen: Frozen, book: PathBook) -> dict:
    chapter = {
        "code": indicator.code if indicator else "",
        "title": indicator.title if indicator else UNMATCHED,
        "above": indicator.above if indicator else "",  # type: ignore[attr-defined]
        "points": number_text(indicator.points) if indicator else "",
        "is_wanted": indicator is not None and _is_wanted(indicator),
        "see": [{"title": record.title, "day": day_text(record.held_on), "where": str(where)} for record, where in seen],
    }
    return {**chapter, "records": [_record(record, chapter, frozen, book) for record in own]}


def _record(record: ActivityRecord, chapter: dict, frozen: Frozen, book: PathBook) -> dict:
    printed: dict = {
        "id": record.pk,
        "title": record.title,
        "day": day_text(record.held_on),
        "place": record.place,
        "people": record.people_count,
        "hours": number_text(record.hours),
        "department": str(record.department),
        "kind": str(record.kind or ""),
        "task": str(record.part.occurrence.task) if record.part else "",
        "note": _paragraphs(record.note),
        "photos": [],
        "papers": [],
    }
    for piece in record.kept_pieces:  # type: ignore[attr-defined]
        if not piece.current_files:
            frozen.left_out.append(left_out(record, reason="no_file", file_name=str(piece)))
            continue
        file = piece.current_files[0]
        _enter(frozen, book, chapter, record, file)
        kind = "photos" if piece.kind in SHOWN_KINDS and file.mime.startswith("image/") else "papers"
        printed[kind].append(
            {"file": file.pk, "caption": piece.caption, "kind": piece.get_kind_display(), "number": piece.document_number, "name": file.original_name}
        )
    return printed


def _enter(frozen: Frozen, book: PathBook, chapter: dict, record: ActivityRecord, file: EvidenceFile) -> None:
    folders = [f"{chapter['code']} {chapter['title']}".strip(), f"{record.held_on:%Y-%m-%d} {record.title}"]
    frozen.entries.append(
        {
            "position": len(frozen.entries) + 1,
            "indicator_code": chapter["code"],
            "indicator_title": chapter["title"],
            "record_id": record.pk,
            "file_id": file.pk,
            "sha256": file.sha256,
            "size": file.size,
            "archive_path": book.enter(folders, file.original_name),
        }
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
