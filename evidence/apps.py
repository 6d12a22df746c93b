from django.apps import AppConfig

from accounts import closing
from notifications.sweeping import register


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        """Take part in the minute's round; be asked before a person or a department is closed."""
        register("previews", "evidence.services.previews.sweep_previews")
        closing.register("evidence", of_person="evidence.open_work.of_person", of_department="evidence.open_work.of_department")
