"""Top-level headings and what each announces."""

import re

from .dates import find_periods
from .findings import SectionFound
from .lines import flatten, trim
from .outline import PLAIN_HEADING, Node

EXPLICIT_WORK = re.compile(r"任务|创建重点|内容|重点工作|工作重点|职责|分工|责任分解|主要工作|创建活动|活动安排|具体工作|载体")
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("guiding_ideology", re.compile(r"指导思想|总体要求|总体思路|指导方针")),
    ("phases", re.compile(r"步骤|阶段|时间安排|进度|日程|时间表|实施安排|时间节点|时间要求")),
    ("appraisal", re.compile(r"考核|评比|奖惩|验收|评选(?!条件)|考评|测评(?!内容)|表彰|奖励|问责|^(?:监督|督导|督促)?检查$|^(?:督查|督导)(?:检查)?$")),
    ("safeguards", re.compile(r"保障|(?:工作|有关|相关|几点|具体|活动|纪律|组织|创建|基本)要求|^要求|组织措施")),
    ("goals", re.compile(r"目标(?!任务|责任)|思路|愿景")),
    ("tasks", EXPLICIT_WORK),
    ("principles", re.compile(r"原则")),
    ("goals", re.compile(r"目标")),
    ("organization", re.compile(r"组织领导|组织机构|领导机构|领导小组|组织架构|机构设置|工作机构|组织体系|工作专班")),
)
MEASURES = re.compile(r"措施|举措|标准|方法|做法|活动方案|途径|要点|事项")
ARRANGING = re.compile(r"安排|计划|规划|组织实施|部署")
AIMS_AND_WORK = re.compile(r"目标.{0,4}(?:任务|内容|措施|重点)")
NEVER_WORK = re.compile(r"范围|对象|条件|主题|机制|意义|背景|时间|资格|名额|附件")
LEADING = re.compile(r"加强(?:组织)?领导|健全组织|强化(?:组织)?领导|加强组织")
BACKING = re.compile(r"领导|责任|督[查导促]|检查|考核|协调|宣传|氛围|经费|机制|落实|统筹|总结")
EXHORTING = re.compile(r"认识|统一思想|认清|意义")
ACTING = re.compile(
    r"(?:坚持|以|大力|深入|积极|切实|扎实|进一步|全面|着力|继续|认真|广泛|不断|努力|持续|狠抓|突出|抓好|抓|做好|加强|开展|推进|深化"
    r"|提升|提高|完善|强化|营造|打造|创新|丰富|优化|培育|践行|弘扬|建设|树立|倡导|促进|落实|增强|巩固|拓展|规范|注重|美化|办好)"
)
MONTHS = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|季度|[上下]半年")
HEADING_END = re.compile(r"[。:]")
LONG_HEADING = 40


def top_nodes(root: Node) -> list[Node]:
    """The nodes that are sections: 一、二、... or, in a plan without them, the coarsest numbering that
    carries known headings."""
    chinese = [node for node in root.children if node.style == "chinese"]
    if chinese:
        return chinese
    styles = {node.style for node in root.children if node.number or node.style == "heading"}
    for style in sorted(styles, key=lambda name: _first_index(root, name)):
        nodes = [node for node in root.children if node.style == style]
        if any(known_kind(heading_of(node)[0]) for node in nodes):
            return nodes
    return []


def _first_index(root: Node, style: str) -> int:
    return next(index for index, node in enumerate(root.children) if node.style == style)


def heading_of(node: Node) -> tuple[str, int, int]:
    """The heading without its number and closing sign, with its offsets in the line."""
    line = node.line
    if line is None:
        return "", 0, 0
    end = len(line.flat)
    stop = HEADING_END.search(line.flat, node.text_start)
    if stop:
        end = stop.start()
    space = re.compile(r"\s").search(line.flat, node.text_start + 1, end)
    if space and PLAIN_HEADING.fullmatch(line.flat, node.text_start, space.start()):
        end = space.start()
    if end - node.text_start > LONG_HEADING:
        comma = re.compile(r"[,;]").search(line.flat, node.text_start)
        end = comma.start() if comma and comma.start() < end else end
    start, end = trim(line.raw, node.text_start, end, "。：:；;，,、")
    return line.raw[start:end], start, end


def known_kind(heading: str) -> str | None:
    """The kind a heading announces by its words alone, None when it depends on the plan."""
    flat = flatten(heading)
    if re.search(r"措施|标准", flat) and not re.search(r"保障|组织措施|要求", flat) and not EXPLICIT_WORK.search(flat):
        return None
    matches = [(match.start(), order, kind) for order, (kind, pattern) in enumerate(KINDS) if (match := pattern.search(flat))]
    if not matches:
        return None
    return min(matches)[2] if len(flat) <= 16 else min(matches, key=lambda entry: entry[1])[2]


def find_sections(root: Node) -> list[tuple[Node, SectionFound]]:
    """The sections in order, each with its node."""
    nodes = top_nodes(root)
    headings = [heading_of(node) for node in nodes]
    known = [known_kind(text) for text, _, _ in headings]
    if "tasks" not in known:
        known = ["tasks" if AIMS_AND_WORK.search(text) and node.children else kind for node, (text, _, _), kind in zip(nodes, headings, known, strict=True)]
    has_work = "tasks" in known
    found = []
    for node, (text, _start, end), kind in zip(nodes, headings, known, strict=True):
        if node.line is None or not text:
            continue
        offset = node.line.start
        found.append(
            (
                node,
                SectionFound(
                    number=node.number.text if node.number else None,
                    heading=text,
                    kind=kind or _kind_in_plan(text, node, has_work=has_work),
                    span=(offset, offset + end),
                    body=(min(offset + end, node.end), node.end),
                    sure=kind is not None,
                ),
            )
        )
    return found


def _kind_in_plan(heading: str, node: Node, *, has_work: bool) -> str:
    """What a heading announces when its words leave it to the rest of the plan."""
    flat = flatten(heading)
    if MONTHS.match(flat):
        return "tasks"
    if ARRANGING.search(flat):
        dated = sum(1 for child in node.children if child.line and find_periods(child.line.flat[:40]))
        return "phases" if dated * 2 > len(node.children) else ("safeguards" if has_work else "tasks")
    if MEASURES.search(flat):
        return "tasks" if not has_work else ("goals" if "标准" in flat else "safeguards")
    if LEADING.search(flat):
        return "organization" if not node.children else "safeguards"
    if has_work and EXHORTING.search(flat):
        return "other"
    if ACTING.match(flat):
        return "safeguards" if has_work and BACKING.search(flat) else "tasks"
    return "other" if has_work or len(node.children) < 3 or NEVER_WORK.search(flat) else "tasks"
