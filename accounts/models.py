"""People, the tree of departments, roles with dates, and the log of what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.querysets import AuditEntryQuerySet, DepartmentQuerySet, MembershipQuerySet, UserQuerySet


class Department(models.Model):
    """A part of the unit: inside it, directly under it, or stationed elsewhere."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", _("Internal department")
        SUBORDINATE = "subordinate", _("Directly subordinate unit")
        FIELD = "field", _("Field office")

    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.INTERNAL)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to"))
    position = models.PositiveIntegerField(_("order"), default=0)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="department_name_once", violation_error_message=_("A department with this name exists already.")),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="department_not_its_own_parent",
                violation_error_message=_("A department cannot belong to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may be in the campaign; several may be held, audit with no other administration."""

    STAFF = "staff", _("Staff")
    LIAISON_OFFICER = "liaison_officer", _("Liaison officer")
    DEPARTMENT_HEAD = "department_head", _("Head of department")
    OFFICE = "office", _("Campaign office")
    LEADER = "leader", _("Leadership group")
    INSPECTOR = "inspector", _("Inspector")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


IN_A_DEPARTMENT = frozenset({Role.STAFF, Role.LIAISON_OFFICER, Role.DEPARTMENT_HEAD})
"""Roles that make no sense without a department; the constraint on Membership says the same."""


@dataclass(frozen=True)
class Standing:
    """What a person's roles of today amount to; the one thing row rules and permissions look at."""

    roles: frozenset[str]
    department_ids: frozenset[int]
    liaison_ids: frozenset[int]
    headed_ids: frozenset[int]

    @property
    def is_office(self) -> bool:
        """Works in the campaign office."""
        return Role.OFFICE in self.roles

    @property
    def is_leader(self) -> bool:
        """Sits in the leadership group."""
        return Role.LEADER in self.roles

    @property
    def is_inspector(self) -> bool:
        """Was sent to inspect, and reads the frozen dossiers given."""
        return Role.INSPECTOR in self.roles

    @property
    def sees_campaign(self) -> bool:
        """Reads everything of the campaign."""
        return self.is_office or self.is_leader

    @property
    def works_here(self) -> bool:
        """Takes part in the campaign in any way."""
        return bool(self.roles & {Role.STAFF, Role.LIAISON_OFFICER, Role.DEPARTMENT_HEAD, Role.OFFICE, Role.LEADER})

    @property
    def writes_records(self) -> bool:
        """Logs activities: the departments and the office, not the leaders as such."""
        return bool(self.roles & {Role.STAFF, Role.LIAISON_OFFICER, Role.DEPARTMENT_HEAD, Role.OFFICE})

    @property
    def is_system_admin(self) -> bool:
        """Keeps accounts and settings."""
        return Role.SYSTEM_ADMIN in self.roles

    @property
    def is_security_admin(self) -> bool:
        """Gives roles, locks and unlocks."""
        return Role.SECURITY_ADMIN in self.roles

    @property
    def is_audit_admin(self) -> bool:
        """Reads the log."""
        return Role.AUDIT_ADMIN in self.roles

    @property
    def administers(self) -> bool:
        """Keeps accounts or roles, and for that sees who works here."""
        return self.is_system_admin or self.is_security_admin


UserManager = BaseUserManager.from_queryset(UserQuerySet)


class User(AbstractBaseUser):
    """A person's own account; never shared, never deleted once it has left traces."""

    username = models.CharField(
        _("sign-in name"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("This sign-in name is taken.")},
        validators=[RegexValidator(r"^[\w.@+-]+$", _("Letters, digits and . @ + - _ only."))],
    )
    full_name = models.CharField(_("name"), max_length=40)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    locked_reason = models.CharField(_("why locked"), max_length=200, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["full_name", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The person's name."""
        return self.full_name

    def get_session_auth_hash(self) -> str:
        """Ties a session to the password and to ``session_generation``: raising that number ends all sessions."""
        return salted_hmac("accounts.User.session", f"{self.password}:{self.session_generation}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> list[str]:
        """No older secrets are honoured."""
        return []

    @cached_property
    def standing(self) -> Standing:
        """Roles held today, read once for each loaded user (so once a request)."""
        held = list(self.memberships.current(timezone.localdate()))
        return Standing(
            roles=frozenset(m.role for m in held),
            department_ids=frozenset(m.department_id for m in held if m.department_id),
            liaison_ids=frozenset(m.department_id for m in held if m.department_id and m.role == Role.LIAISON_OFFICER),
            headed_ids=frozenset(m.department_id for m in held if m.department_id and m.role == Role.DEPARTMENT_HEAD),
        )


class Membership(models.Model):
    """A person holds a role, in a department where the role has one, from a day to a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("department"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    post = models.CharField(_("post"), max_length=60, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False) | ~Q(role__in=["staff", "liaison_officer", "department_head"]),
                name="membership_has_department",
                violation_error_message=_("This role belongs to a department: name it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def overlaps(self, starts_on: date | None, ends_on: date | None) -> bool:
        """Whether the role is held on any day between the two; an open end reaches for ever."""
        begins_in_time = ends_on is None or self.starts_on is None or self.starts_on <= ends_on
        return begins_in_time and (starts_on is None or self.ends_on is None or self.ends_on >= starts_on)


class PasswordLink(models.Model):
    """A one-time link with which a person sets the own password; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="password_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d %H:%M}"


class AuditEntry(models.Model):
    """One thing that was done, chained to the entry before by SHA-256; never changed, never deleted."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="audit_entries")
    actor_name = models.CharField(max_length=80)
    address = models.CharField(max_length=45, blank=True)
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    succeeded = models.BooleanField(default=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.object_label}"


class AuditHead(models.Model):
    """The one row that carries the newest hash; writing it first makes writers queue, on every database."""

    entries = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.entries} {self.hash[:12]}"
