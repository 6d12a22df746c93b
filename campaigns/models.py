"""The campaign, its phases and people, the indicator system it is measured by, and the plan document it came from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.querysets import CampaignPartQuerySet, CampaignQuerySet, IndicatorQuerySet, IndicatorSystemQuerySet, OfficeOnlyQuerySet


class Level(models.TextChoices):
    """Who gives the title."""

    COUNTY = "county", _("County level")
    MUNICIPAL = "municipal", _("Municipal level")
    PROVINCIAL = "provincial", _("Provincial level")
    NATIONAL = "national", _("National")


class IndicatorSystem(models.Model):
    """One edition of the indicators: who issued it, for which level, place and year."""

    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    place = models.CharField(_("place"), max_length=60, blank=True)
    year = models.CharField(_("year"), max_length=20, blank=True)
    is_example = models.BooleanField(_("example"), default=False)

    objects = IndicatorSystemQuerySet.as_manager()

    class Meta:
        ordering = ["name", "year"]
        constraints = [
            models.UniqueConstraint(fields=["name", "year"], name="indicator_system_once", violation_error_message=_("This edition exists already."))
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """One line of an indicator system; its code is the human key."""

    class Kind(models.TextChoices):
        BASIC = "basic", _("Basic")
        BONUS = "bonus", _("Bonus")
        DEDUCTION = "deduction", _("Deduction")
        VETO = "veto", _("Veto")

    system = models.ForeignKey(IndicatorSystem, models.CASCADE, related_name="indicators")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BASIC)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    method = models.CharField(_("method"), max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="indicator_code_once", violation_error_message=_("This code is taken."))]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class MaterialRule(models.Model):
    """What one indicator wants to see: so many pieces of one kind."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="material_rules")
    kind = models.CharField(_("kind"), max_length=12)
    minimum = models.PositiveSmallIntegerField(_("at least"), default=1)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["indicator", "kind"], name="material_rule_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.kind} ≥ {self.minimum}"


class ActivityKind(models.Model):
    """A kind of activity and what a record of it has to show; data, so that each unit keeps its own."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    icon = models.CharField(max_length=40, default="calendar-event")
    minimum_photos = models.PositiveSmallIntegerField(_("photos at least"), default=3)
    wants_hours = models.BooleanField(_("with service hours"), default=False)
    wants_people = models.BooleanField(_("with number of people"), default=True)
    wanted_pieces = models.JSONField(_("further pieces"), default=list, help_text="Kinds of evidence, such as notice or sign_in.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """One run for one title: the campaign that everything else belongs to."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being broken down")
        ACTIVE = "active", _("Under way")
        CLOSED = "closed", _("Closed")

    name = models.CharField(_("name"), max_length=160)
    unit_name = models.CharField(_("unit"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    cycle = models.CharField(_("cycle"), max_length=30, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    guiding_ideology = models.TextField(_("guiding ideology"), blank=True)
    goals = models.TextField(_("goals"), blank=True)
    indicator_system = models.ForeignKey(IndicatorSystem, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("indicator system"))
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    launched_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    ticket = models.UUIDField(unique=True, null=True, editable=False, help_text="Of the form that was sent; the same form sent twice makes one row.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stage of the campaign with its own time."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    text_period = models.CharField(_("time as written"), max_length=80, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="phase_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LeadershipGroup(models.Model):
    """The group that leads the campaign, or a working group under it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="leadership_groups")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(default=0)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class LeadershipMember(models.Model):
    """A person or post in the group, as the plan names it, with the account where there is one."""

    class Role(models.TextChoices):
        LEADER = "leader", _("Leader")
        DEPUTY = "deputy", _("Deputy leader")
        MEMBER = "member", _("Member")
        OFFICE = "office", _("Office")
        LIAISON = "liaison", _("Liaison officer")

    group = models.ForeignKey(LeadershipGroup, models.CASCADE, related_name="members")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    role_text = models.CharField(_("role as written"), max_length=40, blank=True)
    name_or_post = models.CharField(_("name or post"), max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.role_text or self.get_role_display()} {self.name_or_post}"


class PlanDocument(models.Model):
    """A plan as uploaded: its bytes, its text, and what the reader found in it until somebody confirms."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READY = "ready", _("To be checked")
        FAILED = "failed", _("Could not be read")
        CONFIRMED = "confirmed", _("Confirmed")

    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, blank=True, related_name="plan_documents")
    original_name = models.CharField(_("file name"), max_length=255)
    stored_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    text = models.TextField(blank=True)
    findings = models.JSONField(default=dict, help_text="What the reader found and people corrected, see campaigns.findings.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    fault = models.CharField(max_length=40, blank=True, help_text="Machine code of why it could not be read.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    ticket = models.UUIDField(unique=True, help_text="Of the form that was sent; the same form sent twice makes one row.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = OfficeOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.original_name
