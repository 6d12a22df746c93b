"""Task tables: what each column holds, told from its heading, and the rows below."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from .dates import find_periods
from .findings import Span
from .lines import CELL_BREAK, Line, flatten, trim
from .numbering import read_number

COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:序号|编号|项次|序|No\.?|号)$")),
    ("stage", re.compile(r"阶段|步骤")),
    ("leader", re.compile(r"(?:责任|分管|牵头|包抓|主管|负责|挂钩)(?:校|局|院)?领导")),
    ("mixed", re.compile(r"(?:责任|负责|牵头)(?:部门|单位|科室|股室|处室).{0,2}(?:责任|负责)人")),
    ("person", re.compile(r"(?:责任|负责|具体|承办|经办|落实)人|^人员$|联系人")),
    ("support", re.compile(r"配合|协助|参与|协办|成员单位|具体落实|支持(?:部门|单位)")),
    ("lead", re.compile(r"牵头|主办|主责")),
    ("flat", re.compile(r"(?:责任|负责|承办|实施|主管|组织|执行)(?:部门|单位|科室|股室|处室|主体|科|股|处|组)|^(?:部门|科室|单位|承办|分工|责任分工)$")),
    ("time", re.compile(r"时限|时间|期限|进度|日期|月份|时段|频次")),
    ("group", re.compile(r"类别|分类|板块|类型|一级指标|测评项目|项目名称|项目类别|^项目$|^指标$|测评指标|创建项目")),
    ("title", re.compile(r"任务|事项|活动|重点工作|工作项目|工作名称|主题|测评内容|创建内容|工作内容|^内容$|具体内容|二级指标|^工作$|主要内容")),
    ("requirement", re.compile(r"要求|措施|标准|目标|举措|做法|说明|方式|形式|具体安排|细则")),
)
LONGEST_HEADING, LONGEST_GROUP = 16, 40
ROLE_COLUMNS = {"lead", "flat", "support", "leader", "person", "mixed", "time"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with a known heading: its line, the span of each known column's cell, its group."""

    line: Line
    cells: dict[str, Span]
    group: str
    is_task: bool

    def text(self, column: str) -> str:
        """The cell of a column, "" when the table has no such column."""
        span = self.cells.get(column)
        return self.line.raw[span[0] : span[1]] if span else ""


@dataclass(slots=True)
class Tables:
    """The rows of all tables by line index, and the lines that are only the heading of a group of rows."""

    rows: dict[int, Row]
    group_lines: set[int]

    def rows_of(self, lines: list[Line]) -> list[Row]:
        """The rows among some lines, in order."""
        return [self.rows[line.index] for line in lines if line.index in self.rows]


def column_kind(text: str) -> str | None:
    """What the cells below a column heading hold."""
    flat = re.sub(r"\s", "", flatten(text))
    if not flat or len(flat) > LONGEST_HEADING:
        return None
    return next((kind for kind, pattern in COLUMNS if pattern.search(flat)), None)


def read_header(line: Line) -> list[str | None] | None:
    """The kinds of the columns when the row is the heading of a table."""
    kinds = [column_kind(line.raw[start:end]) for start, end in line.cells]
    known = [kind for kind in kinds if kind]
    if len(known) < 2 or len(known) * 2 < sum(1 for start, end in line.cells if line.raw[start:end].strip()):
        return None
    if any(find_periods(line.flat[start:end]) for start, end in line.cells):
        return None
    return kinds


def read_tables(lines: list[Line]) -> Tables:
    """Goes through all lines once. A heading stays valid for the rows below it, also across group rows."""
    tables = Tables({}, set())
    kinds: list[str | None] = []
    group = ""
    fresh = False
    for position, line in enumerate(lines):
        if not line.cells:
            if kinds and _between_rows(lines, position, len(kinds)):
                tables.group_lines.add(line.index)
                group = _group_text(line, 0, len(line.raw))
            else:
                kinds = []
            continue
        header = read_header(line)
        if header:
            kinds = [new or old for new, old in zip_longest(header, kinds)] if fresh and len(kinds) == len(header) else header
            group, fresh = "", True
            continue
        filled = [span for span in line.cells if line.raw[span[0] : span[1]].strip()]
        if len(filled) == 1 and len(line.cells) > 2 and kinds:
            group = _group_text(line, *filled[0])
        elif kinds and len(line.cells) > 1 and line.flat.strip("|-: \t"):
            group = _add_row(tables, line, _settled(kinds), group)
        fresh = False
    return tables


def _between_rows(lines: list[Line], position: int, width: int) -> bool:
    """A short line right between a row and a row that is no heading names the group of the rows below it."""
    before, after = lines[position - 1 : position], lines[position + 1 : position + 2]
    if not before or not after or len(lines[position].raw) > LONGEST_GROUP:
        return False
    return len(before[0].cells) == width == len(after[0].cells) and read_header(after[0]) is None


def _group_text(line: Line, start: int, end: int) -> str:
    start, end = trim(line.raw, start, end)
    number = read_number(line.flat[start:end])
    start += number.end if number else 0
    return line.raw[slice(*trim(line.raw, start, end, "。：:"))].replace(CELL_BREAK, "")


def _add_row(tables: Tables, line: Line, kinds: list[str | None], group: str) -> str:
    """Keeps the row; returns the group that holds for the rows below it."""
    cells: dict[str, Span] = {}
    for kind, span in zip(kinds, line.cells, strict=False):
        if kind and kind not in cells:
            cells[kind] = trim(line.raw, *span)
    known = set(filter(None, kinds))
    work = "title" in known and bool(known & (ROLE_COLUMNS | {"requirement", "number"})) and "stage" not in known
    own_group = cells.get("group", (0, 0))
    if own_group[1] > own_group[0]:
        group = _group_text(line, *own_group)
    title = cells.get("title", (0, 0))
    tables.rows[line.index] = Row(line, cells, group, work and title[1] > title[0])
    return group


def _settled(kinds: list[str | None]) -> list[str | None]:
    """One title column: without one the group or requirement column is it; a second is the requirement."""
    settled = list(kinds)
    if "title" not in settled:
        for other in ("group", "requirement"):
            if other in settled:
                settled[settled.index(other)] = "title"
                break
    first = True
    for index, kind in enumerate(settled):
        if kind == "title":
            if not first:
                settled[index] = "requirement" if "requirement" not in settled else None
            first = False
    return settled
