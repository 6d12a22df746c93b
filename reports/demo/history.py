"""What happened since the demo campaign began: activities logged, handed in, returned, approved, and some left undone."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from docx import Document

from accounts.models import User
from campaigns.models import Campaign
from evidence.models import ActivityRecord
from evidence.services.files import add_file, update_evidence
from evidence.services.records import approve_record, create_record, return_record, submit_record
from notifications.services import open_all_messages
from reports.demo.activities import CAPTIONS, RETURNS, SCENES, STORIES, Story
from reports.demo.build import at, liaison_of, ticket
from reports.demo.cast import UNIT
from reports.demo.pictures import Shot, draw
from tasks.models import Part

RECENT = ("approved", "submitted", "approved", "returned", "missing", "approved", "draft", "approved", "submitted", "returned")
"""What became of the parts due lately, in turn; everything older is approved."""
RECENT_DAYS = 55


@dataclass(frozen=True)
class Event:
    """Something that somebody does at an instant; events are played in the order of time."""

    at: datetime
    act: Callable[[], object]


def play(*, campaign: Campaign, people: dict[str, User], today: date) -> None:
    """Let everything happen that happened until today."""
    owed = Part.objects.filter(occurrence__task__campaign=campaign, occurrence__due_on__lt=today)
    parts = list(owed.select_related("occurrence__task__kind", "occurrence__task__campaign", "department").order_by("-occurrence__due_on", "pk"))
    parts = [part for part in parts if part.is_lead or part.is_required]
    events: list[Event] = []
    recent = 0
    for part in parts:
        fate = "approved"
        if part.occurrence.due_on > today - timedelta(days=RECENT_DAYS):
            fate, recent = RECENT[recent % len(RECENT)], recent + 1
        if fate != "missing" and not part.records.exists():
            events += _story(part, fate, people, today)
    read_on = today - timedelta(days=4)
    events += [Event(at(read_on, 18), lambda person=person: open_all_messages(actor=person, now=at(read_on, 18))) for person in people.values()]
    for event in sorted(events, key=lambda event: event.at):
        event.act()


def _story(part: Part, fate: str, people: dict[str, User], today: date) -> Iterator[Event]:
    """One record from its writing to the office's decision."""
    due_on = part.occurrence.due_on
    dice = random.Random(str(ticket("part", part.pk)))
    held_on = min(due_on, today) - timedelta(days=dice.randint(1, 5))
    author = liaison_of(part.department, people)
    known = ticket("record", part.occurrence.task.code, part.occurrence.scheduled_on, part.department_id)

    def find() -> ActivityRecord:
        return ActivityRecord.objects.get(ticket=known)

    yield Event(at(held_on, 16), lambda: _write(part, author, held_on, dice, now=at(held_on, 16)))
    if fate == "draft":
        return
    yield Event(at(held_on, 17), lambda: submit_record(actor=author, record=find(), now=at(held_on, 17)))
    decided = at(min(held_on + timedelta(days=1), today), 9, 30) if held_on < today else at(held_on, 17, 30)
    if fate == "approved":
        yield Event(decided, lambda: approve_record(actor=people["office"], record=find(), now=decided))
    if fate == "returned":
        yield Event(decided, lambda: return_record(actor=people["office"], record=find(), reason=dice.choice(RETURNS), now=decided))


def _write(part: Part, author: User, held_on: date, dice: random.Random, *, now: datetime) -> None:
    task = part.occurrence.task
    kind = task.kind.name
    story = _fitting(task.title, STORIES[kind], dice)
    people_count = dice.randint(8, 46)
    title = f"{part.duty}" if not part.is_lead else f"{task.title}{f'（{part.occurrence.label}）' if part.occurrence.label else ''}"
    record = create_record(
        actor=author,
        campaign=task.campaign,
        department=part.department,
        ticket=ticket("record", task.code, part.occurrence.scheduled_on, part.department_id),
        values={
            "kind": task.kind,
            "title": title,
            "held_on": held_on,
            "place": story.place if part.is_lead else "",
            "people_count": people_count if part.is_lead else None,
            "hours": people_count * 3 if kind == "志愿服务" else None,
            "note": story.account.format(n=people_count, day=f"{held_on.month}月{held_on.day}日") if part.is_lead else f"按要求{part.duty}，随附截图和凭证。",
            "part": part,
        },
        is_event=part.is_lead,
        now=now,
    )
    _add_pieces(record, kind, title, author, dice, lead=part.is_lead, people=people_count, now=now)


def _fitting(title: str, stories: tuple[Story, ...], dice: random.Random) -> Story:
    """The story whose title shares a word with the task's, else any."""
    likely = (story for word in (title[:2], title[-4:]) for story in stories if word in story.title)
    return next(likely, dice.choice(stories))


def _add_pieces(record: ActivityRecord, kind: str, title: str, author: User, dice: random.Random, *, lead: bool, people: int, now: datetime) -> None:
    day = f"{record.held_on:%Y%m%d}"
    for number, caption in enumerate(CAPTIONS[kind] if lead else CAPTIONS[kind][:1]):
        shot = Shot(dice.choice(SCENES[kind]), title.split("（")[0][:18], UNIT, people + number, now - timedelta(hours=6 - number), dice.randrange(2**31))
        _add(record, author, "photo" if lead else "screenshot", caption, f"{caption}_{day}.jpg", draw(shot), now)
    if lead and dice.random() < 0.6:
        number = f"明水文〔{record.held_on.year}〕{dice.randint(1, 96)}号"
        _add(record, author, "notice", f"关于开展{title}的通知", f"关于开展{title}的通知.docx", _notice(title, number, record.held_on), now, number)


def _add(record: ActivityRecord, author: User, kind: str, caption: str, name: str, content: bytes, now: datetime, document_number: str = "") -> None:
    file = add_file(
        actor=author, record=record, kind=kind, caption=caption, upload=ContentFile(content, name=name), ticket=ticket(record.ticket, name), now=now
    )
    if document_number:
        piece = file.evidence
        update_evidence(actor=author, evidence=piece, kind=kind, caption=piece.caption, document_number=document_number, now=now)


def _notice(title: str, number: str, day: date) -> bytes:
    """A short notice as a Word file."""
    paper = Document()
    paper.add_paragraph(UNIT)
    paper.add_paragraph(number)
    paper.add_heading(f"关于开展{title}的通知", level=1)
    paper.add_paragraph("各科室、直属单位、水利站：")
    paper.add_paragraph(f"根据创建工作安排，定于{day.month}月{day.day}日开展{title}。请按要求组织人员参加，活动结束后三日内报送照片和文字材料。")
    paper.add_paragraph(f"{UNIT}\n{day.year}年{day.month}月{day.day}日")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
