"""Which inspections a person may see."""

from campaigns.querysets import CampaignPartQuerySet


class InspectionQuerySet(CampaignPartQuerySet):
    """Visits; seen by whoever sees the campaign."""
