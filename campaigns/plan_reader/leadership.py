"""The leading group and the leaders of working groups: by labelled lines and by sentences."""

import re
from collections.abc import Iterator

from .departments import split_list
from .findings import MemberFound, Span
from .lines import Line, flatten, trim
from .outline import Node
from .people import PERSON_NOUN, POST_END, is_name, join_spaced

ROLE_WORDS = (
    r"第[一二]\s*副?\s*组\s*长|常务副\s*组\s*长|执行(?:副)?组长|副\s*组\s*长|组\s*长|副总指挥长?|总指挥长?|第一指挥长|副指挥长|指挥长|顾\s*问|成\s*员|组\s*员"
    r"|办公室(?:常务)?副?主任|办公室成员|联\s*络\s*员|联\s*系\s*人|秘书长|副主任委员|主任委员|政委|主\s*任|副\s*主\s*任"
)
ROLE_LINE = re.compile(rf"^(?:领导小组|工作小组|小组)?(?P<role>{ROLE_WORDS})\s*(?::|(?=\s{{2,}}\S)|\t)\s*")
ROLE_INSIDE = re.compile(rf"(?:(?<=[。;,、\s(])|^)(?P<role>{ROLE_WORDS})\s*:\s*")
AS_ROLE = re.compile(
    r"(?:担任|兼任|任|为|是)(?:[一-龥]{0,14}小组)?(?P<role>第[一二]副?组长|常务副组长|执行组长|副组长|组长|副总指挥|总指挥|指挥长|成员|组员|办公室副?主任|主任(?=[,。;、]|$)|顾问|联络员)(?!单位)"
)
ROLE_BY = re.compile(
    r"(?P<role>第一组长|常务副组长|副组长|组长|成员|办公室副?主任|主任|联络员)(?:分别)?由(?P<who>[^。;:]{2,60}?)(?:同志)?(?:分别)?(?:担任|兼任|组成|(?<!主)任(?=[,。;、]|$))"
)
OFFICE = re.compile(r"办公室(?:地点)?(?:统一)?(?:设|挂靠|设立|设置)(?:在|于)?(?P<place>[^,。;:]{2,30}?)(?=[,。;:]|$|具体|负责)")
DAILY = re.compile(
    r"(?:由|,)(?P<who>[^,。;由]{2,24}?)(?:同志)?(?:具体)?(?:负责|承担)(?:处理|领导小组|创建|文明创建|办公室|活动|工作|的|小组)*日常(?:工作|事务)"
)
DAILY_BY = re.compile(r"日常(?:工作|事务)由(?P<who>[^,。;]{2,24}?)(?:同志)?(?:具体)?(?:负责|承担|处理)")
GROUP_CONTEXT = re.compile(r"领导小组|工作小组|工作专班|指挥部|委员会|组长|下设办公室|创建办")
TITLE_OF_ADDRESS = re.compile(r"(?:等)?同志$")
NOT_PERSON = re.compile(r"^(?:如下|下列|以下|名单|见附件)|^(?:专人|全体|明确)$|单位$")
SIGNS = "。.;；，,、：:"


def find_leadership(root: Node) -> list[MemberFound]:
    """Every person or post with its role, in the order of the text, each pair once."""
    found: list[MemberFound] = []
    seen: set[tuple[str, str]] = set()
    for node in root.walk():
        for member in _of_node(node):
            key = (flatten(member.role), flatten(member.name_or_post))
            if key not in seen:
                seen.add(key)
                found.append(member)
    return found


def group_name(node: Node) -> str | None:
    """The name of the working group a heading introduces, None for any other heading."""
    if node.line is None:
        return None
    flat = node.line.flat[node.text_start :]
    match = re.match(r"[^\s,。;:、(]{2,14}组(?=$|[\s(:。,])", flat)
    if not match or re.search(r"领导小?组|党组|成立|下设|设立|各组", match.group(0)):
        return None
    return node.line.raw[node.text_start : node.text_start + match.end()]


def _of_node(node: Node) -> Iterator[MemberFound]:
    group = group_name(node)
    role: str | None = None
    for line in node.lines:
        if line.cells:
            yield from _of_row(line)
            continue
        labelled = list(_labelled(line, node.text_start if line is node.line else 0, group))
        yield from labelled
        if labelled and ROLE_LINE.match(line.flat):
            role = labelled[-1].role
            continue
        if role and len(line.flat) <= 40 and _continues(line.flat):
            yield from _members(line, 0, len(line.raw), role)
            continue
        role = None
        yield from _spoken(line)


def _continues(flat: str) -> bool:
    """A line of a list of members: a name, perhaps with its post."""
    if re.search(r"[。:;]", flat):
        return False
    first = re.split(r"[\s、,(]", join_spaced(flat))[0]
    return is_name(first) or bool(POST_END.search(flat)) and len(flat) <= 20


def _of_row(line: Line) -> Iterator[MemberFound]:
    role_cell = None
    for start, end in line.cells:
        match = re.fullmatch(ROLE_WORDS, line.flat[start:end].strip())
        if match:
            role_cell = match.group(0)
        elif role_cell and line.flat[start:end].strip():
            yield from _members(line, start, end, role_cell)
            role_cell = None


def _labelled(line: Line, start: int, group: str | None) -> Iterator[MemberFound]:
    """ "组长: ..." at the beginning of a line or of a clause."""
    first = ROLE_LINE.match(line.flat[start:])
    spans: list[tuple[str, int, int]] = []
    if first:
        spans.append((first.group("role"), start, start + first.end()))
    for match in ROLE_INSIDE.finditer(line.flat, start):
        named = match.group("role").startswith("联") and not GROUP_CONTEXT.search(line.flat)
        if not named and (not spans or match.start() >= spans[-1][2]):
            spans.append((match.group("role"), match.start(), match.end()))
    for index, (role, _, value) in enumerate(spans):
        end = spans[index + 1][1] if index + 1 < len(spans) else len(line.flat)
        stop = re.search(r"[。;]|职责|负责", line.flat[value:end])
        if stop and not re.match(r"负责(?:人|同志)", line.flat[value + stop.start() : value + stop.start() + 4]):
            end = value + stop.start()
        elif line.flat.find("。", value, end) >= 0:
            end = line.flat.find("。", value, end)
        yield from _members(line, value, end, _role(role, group))


def _role(written: str, group: str | None) -> str:
    role = re.sub(r"\s", "", written)
    return f"{group}{role}" if group and role == "组长" else role


def _spoken(line: Line) -> Iterator[MemberFound]:
    if not GROUP_CONTEXT.search(line.flat):
        return
    yield from _as_roles(line)
    for match in ROLE_BY.finditer(line.flat):
        role = match.group("role")
        yield from _members(line, *match.span("who"), "办公室主任" if role == "主任" else role)
    for match in OFFICE.finditer(line.flat):
        start, end = trim(line.raw, *match.span("place"), SIGNS)
        if end > start:
            yield MemberFound("办公室", line.raw[start:end], (line.start + start, line.start + end))
    for match in (*DAILY.finditer(line.flat), *DAILY_BY.finditer(line.flat)):
        for text, span in people_of(line, *match.span("who"), single=False):
            if _named(flatten(text)) or POST_END.search(flatten(text)):
                yield MemberFound("日常工作", text, span, sure=False)


def _as_roles(line: Line) -> Iterator[MemberFound]:
    """ "由A任组长, B、C任副组长, D为成员"."""
    floor = 0
    for match in AS_ROLE.finditer(line.flat):
        start = max(floor, match.start() - 120)
        for sign in ("。", ";", ":"):
            start = max(start, line.flat.rfind(sign, start, match.start()) + 1)
        clause = line.flat.rfind(",", start, match.start())
        if clause > start and not line.flat[clause + 1 : match.start()].strip():
            clause = line.flat.rfind(",", start, clause)
        start = max(start, clause + 1)
        by = re.search(r"(?:^|[^理自])(?:由|以)", line.flat[start : match.start()])
        if by:
            start += by.end()
        role = match.group("role")
        if role != "主任" or "办公室" in line.flat[:start]:
            yield from _members(line, start, match.start(), "办公室主任" if role == "主任" else role)
        floor = match.end()


def _members(line: Line, start: int, end: int, role: str) -> Iterator[MemberFound]:
    """The persons of one enumeration under one role."""
    role = re.sub(r"\s", "", role)
    for text, span in people_of(line, start, end, single=role.endswith("组长") and "副" not in role):
        yield MemberFound(role, text, span, sure=len(text) <= 24)


def people_of(line: Line, start: int, end: int, *, single: bool) -> list[tuple[str, Span]]:
    """Pieces that can stand alone; a noun or name at the end of several is shared by them."""
    start, end = trim(line.raw, start, end, SIGNS)
    pieces = [piece for chunk in split_list(line.raw[start:end], spaces=False) for piece in _spaced_pieces(chunk)]
    entries: list[str] = []
    held: list[str] = []
    for index, piece in enumerate(pieces):
        held.append(piece)
        following = pieces[index + 1] if index + 1 < len(pieces) else ""
        if stands_alone(piece) and (len(held) > 1 and _named(flatten(piece)) or not _post_of_next(piece, following, single=single)):
            entries.append("、".join(held))
            held = []
    if held:
        entries.append("、".join(held))
    span = (line.start + start, line.start + end)
    cleaned = [TITLE_OF_ADDRESS.sub("", entry) for entry in _with_further_posts(entries)]
    return [(entry, span) for entry in cleaned if entry and not NOT_PERSON.search(entry)]


def _with_further_posts(entries: list[str]) -> list[str]:
    """A post without a name after "name post" is the second post of the same person."""
    whole: list[str] = []
    for entry in entries:
        flat = flatten(entry)
        before = flatten(whole[-1]).split(" ") if whole else [""]
        if len(before) > 1 and is_name(before[0]) and not _named(flat) and POST_END.search(flat) and not re.match(r"[各全其]", flat):
            whole[-1] += "、" + entry
        else:
            whole.append(entry)
    return whole


def _spaced_pieces(chunk: str) -> list[str]:
    """Names separated by spaces one by one; one name with its post beside it stays together."""
    joined = join_spaced(chunk)
    tokens = joined.split()
    names = [token for token in tokens if is_name(token)]
    if len(names) > 1 and len(names) == len(tokens):
        return tokens
    if len(names) > 1 and is_name(tokens[0]):
        grouped: list[str] = []
        for token in tokens:
            if is_name(token) or not grouped:
                grouped.append(token)
            else:
                grouped[-1] += " " + token
        return grouped
    return [joined]


def stands_alone(piece: str) -> bool:
    """A name, a name with its post, or a noun for persons."""
    flat = flatten(piece)
    return is_name(flat) or _named(flat) or bool(PERSON_NOUN.search(flat))


def _named(flat: str) -> bool:
    """A post followed by a name ("局长钱某"), or a name followed by its post."""
    bare = re.sub(r"\([^()]*\)$", "", TITLE_OF_ADDRESS.sub("", flat)).strip()
    if is_name(bare) or is_name(bare.split(" ")[0]):
        return True
    return any(len(bare) > size and is_name(bare[-size:]) and POST_END.search(bare[:-size].rstrip()) for size in (3, 2))


def _post_of_next(piece: str, following: str, *, single: bool) -> bool:
    """ "局党组书记" before "局长钱某" is the first of one person's two posts."""
    flat, after = flatten(piece), flatten(following)
    if not after or _named(flat) or not POST_END.search(flat) and not flat.endswith("成员"):
        return False
    if re.match(r"[各全]", flat) or flat.endswith(("负责人", "负责同志")):
        return False
    return _named(after) and not is_name(after) or single
