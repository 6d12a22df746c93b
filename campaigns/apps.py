from django.apps import AppConfig

from notifications.sweeping import register


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Take part in the minute's round."""
        register("plans", "campaigns.services.plans.sweep_plans")
