"""What was done and the proof of it: records, pieces of evidence, and the files as they came."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from campaigns.models import ActivityKind, Campaign, Indicator
from evidence.querysets import EvidenceFileQuerySet, EvidenceQuerySet, RecordQuerySet
from tasks.models import Part

NOTE_LIMIT = 500
"""Characters an upper-level platform takes in a report on one indicator."""


class ActivityRecord(models.Model):
    """An event people held, with its proof; or, without an event, papers that answer a task or an indicator."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("record", "Draft")
        SUBMITTED = "submitted", _("In review")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="records")
    department = models.ForeignKey(Department, models.PROTECT, related_name="records", verbose_name=_("department"))
    part = models.ForeignKey(Part, models.SET_NULL, null=True, blank=True, related_name="records", verbose_name=_("answers"))
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="records", verbose_name=_("indicators"))
    is_event = models.BooleanField(_("an event was held"), default=True)
    kind = models.ForeignKey(ActivityKind, models.SET_NULL, null=True, blank=True, related_name="records", verbose_name=_("kind"))
    title = models.CharField(_("what was done"), max_length=120)
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    people_count = models.PositiveIntegerField(_("people"), null=True, blank=True)
    hours = models.DecimalField(_("service hours"), max_digits=7, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)])
    note = models.TextField(_("account"), blank=True, validators=[MaxLengthValidator(NOTE_LIMIT)])
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    ticket = models.UUIDField(unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="records_created")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="records_submitted")
    submitted_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["state", "held_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The record's page."""
        return reverse("evidence:record_detail", args=[self.pk])


class Review(models.Model):
    """One decision of the office on a record; the newest says where the record stands, all are kept."""

    class Verb(models.TextChoices):
        APPROVE = "approve", _("Approved")
        RETURN = "return", _("Returned")

    record = models.ForeignKey(ActivityRecord, models.CASCADE, related_name="reviews")
    verb = models.CharField(max_length=8, choices=Verb)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb="approve") | ~Q(reason=""), name="review_return_has_reason", violation_error_message=_("A return needs its reason.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.record}"


class Evidence(models.Model):
    """One piece of proof in a record: a photo, a notice, a sign-in sheet."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        NOTICE = "notice", _("Notice or plan")
        SIGN_IN = "sign_in", _("Sign-in sheet")
        MINUTES = "minutes", _("Minutes")
        REPORT = "report", _("Report or summary")
        RULES = "rules", _("Rules and regulations")
        SCREENSHOT = "screenshot", _("Screenshot or link")
        VIDEO = "video", _("Video")
        OTHER = "other", _("Other paper")

    record = models.ForeignKey(ActivityRecord, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    caption = models.CharField(_("caption"), max_length=120, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.caption or self.get_kind_display()

    @property
    def has_number(self) -> bool:
        """A paper of the kind that carries a document number."""
        return self.kind in (self.Kind.NOTICE, self.Kind.RULES)

    @property
    def kind_choices(self) -> list[tuple[str, Any]]:
        """For the select beside a piece: far cheaper than a form for each of many photos."""
        return self.Kind.choices


class EvidenceFile(models.Model):
    """The bytes of a piece exactly as they came, under a name of our own; a new version is a new row."""

    class Preview(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("In work")
        READY = "ready", _("Ready")
        NONE = "none", pgettext_lazy("preview", "None")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="files")
    original_name = models.CharField(_("file name"), max_length=255)
    stored_name = models.CharField(max_length=120, unique=True)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    preview = models.CharField(max_length=8, choices=Preview, default=Preview.WAITING)
    preview_name = models.CharField(max_length=120, blank=True)
    print_name = models.CharField(max_length=120, blank=True)
    preview_attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    is_current = models.BooleanField(default=True)
    ticket = models.UUIDField(unique=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["preview"])]
        constraints = [models.UniqueConstraint(fields=["evidence"], condition=Q(is_current=True), name="evidence_one_current_file")]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_image(self) -> bool:
        """A picture that gets a preview of our own making."""
        return self.mime.startswith("image/")

    @property
    def shown_name(self) -> str:
        """The original name without characters that would turn or hide part of a line; for pages only."""
        return "".join(character for character in self.original_name if character.isprintable())
