"""The reading as plain data, in the one schema plans are exchanged and measured in."""

from typing import Any

from .findings import (
    MemberFound,
    PhaseFound,
    PlanReading,
    QuantityFound,
    RecurrenceFound,
    SectionFound,
    Stated,
    TaskFound,
)


def to_schema(reading: PlanReading) -> dict[str, Any]:
    """The reading as a JSON-ready dict: header, sections, leadership, phases, tasks, quantities."""
    return {
        "title": _value(reading.title),
        "unit": _value(reading.unit),
        "level": _value(reading.level),
        "year_or_cycle": _value(reading.year_or_cycle),
        "sections": [_section(found) for found in reading.sections],
        "leadership": [_member(found) for found in reading.leadership],
        "phases": [_phase(found) for found in reading.phases],
        "tasks": [_task(found) for found in reading.tasks],
        "quantities": [_quantity(found) for found in reading.quantities],
    }


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


def _section(found: SectionFound) -> dict[str, Any]:
    return {"number": found.number, "heading": found.heading, "kind": found.kind}


def _member(found: MemberFound) -> dict[str, Any]:
    return {"role": found.role, "name_or_post": found.name_or_post}


def _phase(found: PhaseFound) -> dict[str, Any]:
    return {"name": found.name, "start": found.start, "end": found.end, "text_period": found.text_period}


def _task(found: TaskFound) -> dict[str, Any]:
    return {
        "number": found.number,
        "title": found.title,
        "parent": found.parent,
        "requirement": found.requirement,
        "lead_department": found.lead_department,
        "supporting_departments": list(found.supporting_departments),
        "responsible_leader": found.responsible_leader,
        "responsible_persons": list(found.responsible_persons),
        "deadline": found.deadline,
        "deadline_text": found.deadline_text,
        "recurrence": _recurrence(found.recurrence),
        "subitems": list(found.subitems),
    }


def _recurrence(found: RecurrenceFound | None) -> dict[str, Any] | None:
    if found is None:
        return None
    stated: dict[str, Any] = {"every": found.every}
    if found.times > 1:
        stated["times"] = found.times
    if found.count is not None:
        stated["count"] = found.count
    return stated


def _quantity(found: QuantityFound) -> dict[str, Any]:
    value = int(found.value) if found.value == int(found.value) else found.value
    return {
        "text": found.text,
        "subject": found.subject,
        "operator": found.operator,
        "value": value,
        "unit": found.unit,
        "per": found.per,
    }
