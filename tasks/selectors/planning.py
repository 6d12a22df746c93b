"""What the review screen and the break-down screen show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import Department, User
from campaigns import findings as findings_of
from campaigns import passages
from campaigns.findings import Finding
from campaigns.models import Campaign, LeadershipMember, Level, PlanDocument
from campaigns.plan_doubts import doubts_of
from campaigns.plan_matching import Meaning, meanings, person_in, persons_by_name
from tasks.models import Every, Task

A_PAGE = 50
VIEWS = ("doubts", "head", "phases", "members", "tasks", "departments", "leftovers")


@dataclass
class Row:
    """One finding on the screen: ``number`` ties it to its mark in the text, ``people`` are the accounts its names belong to."""

    kind: str
    entry: Finding
    number: int
    people: dict[str, User]

    @property
    def doubts(self) -> list[str]:
        """What about it has to be looked at, as sentences."""
        return doubts_of(self.kind, self.entry)

    @property
    def words(self) -> dict[str, Any]:
        """Its coded values as people read them."""
        choices = {"every": Every, "level": Level, "role": LeadershipMember.Role}
        return {field: kind(self.entry[field]).label for field, kind in choices.items() if self.entry.get(field)}

    @property
    def written_time(self) -> str:
        """Its time in the words of the plan."""
        return "；".join(words for field in ("deadline_text", "every_text", "text_period") if (words := self.entry.get(field)))

    @property
    def known(self) -> list[str]:
        """Names of the persons who have an account."""
        return [name for name in self.entry.get("persons", ()) if name in self.people]

    @property
    def unknown(self) -> list[str]:
        """Names that stay mere text."""
        return [name for name in self.entry.get("persons", ()) if name not in self.people]


def tallies(plan: PlanDocument, found: list[Meaning]) -> dict[str, int]:
    """How many of everything; what was left out does not count."""
    kept = {kind: len(findings_of.kept(plan.findings, kind)) for kind in findings_of.LISTS.values()}
    tasks = findings_of.kept(plan.findings, "tasks")
    everything, doubts = 1 + kept["phases"] + kept["members"] + kept["tasks"], len(findings_of.doubtful(plan.findings))
    return kept | {
        "yearless": findings_of.yearless(plan.findings),
        "doubts": doubts,
        "all": everything,
        "checked": everything - doubts,
        "percent": (everything - doubts) * 100 // everything,
        "departments": len(found),
        "undecided": sum(not meaning.choice for meaning in found),
        "open": sum(not task["lead"] or not (task["deadline_on"] or task["every"]) for task in tasks),
    }


def row_of(plan: PlanDocument, key: str, number: int) -> Row | None:
    """One finding by its id, as the list shows it."""
    found = findings_of.locate(plan.findings, key)
    return Row(*found, number, _people([found[1]])) if found else None


def _people(entries: list[Finding]) -> dict[str, User]:
    """Accounts of the persons these findings name."""
    names = {name for entry in entries for name in [*entry.get("persons", ()), *([entry["name"]] if "role_text" in entry else ())]}
    by_name = persons_by_name(User.objects.working()) if names else {}
    return {name: user for name in names if (user := by_name.get(name) or person_in(name, by_name))}


def review(plan: PlanDocument, *, show: str, page_number: str | None) -> dict[str, Any]:
    """One page of findings of one kind, with the stretch of text they came from."""
    found = meanings(plan.findings, list(Department.objects.in_use()))
    counts = tallies(plan, found)
    if show not in VIEWS:
        show = "doubts" if counts["doubts"] else "tasks"
    page = Paginator(_listed(plan, show, found), A_PAGE).get_page(page_number)
    first = page.start_index()
    if show == "departments":
        marks = [mark for number, meaning in enumerate(page, first) for mark in _marks_of_name(plan, meaning, number)]
        rows: list = [(number, meaning) for number, meaning in enumerate(page, first)]
    else:
        people = _people([entry for _kind, entry in page])
        rows = [Row(kind, entry, number, people) for number, (kind, entry) in enumerate(page, first)]
        marks = [mark for row in rows if not row.entry["dropped"] for mark in passages.marks_of(plan.text, row.kind, row.entry, str(row.number))]
    shown = passages.window(plan.text, marks)
    return {
        "show": show,
        "page": page,
        "rows": rows,
        "counts": counts,
        "paragraphs": passages.paragraphs(plan.text, marks, shown, title_at=(plan.findings["head"]["span"] or [-1])[0]),
        "is_cut": shown != (0, len(plan.text)),
    }


def counts_of(plan: PlanDocument) -> dict[str, int]:
    """The tallies alone, after a correction."""
    return tallies(plan, meanings(plan.findings, list(Department.objects.in_use())))


def place_of(plan: PlanDocument, key: str) -> str:
    """Address of the page of the review list that holds the finding, opened for correction."""
    found = findings_of.locate(plan.findings, key)
    kind = found[0] if found else "tasks"
    place = next((place for place, entry in enumerate(findings_of.entries(plan.findings, kind)) if entry["id"] == key), 0)
    return f"{reverse('tasks:plan_review', args=[plan.pk])}?{urlencode({'show': kind, 'page': place // A_PAGE + 1, 'edit': key})}#f-{key}"


def _listed(plan: PlanDocument, show: str, found: list[Meaning]) -> list:
    if show == "departments":
        return found
    if show == "doubts":
        return findings_of.doubtful(plan.findings)
    if show == "head":
        return [("head", plan.findings["head"])]
    return [(show, entry) for entry in findings_of.entries(plan.findings, show)]


def _marks_of_name(plan: PlanDocument, meaning: Meaning, number: int) -> list[passages.Mark]:
    marks: list[passages.Mark] = []
    for task in findings_of.kept(plan.findings, "tasks"):
        if task["id"] in meaning.task_ids and task["span"]:
            at = plan.text.find(meaning.name, *task["span"])
            if at >= 0:
                marks.append(passages.Mark(at, at + len(meaning.name), "dept", f"d{number}", "" if marks else str(number), not meaning.choice))
    return marks


def task_names(plan: PlanDocument) -> list[str]:
    """Departments to choose from while correcting: those of the tree and those the plan names."""
    in_tree = Department.objects.in_use().values_list("name", flat=True)
    return list(dict.fromkeys([*in_tree, *findings_of.department_names(plan.findings)]))


def to_break_down(campaign: Campaign, *, show: str, page_number: str | None) -> Page:
    """Tasks of the plan, by default those still without lead or time, fifty a page."""
    tasks = (
        Task.objects.kept().filter(campaign=campaign).select_related("lead_department", "kind").prefetch_related("supports__department", "responsible_persons")
    )
    if show == "open":
        tasks = tasks.filter(_open())
    return Paginator(tasks, A_PAGE).get_page(page_number)


def _open() -> Q:
    return Q(lead_department__isnull=True) | Q(deadline_on__isnull=True, every="")


def left_to_do(campaign: Campaign) -> dict[str, int]:
    """How many tasks there are, and how many lack their lead, their time, or either."""
    tasks: QuerySet[Task] = Task.objects.kept().filter(campaign=campaign)
    return tasks.aggregate(
        total=Count("pk"),
        leaderless=Count("pk", filter=Q(lead_department__isnull=True)),
        timeless=Count("pk", filter=Q(deadline_on__isnull=True, every="")),
        open=Count("pk", filter=_open()),
    )
