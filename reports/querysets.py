"""Which dossiers and links a person may see."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


class DossierQuerySet(models.QuerySet):
    """Built archives."""

    def visible_to(self, user: User) -> DossierQuerySet:
        """The office and the leaders see all; an inspector with an account those given to them and still open."""
        if user.standing.sees_campaign:
            return self
        given = apps.get_model("reports", "InspectorLink").objects.live(timezone.now()).filter(user=user)
        return self.filter(state="ready", pk__in=given.values("dossier_id"))

    def running(self) -> DossierQuerySet:
        """Waiting or being built; at most one a campaign."""
        return self.filter(state__in=["requested", "building"])

    def ready(self) -> DossierQuerySet:
        """To be read and downloaded."""
        return self.filter(state="ready")


class InspectorLinkQuerySet(models.QuerySet):
    """Links given out."""

    def visible_to(self, user: User) -> InspectorLinkQuerySet:
        """The office and the leaders."""
        return self if user.standing.sees_campaign else self.none()

    def live(self, now: datetime) -> InspectorLinkQuerySet:
        """Neither expired nor revoked."""
        return self.filter(expires_at__gt=now, revoked_at__isnull=True)
