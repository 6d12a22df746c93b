"""Which messages a person may see, and which deliveries wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class MessageQuerySet(models.QuerySet):
    """Rows of the outbox, read as an inbox by the person they are for."""

    def visible_to(self, user: User) -> MessageQuerySet:
        """One's own messages only."""
        return self.filter(recipient=user)

    def unread(self) -> MessageQuerySet:
        """Not opened yet."""
        return self.filter(read_at__isnull=True)


class DeliveryQuerySet(models.QuerySet):
    """Attempts to carry messages out of the house."""

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Waiting, and their time has come."""
        return self.filter(state="waiting", next_attempt_at__lte=now)

    def abandoned(self, now: datetime) -> DeliveryQuerySet:
        """Claimed by a worker that did not come back before the lease ran out."""
        return self.filter(state="sending", lease_until__lt=now)
