"""The demo: a whole campaign through the services, the same at every run."""

import pytest
from django.core.management import call_command

from accounts.models import AuditEntry, User
from campaigns.models import Campaign
from evidence.models import ActivityRecord, EvidenceFile
from notifications.models import Message
from tasks.models import Occurrence, Task


@pytest.fixture
def demo(db, capsys) -> Campaign:
    call_command("demo")
    return Campaign.objects.get()


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Task, Occurrence, ActivityRecord, EvidenceFile, Message, AuditEntry)]


def test_the_demo_is_as_big_as_promised_and_running_it_again_adds_nothing(demo, settings):
    assert demo.phases.count() == 6
    assert demo.tasks.count() >= 25
    assert ActivityRecord.objects.count() >= 60
    assert {"draft", "submitted", "returned", "approved"} == set(ActivityRecord.objects.values_list("state", flat=True))
    assert EvidenceFile.objects.values("sha256").distinct().count() >= EvidenceFile.objects.count() * 0.95
    before = counts()
    call_command("demo")
    assert counts() == before
    assert not any(person.has_usable_password() for person in User.objects.all()), "nobody in the demo has a password that could be known"
