"""When a task is due: the periods of a series and the one day of a deadline. Pure: every date is an argument."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.models import Every

PAIRS_START = date(2024, 1, 1)
"""A Monday from which pairs of weeks are counted, so that a series does not shift with the day it is asked for."""
MONTHS = {Every.MONTH: 1, Every.TWO_MONTHS: 2, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
WEEKS = {Every.WEEK: 1, Every.TWO_WEEKS: 2}
AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Due:
    """One place in a series: ``label`` names the period (and is unique in the series), ``on`` is its last day."""

    label: str
    on: date


def horizon(on: date) -> date:
    """Until when occurrences are made on a day: a good year ahead, so that a year's plan is seen whole."""
    return on + AHEAD


def schedule(*, every: str, deadline_on: date | None, starts_on: date, ends_on: date | None, until: date) -> list[Due]:
    """All places of one task from ``starts_on``, past ones included, whose period has begun by ``until``.

    Without recurrence: the deadline alone, under no label. With one: every period that touches the time between
    ``starts_on`` and the earlier of deadline and ``ends_on``; the last one is cut to that day.
    """
    if not every:
        return [Due("", deadline_on)] if deadline_on else []
    last = min(day for day in (deadline_on, ends_on, until) if day)
    stop = min((day for day in (deadline_on, ends_on) if day), default=None)
    places: list[Due] = []
    for label, begins, ends in _periods(every, starts_on):
        if begins > last:
            return places
        places.append(Due(label, min(ends, stop) if stop else ends))
    return places


def _periods(every: str, starts_on: date) -> Iterator[tuple[str, date, date]]:
    """Endless: (label, first day, last day) from the period in which ``starts_on`` lies."""
    if every in WEEKS:
        length = timedelta(weeks=WEEKS[Every(every)])
        begins = starts_on - (starts_on - PAIRS_START) % length
        while True:
            ends = begins + length - timedelta(days=1)
            yield _week_label(begins, ends), begins, ends
            begins += length
    months = MONTHS[Every(every)]
    year, month = starts_on.year, (starts_on.month - 1) // months * months + 1
    while True:
        last = month + months - 1
        yield _month_label(every, year, month, last), date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1])
        year, month = (year, last + 1) if last < 12 else (year + 1, 1)


# Labels are stored with the occurrence and go into the dossier: the unit's own words, not the interface's.
def _week_label(begins: date, ends: date) -> str:
    first, last = begins.isocalendar(), ends.isocalendar()
    if first.week == last.week:
        return f"{first.year}年第{first.week}周"
    return f"{first.year}年第{first.week}—{last.week}周" if first.year == last.year else f"{first.year}年第{first.week}周—{last.year}年第{last.week}周"


def _month_label(every: str, year: int, first: int, last: int) -> str:
    if every == Every.YEAR:
        return f"{year}年"
    if every == Every.HALF_YEAR:
        return f"{year}年{'上' if first == 1 else '下'}半年"
    if every == Every.QUARTER:
        return f"{year}年第{last // 3}季度"
    return f"{year}年{first}月" if every == Every.MONTH else f"{year}年{first}—{last}月"
