from django.apps import AppConfig

from notifications.sweeping import register


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        """Take part in the minute's round."""
        register("deliveries", "notifications.services.sweep_deliveries")
