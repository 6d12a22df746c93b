"""Messages as an outbox: a row in the transaction of its cause, carried out afterwards."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.querysets import DeliveryQuerySet, MessageQuerySet


class Message(models.Model):
    """One thing one person is told, once: ``dedupe_key`` says what 'once' means."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("Reminder")
        OVERDUE = "overdue", _("Overdue")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        SUBMITTED = "submitted", _("To review")
        ASSIGNED = "assigned", _("Assigned")
        READY = "ready", _("Ready")
        NOTICE = "notice", _("Notice")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_received")
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=160)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True, help_text="Where the person is led, without host.")
    dedupe_key = models.CharField(max_length=160, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at"])]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One message on its way through one channel; the row is the queue, the lease frees it when a worker dies."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12, choices=Channel)
    address = models.CharField(max_length=254)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_answer = models.TextField(blank=True, help_text="The server's own words at the last attempt.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel")]
        indexes = [models.Index(fields=["state", "next_attempt_at"])]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel} {self.state}"


class Heartbeat(models.Model):
    """When something that must happen regularly last happened; pages show it when it stops."""

    name = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%Y-%m-%d %H:%M}"
