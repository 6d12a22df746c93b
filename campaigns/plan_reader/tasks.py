"""The tasks of a plan: the smallest numbered items of its work sections, the duties of its working
groups, the rows of its task tables, and any other item that carries a responsibility field."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .deadlines import Deadline, field_deadline, month_heading_deadline, spoken_deadline
from .findings import SectionFound, TaskFound
from .leadership import group_name
from .lines import CELL_BREAK, Line, flatten
from .outline import MONTH_HEADING, MONTH_NAME, Node
from .people import without_post
from .recurrence import PERIOD, read_recurrence
from .responsibility import Duty, duty_of, fields_of, read_duty
from .sections import heading_of
from .tables import Row, Tables
from .wording import FIELD_BRACKET, content_of, is_field_line, requirement_of, subitems_of, title_span

CRITERIA = re.compile(r"(?:评选|申报|推荐|参评|入选|达标)(?:条件|标准|范围|资格)|^(?:基本)?条件$")
NOT_WORK = re.compile(
    r"^(?:指导思想|总体要求|总体思路|(?:总体|工作|创建)?目标|(?:基本|工作|创建)?原则|(?:实施|工作|方法|创建)?步骤|(?:时间|阶段|进度)安排"
    r"|(?:保障|组织)措施|组织领导|组织机构|领导小组|工作要求|考核奖惩|考核评比)$"
)
ANNEX = re.compile(r"(?:见|详见|参见|按照)[^。]{0,12}附[件表]|附[件表]\d?[^。]{0,10}$")
WHOLE_LIST = re.compile(
    r"(?:^|[。;(])\s*(?:以上|上述|前述|以下|下列)[^。,]{0,16}?(?:各项|任务|工作|活动|内容|事项|项目|均|统一|\d+项)|(?:各项|均)[^。]{0,10}由"
)
LOOKS_BACK = re.compile(r"以上|上述|前述")
DUTIES = re.compile(r"职责|任务|分工")
MONTH_LEAD = re.compile(rf"(?:20\d\d年)?{MONTH_NAME}(?:[-~、至到]{MONTH_NAME})?月份?\s*[:。]\s*")
GROUP_LEADER = re.compile(r"^组\s*长\s*:\s*(?P<who>[^\s、,。;(]{2,12})")


@dataclass(frozen=True, slots=True)
class Context:
    """What the headings above an item say: their names, their duty, their month, their content."""

    parent: str | None = None
    duty: Duty = Duty()
    month: str | None = None
    content: str | None = None


def find_tasks(root: Node, sections: list[tuple[Node, SectionFound]], tables: Tables) -> list[TaskFound]:
    """All tasks in the order of the text."""
    found: list[TaskFound] = []
    for node, section in sections:
        if section.kind == "tasks":
            found.extend(_section_tasks(node, tables))
        elif section.kind != "phases":
            found.extend(_other_tasks(node, tables, Context()))
    known = {id(node) for node, _ in sections}
    for node in root.children:
        if id(node) not in known:
            found.extend(_other_tasks(node, tables, Context()))
    found.extend(_table_tasks(root, Context(), tables))
    return sorted(found, key=lambda task: task.span)


def _section_tasks(node: Node, tables: Tables) -> Iterator[TaskFound]:
    heading, _, end = heading_of(node)
    if node.children or _has_rows(node, tables):
        context = _context_below(node, Context())
        yield from _spread(_below(node, context, tables), node)
        return
    if ANNEX.search(" ".join(line.flat for line in node.lines)) and len(node.body) <= 2:
        return
    loose = list(_loose_tasks(node, _context_below(node, Context())))
    if loose:
        yield from loose
    elif node.body or (node.line and len(node.line.raw) > end + 6):
        yield _task_of(node, Context())


def _below(node: Node, context: Context, tables: Tables) -> Iterator[TaskFound]:
    """The tasks among the children and table rows of a heading."""
    yield from _table_tasks(node, context, tables)
    yield from _loose_tasks(node, context)
    for child in node.children:
        heading = heading_of(child)[0]
        if CRITERIA.search(heading) or NOT_WORK.match(heading):
            continue
        if child.children or _has_rows(child, tables):
            yield from _spread(_below(child, _context_below(child, context), tables), child)
        elif child.number or child.style == "group" and read_duty(_own_text(child)).labelled:
            yield _task_of(child, context)
        else:
            yield from _loose_tasks(child, _context_below(child, context))


def _context_below(node: Node, above: Context) -> Context:
    """What a heading adds for the items below it."""
    line = node.line
    if line is None:
        return above
    lead_in = [entry for entry in node.body if not entry.cells]
    parent: str | None = line.raw[slice(*title_span(line, node.text_start))]
    if node.style == "annex":
        parent = lead_in[0].raw if lead_in else None
    duty = read_duty(line.raw[node.text_start :], prose=node.style == "month")
    bracket = FIELD_BRACKET.search(line.flat, node.text_start)
    if bracket:
        duty = duty.filled_from(read_duty(line.raw[bracket.start() : bracket.end()]))
    for entry in lead_in:
        duty = duty.filled_from(read_duty(entry.raw, prose=bool(WHOLE_LIST.search(entry.flat))))
    leader = _group_leader(node)
    if leader and not duty.leader:
        duty = replace(duty, leader=leader)
    month = above.month
    if MONTH_HEADING.match(line.flat[node.text_start :]):
        month = month_heading_deadline(line.flat)
    content = next((stated for entry in lead_in if (stated := content_of(entry))), None)
    return Context(parent, duty.filled_from(above.duty), month, content or above.content)


def _group_leader(node: Node) -> str | None:
    if group_name(node) is None:
        return None
    for line in node.body:
        match = GROUP_LEADER.match(line.flat)
        if match:
            return without_post(line.raw[slice(*match.span("who"))])
    return None


def _spread(tasks: Iterator[TaskFound], node: Node) -> list[TaskFound]:
    """A sentence after a list ("以上各项均由...") speaks for every item of it that says nothing itself."""
    found = list(tasks)
    last = node
    while last.children:
        last = last.children[-1]
    if last is node:
        return found
    for line in last.body:
        if not (WHOLE_LIST.search(line.flat) and LOOKS_BACK.search(line.flat)):
            continue
        duty = read_duty(line.raw)
        found = [_filled(task, duty) for task in found]
    return found


def _filled(task: TaskFound, duty: Duty) -> TaskFound:
    if not (task.lead_department or task.supporting_departments):
        task = replace(task, lead_department=duty.lead, supporting_departments=duty.support)
    time = field_deadline(duty.time) if duty.time and task.deadline_text is None else None
    if time:
        task = replace(task, deadline=time.value, deadline_text=time.text)
    return replace(
        task,
        responsible_leader=task.responsible_leader or duty.leader,
        responsible_persons=task.responsible_persons or duty.persons,
    )


def _other_tasks(node: Node, tables: Tables, above: Context) -> Iterator[TaskFound]:
    """Outside work sections: the duties of working groups, and items with a responsibility field."""
    duties = _group_duties(node)
    context = _context_below(node, above)
    for child in node.children:
        if child.children or _has_rows(child, tables):
            yield from _other_tasks(child, tables, context)
        elif child.number and (duties or read_duty(_own_text(child), prose=False).labelled and not group_name(child)):
            yield _task_of(child, context)
    yield from _table_tasks(node, context, tables)


def _group_duties(node: Node) -> bool:
    if group_name(node) is None or not node.children:
        return False
    nearby = [line.flat for line in node.lines] + [heading_of(above)[0] for above in node.above()]
    return any(DUTIES.search(text) for text in nearby)


def _own_text(node: Node) -> str:
    first = node.line.raw[node.text_start :] if node.line else ""
    return "\n".join([first, *(line.raw for line in node.body if not line.cells)])


def _task_of(node: Node, context: Context) -> TaskFound:
    """One numbered item (or a section that is itself one task)."""
    line = node.line
    assert line is not None
    lead = MONTH_LEAD.match(line.flat[node.text_start :])
    if lead and lead.end() < len(line.flat) - node.text_start:
        context = replace(context, month=month_heading_deadline(lead.group(0)))
    start, end = title_span(line, node.text_start)
    title = line.raw[start:end]
    body = [entry for entry in node.body if not _speaks_for_list(entry)]
    text = "\n".join([line.raw[node.text_start :], *(entry.raw for entry in body)])
    own = requirement_of(line.raw[end:])
    if not own:
        own = _first_content(body)
    return _assemble(
        number=node.number.text if node.number else None,
        title=title,
        requirement=own or _inherited(context) or title,
        text=text,
        context=context,
        span=(line.start, body[-1].end if body else line.end),
    )


def _speaks_for_list(line: Line) -> bool:
    return bool(WHOLE_LIST.search(line.flat) and LOOKS_BACK.search(line.flat))


def _first_content(body: list[Line]) -> str:
    for line in body:
        if line.cells or is_field_line(line.flat):
            return ""
        text = requirement_of(line.raw)
        if text:
            return text
    return ""


def _inherited(context: Context) -> str:
    return requirement_of(context.content) if context.content else ""


def _assemble(*, number: str | None, title: str, requirement: str, text: str, context: Context, span: tuple[int, int], duty: Duty | None = None) -> TaskFound:
    """A task from its words and from what stands above it."""
    own = duty or _duty_of_lines(text)
    full = own.filled_from(context.duty)
    deadline = _deadline(own, full, text, context)
    flat = flatten(text)
    unsure = ["deadline"] if deadline and not deadline.sure else []
    if full.has_departments() and not (own.labelled or context.duty.labelled):
        unsure.append("lead_department")
    return TaskFound(
        number=number,
        title=title,
        parent=context.parent,
        requirement=requirement,
        lead_department=full.lead,
        supporting_departments=full.support,
        responsible_leader=full.leader,
        responsible_persons=full.persons,
        deadline=deadline.value if deadline else None,
        deadline_text=deadline.text if deadline else None,
        recurrence=read_recurrence(flat, flatten(own.time) if own.time else None),
        subitems=subitems_of(text),
        span=span,
        sure=not unsure and bool(title),
        unsure_of=tuple(unsure),
    )


def _duty_of_lines(text: str) -> Duty:
    """The duty of an item: the fields of all its lines together, else its words of assignment."""
    duty = duty_of(fields_of(text))
    if duty.has_departments():
        return duty
    for line in text.split("\n"):
        spoken = read_duty(line)
        if spoken.has_departments() or spoken.persons:
            return replace(duty, lead=spoken.lead, support=spoken.support, persons=duty.persons or spoken.persons)
    return duty


def _deadline(own: Duty, full: Duty, text: str, context: Context) -> Deadline | None:
    if own.time:
        return field_deadline(own.time)
    plain = "\n".join(line for line in text.split("\n") if not is_field_line(flatten(line)))
    spoken = spoken_deadline(plain)
    if spoken:
        return spoken
    if full.time:
        return field_deadline(full.time)
    if context.month:
        return Deadline(context.month, None or "")
    return None


def _has_rows(node: Node, tables: Tables) -> bool:
    return any(row.is_task for row in tables.rows_of(node.body))


def _table_tasks(node: Node, context: Context, tables: Tables) -> Iterator[TaskFound]:
    rows = [row for row in tables.rows_of(node.body) if row.is_task]
    seen = Counter(_row_words(row)[1] for row in rows)
    for row in rows:
        yield _task_of_row(row, context, shared=seen[_row_words(row)[1]] > 1)


def _row_words(row: Row) -> tuple[str, str]:
    """The title of a row and its further words."""
    start, end = row.cells["title"]
    title_start, title_end = title_span(row.line, start, end)
    rest = "\n".join(filter(None, [row.line.raw[title_end:end], row.text("requirement")]))
    return row.line.raw[title_start:title_end], rest.replace(CELL_BREAK, "\n")


def _task_of_row(row: Row, context: Context, *, shared: bool) -> TaskFound:
    """A row of a task table. Words that several rows share speak for the group: no frequency of the single row."""
    title, rest = _row_words(row)
    fields: dict[str, list[str]] = {}
    for kind in ("leader", "mixed", "person", "support", "lead", "flat", "time"):
        value = row.text(kind).replace(CELL_BREAK, " ")
        if value:
            _sort_field(fields, kind, value)
    own = requirement_of(row.text("requirement").replace(CELL_BREAK, "")) or requirement_of(rest.replace("\n", ""))
    return _assemble(
        number=row.text("number").strip("、.． ") or None,
        title=title,
        requirement=own or title,
        text=title if shared else f"{title}\n{rest}",
        context=replace(context, parent=row.group if row.group and row.group != title else context.parent),
        span=(row.line.start, row.line.end),
        duty=replace(duty_of(fields), labelled=True),
    )


def _sort_field(fields: dict[str, list[str]], kind: str, value: str) -> None:
    """A cell may carry labels of its own ("责任领导:...")."""
    inside = fields_of(value)
    for label, values in (inside or {kind: [value]}).items():
        fields.setdefault(label, []).extend(values)


def _loose_tasks(node: Node, context: Context) -> Iterator[TaskFound]:
    """Paragraphs on their own right below a heading that state both who and by when."""
    for line in node.body:
        if line.cells or _speaks_for_list(line):
            continue
        duty = read_duty(line.raw)
        if not (duty.lead or duty.persons):
            continue
        bound = field_deadline(duty.time) if duty.time else spoken_deadline(line.raw)
        lead = MONTH_LEAD.match(line.flat)
        month = month_heading_deadline(lead.group(0)) if lead else context.month
        if (bound and bound.value or month) and not is_field_line(line.flat) and not PERIOD.fullmatch(line.flat):
            start, end = title_span(line, lead.end() if lead else 0)
            own = requirement_of(line.raw[end:])
            title = line.raw[start:end]
            yield _assemble(
                number=None,
                title=title,
                requirement=own or title,
                text=line.raw,
                context=replace(context, duty=Duty(), month=month),
                span=(line.start, line.end),
            )
