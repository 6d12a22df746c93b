from django.apps import AppConfig

from notifications.sweeping import register


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        """Take part in the minute's round."""
        register("previews", "evidence.services.previews.sweep_previews")
