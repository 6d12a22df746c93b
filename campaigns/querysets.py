"""Which campaigns, plans and indicators a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class CampaignQuerySet(models.QuerySet):
    """Campaigns of the unit."""

    def visible_to(self, user: User) -> CampaignQuerySet:
        """The office and the leaders see all, staff the launched ones, inspectors and administrators none."""
        if user.standing.sees_campaign:
            return self
        return self.filter(state__in=["active", "closed"]) if user.standing.works_here else self.none()


class CampaignPartQuerySet(models.QuerySet):
    """Rows that belong to one campaign and are seen by whoever sees it."""

    def visible_to(self, user: User) -> CampaignPartQuerySet:
        """As the campaign."""
        if user.standing.sees_campaign:
            return self
        return self.filter(campaign__state__in=["active", "closed"]) if user.standing.works_here else self.none()


class OfficeOnlyQuerySet(models.QuerySet):
    """Working papers of the campaign office."""

    def visible_to(self, user: User) -> OfficeOnlyQuerySet:
        """The office and the leaders; the leaders only read."""
        return self if user.standing.sees_campaign else self.none()


class IndicatorSystemQuerySet(models.QuerySet):
    """Editions of indicator systems."""

    def visible_to(self, user: User) -> IndicatorSystemQuerySet:
        """Public documents: everyone who works here."""
        return self if user.standing.works_here else self.none()


class IndicatorQuerySet(IndicatorSystemQuerySet):
    """Lines of an indicator system."""

    def leaves(self) -> IndicatorQuerySet:
        """Lines without lines below: the ones that are proven and scored."""
        return self.filter(children__isnull=True)
