"""How dates and numbers are written in an official Chinese document."""

from datetime import date
from decimal import Decimal


def day_text(on: date | None) -> str:
    """2026年9月10日; empty without a date."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def period_text(starts_on: date | None, ends_on: date | None) -> str:
    """2026年1月1日—3月31日: the year is said once where both days share it; one open end is said in words."""
    if starts_on and ends_on:
        ends = day_text(ends_on) if ends_on.year != starts_on.year else f"{ends_on.month}月{ends_on.day}日"
        return f"{day_text(starts_on)}—{ends}"
    if starts_on:
        return f"{day_text(starts_on)}起"
    return f"{day_text(ends_on)}前" if ends_on else ""


def number_text(value: Decimal | None) -> str:
    """A decimal without idle zeros: 5, 2.5; empty without a value."""
    return f"{value.normalize():f}" if value is not None else ""
