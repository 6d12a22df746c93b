"""A version from the click to the row: frozen, claimed once, failed with a reason, freed when its builder dies."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from accounts.decisions import Refused
from accounts.models import AuditEntry
from campaigns.models import Campaign, Indicator
from evidence.models import ActivityRecord, Evidence
from notifications.models import Message
from reports.models import Dossier
from reports.selectors.coverage import coverage
from reports.services import dossiers
from reports.services.dossiers import LEASE, MOST_ATTEMPTS, cancel_dossier, claim_dossier, give_back, note_crash, request_dossier, sweep_dossiers
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def records_of(dossier: Dossier) -> dict[str, list[str]]:
    return {chapter["code"]: [record["title"] for record in chapter["records"]] for chapter in dossier.content["chapters"]}


def test_a_request_freezes_approved_records_under_the_indicators_of_their_task(record, ask, rung):
    dossier = ask()
    assert (dossier.number, dossier.state) == (1, Dossier.State.REQUESTED)
    assert records_of(dossier) == {"II-1": [], "II-2": ["学雷锋志愿服务"]}
    assert [entry.archive_path for entry in dossier.entries.all()] == [
        "II-2 志愿服务/2026-03-05 学雷锋志愿服务/20260305-清理楼道.jpg",
        "II-2 志愿服务/2026-03-05 学雷锋志愿服务/20260305-清理楼道（2）.jpg",
        "II-2 志愿服务/2026-03-05 学雷锋志愿服务/关于开展志愿服务的通知.docx",
    ]


def test_the_worker_is_rung_after_the_commit(record, ask, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        dossier = ask()
    assert ("reports.build_dossier", (dossier.pk,)) in rung


def test_what_is_changed_later_does_not_change_a_frozen_version(record, ask):
    dossier = ask()
    ActivityRecord.objects.filter(pk=record.pk).update(title="改了名", state="returned")
    Evidence.objects.update(caption="改了")
    dossier.refresh_from_db()
    frozen = dossier.content["chapters"][1]["records"][0]
    assert (frozen["title"], frozen["photos"][1]["caption"]) == ("学雷锋志愿服务", "合影")


def test_a_record_of_two_indicators_is_printed_once_and_named_under_the_other(add_record, ask):
    add_record("主题党日", codes=("II-2", "II-1"))
    dossier = ask()
    assert records_of(dossier) == {"II-1": ["主题党日"], "II-2": []}
    assert dossier.content["chapters"][1]["see"] == [{"title": "主题党日", "day": "2026年3月5日", "where": "II-1 理论学习"}]


def test_a_record_without_indicator_has_a_chapter_of_its_own(add_record, add_piece, ask):
    add_piece(add_record("座谈会"), "notice", "通知.docx", b"x", "application/msword")
    dossier = ask()
    assert dossier.content["chapters"][-1]["title"] == "未对应指标"
    assert dossier.entries.get().archive_path == "未对应指标/2026-03-05 座谈会/通知.docx"


@pytest.mark.parametrize("kind", ["bonus", "deduction", "veto"])
def test_only_basic_lines_are_printed_empty_and_counted_as_the_pages_count_them(record, campaign, ask, kind):
    Indicator.objects.filter(code="II-1").update(kind=kind)
    content = ask().content
    assert [chapter["code"] for chapter in content["chapters"]] == ["II-2"]
    assert (content["totals"]["covered"], content["totals"]["indicators"]) == (1, 1)
    found = coverage(campaign)
    assert (found.proven, found.wanted) == (1, 1)


def test_what_is_not_approved_is_left_out_with_its_reason(record, add_record, ask):
    for state in ("submitted", "returned", "draft"):
        add_record(state, state)
    reasons = {line["title"]: line["reason"] for line in ask().left_out}
    assert reasons == {"submitted": "submitted", "returned": "returned"}, "a draft of others is nobody's business"


def test_a_piece_in_the_bin_is_not_taken(record, ask):
    Evidence.objects.filter(kind="notice").update(deleted_at=NOW)
    assert ask().entries.count() == 2


def test_a_second_click_returns_the_version_being_built(record, ask):
    assert ask() == ask()
    assert Dossier.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_version_even_after_it_is_done(record, cast, campaign):
    ticket = uuid.uuid4()
    first = request_dossier(actor=cast.office, campaign=campaign, ticket=ticket, now=NOW)
    Dossier.objects.update(state=Dossier.State.READY)
    assert request_dossier(actor=cast.office, campaign=campaign, ticket=ticket, now=NOW) == first
    assert request_dossier(actor=cast.office, campaign=campaign, ticket=uuid.uuid4(), now=NOW).number == 2


@pytest.mark.parametrize("who", ["lead", "head", "staff", "leader", "inspector", "system_admin"])
def test_only_the_office_builds(cast, campaign, who):
    with pytest.raises(Refused, match="创建办"):
        request_dossier(actor=getattr(cast, who), campaign=campaign, ticket=uuid.uuid4(), now=NOW)


def test_a_campaign_not_launched_has_no_archive(cast, campaign):
    Campaign.objects.update(state="draft")
    campaign.refresh_from_db()
    with pytest.raises(Refused):
        request_dossier(actor=cast.office, campaign=campaign, ticket=uuid.uuid4(), now=NOW)


def test_a_claim_is_given_once(record, ask):
    dossier = ask()
    assert claim_dossier(dossier.pk, now=NOW).attempts == 1
    assert claim_dossier(dossier.pk, now=NOW) is None


def test_a_cancelled_version_is_claimed_by_nobody_and_the_next_may_begin(record, ask, cast):
    dossier = ask()
    cancel_dossier(actor=cast.office, dossier=dossier, now=NOW)
    assert claim_dossier(dossier.pk, now=NOW) is None
    assert ask().number == 2
    dossier.refresh_from_db()
    with pytest.raises(Refused):
        cancel_dossier(actor=cast.office, dossier=dossier, now=NOW)


def test_the_sweep_frees_a_silent_claim_after_its_lease_and_not_before(record, ask, rung, django_capture_on_commit_callbacks):
    dossier = ask()
    claim_dossier(dossier.pk, now=NOW)
    sweep_dossiers(now=NOW + LEASE - MINUTE)
    assert Dossier.objects.get().state == Dossier.State.BUILDING
    rung.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sweep_dossiers(now=NOW + LEASE + MINUTE)
    assert Dossier.objects.get().state == Dossier.State.REQUESTED
    assert ("reports.build_dossier", (dossier.pk,)) in rung


def test_a_ring_that_was_lost_is_made_good_by_the_sweep(record, ask, rung, django_capture_on_commit_callbacks):
    dossier = ask()
    with django_capture_on_commit_callbacks(execute=True):
        sweep_dossiers(now=NOW + 2 * MINUTE)
    assert rung[-1] == ("reports.build_dossier", (dossier.pk,))


def test_after_three_accidents_it_is_given_up_and_the_person_told(record, ask, cast):
    dossier = ask()
    for _attempt in range(MOST_ATTEMPTS):
        assert Dossier.objects.get().state == Dossier.State.REQUESTED
        claim_dossier(dossier.pk, now=NOW)
        note_crash(dossier.pk, reason="内存不足", now=NOW)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.fault) == (Dossier.State.FAILED, "内存不足")
    assert Message.objects.get(recipient=cast.office).body == "内存不足"
    assert claim_dossier(dossier.pk, now=NOW) is None


def test_an_old_builder_cannot_give_back_what_another_holds_now(record, ask):
    dossier = ask()
    old = claim_dossier(dossier.pk, now=NOW)
    note_crash(dossier.pk, reason="x", now=NOW)
    claim_dossier(dossier.pk, now=NOW + MINUTE)
    give_back(old, reason="x", now=NOW + MINUTE)
    assert Dossier.objects.get().state == Dossier.State.BUILDING


def test_requests_and_cancellations_stand_in_the_log(record, ask, cast):
    cancel_dossier(actor=cast.office, dossier=ask(), now=NOW)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) >= {"request_dossier", "cancel_dossier"}


def test_a_campaign_without_indicator_system_still_has_an_archive(record, campaign, ask):
    campaign.indicator_system = None
    campaign.save(update_fields=["indicator_system"])
    assert records_of(ask()) == {"": ["学雷锋志愿服务"]}


def test_freezing_asks_no_more_queries_for_more_records(record, add_record, add_piece, ask, django_assert_max_num_queries, cast, campaign):
    for number in range(12):
        add_piece(add_record(f"活动{number}", codes=("II-1",)), "notice", "通知.docx", b"x", "application/msword")
    with django_assert_max_num_queries(25):
        dossiers.freeze(campaign=campaign, reader=cast.office)
    assert Indicator.objects.count() == 3
    assert default_storage.exists(record.evidence.first().files.first().stored_name)
