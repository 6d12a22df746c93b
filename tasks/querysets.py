"""Which tasks, occurrences and deadlines a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User


class TaskQuerySet(models.QuerySet):
    """Tasks of a plan; the plan is read by everyone who works here."""

    def visible_to(self, user: User) -> TaskQuerySet:
        """The office and the leaders see all; staff the tasks of launched campaigns that are not in the bin."""
        if user.standing.sees_campaign:
            return self
        return self.kept().filter(campaign__state__in=["active", "closed"]) if user.standing.works_here else self.none()

    def kept(self) -> TaskQuerySet:
        """Not in the bin."""
        return self.filter(deleted_at__isnull=True)

    def binned(self) -> TaskQuerySet:
        """In the bin, the latest first."""
        return self.filter(deleted_at__isnull=False).order_by("-deleted_at")

    def unassigned(self) -> TaskQuerySet:
        """Still without a lead department (待分解)."""
        return self.filter(lead_department__isnull=True)

    def unscheduled(self) -> TaskQuerySet:
        """Neither a deadline nor a recurrence: nobody would be reminded of it."""
        return self.filter(deadline_on__isnull=True, every="")


class OccurrenceQuerySet(models.QuerySet):
    """Single times a task has to be done."""

    def visible_to(self, user: User) -> OccurrenceQuerySet:
        """The office and the leaders see all; staff those their department has a part in."""
        kept = self.filter(task__deleted_at__isnull=True)
        if user.standing.sees_campaign:
            return kept
        if not user.standing.works_here:
            return self.none()
        parts = apps.get_model("tasks", "Part").objects.filter(department_id__in=user.standing.department_ids)
        return kept.filter(task__campaign__state__in=["active", "closed"], pk__in=parts.values("occurrence_id"))

    def open(self) -> OccurrenceQuerySet:
        """Not done yet."""
        return self.filter(done_at__isnull=True)

    def overdue(self, on: date) -> OccurrenceQuerySet:
        """Open, and the day has passed."""
        return self.open().filter(due_on__lt=on)


class PartQuerySet(models.QuerySet):
    """A department's share in an occurrence."""

    def visible_to(self, user: User) -> PartQuerySet:
        """The office and the leaders see all; staff all parts of occurrences their department has a part in."""
        if user.standing.sees_campaign:
            return self.filter(occurrence__task__deleted_at__isnull=True)
        if not user.standing.works_here:
            return self.none()
        own = apps.get_model("tasks", "Part").objects.filter(department_id__in=user.standing.department_ids)
        return self.filter(
            occurrence__task__deleted_at__isnull=True, occurrence__task__campaign__state__in=["active", "closed"], occurrence_id__in=own.values("occurrence_id")
        )

    def own_of(self, user: User) -> PartQuerySet:
        """Parts of the person's own departments."""
        return self.filter(department_id__in=user.standing.department_ids)

    def open(self) -> PartQuerySet:
        """Neither approved nor waived."""
        return self.exclude(state__in=["approved", "waived"])


class DeadlineQuerySet(models.QuerySet):
    """The one calendar."""

    def visible_to(self, user: User) -> DeadlineQuerySet:
        """The office and the leaders see all; staff those of their departments."""
        if user.standing.sees_campaign:
            return self
        if not user.standing.works_here:
            return self.none()
        return self.filter(campaign__state__in=["active", "closed"]).filter(Q(department_id__in=user.standing.department_ids) | Q(department__isnull=True))

    def open(self) -> DeadlineQuerySet:
        """Not met yet."""
        return self.filter(met_at__isnull=True)

    def due_by(self, on: date) -> DeadlineQuerySet:
        """Open and due on the day or before."""
        return self.open().filter(due_on__lte=on)
