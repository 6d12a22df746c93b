"""Tasks, the times they are to be done, each department's part in that, and the one calendar of deadlines."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from campaigns.models import ActivityKind, Campaign, Indicator, Phase, PlanDocument
from tasks.querysets import DeadlineQuerySet, OccurrenceQuerySet, PartQuerySet, TaskQuerySet


class Every(models.TextChoices):
    """How often a task comes back."""

    WEEK = "week", _("every week")
    TWO_WEEKS = "two_weeks", _("every two weeks")
    MONTH = "month", _("every month")
    TWO_MONTHS = "two_months", _("every two months")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")


class Task(models.Model):
    """One line of the plan: what is to be done, who leads, who supports, until when or how often."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tasks")
    plan_document = models.ForeignKey(PlanDocument, models.SET_NULL, null=True, blank=True, related_name="+")
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(_("code"), max_length=12)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    number_text = models.CharField(_("number as written"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=160)
    requirement = models.TextField(_("requirement"), blank=True)
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("phase"))
    kind = models.ForeignKey(ActivityKind, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("kind of activity"))
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="tasks", verbose_name=_("indicators"))
    lead_department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="led_tasks", verbose_name=_("lead department"))
    responsible_leader = models.CharField(_("responsible leader"), max_length=60, blank=True)
    responsible_persons = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="responsible_tasks", verbose_name=_("responsible persons"))
    responsible_text = models.CharField(_("responsible persons as written"), max_length=160, blank=True)
    deadline_on = models.DateField(_("deadline"), null=True, blank=True)
    deadline_text = models.CharField(_("deadline as written"), max_length=120, blank=True)
    every = models.CharField(_("recurrence"), max_length=12, choices=Every, blank=True)
    version = models.PositiveIntegerField(default=1)
    ticket = models.UUIDField(unique=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="task_code_once", violation_error_message=_("This code is taken."))]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class TaskSupport(models.Model):
    """A department that supports a task, with its own duty and its own submission."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="supports")
    department = models.ForeignKey(Department, models.PROTECT, related_name="supported_tasks", verbose_name=_("department"))
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    is_required = models.BooleanField(_("has to hand in"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "department"], name="task_support_once", violation_error_message=_("This department supports the task already.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.department}"


class Occurrence(models.Model):
    """One time a task has to be done; ``scheduled_on`` is its fixed place in the series, ``due_on`` may be moved."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="occurrences")
    label = models.CharField(_("label"), max_length=60, blank=True)
    scheduled_on = models.DateField(_("scheduled on"))
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["task", "scheduled_on"], name="occurrence_once_a_day")]
        indexes = [models.Index(fields=["due_on"])]

    def __str__(self) -> str:
        return f"{self.task.title} {self.label}".strip()


class Part(models.Model):
    """A department's share in one occurrence: the lead's, or a supporter's."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("part", "Not handed in")
        SUBMITTED = "submitted", _("In review")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        WAIVED = "waived", _("Waived")

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="parts")
    department = models.ForeignKey(Department, models.PROTECT, related_name="parts")
    is_lead = models.BooleanField(default=False)
    is_required = models.BooleanField(default=True)
    duty = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "department"], name="part_once_a_department"),
            models.UniqueConstraint(fields=["occurrence"], condition=Q(is_lead=True), name="part_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence} {self.department}"


class Deadline(models.Model):
    """One row of the one calendar: something that is due on a day, for a department, at an address in the product."""

    class Kind(models.TextChoices):
        PART = "part", _("Task")
        INSPECTION = "inspection", _("Inspection")

    kind = models.CharField(max_length=12, choices=Kind)
    subject_id = models.PositiveBigIntegerField()
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="deadlines")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="deadlines")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="deadlines")
    url_name = models.CharField(max_length=60)
    url_id = models.PositiveBigIntegerField()
    met_at = models.DateTimeField(null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="deadline_once_a_subject")]
        indexes = [models.Index(fields=["met_at", "due_on"])]

    def __str__(self) -> str:
        return f"{self.due_on} {self.title}"


class ReminderRule(models.Model):
    """When people hear of a deadline of one kind: days ahead, and how many days apart once it is overdue."""

    kind = models.CharField(max_length=12, choices=Deadline.Kind, unique=True)
    days_ahead = models.JSONField(default=list)
    overdue_every = models.PositiveSmallIntegerField(default=3)

    def __str__(self) -> str:
        return f"{self.kind} {self.days_ahead}"
