"""Campaigns: opened by hand, without a plan."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.decisions import require
from accounts.models import User
from accounts.services import audit
from campaigns.models import Campaign
from campaigns.permissions import can_add_campaign


def create_campaign(*, actor: User, values: dict, ticket: uuid.UUID, now: datetime) -> Campaign:
    """Open an empty campaign, to be filled by hand. Refuses everybody but the office; the same form twice gives one campaign."""
    require(can_add_campaign(actor))
    known = Campaign.objects.filter(ticket=ticket, created_by=actor).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(**values, ticket=ticket, created_by=actor)
            audit.record("create_campaign", actor=actor, obj=campaign, now=now)
    except IntegrityError:  # the same form twice at the same moment
        return Campaign.objects.get(ticket=ticket, created_by=actor)
    return campaign
