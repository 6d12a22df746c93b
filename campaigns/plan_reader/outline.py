"""The tree of numbered items: every numbered line becomes a node below the nearest coarser one.

Lines that only name a month or a working group are nodes too, so that what they say reaches the
items below them. Everything else belongs to the numbered line before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .lines import Line
from .numbering import CHINESE, PART, RANK, Number, read_number

MONTH_NAME = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
MONTH_HEADING = re.compile(
    rf"(?:20\d\d年)?{MONTH_NAME}(?:月份?)?(?:[-~、至到]+{MONTH_NAME})?月份?"
    r"(?:工作|任务|安排|重点|计划|活动|内容|主题)*\s*(?:\([^()]{1,40}\))?\s*:?$"
)
ANNEX = re.compile(r"附\s*[件表录]\s*[\d一二三四五六七八九十]{0,2}\s*(?:[:、.]|$|\s).{0,50}$")
GROUP_HEADING = re.compile(r"[^\s,。;:、()]{2,14}组(?:\([^()]{1,30}\))?:?$")
NOT_GROUP = re.compile(r"领导小?组|小组成员|下设|以下|成立|党组|各组")
PLAIN_HEADING = re.compile(
    r"(?:指导思想|总体要求|(?:创建|工作|总体)?目标|(?:基本|工作|创建)原则|(?:主要|工作|重点|目标)?任务|(?:工作|创建|主要|活动)内容"
    r"|(?:实施|工作|方法|创建)步骤|(?:时间|进度|阶段|工作)安排|组织(?:领导|机构)|(?:保障|工作|创建|主要)措施|工作要求|考核(?:评比|奖惩)?)[:]?$"
)
MONTH_RANK = 1


@dataclass(slots=True)
class Node:
    """A numbered item with the unnumbered lines and the items below it."""

    style: str
    number: Number | None
    line: Line | None
    parent: "Node | None" = None
    body: list[Line] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def rank(self) -> int:
        return -1 if self.style == "annex" else RANK.get(self.style, 0 if self.style == "heading" else MONTH_RANK)

    @property
    def text_start(self) -> int:
        """Where the text after the number begins, in the node's own line."""
        return self.number.end if self.number else 0

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def above(self) -> Iterator["Node"]:
        """The nodes above this one, nearest first, without the root."""
        node = self.parent
        while node is not None and node.line is not None:
            yield node
            node = node.parent

    @property
    def lines(self) -> list[Line]:
        """The node's own lines: its numbered line and the unnumbered ones after it."""
        return ([self.line] if self.line else []) + self.body

    @property
    def end(self) -> int:
        """The offset where the last line of the node or of anything below it ends."""
        last = self
        while last.children:
            last = last.children[-1]
        return last.lines[-1].end if last.lines else 0


def build_outline(lines: list[Line], plain: set[int]) -> Node:
    """The root; its body is what stands before the first numbered line. Lines in ``plain`` are no headings."""
    root = Node("root", None, None)
    stack = [root]
    bare = not any(CHINESE.match(line.flat) or PART.match(line.flat) for line in lines)
    for line in lines:
        node = None if line.cells or line.index in plain else _node(line, stack)
        if node is None and bare and not line.cells and PLAIN_HEADING.fullmatch(line.flat):
            node = Node("heading", None, line)
        if node is None:
            stack[-1].body.append(line)
            continue
        _place(node, stack)
    return root


def _node(line: Line, stack: list[Node]) -> Node | None:
    number = read_number(line.flat)
    if number and number.end < len(line.flat) and _believable(number, line, stack):
        return Node(number.style, replace(number, text=line.raw[: len(number.text)]), line)
    if ANNEX.match(line.flat) and len(stack[0].children) > 1:
        return Node("annex", None, line)
    if MONTH_HEADING.match(line.flat) and len(stack) > 1:
        return Node("month", None, line)
    if len(stack) > 1 and GROUP_HEADING.match(line.flat) and not NOT_GROUP.search(line.flat):
        return Node("group", None, line)
    return None


def _believable(number: Number, line: Line, stack: list[Node]) -> bool:
    if number.style != "levels":
        return True
    first = int(line.flat.split(".")[0])
    return any(node.number and node.number.value == first for node in stack[1:])


def _place(node: Node, stack: list[Node]) -> None:
    """Hangs the node below the right ancestor and leaves it on top of the stack."""
    if node.style == "annex":
        del stack[1:]
    styles = [entry.style for entry in stack]
    if node.style in styles:
        del stack[styles.index(node.style) :]
    elif not (_opens_list(node) and "chinese" not in styles):
        while len(stack) > 1 and stack[-1].rank > node.rank and not _heads_months(node, stack[-1]):
            stack.pop()
    node.parent = stack[-1]
    stack[-1].children.append(node)
    stack.append(node)


def _opens_list(node: Node) -> bool:
    return node.number is not None and node.number.value == 1


def _heads_months(node: Node, top: Node) -> bool:
    """A month or group line right below a short numbered heading belongs to that heading."""
    return node.number is None and not top.children and len(top.body) <= 4 and len(top.line.raw if top.line else "") < 40
