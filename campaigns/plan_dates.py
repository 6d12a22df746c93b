"""Dates as plans write them: a month, a day without a year, a year or a cycle of years."""

import calendar
import re
from datetime import date

WRITTEN = re.compile(r"(?:(?P<year>\d{4}|XXXX)-)?(?P<month>\d{2})(?:-(?P<day>\d{2}))?")
CYCLE = re.compile(r"(\d{4})(?:-(\d{4}))?")


def cycle_bounds(cycle: str) -> tuple[date | None, date | None]:
    """First and last day of a cycle written "2026" or "2024-2026"; nothing for any other wording."""
    match = CYCLE.fullmatch(cycle.strip())
    if not match:
        return None, None
    first, last = int(match[1]), int(match[2] or match[1])
    return (date(first, 1, 1), date(last, 12, 31)) if 1 <= first <= last else (None, None)


def has_year(written: str) -> bool:
    """Whether the plan itself says the year."""
    match = WRITTEN.fullmatch(written)
    return bool(match and match["year"] and match["year"] != "XXXX")


def resolve(written: str, *, first: date | None, last: date | None, is_end: bool) -> date | None:
    """The day meant by MM, MM-DD, YYYY-MM or YYYY-MM-DD (XXXX: no year) in a campaign from ``first`` to ``last``.

    A month is its last day for an end, its first for a start. Without a year the day counts only when it falls into
    the campaign exactly once: which year of three was meant is for people to say.
    """
    match = WRITTEN.fullmatch(written)
    if not match:
        return None
    if has_year(written):
        return _day(int(match["year"]), match, is_end=is_end)
    if first is None or last is None:
        return None
    days = [_day(year, match, is_end=is_end) for year in range(first.year, min(last.year, first.year + 20) + 1)]
    within = [day for day in days if day and first <= day <= last]
    return within[0] if len(within) == 1 else None


def _day(year: int, match: re.Match[str], *, is_end: bool) -> date | None:
    month = int(match["month"])
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    length = calendar.monthrange(year, month)[1]
    day = int(match["day"]) if match["day"] else (length if is_end else 1)
    return date(year, month, day) if 1 <= day <= length else None
