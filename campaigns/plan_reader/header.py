"""Title, unit, level of the honour aimed at, and the year or cycle of the plan."""

import re

from .dates import find_periods
from .findings import PhaseFound, SectionFound, Stated
from .lines import Line, flatten, trim
from .outline import Node

KIND_OF_PLAN = r"(?:方案|计划|规划|安排|意见|要点|办法|打算|预案|安排表|任务分解表|任务书|细则|部署|纲要|责任书|责任分解|行动)"
TITLE_LINE = re.compile(rf"^[^。:;!?]{{4,70}}{KIND_OF_PLAN}$")
SUBTITLE = re.compile(r"\s*\([^()]{1,30}\)\s*$")
WEB_NUMBER = re.compile(r"\s*(?:(?<!\d)\d{1,2}|(?<=[案划])[一二三四五六七八九十]|篇[一二三四五六七八九十\d]+)$")
LIST_PREFIX = re.compile(
    r"^(?:篇[一二三四五六七八九十\d]+|[【\[(]?(?:第[一二三四五六七八九十\d]+篇|范文[一二三四五六七八九十\d]*|精选[一二三四五六七八九十\d]*)[】\])]?)\s*:?\s*"
)
NOTICE = re.compile(r"通知$|^(?:关于)?(?:印发|转发|下发)|^附件|^附:|目录")
NAMED_PLAN = re.compile(
    rf"(?:特|现)?(?:制定|制订|拟定|拟订|提出)(?:了|出)?(?P<name>(?!如下|本方案|以下|此)[^,。;:《》]{{2,45}}?{KIND_OF_PLAN})(?=[,。;:]|如下|$)"
)
QUOTED_PLAN = re.compile(rf"《(?P<name>[^《》]{{4,60}}{KIND_OF_PLAN})》")
UNIT_END = r"(?:局|委员会|委|办公室|院|学校|中学|小学|大学|学院|幼儿园|中心|公司|银行|集团|支行|分行|站|所|队|厅|处|馆|法院|检察院|协会|联社|社|厂|医院|部|台|会|镇|街道|分局|税务局|行)"
TITLE_UNIT = re.compile(
    rf"^(?P<unit>[一-龥A-Za-z×xX*]{{1,24}}?{UNIT_END})(?=(?:关于|创建|争创|开展|申报|申创|精神文明|文明|巩固|复创|[12]\d{{3}}|20[xX]{{2}}|二零|深化|市级|省级|全国|县级|迎))"
)
NAMED_UNIT = re.compile(
    r"(?:把|将|为(?:加强|推进|深化|做好)?)?(?P<unit>[一-龥A-Za-z×xX]{2,14}(?:局|委|分局|医院|学校|中学|小学|公司|银行|中心|法院|检察院))(?=作为|建设成|建成|创建成|打造成)"
)
OWN = re.compile(r"^(?:我|本|该|全|各|市|县|区|省|有关|把|将|使)?(?:局|委|中心|校|院|公司|单位|站|所|机关|市局|县局)$|^[我本全各]")
SIGNATURE = re.compile(rf"^[一-龥A-Za-z×xX]{{3,24}}{UNIT_END}$")

LEVEL_NAMES = {
    "全国": "全国",
    "国家": "全国",
    "国家级": "全国",
    "省": "省级",
    "省级": "省级",
    "自治区": "省级",
    "自治区级": "省级",
    "市": "市级",
    "市级": "市级",
    "市直": "市级",
    "县": "县级",
    "县级": "县级",
    "区级": "县级",
    "区": "县级",
}
HONOUR = re.compile(
    r"(?P<level>全国|国家级|省级|市级|县级|自治区级|区级|省|自治区|市|县|区)(?:直|级机关|以上)?(?:\s|[“”\"《])*(?:级)?(?:20[\dxX-]{2,12}(?:届|年度|年))?"
    r"(?:[“”\"])*(?:最佳|花园式)?(?P<honour>文明(?:单位|校园|机关|城市|学校|行业|窗口|村镇|社区|标兵))(?:标兵)?(?!在线|网|办|委|测评|[一-龥]{0,4}办公室)"
)
AIM = re.compile(r"(?:争创|创建|申报|申创|创成|建成|力争|确保|争取|跨入|进入|冲刺|成为|迎接|复查|复评|届|继续|保持|巩固|蝉联|进军|达到|实现|荣获)[^。]{0,24}$")
HELD = re.compile(r"(?:已|曾|获得|荣获|被评为|被授予|连续|以来|去年|保持|巩固|蝉联)[^。,;]{0,8}$")
RIGHT_BEFORE = re.compile(r"(?:争创|创建|申报|申创|创成|建成|跨入|进入|冲刺|晋级|迈进)[^。,;]{0,6}$")
YEAR = r"(?:20\d\d|20[xX]{2}|[xX]{4})"
CYCLE = re.compile(rf"(?P<first>{YEAR})\s*年?度?\s*(?:-|~|至|到)\s*(?P<last>{YEAR})\s*(?:年度?|届)?(?![\d.])")
ONE_YEAR = re.compile(rf"(?P<year>{YEAR})\s*(?:年|届)")
CHINESE_YEAR = re.compile(r"二[零〇][零〇一二三四五六七八九]{2}年")
DOCUMENT = re.compile(r"《[^》]{0,80}》|\[\d{4}\]|\[20[xX]{2}\]|\([^()]{0,20}\[[^\]]{0,8}\]\d+号\)?")
PASSING_YEAR = re.compile(r"^年?度?(?:底|末)?(?:以来|被|获|荣获|全国(?:代表|两会))|^年.{0,4}(?:以来|获得|荣获|被)")


def preamble_of(root: Node, sections: list[tuple[Node, SectionFound]]) -> list[Line]:
    """The lines before the first section."""
    if not sections or sections[0][0].line is None:
        return root.body
    first = sections[0][0].line.index
    return [line for node in root.walk() for line in node.lines if line.index < first]


def find_title(preamble: list[Line]) -> Stated | None:
    """The title line; else the name the preamble gives the plan; else the name in a notice."""
    named = [found for line in preamble[:40] if (found := _title_line(line))]
    plain = [found for found, notice in named if not notice]
    if plain:
        return plain[0]
    for pattern in (NAMED_PLAN, QUOTED_PLAN):
        for line in preamble[:40]:
            match = pattern.search(line.flat)
            if match and "文明" in line.flat:
                start, end = trim(line.raw, *match.span("name"))
                return Stated(line.raw[start:end], (line.start + start, line.start + end), sure=False)
    return _bare_title(preamble)


def _title_line(line: Line) -> tuple[Stated, bool] | None:
    start, end = _title_span(line)
    flat = flatten(line.raw[start:end])
    if not TITLE_LINE.match(flat):
        return None
    return Stated(line.raw[start:end], (line.start + start, line.start + end)), bool(NOTICE.search(flat))


def _title_span(line: Line) -> tuple[int, int]:
    prefix = LIST_PREFIX.match(line.flat)
    start = prefix.end() if prefix else 0
    end = len(line.flat)
    for pattern in (SUBTITLE, WEB_NUMBER, SUBTITLE):
        match = pattern.search(line.flat[:end])
        end = match.start() if match else end
    start, end = trim(line.raw, start, end)
    if end - start > 2 and line.raw[start] in "《" and line.raw[end - 1] in "》":
        return start + 1, end - 1
    return start, end


def _bare_title(preamble: list[Line]) -> Stated | None:
    """A first short line about the campaign that carries no sentence sign."""
    for line in preamble[:2]:
        start, end = _title_span(line)
        text = line.raw[start:end]
        if 6 <= len(text) <= 40 and not re.search(r"[,。:;]", flatten(text)) and "文明" in text and not NOTICE.search(text):
            return Stated(text, (line.start + start, line.start + end), sure=False)
    return None


def find_unit(title: Stated | None, lines: list[Line]) -> Stated | None:
    """The unit whose plan it is, when it is named."""
    if title:
        match = TITLE_UNIT.match(flatten(title.value))
        if match and not OWN.match(match.group("unit")):
            return Stated(title.value[: match.end()], (title.span[0], title.span[0] + match.end()))
    for line in lines[-4:] + [line for line in lines[:6] if title and line.start < title.span[0]]:
        if SIGNATURE.match(line.flat) and not OWN.match(line.flat) and len(lines) > 6:
            return Stated(line.raw, (line.start, line.end))
    for line in lines[:12]:
        match = NAMED_UNIT.search(line.flat)
        if match and not OWN.match(match.group("unit")):
            return Stated(line.cut(*match.span("unit")), (line.start + match.start("unit"), line.start + match.end("unit")), sure=False)
    return None


def find_level(title: Stated | None, preamble: list[Line], sections: list[tuple[Node, SectionFound]]) -> Stated | None:
    """The level of the honour the plan aims at; a mention in passing is none."""
    if title:
        best = _best_honour([(title.span[0], flatten(title.value))], needs_aim=False)
        if best:
            return best
    intro = [(line.start, line.flat) for line in preamble]
    early: list[tuple[int, str]] = []
    for node, found in sections:
        if found.kind in ("guiding_ideology", "goals"):
            early += [(line.start, line.flat) for sub in node.walk() for line in sub.lines]
    late = [(line.start, line.flat) for node, found in sections if found.kind not in ("guiding_ideology", "goals") for sub in node.walk() for line in sub.lines]
    return _best_honour(intro, needs_aim=False) or _best_honour(early, needs_aim=False) or _best_honour(late, needs_aim=True)


def _best_honour(texts: list[tuple[int, str]], *, needs_aim: bool) -> Stated | None:
    best: tuple[int, Stated] | None = None
    for offset, flat in texts:
        for match in HONOUR.finditer(DOCUMENT.sub(lambda hit: "#" * len(hit.group(0)), flat)):
            score = _honour_score(flat, match)
            if score is None or (needs_aim and score < 3):
                continue
            found = Stated(LEVEL_NAMES[match.group("level")], (offset + match.start(), offset + match.end()), sure=score >= 3)
            if best is None or score > best[0]:
                best = (score, found)
    return best[1] if best else None


def _honour_score(flat: str, match: re.Match[str]) -> int | None:
    before = flat[max(0, match.start() - 40) : match.start()]
    if before.endswith(("省", "市", "县", "区", "、")) and match.group("level") not in ("全国", "国家级"):
        return None
    score = 1 if match.group("honour") == "文明城市" else 2
    if AIM.search(before):
        score += 2
    if RIGHT_BEFORE.search(before):
        score += 1
    if HELD.search(before):
        score -= 1
    return score


def find_year(title: Stated | None, preamble: list[Line], sections: list[tuple[Node, SectionFound]], phases: list[PhaseFound]) -> Stated | None:
    """The year or cycle the plan names for itself: in its title, its preamble, its goals, its phases."""
    goals = [line for node, found in sections if found.kind == "goals" for sub in node.walk() for line in sub.lines]
    zones: list[list[tuple[int, str]]] = []
    if title:
        zones.append([(title.span[0], flatten(title.value))])
        zones.append([(line.start, line.flat) for line in preamble if line.start <= title.span[1] + 40 and len(line.raw) < 60 and "号" not in line.raw])
    zones += [[(line.start, line.flat) for line in preamble], [(line.start, line.flat) for line in goals]]
    for zone in zones:
        for offset, flat in zone:
            found = _year_in(flat, offset)
            if found:
                return found
    return _year_of_phases(phases)


def _year_in(flat: str, offset: int) -> Stated | None:
    masked = DOCUMENT.sub(lambda hit: "#" * len(hit.group(0)), flat)
    cycle = CYCLE.search(masked)
    if cycle:
        value = f"{_written(cycle.group('first'))}-{_written(cycle.group('last'))}"
        return Stated(value, (offset + cycle.start(), offset + cycle.end()))
    for match in ONE_YEAR.finditer(masked):
        if not PASSING_YEAR.match(masked[match.end() - 1 : match.end() + 16]):
            return Stated(_written(match.group("year")), (offset + match.start(), offset + match.end()))
    chinese = CHINESE_YEAR.search(masked)
    if chinese:
        period = find_periods(chinese.group(0))
        if period and period[0].first and period[0].first.year:
            return Stated(period[0].first.year, (offset + chinese.start(), offset + chinese.end()))
    return None


def _written(year: str) -> str:
    return "XXXX" if "x" in year.lower() else year


def _year_of_phases(phases: list[PhaseFound]) -> Stated | None:
    years = [value[:4] for phase in phases for value in (phase.start, phase.end) if value]
    stated = [phase for phase in phases if phase.text_period and re.search(YEAR, flatten(phase.text_period))]
    if not years or not stated:
        return None
    span = stated[0].span
    if len(set(years)) == 1:
        return Stated(years[0], span)
    known = sorted({year for year in years if year != "XXXX"})
    if not known:
        return Stated("XXXX", span)
    return Stated(known[0] if len(known) == 1 else f"{known[0]}-{known[-1]}", span, sure=False)
