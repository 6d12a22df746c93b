"""When a task is due."""

from datetime import date

import pytest

from tasks.models import Every
from tasks.recurrence import PAIRS_START, Due, horizon, schedule

YEAR = {"deadline_on": None, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "until": date(2027, 6, 1)}


@pytest.mark.parametrize(
    ("every", "count", "first", "last"),
    [
        (Every.WEEK, 53, Due("2026年第1周", date(2026, 1, 4)), Due("2026年第53周", date(2026, 12, 31))),
        (Every.TWO_WEEKS, 27, Due("2026年第1—2周", date(2026, 1, 11)), Due("2026年第53周—2027年第1周", date(2026, 12, 31))),
        (Every.MONTH, 12, Due("2026年1月", date(2026, 1, 31)), Due("2026年12月", date(2026, 12, 31))),
        (Every.TWO_MONTHS, 6, Due("2026年1—2月", date(2026, 2, 28)), Due("2026年11—12月", date(2026, 12, 31))),
        (Every.QUARTER, 4, Due("2026年第1季度", date(2026, 3, 31)), Due("2026年第4季度", date(2026, 12, 31))),
        (Every.HALF_YEAR, 2, Due("2026年上半年", date(2026, 6, 30)), Due("2026年下半年", date(2026, 12, 31))),
        (Every.YEAR, 1, Due("2026年", date(2026, 12, 31)), Due("2026年", date(2026, 12, 31))),
    ],
)
def test_a_year_has_its_periods_each_due_on_its_last_day(every, count, first, last):
    places = schedule(every=every, **YEAR)
    assert (len(places), places[0], places[-1]) == (count, first, last)


@pytest.mark.parametrize("every", Every.values)
def test_labels_and_days_are_unique_over_six_years_and_asked_later_the_past_is_the_same(every):
    six = {"deadline_on": None, "ends_on": None, "until": date(2031, 12, 31)}
    places = schedule(every=every, starts_on=date(2026, 3, 15), **six)
    assert len({place.label for place in places}) == len({place.on for place in places}) == len(places)
    later = schedule(every=every, starts_on=date(2027, 8, 3), **six)
    assert set(later) < set(places)


def test_a_deadline_alone_is_due_once_on_its_day_even_outside_the_campaign():
    assert schedule(every="", **{**YEAR, "deadline_on": date(2027, 2, 1)}) == [Due("", date(2027, 2, 1))]


def test_neither_deadline_nor_recurrence_is_due_never():
    assert schedule(every="", **YEAR) == []


def test_a_series_ends_with_its_deadline_and_the_last_period_is_cut_to_it():
    places = schedule(every=Every.QUARTER, **{**YEAR, "deadline_on": date(2026, 8, 15)})
    assert [place.on for place in places] == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 8, 15)]


def test_a_period_that_has_not_begun_by_the_horizon_is_not_made_yet():
    places = schedule(every=Every.MONTH, **{**YEAR, "until": date(2026, 3, 1)})
    assert [place.label for place in places] == ["2026年1月", "2026年2月", "2026年3月"]


def test_pairs_of_weeks_are_counted_from_a_monday():
    assert PAIRS_START.isoweekday() == 1


def test_the_horizon_lies_a_good_year_ahead():
    assert (horizon(date(2026, 1, 1)) - date(2026, 1, 1)).days >= 366
