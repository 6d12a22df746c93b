"""Who and by when: labelled fields (牵头科室:, 完成时限:) and words of assignment (由X牵头, X配合)."""

import re
from dataclasses import dataclass, replace

from .departments import COLLECTIVE, is_department, split_list
from .lines import flatten, trim
from .people import is_name, split_names, without_post

_BODY = r"(?:部门|单位|科室|股室|处室|部室|科|股|处|室|主体|机构|支部|小组|组)"
_BEFORE = r"(?:具体|主要|第一|直接|总)?"
LABELS: tuple[tuple[str, str], ...] = (
    ("leader", rf"{_BEFORE}(?:责任|分管|牵头|包抓|挂钩|主管|带队|包联|负责|挂帅)(?:校|局|院|市|县|班子)?领导"),
    ("mixed", rf"(?:责任|负责|牵头|承办){_BODY}(?:及|和|与|、|/)(?:责任|负责)人"),
    ("contact", r"联系(?:人|电话|方式)|联络员"),
    ("person", rf"{_BEFORE}(?:责任|负责|承办|经办|落实)人员?"),
    ("support", rf"(?:配合|协助|参与|参加|协办|协同|成员|落实|支持|具体落实|协作|责任配合){_BODY}|具体落实|协办|配合|协助"),
    ("lead", rf"(?:责任)?牵头(?:责任)?{_BODY}?|主办{_BODY}?|主责{_BODY}"),
    ("flat", rf"{_BEFORE}(?:责任|负责|承办|实施|主管|组织|执行|承担|分工){_BODY}|承办|责任分工"),
    (
        "time",
        r"(?:完成|办结|整改|落实|实施|开展|活动|起止|进度|工作|推进|上报|截止)?(?:时限|时间)(?:要求|安排|节点|进度)?|完成(?:日期|期限)|截止日期|期限|时序进度|进度要求",
    ),
)
CONTENT = r"测评(?:内容|要求|标准)|(?:活动|工作|创建|主要|具体|任务|目标)(?:内容|任务|要求|措施|目标)|内容|要求|任务|目标|措施|标准|备注|说明|考核标准|完成标准|资料要求"
LABEL = re.compile("(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in LABELS) + f"|(?P<content>{CONTENT})" + r")(?:\([^()]{1,8}\))?\s*:\s*")
SPACED_LABEL = re.compile(r"^\(?(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in LABELS) + r")[ \t]+(?=[^\s:])")
SPOKEN_LABEL = re.compile(
    rf"(?P<lead>(?:牵头|主办){_BODY})为|(?P<support>(?:配合|协助|协办|参与){_BODY})为|(?P<flat>(?:责任|负责|承办){_BODY})为"
    r"|(?P<leader>(?:责任|分管)领导)为|(?<![室处科门位])(?P<person>责任人)为"
)
BARE_LABEL = re.compile("^(?:" + "|".join(words for _, words in LABELS) + r")(?:\([^()]{1,8}\))?$")
BRACKET_LABEL = re.compile(r"\(\s*(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in LABELS) + r")\s*\)\s*:?\s*")
LEAD_WORD = re.compile(r"(?:具体|共同|统一|联合|分别|全面|总|主要|会同实施)?(?P<word>牵头|承办|主办|负责)(?!人|制|任[^务]|同志|领导|单位|部门|科室|股室|处室)")
HELP_WORD = re.compile(r"(?:密切|积极|协同|共同|予以|具体|全力|做好)?(?P<word>配合|协助|参与|协办|落实)(?!单位|部门|科室|股室|处室|人|:)")
AGENT = re.compile(
    r"由(?P<who>[^,。;:由]{2,40}?)(?:统一|具体|共同|分别|按时)?(?:组织|实施|制定|报送|开展|完成|汇总|督促|审核|统筹|收集|整理|制作|举办|落实|建立|安排|上报|编印)"
)
VALUE_END, CLAUSE_END = re.compile(r"。"), re.compile(r"[,;。]")
NO_NAME = re.compile(r"\d+\s*[月日年]|[月日]底?前|完成|负责$|落实$|^(?:长期|全年|常年|坚持|每[年月周季])")
BOUNDARY = ",。;:(!?"
LOOK_BACK = 80


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does it and by when; empty where nothing is said. ``time`` is the raw time field."""

    lead: str | None = None
    support: tuple[str, ...] = ()
    leader: str | None = None
    persons: tuple[str, ...] = ()
    time: str | None = None
    labelled: bool = False

    def has_departments(self) -> bool:
        return bool(self.lead or self.support)

    def filled_from(self, above: "Duty") -> "Duty":
        """This duty, with what it does not say itself taken from the one stated above it."""
        return replace(
            self,
            lead=self.lead or above.lead,
            support=self.support if self.has_departments() else above.support,
            leader=self.leader or above.leader,
            persons=self.persons or above.persons,
            time=self.time or above.time,
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A field label in a flattened text: its kind, where it begins, its value's offsets."""

    kind: str
    start: int
    value: int
    end: int


def find_labels(flat: str) -> list[Label]:
    """All field labels of a text with the spans of their values."""
    patterns = (LABEL, BRACKET_LABEL, SPACED_LABEL, SPOKEN_LABEL)
    matches = sorted((match for pattern in patterns for match in pattern.finditer(flat)), key=lambda match: match.start())
    kept: list[re.Match[str]] = []
    for match in matches:
        if _is_label(flat, match) and (not kept or match.start() >= kept[-1].end()):
            kept.append(match)
    labels: list[Label] = []
    depth, counted = 0, 0
    for index, match in enumerate(kept):
        depth += flat.count("(", counted, match.start()) - flat.count(")", counted, match.start())
        counted = match.start()
        limit = kept[index + 1].start() if index + 1 < len(kept) else len(flat)
        end = _value_end(flat, match, limit, in_bracket=depth > 0)
        labels.append(Label(match.lastgroup or "content", match.start(), match.end(), end))
    return labels


def _is_label(flat: str, match: re.Match[str]) -> bool:
    """A content label counts only where a sentence may begin; a field label anywhere but inside a word."""
    index = match.start() - 1
    while index >= 0 and flat[index] == " ":
        index -= 1
    before = flat[index] if index >= 0 else ""
    if match.lastgroup == "content":
        return before in ("", "。", ";", ")")
    return match.re is not BRACKET_LABEL or match.group(0).rstrip().endswith(":") or before in ("", "。", ";", ",", ")")


def _value_end(flat: str, match: re.Match[str], limit: int, *, in_bracket: bool) -> int:
    end = _closing(flat, match.end(), limit) if in_bracket else limit
    if match.lastgroup != "content":
        stop = (CLAUSE_END if match.re is SPOKEN_LABEL else VALUE_END).search(flat, match.end(), end)
        end = stop.start() if stop else end
    return end


def _closing(flat: str, position: int, limit: int) -> int:
    depth = 0
    for index in range(position, limit):
        if flat[index] == "(":
            depth += 1
        elif flat[index] == ")":
            if depth == 0:
                return index
            depth -= 1
    return limit


def fields_of(raw: str) -> dict[str, list[str]]:
    """The values of all responsibility fields of a text, by kind; several lines are allowed."""
    fields: dict[str, list[str]] = {}
    for line in raw.split("\n"):
        flat = flatten(line)
        for label in find_labels(flat):
            start, end = trim(line, label.value, label.end, "。;；,，、)）(（")
            if flat.count("(", start, end) > flat.count(")", start, end) and flat.startswith(")", end):
                end += 1
            if start < end and label.kind not in ("content", "contact"):
                fields.setdefault(label.kind, []).append(line[start:end])
    return fields


def read_duty(raw: str, *, prose: bool = True) -> Duty:
    """The duty a text states: by its labels, else by its words of assignment."""
    duty = duty_of(fields_of(raw))
    if prose and not duty.has_departments():
        spoken = spoken_duty(raw)
        duty = replace(duty, lead=spoken.lead, support=spoken.support, persons=duty.persons or spoken.persons)
    return duty


def duty_of(fields: dict[str, list[str]]) -> Duty:
    """The duty of labelled values by kind."""
    leads, helps = _departments(fields)
    persons = [name for value in fields.get("person", []) + fields.get("mixed", []) for name in split_names(value)]
    leaders = [without_post(value) for value in fields.get("leader", []) if value]
    times = fields.get("time", [])
    return Duty(
        lead=leads[0] if leads else None,
        support=tuple(dict.fromkeys(leads[1:] + helps)),
        leader=leaders[0] if leaders else None,
        persons=tuple(dict.fromkeys(persons)),
        time="；".join(times) if len(times) > 1 else (times[0] if times else None),
        labelled=bool(fields),
    )


def _departments(fields: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    leads: list[str] = []
    helps: list[str] = []
    for kind in ("lead", "flat", "mixed", "support"):
        for value in fields.get(kind, []):
            first, rest = _value_departments(value, people=kind == "mixed")
            if kind == "support" or kind != "lead" and leads:
                helps.extend(first + rest)
            else:
                leads.extend(first)
                helps.extend(rest)
    return leads, helps


def _value_departments(value: str, *, people: bool) -> tuple[list[str], list[str]]:
    """(lead and further departments, those marked as helping) of one field's value."""
    flat = flatten(value)
    if LEAD_WORD.search(flat) and "(" not in flat:
        spoken = spoken_duty(value)
        if spoken.has_departments():
            return ([spoken.lead] if spoken.lead else []), list(spoken.support)
    pieces = [piece for piece in split_list(value) if not is_name(piece) and not NO_NAME.search(piece)]
    if people:
        pieces = [piece for piece in pieces if is_department(piece)]
    marked = [piece for piece in pieces if re.search(r"\((?:牵头|主责|主办)\)", flatten(piece))]
    plain = [re.sub(r"[(（](?:牵头|主责|主办|配合|协助|协办)[)）]", "", piece) for piece in pieces if piece not in marked]
    lead = [re.sub(r"[(（](?:牵头|主责|主办)[)）]", "", piece) for piece in marked]
    return (lead + plain), []


def spoken_duty(raw: str) -> Duty:
    """Assignments in words: 由X牵头, X负责, X、Y配合."""
    flat = flatten(raw)
    leads: list[str] = []
    helps: list[str] = []
    persons: list[str] = []
    words = sorted([*LEAD_WORD.finditer(flat), *HELP_WORD.finditer(flat)], key=lambda match: match.start())
    floor = 0
    for match in words:
        names = _names_before(raw, flat, match.start(), floor)
        floor = max(floor, match.end())
        departments = bool(names) and all(is_department(name) for name in names)
        if match.re is HELP_WORD:
            helps.extend(names if departments and (leads or match.group("word") not in ("参与", "落实")) else [])
        elif departments:
            leads.extend(names)
        elif len(names) == 1 and is_name(names[0]) and "由" in flat[max(0, match.start() - 12) : match.start()]:
            persons.extend(names)
    for match in () if leads else AGENT.finditer(flat):
        names = split_list(raw[match.start("who") : match.end("who")])
        if names and all(is_department(name) for name in names):
            leads.extend(names)
    unique = list(dict.fromkeys(leads))
    helps = [name for name in dict.fromkeys(unique[1:] + helps) if name not in unique[:1]]
    return Duty(lead=unique[0] if unique else None, support=tuple(helps), persons=tuple(dict.fromkeys(persons)))


def _names_before(raw: str, flat: str, position: int, floor: int) -> list[str]:
    """The enumeration that ends right before a word of assignment, [] when it is no enumeration."""
    floor = max(floor, position - LOOK_BACK)
    start, depth = position, 0
    while start > floor:
        sign = flat[start - 1]
        depth += (sign == ")") - (sign == "(")
        if depth < 0 or (depth == 0 and sign != "(" and sign in BOUNDARY):
            break
        start -= 1
    segment = flat[start:position]
    cut = max(segment.rfind(word) + len(word) if word in segment else 0 for word in ("由", "均由", "统一由", "项目", "工作由"))
    start, end = trim(raw, start + cut, position)
    names = split_list(raw[start:end])
    return [re.sub(r"同志$", "", name) for name in names]


def is_collective(name: str) -> bool:
    """True for 各科室 and the like."""
    return bool(COLLECTIVE.search(flatten(name)))
