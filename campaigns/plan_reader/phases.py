"""The stages of a plan with their own times."""

import re
from collections.abc import Iterator

from .dates import Period, find_periods
from .findings import PhaseFound, SectionFound
from .lines import Line, flatten, trim
from .outline import Node
from .sections import heading_of
from .tables import Row, Tables

ORDINAL = re.compile(r"^(?:第[一二三四五六七八九十\d]{1,2}(?:个)?(?:阶段|步)|[一二三四五六七八九十]是)\s*[:、,.]?\s*")
STAGE_LINE = re.compile(r"^第[一二三四五六七八九十\d]{1,2}(?:个)?(?:阶段|步)")
INLINE_STAGE = re.compile(r"(?:^|(?<=[。;:]))\s*(?:第[一二三四五六七八九十]阶段|[一二三四五六七八九]是)")
SUB_HEADING = re.compile(r"^(?:实施|工作|方法|创建|活动)?(?:步骤|阶段安排|时间安排|进度安排|阶段步骤|时间步骤|方法步骤)(?:及?时间安排)?$")
UNREADABLE = re.compile(r"[xX]{1,4}\s*月份?(?:\s*(?:-|~|至|到)\s*[xX]{1,4}\s*月份?)?|[xX]{1,2}月[xX]{1,2}日")
OPEN_START = re.compile(r"\s*(?:起|开始)(?!至)")
UNTIL = re.compile(r"\s*(?:之前|以前|前|底前)(?!期)")
TIME_LABEL = re.compile(r"^\(?(?:时间|时限|时间安排|起止时间|实施时间|完成时间)\)?\s*[:为]?\s*")
SENTENCE = re.compile(r"[^。;]+")
CLAUSE = re.compile(r"[,。;:]")
NAME_MARGIN = "。：:；;，,、()（）-—~～ 为【】[]"
HEAD_REACH = 90


def find_phases(root: Node, sections: list[tuple[Node, SectionFound]], tables: Tables) -> list[PhaseFound]:
    """The stages of the phases sections, else of a heading inside another section that announces them."""
    nodes = [node for node, found in sections if found.kind == "phases"]
    if not nodes:
        nodes = [node for node in root.walk() if node.line and SUB_HEADING.match(heading_of(node)[0])]
    found: list[PhaseFound] = []
    for node in nodes:
        found.extend(_stages(node, tables))
    return found


def _stages(node: Node, tables: Tables) -> list[PhaseFound]:
    numbered = [phase for child in node.children if (phase := _of_node(child))]
    if numbered:
        return numbered
    rows = [phase for row in tables.rows_of(node.body) if (phase := _of_row(row))]
    if rows:
        return rows
    stages = [phase for line in node.body for phase in _of_line(line)]
    if stages:
        return stages
    deeper = [phase for child in node.children for phase in _stages(child, tables)]
    if deeper:
        return deeper
    scheduled = [phase for line in node.body for phase in _scheduled(line)]
    own = _of_node(node) if not scheduled else None
    return [own] if own else scheduled


def _of_row(row: Row) -> PhaseFound | None:
    """A row of a schedule: its time and the name of its stage or act."""
    column = "stage" if row.text("stage") else "title"
    if not row.text(column) or not row.text("time"):
        return None
    start, end = row.cells["time"]
    periods = find_periods(row.line.flat[start:end])
    if not periods:
        return None
    first = periods[0]
    period = Period(start + first.start, start + first.end, first.first, periods[-1].last)
    name_start, name_end = row.cells[column]
    ordinal = ORDINAL.match(row.line.flat[name_start:name_end])
    name_start += ordinal.end() if ordinal and ordinal.end() < name_end - name_start else 0
    clause = CLAUSE.search(row.line.flat, name_start, name_end)
    name = row.line.raw[slice(*trim(row.line.raw, name_start, clause.start() if clause else name_end, NAME_MARGIN))]
    return _phase(row.line, period, name, row.line.start)


def _of_node(node: Node) -> PhaseFound | None:
    line = node.line
    if line is None:
        return None
    found = _read_stage(line, node.text_start, len(line.raw))
    if found is None and node.body:
        found = _time_below(node)
    return found


def _time_below(node: Node) -> PhaseFound | None:
    """A heading whose time stands alone in the paragraph below it."""
    below = node.body[0]
    label = TIME_LABEL.match(below.flat)
    periods = find_periods(below.flat[:HEAD_REACH])
    if not periods or not (label or periods[0].start <= 1):
        return None
    heading, start, _ = heading_of(node)
    ordinal = ORDINAL.match(flatten(heading))
    name = heading[ordinal.end() :] if ordinal else heading
    return _phase(below, periods[0], name, node.line.start + start) if node.line else None


def _of_line(line: Line) -> Iterator[PhaseFound]:
    """ "第一阶段:" lines, also several within one paragraph."""
    starts = [match.start() for match in INLINE_STAGE.finditer(line.flat)]
    if not starts:
        return
    if not STAGE_LINE.match(line.flat[starts[0] :].lstrip()) and len(starts) < 2:
        return
    for start, end in zip(starts, [*starts[1:], len(line.flat)], strict=True):
        found = _read_stage(line, start, end)
        if found:
            yield found


def _read_stage(line: Line, start: int, end: int) -> PhaseFound | None:
    """The stage of a text whose time stands in its first sentence."""
    start = trim(line.raw, start, end)[0]
    ordinal = ORDINAL.match(line.flat[start:end])
    begin = start + (ordinal.end() if ordinal else 0)
    head = line.flat[begin : min(end, begin + HEAD_REACH)]
    period = _own_period(head)
    if period is None:
        return None
    period = Period(period.start + begin, period.end + begin, period.first, period.last)
    return _phase(line, period, _name(line, begin, period, end), line.start + start)


def _own_period(head: str) -> Period | None:
    stop = head.find("。")
    reach = stop if stop > 0 else len(head)
    for period in find_periods(head):
        if period.start <= reach + 12:
            return period
        break
    match = UNREADABLE.search(head, 0, reach)
    return Period(match.start(), match.end(), None, None) if match else None


def _phase(line: Line, period: Period, name: str, start: int) -> PhaseFound | None:
    first, last = period.first, period.last
    begins = first.as_start() if first else None
    ends = last.as_end() if last else None
    stop = period.end
    opens, until = OPEN_START.match(line.flat, stop), UNTIL.match(line.flat, stop)
    if opens:
        ends, stop = None, opens.end()
    elif not period.is_range and line.flat[: period.start].endswith(("起至", "起到", "现在至", "现在到")):
        begins = None
    elif until and not period.is_range:
        begins, stop = None, until.end()
    if not name:
        return None
    text = line.raw[period.start : stop].strip()
    return PhaseFound(name, begins, ends, text, (start, line.start + len(line.raw)), sure=first is not None)


def _name(line: Line, begin: int, period: Period, end: int) -> str:
    """What stands before the time, else the first act after it."""
    before = CLAUSE.split(line.flat[begin : period.start])[0]
    if before.count("(") > before.count(")"):
        before = before[: before.rfind("(")]
    stop = begin + len(before)
    start, stop = trim(line.raw, begin, stop, NAME_MARGIN)
    while start < stop and line.raw[start] in "为":
        start += 1
    if stop - start >= 2 and not re.fullmatch(r"(?:时间|从|在|自|于|即日|时限)+", line.flat[start:stop]):
        return line.raw[start:stop]
    return _first_act(line, period.end, end)


def _first_act(line: Line, position: int, end: int) -> str:
    while position < end and line.raw[position] in "。：:；;，,、)） 份前起底-—】]":
        position += 1
    match = CLAUSE.search(line.flat, position, end)
    stop = match.start() if match else end
    bracket = line.flat.find("(", position, stop)
    if bracket > position:
        stop = bracket
    start, stop = trim(line.raw, position, stop, NAME_MARGIN)
    return line.raw[start : min(stop, start + 40)]


def _scheduled(line: Line) -> Iterator[PhaseFound]:
    """The sentences of a time schedule that begin with their dates."""
    for sentence in SENTENCE.finditer(line.flat):
        start, end = trim(line.raw, *sentence.span())
        periods = find_periods(line.flat[start : min(end, start + 40)])
        if not periods or periods[0].start > 2:
            continue
        first = periods[0]
        period = Period(first.start + start, first.end + start, first.first, first.last)
        found = _phase(line, period, _first_act(line, period.end, end), line.start + start)
        if found:
            yield found
