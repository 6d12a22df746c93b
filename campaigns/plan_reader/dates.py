"""Dates and periods as plans write them: 2023.03-2023.06, 20xx年2月—7月, 5月底前, 12月上旬.

Dates are strings: YYYY-MM or YYYY-MM-DD with XXXX for an unstated year in a phase, MM or MM-DD
in a deadline without a year.
"""

import re
from dataclasses import dataclass

from .numerals import to_number

_CN = "一二三四五六七八九十"
_YEAR = r"(?P<year>20\d\d|19\d\d|20[xX]{2}|[xX]{2,4}|二零[零一二三四五六七八九]{2})"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{_CN[:9]}])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PART = r"(?P<part>上旬|中旬|下旬|月?底|月?末|初|中)"
DATE_WORDS = re.compile(rf"(?:{_YEAR}\s*年度?\s*)?(?:{_MONTH}\s*月份?)\s*(?:的?{_PART}|{_DAY}\s*[日号])?")
DATE_POINTS = re.compile(rf"{_YEAR}\s*[./-]\s*{_MONTH}(?![\d%])(?:\s*[./-]\s*{_DAY}(?!\d))?(?:月|日)?")
YEAR_PART = re.compile(rf"(?:{_YEAR}\s*年\s*)?(?P<span>上半年|下半年|第?[一二三四1-4]季度|年底|年末|年终|年中)")
BARE_YEAR = re.compile(rf"{_YEAR}\s*年度?")
BARE_START = re.compile(rf"(?:{_YEAR}\s*年\s*)?{_MONTH}(?=\s*(?:-|~|至|到|、)\s*(?:20|[xX]|\d|[{_CN}]))")
BARE_END = re.compile(rf"{_DAY}\s*[日号]")
JOINT = re.compile(r"\s*(?:-+|~+|(?:开始|起)?(?:至|到))\s*")
_FIRST_DAY = {"上旬": "01", "中旬": "11", "下旬": "21", "初": "01"}
_LAST_DAY = {"上旬": "10", "中旬": "20", "初": "10"}
_SPANS = {"上半年": (1, 6), "下半年": (7, 12), "年底": (12, 12), "年末": (12, 12), "年终": (12, 12), "年中": (6, 6)}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a part of a month, a month or a whole year, as far as it is stated."""

    year: str | None
    month: int | None
    day: int | None = None
    part: str | None = None

    def as_start(self) -> str:
        """The first day or month, with XXXX for an unstated year."""
        day = f"{self.day:02d}" if self.day else _FIRST_DAY.get(self.part or "")
        return _join(self.year or "XXXX", self.month or 1, day)

    def as_end(self) -> str:
        """The last day or month, with XXXX for an unstated year."""
        day = f"{self.day:02d}" if self.day else _LAST_DAY.get(self.part or "")
        return _join(self.year or "XXXX", self.month or 12, day)

    def as_deadline(self) -> str:
        """As an end, without a year that is not stated."""
        stated = self.as_end()
        return stated if self.year and self.year != "XXXX" else stated.removeprefix("XXXX-")


@dataclass(frozen=True, slots=True)
class Period:
    """One or two moments and the offsets of the phrase that states them."""

    start: int
    end: int
    first: Moment | None
    last: Moment | None

    @property
    def is_range(self) -> bool:
        return self.first != self.last


def _join(year: str, month: int, day: str | None) -> str:
    return f"{year}-{month:02d}" + (f"-{day}" if day else "")


def find_periods(flat: str) -> list[Period]:
    """All dates and ranges of dates in a flattened text, left to right, without overlaps."""
    terms = _terms(flat)
    periods: list[Period] = []
    index = 0
    while index < len(terms):
        start, end, first, last = terms[index]
        joint = JOINT.match(flat, end)
        if joint and index + 1 < len(terms) and terms[index + 1][0] == joint.end():
            _, end, left, right = terms[index + 1]
            periods.append(Period(start, end, _lend_year(first, left), _lend(first, right)))
            index += 2
            continue
        day = BARE_END.match(flat, joint.end()) if joint else None
        if joint and day and first.day:
            moment = Moment(first.year, first.month, _int(day.group("day")))
            periods.append(Period(start, day.end(), first, moment))
        else:
            periods.append(Period(start, end, first, last))
        index += 1
    return periods


def _terms(flat: str) -> list[tuple[int, int, Moment, Moment]]:
    """Single dates; a bare year or number counts only as the first half of a range."""
    found: list[tuple[int, int, Moment, Moment]] = []
    position = 0
    while position < len(flat):
        if flat[position] not in "0123456789xX一二三四五六七八九十上下第年":
            position += 1
            continue
        term = _term_at(flat, position)
        if term:
            found.append(term)
            position = term[1]
        else:
            position = _past_digits(flat, position)
    return found


def _past_digits(flat: str, position: int) -> int:
    if not flat[position].isdigit():
        return position + 1
    while position < len(flat) and flat[position].isdigit():
        position += 1
    return position


def _term_at(flat: str, position: int) -> tuple[int, int, Moment, Moment] | None:
    for pattern in (DATE_POINTS, DATE_WORDS, BARE_START, YEAR_PART, BARE_YEAR):
        match = pattern.match(flat, position)
        if match and not _is_count(flat, match):
            first, last = _moments(match)
            return match.start(), match.end(), first, last
    return None


def _is_count(flat: str, match: re.Match[str]) -> bool:
    """ "3个月" never matches; "一季度一次" and a numeral inside a longer one are no dates."""
    before = flat[match.start() - 1] if match.start() else ""
    if before and before in "每第.届" or (before.isdigit() and flat[match.start()].isdigit()):
        return True
    return match.re is BARE_START and not _ends_in_month(flat, match.end())


def _ends_in_month(flat: str, position: int) -> bool:
    """True for the "1" of "1~4月", false for the "3" of "3至5人"."""
    following = flat[position : position + 14]
    joint = re.match(r"\s*(?:-|~|至|到|、)\s*", following)
    return bool(joint and DATE_WORDS.match(following, joint.end()))


def _moments(match: re.Match[str]) -> tuple[Moment, Moment]:
    parts = match.groupdict()
    year = _year(parts.get("year"))
    span = parts.get("span")
    if span:
        first, last = _SPANS.get(span) or _quarter(span)
        return Moment(year, first), Moment(year, last)
    if parts.get("month") is None:
        return Moment(year, 1), Moment(year, 12)
    part = parts.get("part")
    moment = Moment(year, _int(parts["month"]), _int(parts.get("day")), part if part != "中" else "中旬")
    return moment, moment


def _quarter(span: str) -> tuple[int, int]:
    sign = span.removeprefix("第")[0]
    number = _QUARTERS.get(sign) or int(sign)
    return number * 3 - 2, number * 3


def _year(text: str | None) -> str | None:
    if text is None:
        return None
    if "x" in text.lower():
        return "XXXX"
    if text.startswith("二"):
        return "".join(str("零一二三四五六七八九".index(sign)) for sign in text)
    return text


def _int(text: str | None) -> int | None:
    value = to_number(text) if text else None
    return int(value) if value is not None else None


def _lend(first: Moment, last: Moment) -> Moment:
    """ "2021年3月至5月": the second half has the year of the first."""
    if last.year or not first.year:
        return last
    return Moment(first.year, last.month, last.day, last.part)


def _lend_year(first: Moment, last: Moment) -> Moment:
    return first if first.month or not last.month else Moment(first.year, 1)
