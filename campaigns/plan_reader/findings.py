"""What the reader hands back: frozen findings, each with the span of text it was read from.

A span is a pair of offsets into ``PlanText.text`` (start inclusive, end exclusive). ``sure`` is
False where the text allows another reading; the reviewer sees those first.
"""

from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlanText:
    """The plain text of a plan: one paragraph per line, a table row as one line of tab-separated cells.

    A line break inside a table cell is U+2028, so a row always stays one line.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """One value of the header (title, unit, level, year or cycle)."""

    value: str
    span: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class SectionFound:
    """A top-level heading; ``body`` is the span of the text below it."""

    number: str | None
    heading: str
    kind: str
    span: Span
    body: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class MemberFound:
    """One person or post of the leading group or of a working group."""

    role: str
    name_or_post: str
    span: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class PhaseFound:
    """One stage; dates are YYYY-MM or YYYY-MM-DD, an unstated year is XXXX."""

    name: str
    start: str | None
    end: str | None
    text_period: str | None
    span: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class RecurrenceFound:
    """How often: ``every`` a period, ``times`` per period, ``count`` a stated total."""

    every: str
    times: int = 1
    count: int | None = None


@dataclass(frozen=True, slots=True)
class TaskFound:
    """One task. ``unsure_of`` names the fields that allow another reading."""

    number: str | None
    title: str
    parent: str | None
    requirement: str
    lead_department: str | None
    supporting_departments: tuple[str, ...]
    responsible_leader: str | None
    responsible_persons: tuple[str, ...]
    deadline: str | None
    deadline_text: str | None
    recurrence: RecurrenceFound | None
    subitems: tuple[str, ...]
    span: Span
    sure: bool = True
    unsure_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuantityFound:
    """One checkable requirement with a numeral."""

    text: str
    subject: str
    operator: str
    value: float
    unit: str
    per: str | None
    span: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Leftover:
    """A paragraph with a date, a department or a responsibility word that no finding took in.

    ``reason`` is one of "responsibility", "date", "department".
    """

    text: str
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class PlanReading:
    """Everything read from one plan, in the order of the text."""

    title: Stated | None = None
    unit: Stated | None = None
    level: Stated | None = None
    year_or_cycle: Stated | None = None
    sections: tuple[SectionFound, ...] = ()
    leadership: tuple[MemberFound, ...] = ()
    phases: tuple[PhaseFound, ...] = ()
    tasks: tuple[TaskFound, ...] = ()
    quantities: tuple[QuantityFound, ...] = ()
    not_understood: tuple[Leftover, ...] = field(default=())
