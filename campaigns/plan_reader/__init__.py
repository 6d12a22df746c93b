"""Reads a plan for the title: pure functions from text to findings, no database and no clock."""

from .document import UnreadablePlan, decode_text, read_document
from .findings import (
    Leftover,
    MemberFound,
    PhaseFound,
    PlanReading,
    PlanText,
    QuantityFound,
    RecurrenceFound,
    SectionFound,
    Span,
    Stated,
    TaskFound,
)
from .reading import read_plan
from .schema import to_schema

__all__ = [
    "Leftover",
    "MemberFound",
    "PhaseFound",
    "PlanReading",
    "PlanText",
    "QuantityFound",
    "RecurrenceFound",
    "SectionFound",
    "Span",
    "Stated",
    "TaskFound",
    "UnreadablePlan",
    "decode_text",
    "read_document",
    "read_plan",
    "to_schema",
]
