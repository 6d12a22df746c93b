"""Plans as documents: brought in, read by the worker, corrected by several people, freed when a worker dies."""

import io
import uuid
import zipfile
from datetime import timedelta
from unittest.mock import patch

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.decisions import Refused, StaleEdit
from accounts.models import AuditEntry
from campaigns import findings as findings_of
from campaigns import jobs
from campaigns.models import Campaign, PlanDocument
from campaigns.plan_reader import UnreadablePlan, read_document
from campaigns.services import plans, reading
from notifications.models import Message
from tests.conftest import NOW

PLAN = """澄湖区档案馆2026年市级文明单位创建实施方案
为做好创建工作，制定本方案。
一、指导思想
以服务群众为中心。
二、创建任务
（一）举办读书分享会。每季度举办一次。
牵头科室：宣传教育科
配合科室：计划财务科
责任人：何苗
（二）整修公共阅览区。
牵头科室：保管利用科
完成时限：9月底前
（三）开展常态化巡查。
三、实施步骤
第一阶段：宣传发动（2026年1月—2026年3月）。召开动员会。
"""


def put_in(cast, text: str = PLAN, name: str = "方案.txt", **more) -> PlanDocument:
    """A plan brought in by the office, waiting to be read."""
    return plans.upload_plan(actor=cast.office, upload=ContentFile(text.encode()), name=name, ticket=uuid.uuid4(), now=NOW, **more)


@pytest.fixture
def plan(cast) -> PlanDocument:
    """A plan that was read and waits to be checked."""
    plan = put_in(cast)
    assert reading.read_plan(plan.pk, now=NOW)
    plan.refresh_from_db()
    return plan


def send(client, **fields):
    return client.post(reverse("campaigns:plan_upload"), {"ticket": uuid.uuid4(), **fields})


def test_an_uploaded_plan_keeps_its_bytes_and_its_chinese_name(cast, client_of, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client_of(cast.office), file=SimpleUploadedFile("创建实施方案（定稿）.txt", PLAN.encode()))
    plan = PlanDocument.objects.get()
    assert answer.headers["Location"] == reverse("campaigns:plan_detail", args=[plan.pk])
    assert plan.original_name == "创建实施方案（定稿）.txt"
    assert default_storage.open(plan.stored_name).read() == PLAN.encode()
    assert plan.stored_name.startswith("plans/") and "方案" not in plan.stored_name
    assert rung == [("campaigns.read_plan", (plan.pk,))]
    assert AuditEntry.objects.filter(verb="upload_plan", object_id=str(plan.pk)).exists()


def test_a_form_sent_twice_makes_one_plan(cast, client_of):
    client, ticket = client_of(cast.office), uuid.uuid4()
    first = send(client, text=PLAN, ticket=ticket)
    second = send(client, text=PLAN, ticket=ticket)
    assert first.headers["Location"] == second.headers["Location"]
    assert PlanDocument.objects.count() == 1


def test_pasted_text_is_a_plan_named_after_its_first_line(cast, client_of):
    send(client_of(cast.office), text=PLAN)
    assert PlanDocument.objects.get().original_name == "澄湖区档案馆2026年市级文明单位创建实施方案.txt"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "请选择方案文件"),
        ({"text": "   \n"}, "请选择方案文件"),
        ({"file": ("旧方案.doc", b"x"), "text": "打好的字"}, "另存为 .docx"),
        ({"file": ("照片.jpg", b"x"), "text": "打好的字"}, "只能读取 Word 文档"),
        ({"file": ("空.docx", b""), "text": "打好的字"}, "文件是空的"),
        ({"file": ("方案.txt", b"x"), "text": "打好的字"}, "只保留一种"),
    ],
)
def test_a_wrong_upload_gets_a_clear_sentence_and_loses_no_word(cast, client_of, fields, words):
    if "file" in fields:
        fields = fields | {"file": SimpleUploadedFile(*fields["file"])}
    answer = send(client_of(cast.office), **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert fields.get("text", "").strip() in answer.content.decode()
    assert not PlanDocument.objects.exists()


def test_a_plan_over_the_limit_is_refused_with_both_sizes(cast, client_of, settings):
    settings.PLAN_MAX_BYTES = 1024
    answer = send(client_of(cast.office), file=SimpleUploadedFile("大.docx", b"x" * 2048))
    assert answer.status_code == 422
    assert "2.0" in answer.content.decode() and "1.0" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("leader", 403), ("staff", 404), ("inspector", 404), ("system_admin", 404)])
def test_only_the_office_brings_plans_in(cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(reverse("campaigns:plan_upload")).status_code == status


def test_the_service_refuses_a_leader_whatever_the_page_does(cast):
    with pytest.raises(Refused):
        plans.upload_plan(actor=cast.leader, upload=ContentFile(b"x"), name="x.txt", ticket=uuid.uuid4(), now=NOW)
    assert not PlanDocument.objects.exists()


def test_the_worker_finds_tasks_phases_and_departments(plan):
    assert plan.state == PlanDocument.State.READY
    titles = [task["title"] for task in plan.findings["tasks"]]
    assert titles == ["举办读书分享会", "整修公共阅览区", "开展常态化巡查"]
    first, second, third = plan.findings["tasks"]
    assert (first["lead"], first["supports"], first["persons"], first["every"]) == ("宣传教育科", ["计划财务科"], ["何苗"], "quarter")
    assert (second["lead"], second["deadline_on"]) == ("保管利用科", "2026-09-30")
    assert (third["lead"], third["deadline_on"], third["every"]) == ("", "", "")
    assert [(phase["name"], phase["starts_on"], phase["ends_on"]) for phase in plan.findings["phases"]] == [("宣传发动", "2026-01-01", "2026-03-31")]
    assert plan.findings["head"]["level"] == "municipal"


def test_every_span_shows_the_words_it_was_read_from(plan):
    for task in plan.findings["tasks"]:
        assert task["title"] in plan.text[slice(*task["span"])]


def test_the_uploader_is_told_when_the_plan_is_read(plan, cast):
    message = Message.objects.get(recipient=cast.office)
    assert message.path == reverse("campaigns:plan_detail", args=[plan.pk])


def _zip(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"just some words", "这不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        (_zip(("word/document.xml", b"\0" * (101 * 1024 * 1024))), "解压后远超"),
        (_zip(("hello.txt", b"x")), "这不是 Word 文档"),
    ],
)
def test_an_unreadable_file_ends_as_a_sentence_on_its_page(cast, client_of, data, words):
    plan = plans.upload_plan(actor=cast.office, upload=ContentFile(data), name="方案.docx", ticket=uuid.uuid4(), now=NOW)
    assert not reading.read_plan(plan.pk, now=NOW)
    page = client_of(cast.office).get(reverse("campaigns:plan_detail", args=[plan.pk]))
    assert words in page.content.decode()


def test_a_plan_is_read_by_one_worker_only(cast):
    plan = put_in(cast)
    assert reading.claim_plan(plan.pk, now=NOW)
    assert reading.claim_plan(plan.pk, now=NOW) is None
    assert not reading.read_plan(plan.pk, now=NOW)


def test_a_fault_of_ours_ends_on_the_row_and_not_in_an_endless_wait(cast):
    plan = put_in(cast)
    with patch("campaigns.services.reading.read_document", side_effect=RuntimeError):
        jobs.read_plan(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.fault) == (PlanDocument.State.FAILED, "broken_off")


def test_a_reading_that_takes_too_long_is_stopped(cast):
    plan = put_in(cast)
    with patch("campaigns.services.reading.read_document", side_effect=SoftTimeLimitExceeded):
        jobs.read_plan(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.fault) == (PlanDocument.State.FAILED, "too_slow")


def test_the_sweep_frees_a_plan_whose_worker_died_and_rings_again(cast, rung, django_capture_on_commit_callbacks):
    plan = put_in(cast)
    reading.claim_plan(plan.pk, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert plans.sweep_plans(now=NOW + timedelta(minutes=4)) == 0
        assert plans.sweep_plans(now=NOW + timedelta(minutes=6)) == 1
    assert ("campaigns.read_plan", (plan.pk,)) in rung
    assert reading.read_plan(plan.pk, now=NOW + timedelta(minutes=7))


def test_a_plan_that_killed_three_workers_is_given_up(cast):
    plan, now = put_in(cast), NOW
    for _reading in range(3):
        assert reading.claim_plan(plan.pk, now=now)
        now += timedelta(minutes=6)
        plans.sweep_plans(now=now)
    plan.refresh_from_db()
    assert (plan.state, plan.fault) == (PlanDocument.State.FAILED, "broken_off")


def test_a_worker_that_comes_back_late_does_not_overwrite_the_next_one(cast):
    plan = put_in(cast)

    def while_the_next_worker_reads(data, name):
        with patch("campaigns.services.reading.read_document", read_document):
            plans.sweep_plans(now=NOW + timedelta(minutes=6))
            reading.read_plan(plan.pk, now=NOW + timedelta(minutes=7))
        raise UnreadablePlan("empty")

    with patch("campaigns.services.reading.read_document", while_the_next_worker_reads):
        assert not reading.read_plan(plan.pk, now=NOW)
    plan.refresh_from_db()
    assert plan.state == PlanDocument.State.READY


def test_the_progress_page_asks_again_while_it_waits_and_leads_on_when_read(cast, client_of):
    plan, client = put_in(cast), client_of(cast.office)
    address = reverse("campaigns:plan_detail", args=[plan.pk])
    assert f'hx-get="{address}"' in client.get(address).content.decode()
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()
    reading.read_plan(plan.pk, now=NOW)
    review = reverse("tasks:plan_review", args=[plan.pk])
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == review
    assert client.get(address).headers["Location"] == review


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("staff", 404), ("outsider", 404), ("inspector", 404)])
def test_leaders_may_see_a_plan_staff_may_not(cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(reverse("campaigns:plan_detail", args=[put_in(cast).pk])).status_code == status


def test_the_original_comes_back_byte_for_byte_under_its_own_name_and_is_logged(plan, cast, client_of):
    address = reverse("campaigns:plan_download", args=[plan.pk])
    answer = client_of(cast.leader).get(address)
    assert b"".join(answer.streaming_content) == PLAN.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(verb="download_plan", actor=cast.leader).exists()
    assert client_of(cast.staff).get(address).status_code == 404


def test_a_correction_is_kept_and_takes_the_doubt_away(plan, cast):
    plans.correct_finding(actor=cast.office, plan=plan, key="t3", revision=1, values={"title": "每周巡查", "every": "week"}, now=NOW)
    plan.refresh_from_db()
    task = plan.findings["tasks"][2]
    assert (task["title"], task["every"], task["unsure"], task["rev"]) == ("每周巡查", "week", [], 2)
    assert plan.version == 2


def test_two_people_correcting_different_findings_lose_nothing(plan, cast):
    mine, theirs = PlanDocument.objects.get(pk=plan.pk), PlanDocument.objects.get(pk=plan.pk)
    plans.correct_finding(actor=cast.office, plan=mine, key="t1", revision=1, values={"title": "甲"}, now=NOW)
    plans.correct_finding(actor=cast.office, plan=theirs, key="t2", revision=1, values={"title": "乙"}, now=NOW)
    plan.refresh_from_db()
    assert [task["title"] for task in plan.findings["tasks"][:2]] == ["甲", "乙"]


def test_two_people_correcting_one_finding_the_second_is_told(plan, cast):
    plans.correct_finding(actor=cast.office, plan=plan, key="t1", revision=1, values={"title": "甲"}, now=NOW)
    with pytest.raises(StaleEdit) as stale:
        plans.correct_finding(actor=cast.office, plan=plan, key="t1", revision=1, values={"title": "乙"}, now=NOW)
    assert stale.value.current["title"] == "甲"


def test_without_the_compare_and_set_a_correction_would_be_lost(plan, cast):
    """The negative control: the plain save that the service avoids loses the first correction."""
    mine, theirs = PlanDocument.objects.get(pk=plan.pk), PlanDocument.objects.get(pk=plan.pk)
    mine.findings["tasks"][0]["title"] = "甲"
    theirs.findings["tasks"][1]["title"] = "乙"
    mine.save()
    theirs.save()
    plan.refresh_from_db()
    assert plan.findings["tasks"][0]["title"] != "甲"


def test_a_write_between_reading_and_saving_is_tried_again(plan, cast):
    """Somebody else's correction lands while ours is being applied."""

    def and_somebody_else(findings, key, values):
        PlanDocument.objects.filter(pk=plan.pk, version=1).update(version=2)
        return findings_of.correct(findings, key, values)

    with patch("campaigns.services.plans.findings_of", wraps=findings_of) as seen:
        seen.correct.side_effect = and_somebody_else
        plans.correct_finding(actor=cast.office, plan=plan, key="t1", revision=1, values={"title": "甲"}, now=NOW)
    plan.refresh_from_db()
    assert (plan.findings["tasks"][0]["title"], plan.version, seen.correct.call_count) == ("甲", 3, 2)


def test_nobody_corrects_a_confirmed_plan(plan, cast):
    PlanDocument.objects.filter(pk=plan.pk).update(state=PlanDocument.State.CONFIRMED)
    with pytest.raises(Refused):
        plans.correct_finding(actor=cast.office, plan=plan, key="t1", revision=1, values={"title": "甲"}, now=NOW)


def test_an_adopted_leftover_becomes_a_task_without_anything_guessed(plan, cast):
    plan.findings["leftovers"] = [
        {"id": "x1", "rev": 1, "dropped": False, "unsure": [], "span": [3, 9], "text": "由办公室负责落实。", "reason": "responsibility"}
    ]
    plan.save()
    task = plans.adopt_leftover(actor=cast.office, plan=plan, key="x1", now=NOW)
    assert (task["title"], task["requirement"], task["lead"], task["span"]) == ("由办公室负责落实", "由办公室负责落实。", "", [3, 9])
    assert plan.findings["leftovers"][0]["dropped"]


def test_an_empty_campaign_is_opened_once_by_a_form_sent_twice(cast, client_of):
    fields = {
        "name": "创建县级文明单位",
        "unit_name": "",
        "level": "county",
        "cycle": "2026",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "ticket": uuid.uuid4(),
    }
    client = client_of(cast.office)
    assert client.post(reverse("campaigns:campaign_add"), fields).status_code == 302
    client.post(reverse("campaigns:campaign_add"), fields)
    campaign = Campaign.objects.get()
    assert (campaign.state, campaign.created_by) == (Campaign.State.DRAFT, cast.office)


def test_a_campaign_that_ends_before_it_begins_is_not_opened(cast, client_of):
    fields = {"name": "甲", "starts_on": "2026-12-31", "ends_on": "2026-01-01", "ticket": uuid.uuid4()}
    answer = client_of(cast.office).post(reverse("campaigns:campaign_add"), fields)
    assert answer.status_code == 422
    assert 'value="2026-12-31"' in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("leader", 403), ("staff", 404), ("inspector", 404)])
def test_only_the_office_opens_a_campaign(cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(reverse("campaigns:campaign_add")).status_code == status


def test_the_switch_shows_another_campaign_from_now_on(campaign, cast, client_of):
    other = Campaign.objects.create(name="另一个", state=Campaign.State.ACTIVE)
    client = client_of(cast.staff)
    for chosen in (campaign, other):
        answer = client.post(reverse("campaigns:campaign_switch"), {"campaign": chosen.pk, "next": reverse("campaigns:campaign_list")})
        assert answer.headers["Location"] == reverse("campaigns:campaign_list")
        assert client.get(reverse("campaigns:campaign_list")).context["campaign"] == chosen


def test_the_switch_does_not_lead_out_of_the_house_nor_to_what_is_hidden(campaign, cast, client_of):
    client = client_of(cast.staff)
    answer = client.post(reverse("campaigns:campaign_switch"), {"campaign": campaign.pk, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == reverse("tasks:plan")
    draft = Campaign.objects.create(name="草稿")
    assert client.post(reverse("campaigns:campaign_switch"), {"campaign": draft.pk}).status_code == 404
    assert client.post(reverse("campaigns:campaign_switch"), {"campaign": "x"}).status_code == 404
    assert client.post(reverse("campaigns:campaign_switch"), {"campaign": "9" * 5000}).status_code == 404
    answer = client.post(reverse("campaigns:campaign_switch"), {"campaign": campaign.pk, "next": "no-such-page"})
    assert answer.status_code == 302 and answer.url == reverse("tasks:plan")


def test_the_list_of_campaigns_hides_drafts_and_plans_from_staff(campaign, plan, cast, client_of):
    Campaign.objects.create(name="还在起草")
    office, staff = (client_of(person).get(reverse("campaigns:campaign_list")).content.decode() for person in (cast.office, cast.staff))
    assert "还在起草" in office and plan.original_name in office
    assert "还在起草" not in staff and plan.original_name not in staff
    assert client_of(cast.inspector).get(reverse("campaigns:campaign_list")).status_code == 404
