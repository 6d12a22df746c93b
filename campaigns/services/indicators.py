"""Indicator systems: the example to try with, and which one a campaign is measured by."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.decisions import require
from accounts.models import User
from accounts.services import audit
from campaigns.example_indicators import GROUPS, NAME, YEAR
from campaigns.models import Campaign, Indicator, IndicatorSystem
from campaigns.permissions import can_edit_campaign


def load_example(*, now: datetime) -> IndicatorSystem:
    """The example system, made when it is not there yet; loading again changes nothing and gives the same one."""
    with transaction.atomic():
        system, created = IndicatorSystem.objects.get_or_create(name=NAME, year=YEAR, defaults={"is_example": True})
        if created:
            _add_lines(system)
            audit.record("load_example_indicators", actor=None, obj=system, now=now)
    return system


def _add_lines(system: IndicatorSystem) -> None:
    position = 0
    for group in GROUPS:
        position += 1
        head = Indicator.objects.create(system=system, code=group.code, title=group.title, kind=group.kind, position=position)
        for line in group.lines:
            position += 1
            Indicator.objects.create(
                system=system, parent=head, code=line.code, title=line.title, kind=group.kind, points=line.points, method=line.method, position=position
            )


def choose_system(*, actor: User, campaign: Campaign, system: IndicatorSystem, now: datetime) -> Campaign:
    """Measure the campaign by this system from now on; tasks keep what they were mapped to. Refused to all but the office."""
    require(can_edit_campaign(actor, campaign))
    with transaction.atomic():
        before = campaign.indicator_system
        Campaign.objects.filter(pk=campaign.pk).update(indicator_system=system, version=F("version") + 1)
        audit.record("choose_indicator_system", actor=actor, obj=campaign, details={"system": [str(before or ""), str(system)]}, now=now)
    campaign.refresh_from_db()
    return campaign


def choose_example(*, actor: User, campaign: Campaign, now: datetime) -> Campaign:
    """Load the example and measure the campaign by it. Refused to all but the office."""
    require(can_edit_campaign(actor, campaign))
    return choose_system(actor=actor, campaign=campaign, system=load_example(now=now), now=now)
