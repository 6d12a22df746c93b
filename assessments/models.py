"""What comes from outside: visits of inspectors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.querysets import InspectionQuerySet
from campaigns.models import Campaign


class Inspection(models.Model):
    """A visit by those who give the title; the countdown on every page runs to the next one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="inspections")
    name = models.CharField(_("name"), max_length=80)
    planned_on = models.DateField(_("planned on"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name", "planned_on"], name="inspection_once", violation_error_message=_("This inspection is in the list already.")
            )
        ]

    def __str__(self) -> str:
        return self.name
