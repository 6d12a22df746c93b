"""The campaign's own data, its phases, and the groups and people who lead it.

Phases and groups are edited as one page each and saved with the version of the campaign, so that of two people at
work on it the second learns of the first.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from accounts.decisions import StaleEdit, require
from accounts.models import User
from accounts.services import audit
from campaigns.models import Campaign, LeadershipGroup, LeadershipMember, Phase
from campaigns.permissions import can_edit_campaign


def update_campaign(*, actor: User, campaign: Campaign, version: int, values: dict, now: datetime) -> Campaign:
    """Change the campaign's own fields. Raises ``StaleEdit`` when it was saved since; refused to all but the office."""
    require(can_edit_campaign(actor, campaign))
    with transaction.atomic():
        before = Campaign.objects.get(pk=campaign.pk)
        _claim(campaign, version, **values)
        changed = {name: [str(getattr(before, name)), str(value)] for name, value in values.items() if getattr(before, name) != value}
        audit.record("update_campaign", actor=actor, obj=campaign, details=changed, now=now)
    campaign.refresh_from_db()
    return campaign


def save_phases(*, actor: User, campaign: Campaign, version: int, rows: list[dict], now: datetime) -> None:
    """Make the phases what ``rows`` say, in their order: ``id`` (None for a new one), ``name``, ``starts_on``, ``ends_on``.

    A phase left out goes; its tasks stay, without phase. Raises ``StaleEdit``; refused to all but the office.
    """
    require(can_edit_campaign(actor, campaign))
    with transaction.atomic():
        _claim(campaign, version)
        _replace(Phase.objects.filter(campaign=campaign), rows, campaign=campaign)
        audit.record("save_phases", actor=actor, obj=campaign, details={"phases": [row["name"] for row in rows]}, now=now)


def save_group(
    *, actor: User, campaign: Campaign, version: int, group: LeadershipGroup | None, name: str, members: list[dict], now: datetime
) -> LeadershipGroup:
    """Add a group or make it what is given, members in their order: ``id``, ``role``, ``role_text``, ``name_or_post``, ``user``.

    Raises ``StaleEdit``; refused to all but the office.
    """
    require(can_edit_campaign(actor, campaign))
    with transaction.atomic():
        _claim(campaign, version)
        if group is None:
            last = campaign.leadership_groups.aggregate(last=models.Max("position"))["last"] or 0
            group = LeadershipGroup.objects.create(campaign=campaign, name=name, position=last + 1)
        else:
            LeadershipGroup.objects.filter(pk=group.pk).update(name=name)
        _replace(LeadershipMember.objects.filter(group=group), members, group=group)
        audit.record("save_group", actor=actor, obj=group, details={"members": [row["name_or_post"] for row in members]}, now=now)
    return group


def remove_group(*, actor: User, group: LeadershipGroup, version: int, now: datetime) -> None:
    """Take a group and its members off the campaign; the log keeps their names. Raises ``StaleEdit``; refused to all but the office."""
    require(can_edit_campaign(actor, group.campaign))
    with transaction.atomic():
        _claim(group.campaign, version)
        members = [str(member) for member in group.members.all()]
        audit.record("remove_group", actor=actor, obj=group, details={"members": members}, now=now)
        group.delete()


def _claim(campaign: Campaign, version: int, **values: object) -> None:
    """Compare and set: only who has read the present version may save."""
    if not Campaign.objects.filter(pk=campaign.pk, version=version).update(version=F("version") + 1, **values):
        raise StaleEdit(Campaign.objects.get(pk=campaign.pk))


def _replace(existing: models.QuerySet, rows: list[dict], **owner: models.Model) -> None:
    """Make the rows of one owner what is wanted; a row keeps its key, so what points at it stays."""
    existing.exclude(pk__in=[row["id"] for row in rows if row.get("id")]).delete()
    for position, row in enumerate(rows, start=1):
        values = {name: value for name, value in row.items() if name != "id"}
        if row.get("id"):
            existing.filter(pk=row["id"]).update(**values, position=position)
        else:
            existing.model.objects.create(**owner, **values, position=position)
