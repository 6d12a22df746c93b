"""One pass over a plan: lines, outline, and every finding."""

import re
from bisect import bisect_left
from dataclasses import replace

from .dates import find_periods
from .departments import DEPARTMENT
from .findings import Leftover, PlanReading, PlanText, Span
from .header import find_level, find_title, find_unit, find_year, preamble_of
from .leadership import find_leadership
from .lines import Line, split_lines
from .outline import Node, build_outline
from .phases import find_phases
from .quantities import find_quantities
from .responsibility import read_duty
from .sections import find_sections
from .tables import read_header, read_tables
from .tasks import find_tasks

SPEAKS_FOR_LIST = re.compile(r"^\(?(?:以上|上述|前述)")
DATED = re.compile(r"月|季度|半年|年[底末终中]|\d[./-]\d")
NAMED_WORDS = re.compile(r"科室|股室|处室|办公室|党委|支部|工会|团委")


def read_plan(text: PlanText | str) -> PlanReading:
    """What a plan says, with spans into its text. Never raises for any text."""
    whole = text if isinstance(text, str) else text.text
    lines = split_lines(whole)
    tables = read_tables(lines)
    root = build_outline(lines, tables.group_lines)
    pairs = find_sections(root)
    preamble = preamble_of(root, pairs)
    title = find_title(preamble)
    phases = find_phases(root, pairs, tables)
    reading = PlanReading(
        title=title,
        unit=find_unit(title, lines),
        level=find_level(title, preamble, pairs),
        year_or_cycle=find_year(title, preamble, pairs, phases),
        sections=tuple(found for _, found in pairs),
        leadership=tuple(find_leadership(root)),
        phases=tuple(phases),
        tasks=tuple(find_tasks(root, pairs, tables)),
        quantities=tuple(find_quantities(root, pairs, tables)),
    )
    return replace(reading, not_understood=_leftovers(lines, sorted(_taken(reading) + _headings(root, reading))))


def _headings(root: Node, reading: PlanReading) -> list[Span]:
    """The lines of the headings that tasks stand below: what they say went into the tasks."""
    starts = sorted(task.span[0] for task in reading.tasks)
    taken: list[Span] = []
    for node in root.walk():
        if node.line and node.children:
            index = bisect_left(starts, node.line.start)
            if index < len(starts) and starts[index] < node.end:
                taken.extend((line.start, line.end) for line in node.lines)
    return taken


def _leftovers(lines: list[Line], spans: list[Span]) -> tuple[Leftover, ...]:
    left: list[Leftover] = []
    index = 0
    reach = 0
    for line in lines:
        while index < len(spans) and spans[index][0] < line.end:
            reach = max(reach, spans[index][1])
            index += 1
        if reach > line.start:
            continue
        if SPEAKS_FOR_LIST.search(line.flat) or line.cells and read_header(line):
            continue
        reason = _reason(line.flat)
        if reason:
            left.append(Leftover(line.raw, reason, (line.start, line.end)))
    return tuple(left)


def _taken(reading: PlanReading) -> list[Span]:
    header = [stated.span for stated in (reading.title, reading.unit, reading.level, reading.year_or_cycle) if stated]
    for kind in (reading.sections, reading.leadership, reading.phases, reading.tasks, reading.quantities):
        header.extend(found.span for found in kind)
    return header


def _reason(flat: str) -> str | None:
    duty = read_duty(flat)
    if duty.labelled or duty.has_departments() or duty.persons:
        return "responsibility"
    if DATED.search(flat) and find_periods(flat):
        return "date"
    return "department" if NAMED_WORDS.search(flat) or (len(flat) < 30 and DEPARTMENT.fullmatch(flat)) else None
