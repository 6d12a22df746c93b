"""Task tables: what each column holds, told from its heading, and the rows below."""

import re
from dataclasses import dataclass

from .findings import Span
from .lines import Line, flatten, trim

COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:序号|编号|项次|序|No\.?|号)$")),
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
ROLE_COLUMNS = {"lead", "flat", "support", "leader", "person", "mixed", "time"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a task table: its line and the span of each known column's cell."""

    line: Line
    cells: dict[str, Span]
    extra: tuple[Span, ...] = ()

    def text(self, column: str) -> str:
        """The cell of a column, "" when the table has no such column."""
        span = self.cells.get(column)
        return self.line.raw[span[0] : span[1]] if span else ""


def column_kind(text: str) -> str | None:
    """What the cells below a column heading hold."""
    flat = re.sub(r"\s", "", flatten(text))
    if not flat or len(flat) > 16:
        return None
    return next((kind for kind, pattern in COLUMNS if pattern.search(flat)), None)


def read_header(line: Line) -> list[str | None] | None:
    """The kinds of the columns when the row is the heading of a task table."""
    kinds = [column_kind(line.raw[start:end]) for start, end in line.cells]
    known = [kind for kind in kinds if kind]
    if len(known) < 2 or len(known) * 2 < sum(1 for start, end in line.cells if line.raw[start:end].strip()):
        return None
    return kinds


def is_ruler(line: Line) -> bool:
    """The |---|---| line of a table in plain text."""
    return not line.flat.strip("|-: \t")


class TableReader:
    """Goes through the lines of one item and yields the rows of its task tables.

    A heading stays valid for following rows of the same width, also across group rows between them.
    """

    def __init__(self) -> None:
        self.kinds: list[str | None] = []
        self.task_table = False
        self._group = ""

    def row(self, line: Line) -> Row | None:
        """The row a line is, None for headings, rulers and rows of other tables."""
        if is_ruler(line):
            return None
        header = read_header(line)
        if header:
            self.kinds = _settled(header)
            known = set(filter(None, self.kinds))
            self.task_table = "title" in known and bool(known & (ROLE_COLUMNS | {"requirement", "number"}))
            self._group = ""
            return None
        if not self.task_table or len(line.cells) < 2:
            return None
        cells: dict[str, Span] = {}
        for kind, span in zip(self.kinds, line.cells, strict=False):
            if kind and kind not in cells:
                cells[kind] = trim(line.raw, *span)
        row = Row(line, cells)
        if row.text("group"):
            self._group = row.text("group")
        return row if row.text("title") else None

    @property
    def group(self) -> str:
        """The text of the group column, carried down from the last row that has one."""
        return self._group


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
            if not first and "requirement" not in settled:
                settled[index] = "requirement"
            elif not first:
                settled[index] = None
            first = False
    return settled
