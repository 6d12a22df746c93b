"""How often something is to be done: 每季度一次, 按月通报, 全年不少于3次."""

import re
from dataclasses import dataclass

from .findings import RecurrenceFound
from .numerals import to_number

ORDER = ("day", "week", "2 weeks", "half-month", "month", "2 months", "quarter", "half-year", "semester", "year")
PERIODS: tuple[tuple[str, str], ...] = (
    ("2 weeks", r"每(?:两|二|2)个?(?:周|星期)|隔周"),
    ("half-month", r"每半个?月"),
    ("2 months", r"每(?:两|二|2)个?月|每双月|每隔一个?月|隔月"),
    ("half-year", r"每个?半年度?"),
    ("semester", r"每(?:个|一)?学期"),
    ("quarter", r"(?:每(?:一|1)?个?|按|逐)季(?!节)度?|季均"),
    ("month", r"(?:每(?:一|1)?个?|按|逐)月|月均"),
    ("week", r"(?:每(?:一|1)?个?|按|逐)(?:周(?!期)|星期)"),
    ("day", r"每(?:一|1)?个?(?:工作)?[天日]"),
    ("year", r"每(?:一|1)?个?(?:学年|年度?)|年均"),
)
PERIOD = re.compile("|".join(f"(?P<p{index}>{pattern})" for index, (_, pattern) in enumerate(PERIODS)))
WHOLE_YEAR = re.compile(r"全年度?|年内|(?<![一-龥])年度(?=[^。;]{0,12}(?:不少于|至少|不低于))")
NUMERAL = r"(?:\d{1,6}(?:\.\d{1,3})?|[一二两三四五六七八九十百]{1,5})"
ACT = re.compile(rf"({NUMERAL})\s*(?:-|~|至)?\s*(?:{NUMERAL})?\s*(次|期|场|条|篇|个(?!小时|百分点|工作日|月)|轮|遍|堂|讲|节课|批)(?!性)")
ACT_PER = re.compile(ACT.pattern + r"\s*/\s*(?P<per>年|季度?|月|周|学期)")
SLASHED = {"年": "year", "季": "quarter", "季度": "quarter", "月": "month", "周": "week", "学期": "semester"}
AMOUNT = re.compile(rf"{NUMERAL}\s*(?:余|多)?\s*(?:个?小时|学时|课时|%|处|万?元|名|人|分钟|公里|块|份|天|工作日|盆)|百分之")
SHORT_ACT = re.compile(r"\s*[一1](?!次|期|场|条|篇|个|轮|些|定|般)[一-龥]")
CLAUSE_END = re.compile(r"[,。;:!?]")
NAMED = re.compile(r"[“\"《][^”\"》]{0,40}[”\"》]")


@dataclass(frozen=True, slots=True)
class Frequency:
    """One stated frequency with its offsets."""

    every: str
    times: int
    start: int
    end: int
    total: bool = False
    unit: str | None = None


def find_frequencies(flat: str) -> list[Frequency]:
    """Every frequency of acts stated in a flattened text."""
    names = [match.span() for match in NAMED.finditer(flat)]
    found = []
    for match in PERIOD.finditer(flat):
        if _inside(match.start(), names) or flat[max(0, match.start() - 1) : match.start()] in ("第",):
            continue
        every = PERIODS[int((match.lastgroup or "p0")[1:])][0]
        frequency = _frequency(flat, match, every)
        if frequency:
            found.append(frequency)
    for match in WHOLE_YEAR.finditer(flat):
        act = ACT.search(flat, match.end(), _clause_end(flat, match.end()))
        if act and not _inside(match.start(), names):
            found.append(Frequency("year", _count(act.group(1)), match.start(), act.end(), total=True, unit=act.group(2)))
    for act in ACT_PER.finditer(flat):
        found.append(Frequency(SLASHED[act.group("per")], _count(act.group(1)), act.start(), act.end(), unit=act.group(2)))
    return sorted(found, key=lambda entry: entry.start)


def _frequency(flat: str, match: re.Match[str], every: str) -> Frequency | None:
    stop = _clause_end(flat, match.end())
    if stop <= match.end() and flat[match.start()] not in "按逐":
        return Frequency(every, 1, match.start(), match.end()) if len(flat) <= 16 else None
    act = ACT.search(flat, match.end(), stop)
    if act:
        return Frequency(every, _count(act.group(1)), match.start(), act.end(), unit=act.group(2))
    if AMOUNT.search(flat, match.end(), stop):
        return None
    return Frequency(every, 1, match.start(), stop)


def _clause_end(flat: str, position: int) -> int:
    match = CLAUSE_END.search(flat, position)
    return match.start() if match else len(flat)


def _count(text: str) -> int:
    value = to_number(text)
    return max(1, int(value)) if value is not None and value < 10000 else 1


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def read_recurrence(text: str, field: str | None = None) -> RecurrenceFound | None:
    """The recurrence of an item: the one in its time field, else the most frequent in its text."""
    everything = find_frequencies(text)
    chosen = [entry for entry in find_frequencies(field) if field] if field else []
    finest = min(chosen or everything, key=lambda entry: ORDER.index(entry.every), default=None)
    if finest is None:
        return None
    totals = [entry.times for entry in everything + chosen if entry.total and finest.unit in (None, entry.unit)]
    if finest.total or not totals or finest.every == "year":
        return RecurrenceFound(finest.every, finest.times)
    return RecurrenceFound(finest.every, finest.times, totals[0])
