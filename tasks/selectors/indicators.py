"""The indicator system of a campaign with the tasks that serve it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q

from accounts.models import User
from campaigns.models import Campaign, Indicator
from tasks.models import Task


@dataclass(frozen=True)
class Figures:
    """What the system amounts to."""

    points: Decimal
    lines: int
    unserved: int


@dataclass
class Node:
    """A heading of the system with its lines; ``tasks`` counts the reader's tasks that serve a line."""

    indicator: Indicator
    lines: list[Node] = field(default_factory=list)
    tasks: int = 0

    @property
    def points(self) -> Decimal:
        """Its own points, or those of its lines together."""
        return self.indicator.points or sum((line.points for line in self.lines), Decimal(0))

    @property
    def unserved(self) -> int:
        """Lines no task serves; a veto asks for none."""
        return sum(line.tasks == 0 and line.indicator.kind != Indicator.Kind.VETO for line in self.lines)


def tree_of(user: User, campaign: Campaign) -> list[Node]:
    """The campaign's system, headings in order; one query. Empty while no system is chosen."""
    mine = Task.objects.visible_to(user).kept().filter(campaign=campaign)
    lines = (
        Indicator.objects.visible_to(user)
        .filter(system_id=campaign.indicator_system_id or 0)
        .annotate(served=Count("tasks", filter=Q(tasks__in=mine), distinct=True))
    )
    nodes = {line.pk: Node(line, tasks=line.served) for line in lines}
    roots: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.indicator.parent_id) if node.indicator.parent_id else None
        (parent.lines if parent else roots).append(node)
    return roots


def lines_of(roots: list[Node]) -> list[Node]:
    """The lines that are proven and scored: those without lines below."""
    return [leaf for root in roots for leaf in (lines_of(root.lines) if root.lines else [root])]


def figures_of(roots: list[Node]) -> Figures:
    """Points of the basic lines, how many lines there are, and how many no task serves."""
    basic = [root.points for root in roots if root.indicator.kind == Indicator.Kind.BASIC]
    return Figures(sum(basic, Decimal(0)), len(lines_of(roots)), sum(root.unserved for root in roots))


def under_headings(tasks: Iterable[Task]) -> list[Task]:
    """Tasks of one heading together, headings in the order in which they first come."""
    order: dict[str, int] = {}
    return sorted(tasks, key=lambda task: order.setdefault(task.heading, len(order)))
