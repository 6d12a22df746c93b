"""Names of departments: what is one, and how a list of them is taken apart."""

import re

from .lines import flatten, trim

SUFFIX = (
    r"(?:科室|股室|处室|部室|办公室|科|股|处|室|办|部门|部|局|委员会|委|中心|大队|中队|支队|队|所|站|院|馆|组|党委|支部|总支"
    r"|工会|团委|妇联|妇委会|协会|学会|单位|公司|集团|学院|学校|年级|班级|班子|窗口|党群|党建|机关|车间|分局|镇|街道|社区|志愿者|团支部|项目部|党组)"
)
DEPARTMENT = re.compile(rf"[一-龥A-Za-z0-9“”\"]{{0,18}}{SUFFIX}(?:\([^()]{{1,24}}\))?")
COLLECTIVE = re.compile(r"(?:各|全体|所有|其他|相关|有关|责任)[一-龥]{0,10}(?:科|股|处|室|部门|单位|支部|小组|所|队|站|中心|办|局|院|班级|年级组?)")
VERBS = re.compile(r"开展|组织|做好|加强|要求|进行|完成|制定|落实|根据|按照|通过|围绕|我们|应当|必须|[的了把将为在对是并要应会被使让让等](?!计)")
GENERIC = re.compile(
    r"(?:多|相关|有关|职能|业务|兄弟|上级|下级)?(?:部门|单位|科室|股室|处室|机关|班子|社区|学校|公司|集团|窗口|中心|车间|街道|镇|党群|党建|各方)"
    r"|[我本该全](?:局|单位|院|校|所|站|处|馆|队|县|市|区|镇|中心|公司|委|办|部门|机关)"
)
NONE = re.compile(r"[-/\\无x—一 .]*$")
SEPARATOR = re.compile(r"(?P<space>\s+)|[、,;，；/]|(?<=[科股处室办部局委会队所站院组位门])(?:和|及|以及|与)(?=[一-龥])")
LIST_END = re.compile(r"(?:等(?:部门|单位|科室|股室|处室)?)$")


def is_department(text: str) -> bool:
    """True when the text alone is the name of a department or of a group of them."""
    flat = flatten(text).strip()
    if not 2 <= len(flat) <= 26 or VERBS.search(flat.split("(")[0].replace("委会", "").replace("工会", "").replace("协会", "")):
        return False
    return bool(DEPARTMENT.fullmatch(flat)) and not GENERIC.fullmatch(flat)


def split_list(raw: str, *, spaces: bool = True) -> list[str]:
    """The pieces of an enumeration, brackets kept whole, without margins and closing signs."""
    flat = flatten(raw)
    inside = _bracket_depths(flat)
    pieces, begin = [], 0
    for match in SEPARATOR.finditer(flat):
        if inside[match.start()] or (match.group("space") and not spaces):
            continue
        pieces.append((begin, match.start()))
        begin = match.end()
    pieces.append((begin, len(flat)))
    found = []
    for start, end in pieces:
        start, end = trim(raw, start, end, "。.;；，,、：:")
        piece = LIST_END.sub("", raw[start:end])
        if piece and not NONE.match(flatten(piece)):
            found.append(piece)
    return found


def _bracket_depths(flat: str) -> list[bool]:
    depth, inside = 0, []
    for sign in flat:
        if sign == "(":
            depth += 1
        inside.append(depth > 0)
        if sign == ")" and depth:
            depth -= 1
    return inside if depth == 0 else [False] * len(flat)
