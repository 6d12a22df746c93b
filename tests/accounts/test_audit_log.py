"""The log: its chain shows every kind of tampering, its page is the audit administrator's alone, and looking at it is logged."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import log_words
from accounts.chain import entry_hash, first_break
from accounts.models import AuditEntry, AuditHead
from accounts.services import audit
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = "accounts:audit_list"


@pytest.fixture
def log(cast) -> list[AuditEntry]:
    """Six entries by two people."""
    return [
        audit.record(
            "sign_in", actor=(cast.office, cast.lead)[n % 2], obj=cast.lead_department, details={"n": n, "reason": "缘由"}, now=NOW + timedelta(minutes=n)
        )
        for n in range(6)
    ]


def rewrite(entry: AuditEntry, **fields) -> None:
    """Change a row as somebody with the database in hand would."""
    AuditEntry.objects.filter(pk=entry.pk).update(**fields)


def verify(capsys) -> str:
    call_command("verify_log")
    return capsys.readouterr().out


def test_an_untouched_log_holds(log, capsys):
    assert "共 6 条" in verify(capsys) and log[-1].hash in AuditHead.objects.get().hash


def test_an_empty_log_holds(db, capsys):
    assert "共 0 条" in verify(capsys)


@pytest.mark.parametrize(
    "fields",
    [
        {"details": {"n": 99}},
        {"actor_name": "别人"},
        {"verb": "sign_out"},
        {"object_label": "x"},
        {"succeeded": False},
        {"at": NOW},
        {"address": "1.1.1.1"},
        {"actor_id": None},
    ],
)
def test_an_edited_entry_is_named(log, fields):
    rewrite(log[3], **fields)
    with pytest.raises(CommandError, match="第 4 条.*写入后被改动"):
        call_command("verify_log")


def test_an_edited_entry_whose_hash_was_made_to_fit_shows_at_the_next(log):
    log[3].details = {"n": 99}
    rewrite(log[3], details=log[3].details, hash=entry_hash(log[3]))
    with pytest.raises(CommandError, match="第 5 条.*之前断链"):
        call_command("verify_log")


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_deleted_entry_is_named_by_the_one_after_it(log, place):
    AuditEntry.objects.filter(pk=log[place].pk).delete()
    with pytest.raises(CommandError, match=f"第 {place + 1} 条.*之前断链"):
        call_command("verify_log")


def test_two_entries_swapped_are_found(log):
    content = ("at", "actor_id", "actor_name", "details", "previous_hash")
    first, second = ({name: getattr(log[n], name) for name in content} for n in (2, 3))
    hashes = (log[2].hash, log[3].hash)
    rewrite(log[2], hash="x" * 64)
    rewrite(log[3], **first, hash=hashes[0])
    rewrite(log[2], **second, hash=hashes[1])
    with pytest.raises(CommandError, match="第 3 条.*之前断链"):
        call_command("verify_log")


def test_an_entry_put_in_is_found(log):
    AuditEntry.objects.filter(pk=log[5].pk).delete()
    forged = AuditEntry(pk=log[5].pk, at=NOW, actor_name="x", verb="sign_in", previous_hash="0" * 64)
    forged.hash = entry_hash(forged)
    forged.save(force_insert=True)
    with pytest.raises(CommandError, match="第 6 条.*之前断链"):
        call_command("verify_log")


def test_a_tail_cut_off_is_found_by_the_head(log):
    AuditEntry.objects.filter(pk__in=[log[4].pk, log[5].pk]).delete()
    with pytest.raises(CommandError, match="应有 6 条，现有 4 条"):
        call_command("verify_log")


def test_without_the_head_a_cut_tail_would_pass(log):
    AuditEntry.objects.filter(pk__in=[log[4].pk, log[5].pk]).delete()
    rest = AuditEntry.objects.order_by("pk")
    assert first_break(rest, expected=4, head=log[3].hash) is None
    assert first_break(rest, expected=6, head=log[5].hash).kind == "cut"


def test_a_last_entry_replaced_by_a_well_chained_one_is_found_by_the_head(log):
    log[5].details = {"n": 99}
    rewrite(log[5], details=log[5].details, hash=entry_hash(log[5]))
    with pytest.raises(CommandError, match="第 6 条.*与链头记载的最后一条不符"):
        call_command("verify_log")


def test_a_lost_head_is_said(log):
    AuditHead.objects.all().delete()
    with pytest.raises(CommandError, match="链头已丢失"):
        call_command("verify_log")


def test_entries_written_while_walking_are_no_fault(log):
    audit.record("sign_out", actor=None, actor_name="x", now=NOW)
    assert first_break(AuditEntry.objects.order_by("pk"), expected=6, head=log[5].hash) is None


@pytest.mark.parametrize("who", ["office", "leader", "lead", "inspector", "system_admin", "security_admin"])
def test_for_everybody_else_there_is_no_log(cast, client_of, who):
    assert client_of(getattr(cast, who)).get(reverse(PAGE)).status_code == 404


def test_a_look_at_the_log_is_an_entry_with_what_was_looked_for(cast, log, client_of):
    client_of(cast.audit_admin).get(reverse(PAGE), {"person": "许宁", "page": 1})
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.verb, entry.actor, entry.details) == ("read_log", cast.audit_admin, {"filters": {"person": "许宁"}})


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 6),
        ({"person": "许宁"}, 3),
        ({"person": "lead"}, 3),
        ({"verb": "sign_out"}, 0),
        ({"subject": "宣传"}, 6),
        ({"first": "2026-11-21"}, 0),
        ({"first": "2026-11-20", "last": "2026-11-20"}, 6),
        ({"failed": "on"}, 0),
    ],
)
def test_the_log_is_narrowed_by_person_verb_object_and_days(cast, log, client_of, wanted, count):
    page = client_of(cast.audit_admin).get(reverse(PAGE), wanted)
    assert page.status_code == 200
    assert page.context["page"].paginator.count == count


def test_a_day_that_is_none_is_answered_422_with_the_words_kept(cast, client_of):
    page = client_of(cast.audit_admin).get(reverse(PAGE), {"first": "昨天", "person": "许宁"})
    assert page.status_code == 422 and "许宁" in page.content.decode()


def test_the_log_is_paged_and_pins_its_queries(cast, client_of, django_assert_max_num_queries):
    for n in range(60):
        audit.record("sign_in", actor=cast.lead, obj=cast.lead, now=NOW + timedelta(seconds=n))
    client = client_of(cast.audit_admin)
    client.get(reverse(PAGE))
    with django_assert_max_num_queries(22):
        page = client.get(reverse(PAGE), {"page": 2})
    assert len(page.context["lines"]) == 11


def test_the_page_speaks_in_words_and_escapes_what_people_typed(cast, client_of):
    audit.record("lock_person", actor=cast.security_admin, obj=cast.staff, details={"reason": "<script>x</script>", "role": "office"}, now=NOW)
    page = client_of(cast.audit_admin).get(reverse(PAGE)).content.decode()
    assert "锁定账号" in page and "原因 &lt;script&gt;" in page and "角色 创建办" in page and "<script>x" not in page


def test_nothing_on_the_page_changes_the_log(cast, log, client_of):
    assert client_of(cast.audit_admin).post(reverse(PAGE)).status_code == 405


def test_every_verb_that_is_written_anywhere_has_words():
    source = "".join(
        path.read_text()
        for app in ("accounts", "campaigns", "tasks", "evidence", "assessments", "reports")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
    )
    written = set(re.findall(r"audit\.record\(\s*\"(\w+)\"", source))
    assert len(written) > 40
    assert written - set(log_words.VERBS) == set()
