from django.apps import AppConfig

from notifications.sweeping import register


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        """Take part in the minute's round."""
        register("dossiers", "reports.services.dossiers.sweep_dossiers")
