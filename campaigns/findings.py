"""What stands in ``PlanDocument.findings``: the reading as JSON that people correct, and the corrections.

Shape (dates as YYYY-MM-DD or empty, spans as [start, end] in ``PlanDocument.text``)::

    head     {title, unit, level, cycle, starts_on, ends_on, guiding_ideology, goals}
    phases   [{name, starts_on, ends_on, text_period, written: [start, end]}]
    members  [{group, role, role_text, name}]
    tasks    [{number, title, heading, requirement, lead, supports, leader, persons,
               deadline_on, deadline_text, every, every_text, written}]
    leftovers [{text, reason}]
    departments {name as written: {choice, department}}

Every entry but ``departments`` also has ``id``, ``rev`` (raised by each correction), ``unsure`` (names of the doubtful
fields), ``span`` (or null) and ``dropped``. ``written`` keeps the dates in the plan's own words, so that they can be
worked out again when somebody corrects the years of the campaign.
"""

import re
from collections.abc import Iterator
from typing import Any

from campaigns.plan_dates import cycle_bounds, has_year, resolve
from campaigns.plan_reader.findings import MemberFound, PhaseFound, PlanReading, RecurrenceFound, Stated, TaskFound

Finding = dict[str, Any]
Findings = dict[str, Any]

LISTS = {"p": "phases", "m": "members", "t": "tasks", "x": "leftovers"}
EVERY = {"week": "week", "2 weeks": "two_weeks", "month": "month", "2 months": "two_months", "quarter": "quarter", "half-year": "half_year", "year": "year"}
"""The reader's periods that the calendar knows as they are; the others (day, half-month, semester) people decide."""
PERIODS = {
    "day": "每天",
    "week": "每周",
    "2 weeks": "每两周",
    "half-month": "每半月",
    "month": "每月",
    "2 months": "每两个月",
    "quarter": "每季度",
    "half-year": "每半年",
    "semester": "每学期",
    "year": "每年",
}
LEVELS = {"县级": "county", "区级": "county", "市级": "municipal", "省级": "provincial", "全国": "national", "国家级": "national"}
BLANKS: dict[str, Finding] = {
    "phases": {"name": "", "starts_on": "", "ends_on": "", "text_period": "", "written": ["", ""]},
    "members": {"group": "领导小组", "role": "member", "role_text": "", "name": ""},
    "tasks": {
        "number": "",
        "title": "",
        "heading": "",
        "requirement": "",
        "lead": "",
        "supports": [],
        "leader": "",
        "persons": [],
        "deadline_on": "",
        "deadline_text": "",
        "every": "",
        "every_text": "",
        "written": "",
    },
}


def from_reading(reading: PlanReading, text: str) -> Findings:
    """The reader's findings as JSON. What the plan does not say stays empty; what we worked out ourselves is marked unsure."""
    head = _head(reading, text)
    first, last = cycle_bounds(head["cycle"])
    years = {"first": first, "last": last}
    return {
        "head": head,
        "phases": [_phase(number, found, years) for number, found in enumerate(reading.phases, 1)],
        "members": [_member(number, found) for number, found in enumerate(reading.leadership, 1)],
        "tasks": [_task(number, found, years) for number, found in enumerate(reading.tasks, 1)],
        "leftovers": [
            _entry(f"x{number}", found.span, []) | {"text": found.text[:2000], "reason": found.reason} for number, found in enumerate(reading.not_understood, 1)
        ],
        "departments": {},
    }


def _entry(key: str, span: tuple[int, int] | None, unsure: list[str]) -> Finding:
    return {"id": key, "rev": 1, "dropped": False, "unsure": unsure, "span": list(span) if span else None}


def _head(reading: PlanReading, text: str) -> Finding:
    stated = {"title": reading.title, "unit": reading.unit, "level": reading.level, "cycle": reading.year_or_cycle}
    values = {name: found.value if found else "" for name, found in stated.items()}
    first, last = cycle_bounds(values["cycle"])
    unsure = [name for name, found in stated.items() if found and not found.sure]
    if not values["title"]:
        unsure.append("title")
    unsure.append("starts_on")  # the plan names years at most; the days are ours
    body = {
        kind: "\n".join(text[found.body[0] : found.body[1]].strip() for found in reading.sections if found.kind == kind)
        for kind in ("guiding_ideology", "goals")
    }
    return _entry("head", _span_of(reading.title), unsure) | {
        "title": values["title"],
        "unit": values["unit"],
        "level": LEVELS.get(values["level"], ""),
        "cycle": values["cycle"] if first else "",
        "starts_on": _iso(first),
        "ends_on": _iso(last),
        "guiding_ideology": body["guiding_ideology"],
        "goals": body["goals"],
    }


def _span_of(stated: Stated | None) -> tuple[int, int] | None:
    return stated.span if stated else None


def _iso(day: object) -> str:
    return str(day) if day else ""


def _phase(number: int, found: PhaseFound, years: dict) -> Finding:
    written = [found.start or "", found.end or ""]
    unsure = [] if found.sure else ["name"]
    phase = _entry(f"p{number}", found.span, unsure) | {
        "name": found.name,
        "starts_on": _iso(resolve(written[0], is_end=False, **years)),
        "ends_on": _iso(resolve(written[1], is_end=True, **years)),
        "text_period": found.text_period or "",
        "written": written,
    }
    if not phase["starts_on"] and not phase["ends_on"]:
        phase["unsure"] = sorted({*unsure, "starts_on"})
    return _in_order(phase)


def _in_order(phase: Finding) -> Finding:
    """An end before its start was read or worked out wrongly (November to January): people set it."""
    if phase["starts_on"] and phase["ends_on"] and phase["ends_on"] < phase["starts_on"]:
        phase["ends_on"] = ""
        phase["unsure"] = sorted({*phase["unsure"], "starts_on"})
    return phase


def _member(number: int, found: MemberFound) -> Finding:
    group, role = member_role(found.role)
    return _entry(f"m{number}", found.span, [] if found.sure else ["name"]) | {
        "group": group,
        "role": role,
        "role_text": found.role,
        "name": found.name_or_post,
    }


def member_role(written: str) -> tuple[str, str]:
    """Group and kind of role of a role as written: "宣传组组长" leads the 宣传组, everybody else belongs to the leading group."""
    working_group = re.fullmatch(r"(\S{2,}组)(副?)组长", written)
    if working_group and not written.startswith("领导"):
        return working_group[1], "deputy" if working_group[2] else "leader"
    plain = re.sub(r"\s", "", written)
    if "办公室" in plain:
        return "领导小组", "office"
    if re.search("联络|联系|日常", plain):
        return "领导小组", "liaison"
    if re.search("副(组长|总指挥|指挥长|主任)", plain):
        return "领导小组", "deputy"
    return "领导小组", "leader" if re.search("组长|指挥|主任", plain) else "member"


def _task(number: int, found: TaskFound, years: dict) -> Finding:
    deadline = found.deadline or ""
    day = _iso(resolve(deadline, is_end=True, **years))
    every, every_text, every_doubt = _recurrence(found.recurrence)
    unsure = list(found.unsure_of) if found.unsure_of else ([] if found.sure else ["title"])
    unsure += [name for name, doubtful in (("deadline", bool(deadline) and not day and not every), ("recurrence", every_doubt)) if doubtful]
    requirement = "\n".join([found.requirement, *(piece for piece in found.subitems if piece not in found.requirement)])
    return _entry(f"t{number}", found.span, sorted({_field(name) for name in unsure})) | {
        "number": found.number or "",
        "title": found.title,
        "heading": found.parent or "",
        "requirement": requirement,
        "lead": found.lead_department or "",
        "supports": list(found.supporting_departments),
        "leader": found.responsible_leader or "",
        "persons": list(found.responsible_persons),
        "deadline_on": day,
        "deadline_text": found.deadline_text or "",
        "every": every,
        "every_text": every_text,
        "written": deadline,
    }


def _field(name: str) -> str:
    """The reader's names of fields as ours."""
    return {
        "lead_department": "lead",
        "supporting_departments": "supports",
        "responsible_leader": "leader",
        "responsible_persons": "persons",
        "deadline_on": "deadline",
        "deadline_text": "deadline",
        "parent": "heading",
    }.get(name, name)


def _recurrence(found: RecurrenceFound | None) -> tuple[str, str, bool]:
    """Our period, the plan's frequency in words, and whether people have to look at it."""
    if found is None:
        return "", "", False
    words = PERIODS.get(found.every, found.every) + f"{found.times}次" + (f"，共{found.count}次" if found.count else "")
    every = EVERY.get(found.every, "")
    return every, words, not every or found.times > 1


def entries(findings: Findings, kind: str) -> list[Finding]:
    """The list of one kind, dropped ones included."""
    return findings.get(kind) or []


def every_entry(findings: Findings) -> Iterator[tuple[str, Finding]]:
    """Head, phases, members, tasks and leftovers with their kind."""
    if "head" in findings:
        yield "head", findings["head"]
    for kind in LISTS.values():
        for entry in entries(findings, kind):
            yield kind, entry


def locate(findings: Findings, key: str) -> tuple[str, Finding] | None:
    """Kind and entry of an id, ``None`` when there is none."""
    kind = "head" if key == "head" else LISTS.get(key[:1], "")
    if kind == "head":
        return (kind, findings["head"]) if "head" in findings else None
    return next(((kind, entry) for entry in entries(findings, kind) if entry["id"] == key), None)


def correct(findings: Findings, key: str, values: Finding) -> Finding:
    """Put the person's values in; what a person wrote is no longer doubtful. Raises ``LookupError`` for an unknown id."""
    found = locate(findings, key)
    if found is None:
        raise LookupError(key)
    kind, entry = found
    before = (entry.get("starts_on", ""), entry.get("ends_on", ""))
    entry.update(values)
    entry["unsure"] = []
    entry["rev"] += 1
    if kind == "head" and before != (entry["starts_on"], entry["ends_on"]):
        _work_out_days(findings, before)
    return entry


def _work_out_days(findings: Findings, before: tuple[str, str]) -> None:
    """Dates without a year again, now that the campaign's years changed; a day somebody set by hand stays."""
    old, new = _years(*before), _years(findings["head"]["starts_on"], findings["head"]["ends_on"])
    for entry, field, written, is_end in _written_days(findings):
        if written and not has_year(written) and entry[field] == _iso(resolve(written, is_end=is_end, **old)):
            entry[field] = _iso(resolve(written, is_end=is_end, **new))
    for phase in findings["phases"]:
        _in_order(phase)


def _written_days(findings: Findings) -> Iterator[tuple[Finding, str, str, bool]]:
    """Every day of phases and tasks: the entry, its field, the plan's own words, whether it is an end."""
    for phase in findings["phases"]:
        for side, field in enumerate(("starts_on", "ends_on")):
            yield phase, field, phase["written"][side], side == 1
    for task in findings["tasks"]:
        yield task, "deadline_on", task["written"], True


def _years(starts_on: str, ends_on: str) -> dict:
    first, last = (resolve(day, first=None, last=None, is_end=False) for day in (starts_on, ends_on))
    return {"first": first, "last": last}


def add(findings: Findings, kind: str, values: Finding, span: list[int] | None = None) -> Finding:
    """A new entry of phases, members or tasks at the end of its list."""
    letter = next(letter for letter, name in LISTS.items() if name == kind)
    number = max((int(entry["id"][1:]) for entry in entries(findings, kind)), default=0) + 1
    entry = _entry(f"{letter}{number}", None, []) | {**BLANKS[kind], **values} | {"span": span}
    findings.setdefault(kind, []).append(entry)
    return entry


def set_dropped(findings: Findings, key: str, *, dropped: bool) -> Finding:
    """Leave an entry out of the campaign, or take it in again. Raises ``LookupError`` for an unknown id."""
    found = locate(findings, key)
    if found is None or found[0] == "head":
        raise LookupError(key)
    found[1]["dropped"] = dropped
    found[1]["rev"] += 1
    return found[1]


def yearless(findings: Findings) -> int:
    """How many dates without a year were taken to lie in the campaign's years."""
    written = [(entry[field], words) for entry, field, words, _is_end in _written_days(findings) if not entry["dropped"]]
    return sum(bool(day and words and not has_year(words)) for day, words in written)


def kept(findings: Findings, kind: str) -> list[Finding]:
    """Entries that become part of the campaign."""
    return [entry for entry in entries(findings, kind) if not entry["dropped"]]


def doubtful(findings: Findings) -> list[tuple[str, Finding]]:
    """Everything still to be looked at, in the order of the plan's parts."""
    return [(kind, entry) for kind, entry in every_entry(findings) if entry["unsure"] and not entry["dropped"]]


def department_names(findings: Findings) -> dict[str, list[str]]:
    """Names of departments as written, each with the ids of the kept tasks that use it, in order of appearance."""
    names: dict[str, list[str]] = {}
    for task in kept(findings, "tasks"):
        for name in dict.fromkeys([task["lead"], *task["supports"]]):
            if name:
                names.setdefault(name, []).append(task["id"])
    return names
