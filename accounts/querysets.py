"""Which people, departments and log entries a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User


class DepartmentQuerySet(models.QuerySet):
    """Departments; their names are no secret inside the unit."""

    def visible_to(self, user: User) -> DepartmentQuerySet:
        """Everyone who works here sees the tree; inspectors do not."""
        return self if user.standing.works_here or user.standing.administers else self.none()

    def in_use(self) -> DepartmentQuerySet:
        """Departments not closed."""
        return self.filter(closed_on__isnull=True)


class MembershipQuerySet(models.QuerySet):
    """Who holds which role where, with dates."""

    def current(self, on: date) -> MembershipQuerySet:
        """Roles held on the given day."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def overlapping(self, starts_on: date | None, ends_on: date | None) -> MembershipQuerySet:
        """Roles held on any day between the two; an open end reaches for ever."""
        rows = self
        if ends_on is not None:
            rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=ends_on))
        if starts_on is not None:
            rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        return rows


class UserQuerySet(models.QuerySet):
    """Accounts."""

    def visible_to(self, user: User) -> UserQuerySet:
        """The office and the administrators see all accounts, anybody else only the own one."""
        if user.standing.is_office or user.standing.administers:
            return self
        return self.filter(pk=user.pk)

    def working(self) -> UserQuerySet:
        """Accounts that can sign in."""
        return self.filter(is_active=True)

    def holding(self, role: str, on: date, department_id: int | None = None) -> UserQuerySet:
        """People who hold the role on the day, in one department if given."""
        held = Q(memberships__role=role)
        held &= Q(memberships__starts_on__isnull=True) | Q(memberships__starts_on__lte=on)
        held &= Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=on)
        if department_id is not None:
            held &= Q(memberships__department_id=department_id)
        return self.working().filter(held).distinct()


class AuditEntryQuerySet(models.QuerySet):
    """The log."""

    def visible_to(self, user: User) -> AuditEntryQuerySet:
        """The log is read by the audit administrator alone."""
        return self if user.standing.is_audit_admin else self.none()
