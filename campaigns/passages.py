"""The plan's text cut into paragraphs with marks where findings came from. Pure; the text itself is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.findings import Finding

SHOWN_AT_MOST = 60_000
"""Signs of text on one page: about thirty pages of paper, which every browser still scrolls smoothly."""
AROUND = 400
DEPARTMENT_FIELDS = {"lead", "supports", "persons"}
TIME_FIELDS = {"deadline", "recurrence"}
HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部])\S")


@dataclass(frozen=True)
class Mark:
    """A stretch of text that a finding was read from; ``label`` is set behind it as the tie to the list."""

    start: int
    end: int
    kind: str
    key: str
    label: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class Segment:
    """A piece of a paragraph, with the mark it lies under or none."""

    text: str
    mark: Mark | None


@dataclass(frozen=True)
class Paragraph:
    """One line of the plan."""

    segments: list[Segment]
    kind: str
    """``ttl`` for the title, ``h`` for a heading, empty for text."""


def marks_of(text: str, kind: str, entry: Finding, label: str) -> list[Mark]:
    """Where one finding stands in the text: its head with the label, and what was read inside it."""
    if not entry["span"]:
        return []
    start, end = entry["span"]
    key, unsure = entry["id"], bool(entry["unsure"])
    head = start, min(end, _line_end(text, start))
    if kind in ("phases", "members"):
        name = _find(text, entry["name"], start, end) or head
        period = _find(text, entry.get("text_period", ""), start, end)
        whole = _mark(name, "task" if kind == "phases" else "dept", key, label, unsure)
        return [whole] + ([_mark(period, "time", key, "", unsure)] if period else [])
    if kind != "tasks":
        return [_mark(head, "", key, label, unsure)]
    title = _find(text, entry["title"], start, end) or head
    marks = [_mark(title, "task", key, label, "title" in entry["unsure"])]
    for colour, fields, words in (
        ("dept", DEPARTMENT_FIELDS, [entry["lead"], *entry["supports"], *entry["persons"]]),
        ("time", TIME_FIELDS, [entry["deadline_text"]]),
    ):
        doubtful = not fields.isdisjoint(entry["unsure"])
        marks += [_mark(place, colour, key, "", doubtful) for name in words if (place := _find(text, name, title[1], end))]
    return marks


def _mark(place: tuple[int, int], kind: str, key: str, label: str, unsure: bool) -> Mark:
    return Mark(place[0], place[1], kind, key, label, unsure)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _find(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """Offsets of the words in the stretch, blanks inside the text not counting."""
    if not words:
        return None
    at = text.find(words, start, end)
    if at >= 0:
        return at, at + len(words)
    loose = re.compile(r"\s*".join(map(re.escape, words.replace(" ", "")[:80])))
    match = loose.search(text, start, end)
    return match.span() if match else None


def window(text: str, marks: list[Mark]) -> tuple[int, int]:
    """Which part of the text to show: all of a plan of usual length, else the stretch around the marks, capped."""
    if len(text) <= SHOWN_AT_MOST:
        return 0, len(text)
    first = min((mark.start for mark in marks), default=0)
    last = max((mark.end for mark in marks), default=0)
    start = text.rfind("\n", 0, max(0, first - AROUND)) + 1
    return start, min(_line_end(text, min(len(text), last + AROUND)), start + SHOWN_AT_MOST)


def paragraphs(text: str, marks: Iterable[Mark], shown: tuple[int, int], *, title_at: int = -1) -> list[Paragraph]:
    """The shown stretch, line by line; of marks that overlap the first one stands."""
    rows, at = [], shown[0]
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    index = 0
    for line in text[shown[0] : shown[1]].split("\n"):
        end = at + len(line)
        segments, place = [], at
        while index < len(ordered) and ordered[index].start < end:
            mark = ordered[index]
            index += 1
            if mark.start >= place:
                segments += [Segment(text[place : mark.start], None), Segment(text[mark.start : min(mark.end, end)], mark)]
                place = min(mark.end, end)
        segments.append(Segment(text[place:end], None))
        shown_segments = [piece for piece in segments if piece.text]
        if line.strip():
            heading = "h" if HEADING.match(line) and len(line) < 40 else ""
            rows.append(Paragraph(shown_segments, "ttl" if at <= title_at < end else heading))
        at = end + 1
    return rows
