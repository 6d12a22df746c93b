"""By when an item must be done: from its time field, or from a sentence that bounds its result."""

import re
from dataclasses import dataclass

from .dates import Period, find_periods
from .lines import flatten, trim
from .recurrence import PERIOD

WORDS = re.compile(
    r"长期(?:坚持|开展|落实|推进|实施)?|全年(?:坚持|开展|推进)?|常年|常态化?(?:推进|开展|坚持)?|持续(?:推进|开展|坚持)?|贯穿(?:全年|始终)|节日当[月天日]|即时|适时|日常|全程"
)
FESTIVAL = re.compile(r"(?:春节|元宵节?|清明节?|端午节?|中秋节?|重阳节?|国庆节?|元旦|七夕节?|五一|七一|学期[初末中])(?:前后?|期间|当[天月日])?")
BEFORE = re.compile(r"\s*(?:之前|以前|前|止)(?!夕|期|往|后|进|来|提)")
DONE = re.compile(r"\s*(?:全部|全面|基本|务必|必须|要|须|应)?(?:完成|建成|到位|改造完|整改完|报送|上报|完毕|落实到位)")
STARTS = re.compile(r"\s*(?:起|开始|以来|以后|后)(?!至)")
REPEATS = re.compile(r"每年$|每年的$|每年度$")
LONG_ITEM = 170


@dataclass(frozen=True, slots=True)
class Deadline:
    """``value`` None with a text: a time field that only repeats or cannot be read as a date."""

    value: str | None
    text: str
    sure: bool = True


def field_deadline(field: str) -> Deadline | None:
    """The deadline of a time field; its text is the whole field when several dates stand in it."""
    start, end = trim(field, 0, len(field), "。.;；，,")
    text = field[start:end]
    flat = flatten(text)
    if not text or not flat.strip("-/ 无"):
        return None
    periods = find_periods(flat)
    bounded = [period for period in periods if not STARTS.match(flat, period.end)]
    if bounded:
        last = bounded[-1].last
        return Deadline(last.as_deadline() if last else None, text)
    if periods:
        return Deadline(None, text)
    words = WORDS.search(flat)
    if words:
        return Deadline(text[words.start() : words.end()], text)
    if PERIOD.search(flat):
        return Deadline(None, text)
    festival = FESTIVAL.search(flat)
    if festival:
        return Deadline(text[festival.start() : festival.end()], text, sure=False)
    return Deadline(None, text, sure=False)


def spoken_deadline(raw: str) -> Deadline | None:
    """The bound a short item's own sentences set: X月底前, 于X月Y日前完成."""
    flat = flatten(raw)
    bounds = [period for period in find_periods(flat) if _bounds(flat, period)]
    if not bounds or len(flat) > LONG_ITEM and not (len(bounds) == 1 and _bounds_all(flat, bounds[0])):
        return None
    last = bounds[-1]
    end = last.end
    before = BEFORE.match(flat, end)
    end = before.end() if before else end
    if not last.last:
        return None
    return Deadline(last.last.as_deadline(), raw[last.start : end].strip(), sure=len(flat) <= 80)


def _bounds(flat: str, period: Period) -> bool:
    return bool(BEFORE.match(flat, period.end) or DONE.match(flat, period.end))


def _bounds_all(flat: str, period: Period) -> bool:
    clause = flat[period.end : period.end + 30]
    return bool(re.search(r"全面完成|全部完成|完成.{0,6}(?:任务|工作)", clause))


def month_heading_deadline(flat: str) -> str | None:
    """The month a heading names: "7-8月" is "08"."""
    periods = find_periods(flat)
    if not periods or not periods[-1].last or periods[-1].last.month is None:
        return None
    return f"{periods[-1].last.month:02d}"
