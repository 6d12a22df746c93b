"""One cast of people for all tests, the same posts as in the demo."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import AppConfig, apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone

from accounts.models import Department, Membership, Role, User
from campaigns.models import ActivityKind, Campaign, Indicator, IndicatorSystem, Phase
from tasks.models import Occurrence, Part, Task, TaskSupport

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.get_default_timezone())


@dataclass
class Cast:
    """The people of every permission test, by what they are to the task in question."""

    lead: User
    """Liaison officer of the lead department."""
    supporter: User
    """Liaison officer of the supporting department."""
    head: User
    """Head of the lead department."""
    staff: User
    """Staff of the lead department, without further role."""
    office: User
    leader: User
    inspector: User
    outsider: User
    """Staff of a department that has nothing to do with the task."""
    system_admin: User
    security_admin: User
    audit_admin: User
    lead_department: Department
    supporting_department: Department
    other_department: Department


def make_person(username: str, full_name: str, role: str, department: Department | None = None) -> User:
    """An account with one role; the password is the user name, which no form would accept."""
    person = User.objects.create(username=username, full_name=full_name, email=f"{username}@example.test")
    person.set_password(username)
    person.save(update_fields=["password"])
    Membership.objects.create(user=person, role=role, department=department)
    return person


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory) -> None:
    """SQLite in a file, as in the product: in memory, all threads of a live server would share one connection and its locks."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


def _restore_reference_rows(sender: AppConfig, **kwargs: object) -> None:
    """Rows that come with the house: a test that empties the tables (each with a live server) must not take them from the next."""
    for app, name in (("campaigns", "0003_activity_kinds"), ("tasks", "0002_reminder_rules")):
        if sender.label == app:
            import_module(f"{app}.migrations.{name}").add(apps, None)


post_migrate.connect(_restore_reference_rows)


@pytest.fixture(autouse=True)
def _plain_settings(settings, tmp_path):
    """Files go to a folder of the test; passwords hash fast; static names need no manifest."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def rung(monkeypatch) -> list[tuple[str, tuple[int, ...]]]:
    """Doors rung by the code under test; the worker itself is tested in ``tests/journey``."""
    rings: list[tuple[str, tuple[int, ...]]] = []
    monkeypatch.setattr("notifications.doorbell._ringer", lambda job, ids: lambda: rings.append((job, ids)))
    return rings


@pytest.fixture
def cast(db) -> Cast:
    """The people, in three departments."""
    party = Department.objects.create(name="党政办公室", position=1)
    publicity = Department.objects.create(name="宣传教育科", position=2)
    finance = Department.objects.create(name="计划财务科", position=3)
    return Cast(
        lead=make_person("lead", "林月", Role.LIAISON_OFFICER, publicity),
        supporter=make_person("supporter", "沈川", Role.LIAISON_OFFICER, finance),
        head=make_person("head", "江平", Role.DEPARTMENT_HEAD, publicity),
        staff=make_person("staff", "何苗", Role.STAFF, publicity),
        office=make_person("office", "许宁", Role.OFFICE, party),
        leader=make_person("leader", "顾远", Role.LEADER, party),
        inspector=make_person("inspector", "检查组", Role.INSPECTOR),
        outsider=make_person("outsider", "方舟", Role.STAFF, Department.objects.create(name="后勤服务中心", kind=Department.Kind.SUBORDINATE, position=4)),
        system_admin=make_person("sysadmin", "系统员", Role.SYSTEM_ADMIN),
        security_admin=make_person("secadmin", "安全员", Role.SECURITY_ADMIN),
        audit_admin=make_person("auditor", "审计员", Role.AUDIT_ADMIN),
        lead_department=publicity,
        supporting_department=finance,
        other_department=Department.objects.get(name="后勤服务中心"),
    )


@pytest.fixture
def campaign(cast) -> Campaign:
    """A campaign under way, with two phases and three indicators."""
    system = IndicatorSystem.objects.create(name="示例测评体系", year="2026", is_example=True)
    head = Indicator.objects.create(system=system, code="I-1", title="思想道德建设", position=1)
    Indicator.objects.create(system=system, parent=head, code="II-1", title="理论学习", points=5, position=2)
    Indicator.objects.create(system=system, parent=head, code="II-2", title="志愿服务", points=8, position=3)
    campaign = Campaign.objects.create(
        name="创建市级文明单位",
        unit_name="示例局",
        level="municipal",
        cycle="2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        indicator_system=system,
        state=Campaign.State.ACTIVE,
        created_by=cast.office,
        launched_at=NOW,
    )
    Phase.objects.create(campaign=campaign, name="宣传发动", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31), position=1)
    Phase.objects.create(campaign=campaign, name="全面创建", starts_on=date(2026, 4, 1), ends_on=date(2026, 12, 31), position=2)
    return campaign


@pytest.fixture
def activity_kind(db) -> ActivityKind:
    """Volunteer service: three photos, hours, a notice."""
    return ActivityKind.objects.create(name="志愿服务（测试）", minimum_photos=3, wants_hours=True, wanted_pieces=["notice"])


@pytest.fixture
def task(campaign, cast, activity_kind) -> Task:
    """A task led by the lead department and supported, with duty to hand in, by the supporting one."""
    task = Task.objects.create(
        campaign=campaign,
        code="T-001",
        title="开展志愿服务",
        requirement="全年不少于4次",
        lead_department=cast.lead_department,
        kind=activity_kind,
        deadline_on=TODAY + timedelta(days=3),
        ticket=uuid.uuid4(),
    )
    task.indicators.add(Indicator.objects.get(code="II-2"))
    TaskSupport.objects.create(task=task, department=cast.supporting_department, duty="提供时长截图", is_required=True)
    return task


@pytest.fixture
def occurrence(task, cast) -> Occurrence:
    """The task's one occurrence, due in three days, with the lead's and the supporter's part."""
    occurrence = Occurrence.objects.create(task=task, scheduled_on=task.deadline_on, due_on=task.deadline_on)
    Part.objects.create(occurrence=occurrence, department=cast.lead_department, is_lead=True)
    Part.objects.create(occurrence=occurrence, department=cast.supporting_department, duty="提供时长截图")
    return occurrence


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser signed in as the person."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
