"""Archives built for inspection, what each froze, and the links by which inspectors read them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign
from evidence.models import ActivityRecord, EvidenceFile
from reports.querysets import DossierQuerySet, InspectorLinkQuerySet


class Dossier(models.Model):
    """One version of the archive: requested, built in the background, then never changed."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting")
        BUILDING = "building", _("Being built")
        READY = "ready", pgettext_lazy("dossier", "Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    RUNNING = (State.REQUESTED, State.BUILDING)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="dossiers")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    step = models.CharField(max_length=20, blank=True)
    done_units = models.PositiveIntegerField(default=0)
    all_units = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict, help_text="Everything the pages print, frozen when requested.")
    left_out = models.JSONField(default=list, help_text="What was not taken in, and why.")
    fault = models.TextField(blank=True)
    pdf_name = models.CharField(max_length=120, blank=True)
    pdf_size = models.PositiveBigIntegerField(default=0)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    zip_name = models.CharField(max_length=120, blank=True)
    zip_size = models.PositiveBigIntegerField(default=0)
    zip_sha256 = models.CharField(max_length=64, blank=True)
    ticket = models.UUIDField(unique=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="dossier_number_once")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.number}"


class DossierEntry(models.Model):
    """One file in the frozen manifest: where it lies in the archive and the hash it had."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    indicator_code = models.CharField(max_length=20, blank=True)
    indicator_title = models.CharField(max_length=200, blank=True)
    record = models.ForeignKey(ActivityRecord, models.PROTECT, related_name="+")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    archive_path = models.CharField(max_length=400)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "dossier entries"
        constraints = [models.UniqueConstraint(fields=["dossier", "archive_path"], name="dossier_path_once")]

    def __str__(self) -> str:
        return self.archive_path


class InspectorLink(models.Model):
    """A time-limited way to read one dossier without an account; only the token's hash is kept."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="links")
    label = models.CharField(_("for whom"), max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="inspector_links", verbose_name=_("account"))
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ticket = models.UUIDField(unique=True)

    objects = InspectorLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label


class LinkOpening(models.Model):
    """One opening of a link: when, from where, what was read."""

    class What(models.TextChoices):
        PAGE = "page", _("Opened")
        PDF = "pdf", _("PDF downloaded")
        ZIP = "zip", _("ZIP downloaded")
        FILE = "file", _("Original downloaded")

    link = models.ForeignKey(InspectorLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    what = models.CharField(max_length=8, choices=What)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.link} {self.what}"
