"""Which records, pieces and files a person may see."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class RecordQuerySet(models.QuerySet):
    """Activity records and papers."""

    def visible_to(self, user: User) -> RecordQuerySet:
        """The office and the leaders see all but others' drafts; staff everything of their departments."""
        standing = user.standing
        if standing.sees_campaign:
            return self.exclude(models.Q(state="draft") & ~models.Q(department_id__in=standing.department_ids) & ~models.Q(created_by=user))
        return self.filter(department_id__in=standing.department_ids) if standing.works_here else self.none()

    def titled_to(self, user: User) -> RecordQuerySet:
        """Records of which a colleague may read the title: all that were handed in."""
        return self.kept().exclude(state="draft") if user.standing.works_here else self.none()

    def listed_to(self, user: User) -> RecordQuerySet:
        """What a library page may name: the visible, and of others' records those handed in (their titles only)."""
        return self.kept() & (self.visible_to(user) | self.titled_to(user))

    def editable(self) -> RecordQuerySet:
        """Still in the hands of the department."""
        return self.kept().filter(state__in=["draft", "returned"])

    def waiting(self) -> RecordQuerySet:
        """Handed in and not decided on."""
        return self.kept().filter(state="submitted")

    def kept(self) -> RecordQuerySet:
        """Not in the bin."""
        return self.filter(deleted_at__isnull=True)

    def binned(self) -> RecordQuerySet:
        """In the bin."""
        return self.filter(deleted_at__isnull=False)

    def approved(self) -> RecordQuerySet:
        """Approved and kept: what a dossier takes in."""
        return self.kept().filter(state="approved")


class EvidenceFileQuerySet(models.QuerySet):
    """Stored files of evidence."""

    def visible_to(self, user: User) -> EvidenceFileQuerySet:
        """As the record they belong to."""
        records = apps.get_model("evidence", "ActivityRecord").objects.visible_to(user)
        return self.filter(evidence__record__in=records)

    def abandoned(self, before: datetime) -> EvidenceFileQuerySet:
        """Claimed for a preview by a worker that did not come back."""
        return self.filter(preview="working", claimed_at__lt=before)

    def current(self) -> EvidenceFileQuerySet:
        """The newest version of each piece, pieces in the bin left out."""
        return self.filter(is_current=True, evidence__deleted_at__isnull=True)


class EvidenceQuerySet(models.QuerySet):
    """Pieces of evidence."""

    def visible_to(self, user: User) -> EvidenceQuerySet:
        """As the record they belong to."""
        return self.filter(record__in=apps.get_model("evidence", "ActivityRecord").objects.visible_to(user))

    def kept(self) -> EvidenceQuerySet:
        """Not in the bin."""
        return self.filter(deleted_at__isnull=True)
