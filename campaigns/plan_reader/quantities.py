"""Checkable requirements with a numeral: thresholds, shares, counts, amounts, times per period."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import find_periods
from .findings import QuantityFound, SectionFound, Span
from .lines import Line, trim
from .numbering import read_number
from .numerals import to_number
from .outline import Node
from .recurrence import PERIOD, PERIODS, WHOLE_YEAR
from .tables import Tables

_CN = r"[一二三四五六七八九十百千两]{1,7}"
_DIGITS = r"\d{1,9}(?:\.\d{1,4})?"
UNIT = r"(?:百分点|个百分点|%|人次|个?小时|学时|课时|分钟|工作日|个工作日|万元|亿元|元|平方米|公里|米|个月|次|场|期|轮|遍|堂|讲|节课|篇|条|个|名|人|处|块|盆|幅|份|项|支|套|间|册|本|件|家|户|对|面|台|部|栏|版|批|类|课|例|节|张|组|天|周|字|分|棵|株|盏|辆|门|起|档|枚|封)"
NUMBER = re.compile(
    rf"(?P<hundredth>百分之(?P<share>{_DIGITS}|{_CN}))|(?<![\d.一二三四五六七八九十百千两])(?P<value>{_DIGITS}|{_CN}) ?(?P<more>余|多)? ?(?P<unit>{UNIT})(?!性|体|方面|位一体|级|型|样|律|道)"
)
SHORT_ACT = re.compile(r"(?:每[天日周月季年]|每季度|每半年|每两月)(?:度|坚持)?(?P<value>[一1二三])(?P<act>[一-龥]{1,3})")
NOT_SHORT = re.compile(
    r"次|期|场|条|篇|个|轮|些|定|般|名|项|处|部|起|年|月|日|天|周|部|线|批|堂|讲|课|本|份|件|家|户|场|支|届|直|切|样|致|位|种|同|并|律|体|贯|旦|再|时|度|小时|季|遍|节"
)
AT_LEAST_BEFORE = re.compile(r"(?:不少于|不低于|不得少于|不得低于|不小于|至少|最少|达到|达|起码|不下于|保底|>=|≥|力争达到|保证)[^,。;:]{0,14}$")
MORE_BEFORE = re.compile(r"(?:超过|多于|大于|高于|突破|>)[^,。;:]{0,6}$")
AT_MOST_BEFORE = re.compile(r"(?:不超过|不得超过|不高于|不多于|不大于|(?<![不得])低于|控制在|限于|<=|≤)[^,。;:]{0,8}$")
AT_LEAST_AFTER = re.compile(r"\s*(?:及|或)?以上")
AT_MOST_AFTER = re.compile(r"\s*(?:以内|之内|以下|内(?![容部外涵设])|左右以内)")
ACT_UNIT = re.compile(r"次|场|期|轮|遍|堂|讲|节课|课")
DOING = re.compile(
    r"(?:开展|举办|组织|召开|进行|举行|开设|安排|参加|参与|更新|检查|慰问|学习|评选|办|上|讲|集中|撰写|报送|发布|推荐|观看|读|巡查|督查|通报|检测|活动|清扫|培训|走访|更换|维护|总评|自查|考核|测试|谈|听取|研究|专题)[^,。;]{0,12}$"
)
HAVING = re.compile(
    r"(?:结对|帮扶|共建|建立|组建|设立|成立|设置|开设|制作|建成|打造|配备|建|张贴|悬挂|刊播|选树|推荐|评选|评出|种植|摆放|投入|培育|购置|安装|发展|联系|认领|报送|撰写|推出|公布)(?:了)?(?:[^,。;0-9一二三四五六七八九十]{0,8})$"
)
ABSTRACT = re.compile(
    r"^[^,。;、]{0,20}?(?:认识|环境|氛围|机制|局面|平台|体系|形象|过程|工程|模式|重要|系统|良好|有机|新的|整体|目标|方面|标准|原则|主题|载体|中心|核心|关键|抓手|方针|阶段|制度|意识)"
)
PAST = re.compile(r"(?:已|现有|共有|目前|近年|累计|先后|截至|截止|上年|去年|曾|过去|荣获|获得)[^。;]{0,30}$")
ABSENCE = re.compile(r"(?:杜绝|无|没有|未发生|不发生|零)[^,。;]{0,6}$")
SCORING = re.compile(r"扣|得\d*分|加分|计分|分值|满分|奖励|奖金|处罚|罚款|权重|取消|否决|通报批评|一等奖|二等奖|名次|占(?:总分|比重)")
ENUMERATED = re.compile(r"[“\"《‘][^”\"》’]{0,60}[”\"》’]")
NAME_AFTER = re.compile(r"^[^,。;、]{0,5}(?:行动|工程|品牌)")
ORDINARY_BEFORE = re.compile(r"(?:[第届近(十百这那某同哪统每又再下前唯任首逐]|(?<![更创翻])新|(?<![以网会线])上)$")
FIXED_NAMES = re.compile(r"三会一课|两学一做|一岗双责|一票否决|一把手|[一二三四五六七八九十]个一(?:工程|标准|活动)?|八项规定|双随机一公开")
ROUND_THE_CLOCK = re.compile(r"24\s*个?小时(?:值班|服务|开放|在线|不间断|制|热线|自助)")
NUMBERED_NAME = re.compile(
    r"(?:个|项|种|大)(?:代表|意识|自信|维护|务必|文明|统筹|认同|方面|结合|坚持|确立|确保|提升|创新|不|标准|主题|环节|转变|明显|到位|关系|面向|层面|步骤|阶段|关爱|一(?!次|项|个))"
)
CLAUSE_BREAK = "。;!?\t"
PERSON_SUBJECT = re.compile(r"(?:干部|党员|职工|人员|教师|志愿者|领导|成员|队员|同志)(?:要|须|应|需|必须)?(?=每|全年|年)")
EACH_OBJECT = re.compile(
    r"(?:每|各)(?:个|名|位|支|家|间|所|一|块|处|条)?(?P<object>[一-龥]{1,6}?)(?=[^一-龥]|至少|不少于|不低于|每年|每月|每季|要|须|应|有|设|建|配|必须|都|均|年|全年|开展|组织|参加|完成|报|撰写)"
)
PERSONAL = re.compile(r"人均|每人|每名|每位|每个(?:人|党员|干部|职工|志愿者)|人人")
PEOPLE_OBJECT = re.compile(r"^(?:人|党员|干部|职工|志愿者|同志|教师|队员|员工|工作人员|[一-龥]{0,4}(?:党员|干部|职工|志愿者|人员|教师))$")


TIME_FIELD = re.compile(r"(?:完成|办结|开展)?(?:时间|时限|期限)[^:]{0,6}:")
OPERATOR_WORDS = re.compile(r"(?:不少于|不低于|至少|最少|达到|超过|不得少于|不得低于|不超过|控制在|在|要|须|应|为|达|到)+$")
FREQUENCY_WORDS = re.compile(r"每[一-龥]{0,3}(?:开展|组织)?|全年度?|年度|年内")
SUBJECT_LEAD = re.compile(r"(?:每(?:两|半)?个?(?:年|月|周|天|日|季度|学期|学年|期)度?|全年度?|至少|组织|开展|举办|召开|进行|坚持|做到|确保|安排|要|须)*")
OBJECT_AFTER = re.compile(r"(?:及?以上|以内|之内|左右|内(?=办))?的?(?!以上|以内|之内|左右|及以上|/)(?P<object>[^,。;:、()\t\u2028]{2,30})")
YEARLY = re.compile(r"人均年|年人均|年(?:终|底|均|度)?(?:要|须|应|共)?(?:组织|开展|进行|举办|召开|参加|人均|不少于|至少)")
PER_AFTER = re.compile(r"(?:以上)?\s*(?:/|每)\s*(?P<per>年|季度?|月|周|天|日|人|学期)(?![一-龥])")
PER_SIGNS = {"年": "year", "季": "quarter", "季度": "quarter", "月": "month", "周": "week", "天": "day", "日": "day", "人": "person", "学期": "semester"}
HOURS = ("小时", "个小时", "学时", "课时")


@dataclass(frozen=True, slots=True)
class _Hit:
    value: float
    unit: str
    start: int
    end: int
    more: bool
    chinese: bool
    short: bool = False


def find_quantities(root: Node, sections: list[tuple[Node, SectionFound]], tables: Tables) -> list[QuantityFound]:
    """All quantities in the order of the text, a repetition once."""
    skipped = {line.index for node, found in sections if found.kind == "appraisal" for sub in node.walk() for line in sub.lines}
    lines = sorted((line for node in root.walk() for line in node.lines), key=lambda line: line.start)
    found: list[QuantityFound] = []
    seen: set[tuple[str, float, str]] = set()
    for line in lines:
        if line.index in skipped:
            continue
        row = tables.rows.get(line.index)
        for quantity in read_quantities(line, row.cells.get("time") if row else None):
            key = (re.sub(r"\s", "", quantity.text), quantity.value, quantity.unit)
            if key not in seen:
                seen.add(key)
                found.append(quantity)
    return found


def read_quantities(line: Line, time_cell: Span | None = None) -> list[QuantityFound]:
    """The quantities one paragraph or table row requires."""
    flat = line.flat
    masked = _masked(flat)
    found = []
    previous: _Hit | None = None
    for hit in _hits(masked):
        if previous and re.fullmatch(r"[^,。;]{0,8}或", flat[previous.end : hit.start]):
            continue
        if _required(flat, hit) and not _restates(flat, hit, time_cell):
            found.append(_quantity(line, hit))
            previous = hit
    return found


def _restates(flat: str, hit: _Hit, time_cell: Span | None) -> bool:
    """In a time field only a count that names what is counted says anything new."""
    in_field = time_cell[0] <= hit.start < time_cell[1] if time_cell else bool(TIME_FIELD.match(flat))
    return in_field and not OBJECT_AFTER.match(flat, hit.end)


def _masked(flat: str) -> str:
    """Names in quotes and dates blanked, so that their numerals are no quantities."""
    masked = ENUMERATED.sub(lambda hit: "\0" * len(hit.group(0)), flat)
    masked = FIXED_NAMES.sub(lambda hit: "\0" * len(hit.group(0)), masked)
    signs = list(masked)
    for period in find_periods(masked):
        signs[period.start : period.end] = "\0" * (period.end - period.start)
    return "".join(signs)


def _hits(flat: str) -> Iterator[_Hit]:
    hits = []
    for match in NUMBER.finditer(flat):
        written = match.group("share") or match.group("value")
        value = to_number(written)
        if value is None:
            continue
        unit = "%" if match.group("hundredth") else match.group("unit")
        hits.append(_Hit(value, unit, match.start(), match.end(), bool(match.group("more")), not written.isascii()))
    for match in SHORT_ACT.finditer(flat):
        value = to_number(match.group("value"))
        if value and not NOT_SHORT.match(match.group("act")):
            hits.append(_Hit(value, "次", match.start("value"), match.end("act"), False, True, True))
    return iter(sorted(hits, key=lambda hit: hit.start))


def _clause(flat: str, start: int, end: int, *, wide: bool = False) -> tuple[int, int]:
    """The clause (wide: the sentence) around two offsets, without a list number before it."""
    number = read_number(flat)
    floor = number.end if number and number.end <= start else 0
    breaks = CLAUSE_BREAK if wide else CLAUSE_BREAK + ",:、()\u2028"
    left, right = start, end
    while left > floor and flat[left - 1] not in breaks and start - left < 60:
        left -= 1
    while right < len(flat) and flat[right] not in breaks and right - end < 40:
        right += 1
    return left, right


def _required(flat: str, hit: _Hit) -> bool:
    left, right = _clause(flat, hit.start, hit.end)
    wide_left, wide_right = _clause(flat, hit.start, hit.end, wide=True)
    before, after = flat[left : hit.start], flat[hit.end : right]
    if ORDINARY_BEFORE.search(before) and not hit.short:
        return False
    if PAST.search(flat[wide_left : hit.start]) or ABSENCE.search(before) or SCORING.search(flat[left:right]):
        return False
    if hit.short or _operator(flat, hit) != "=":
        return hit.value != 0
    if NAME_AFTER.match(after) and not hit.chinese:
        return False
    if NUMBERED_NAME.match(flat[hit.end - 1 : hit.end + 4]) or ROUND_THE_CLOCK.match(flat, hit.start):
        return False
    if hit.unit == "%" or not hit.chinese:
        return hit.unit not in ("分", "字") and not (hit.unit == "米" and "长" in before)
    if _per(flat, hit) or ACT_UNIT.fullmatch(hit.unit) and DOING.search(before):
        return hit.unit in ("项", "个", "名", "人", "处") or bool(ACT_UNIT.fullmatch(hit.unit)) or hit.unit in ("篇", "条", "本", "小时", "个小时", "天", "份")
    return bool(HAVING.search(before)) and not ABSTRACT.match(after) and hit.unit in ("个", "支", "处", "名", "块", "条", "家", "户", "对", "项", "篇")


def _operator(flat: str, hit: _Hit) -> str:
    left, _ = _clause(flat, hit.start, hit.end)
    before = flat[left : hit.start]
    if AT_MOST_BEFORE.search(before) or AT_MOST_AFTER.match(flat, hit.end):
        return "<="
    if AT_LEAST_BEFORE.search(before) or AT_LEAST_AFTER.match(flat, hit.end):
        return ">="
    return ">" if MORE_BEFORE.search(before) or hit.more else "="


def _per(flat: str, hit: _Hit) -> str | None:
    """What it is counted per: a period or object in its clause; in the clause before only where its own has no subject."""
    slash = PER_AFTER.match(flat, hit.end)
    if slash:
        return PER_SIGNS[slash.group("per")]
    near, _ = _clause(flat, hit.start, hit.end)
    own = flat[near : hit.end]
    found = _per_in(own) or _each_object(flat[near : hit.start])
    if found or near == 0 or flat[near - 1] != "," or len(_without_operator(flat[near : hit.start])) > 1:
        return found
    before, _ = _clause(flat, near - 1, near - 1)
    return _per_in(flat[before:near]) if ACT_UNIT.fullmatch(hit.unit) or hit.unit in HOURS else None


def _per_in(text: str) -> str | None:
    periods = list(PERIOD.finditer(text))
    period = PERIODS[int((periods[-1].lastgroup or "p0")[1:])][0] if periods else None
    if period is None and (WHOLE_YEAR.search(text) or YEARLY.search(text)):
        period = "year"
    if PERSONAL.search(text) or PERSON_SUBJECT.search(text):
        return f"person·{period}" if period else "person"
    return period


def _each_object(before: str) -> str | None:
    each = EACH_OBJECT.search(before)
    if not each or re.match(r"[天日周月季年次期]", each.group("object")):
        return None
    return "person" if PEOPLE_OBJECT.match(each.group("object")) else each.group("object")


def _without_operator(text: str) -> str:
    return OPERATOR_WORDS.sub("", text).strip()


def _quantity(line: Line, hit: _Hit) -> QuantityFound:
    flat = line.flat
    left, right = _clause(flat, hit.start, hit.end)
    per = _per(flat, hit)
    start, end = trim(line.raw, left, right, "（）()“”")
    text = line.raw[start:end]
    operator = _operator(flat, hit)
    return QuantityFound(
        text=text,
        subject=_subject(line, left, right, hit),
        operator=operator,
        value=hit.value,
        unit="小时" if hit.unit == "个小时" else hit.unit,
        per=per,
        span=(line.start + start, line.start + end),
        sure=operator != "=" or per is not None or not hit.chinese,
    )


def _subject(line: Line, left: int, right: int, hit: _Hit) -> str:
    """What is counted: the words after the number, else those before it, else what the sentence begins with."""
    after = OBJECT_AFTER.match(line.flat, hit.end, right)
    if after and hit.unit != "%" and not hit.short:
        start, end = trim(line.raw, *after.span("object"), "的“”")
        if end - start >= 2:
            return line.raw[start:end]
    before = _without_operator(line.flat[left : hit.start])
    if len(FREQUENCY_WORDS.sub("", before)) >= 2:
        start, end = trim(line.raw, left, left + len(line.flat[left : hit.start].rstrip()), "的“”（(")
        start += len(SUBJECT_LEAD.match(line.flat[start:end]).group(0))  # type: ignore[union-attr]
        return OPERATOR_WORDS.sub("", line.raw[start:end]) or line.raw[left : hit.start]
    head, _ = _clause(line.flat, hit.start, hit.start, wide=True)
    start, end = _clause(line.flat, head, head)
    return line.raw[slice(*trim(line.raw, head, end, "的，,、。“”"))] or line.raw[left:right]
