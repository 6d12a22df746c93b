"""Reads for the campaign's own pages."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.models import Campaign, LeadershipGroup, LeadershipMember


@dataclass(frozen=True)
class GroupPeople:
    """A group with its people under the roles they have in it, in the order of the roles."""

    group: LeadershipGroup
    roles: list[tuple[str, list[LeadershipMember]]]

    @property
    def size(self) -> int:
        """How many people or posts it names."""
        return sum(len(members) for _role, members in self.roles)


def organisation_of(campaign: Campaign) -> list[GroupPeople]:
    """Who leads the campaign; two queries."""
    return [_people(group) for group in campaign.leadership_groups.prefetch_related("members__user")]


def _people(group: LeadershipGroup) -> GroupPeople:
    roles: dict[str, list[LeadershipMember]] = {}
    order = list(LeadershipMember.Role.values)
    for member in sorted(group.members.all(), key=lambda row: (order.index(row.role), row.position)):
        roles.setdefault(member.role_text or member.get_role_display(), []).append(member)
    return GroupPeople(group, list(roles.items()))
