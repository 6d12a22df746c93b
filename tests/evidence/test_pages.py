"""The pages of a record, as each person of the cast meets them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role
from campaigns.models import Campaign, Indicator
from evidence.models import ActivityRecord, Evidence, EvidenceFile
from evidence.services import records
from tests.conftest import NOW, TODAY, make_person
from tests.evidence.conftest import NOTE, add, made, photo, png_bomb, upload, word

State = ActivityRecord.State


def url(name: str, *args: object) -> str:
    return reverse(f"evidence:{name}", args=args)


def form_of(record: ActivityRecord, **changes: object) -> dict:
    fields = {"version": record.version, "title": record.title, "kind": record.kind_id, "held_on": record.held_on, "place": record.place}
    fields |= {"people_count": record.people_count, "hours": record.hours, "part": record.part_id or "", "note": record.note}
    return fields | changes


def new_form(cast, **changes: object) -> dict:
    return {"ticket": uuid.uuid4(), "department": cast.lead_department.pk, "title": "清洁行动", "held_on": TODAY, "note": NOTE} | changes


# the ladder: who reads, who writes

READERS = [
    ("staff", 200),
    ("head", 200),
    ("lead", 200),
    ("office", 404),
    ("leader", 404),
    ("supporter", 404),
    ("outsider", 404),
    ("inspector", 404),
    ("audit_admin", 404),
]


@pytest.mark.parametrize(("who", "status"), READERS)
def test_a_draft_is_seen_by_its_department_only(record, cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(url("record_detail", record.pk)).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 200), ("office", 200), ("leader", 200), ("supporter", 404), ("outsider", 404), ("inspector", 404), ("system_admin", 404)]
)
def test_what_is_handed_in_is_seen_by_the_office_and_the_leaders_too(submitted, cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(url("record_detail", submitted.pk)).status_code == status


def test_strangers_are_led_to_the_sign_in_page(record, client):
    file_pages = [url("file_download", 1), url("file_preview", 1)]
    for page in [url("record_list"), url("record_add"), url("bin"), url("review_list"), url("record_detail", record.pk), *file_pages]:
        assert client.get(page).status_code == 302


@pytest.mark.parametrize(
    ("verb", "who", "status"),
    [
        ("submit", "staff", 403),
        ("submit", "head", 403),
        ("submit", "outsider", 404),
        ("withdraw", "lead", 403),
        ("approve", "lead", 403),
        ("return", "lead", 403),
        ("bin", "staff", 403),
        ("restore", "lead", 403),
        ("bin", "outsider", 404),
        ("edit", "outsider", 404),
    ],
)
def test_a_refused_verb_says_why_and_changes_nothing(record, cast, client_of, verb, who, status):
    answer = client_of(getattr(cast, who)).post(url(f"record_{verb}", record.pk), {"reason": "x"})
    assert answer.status_code == status
    record.refresh_from_db()
    assert (record.state, record.deleted_at) == (State.DRAFT, None)


def test_a_leader_reads_and_decides_nothing(submitted, cast, client_of):
    client = client_of(cast.leader)
    page = client.get(url("record_detail", submitted.pk)).content.decode()
    assert url("record_approve", submitted.pk) not in page
    assert client.post(url("record_approve", submitted.pk)).status_code == 403


def test_the_own_record_offers_the_office_no_approval_but_the_sentence(cast, campaign, values, client_of):
    own = records.create_record(actor=cast.office, campaign=campaign, department=cast.lead_department, ticket=uuid.uuid4(), values=values, now=NOW)
    records.submit_record(actor=cast.office, record=own, now=NOW)
    page = client_of(cast.office).get(url("record_detail", own.pk)).content.decode()
    assert "不能审核自己写或自己交的材料" in page
    assert client_of(cast.office).post(url("record_approve", own.pk)).status_code == 403


# writing


def test_the_add_page_is_preset_by_the_part(cast, occurrence, client_of):
    part = occurrence.parts.get(is_lead=True)
    page = client_of(cast.lead).get(url("record_add") + f"?part={part.pk}")
    form = page.context["form"]
    assert (form.initial["part"], form.initial["title"], form.initial["held_on"]) == (part, "开展志愿服务", timezone.localdate())
    assert f'<option value="{part.pk}" selected>' in page.content.decode()


@pytest.mark.parametrize("query", ["?part=0", "?part=x", "?part=999999999999999999999", "?indicator=-1", "?part=%00", "?month=2026-13"])
def test_a_mistyped_address_is_no_error(cast, campaign, client_of, query):
    assert client_of(cast.lead).get(url("record_add") + query).status_code == 200
    assert client_of(cast.lead).get(url("record_list") + query).status_code == 200


def test_another_departments_part_is_not_preset(cast, occurrence, client_of):
    part = occurrence.parts.get(is_lead=False)
    answer = client_of(cast.lead).post(url("record_add"), new_form(cast, part=part.pk))
    assert answer.status_code == 422


def test_a_plain_form_makes_a_draft_with_its_files(cast, campaign, client_of):
    files = [upload("一.jpg", photo(seed=1)), upload("坏.jpg", b"<html>"), upload("二.jpg", photo(seed=2))]
    answer = client_of(cast.lead).post(url("record_add"), new_form(cast, file=files), follow=True)
    assert "坏.jpg：扩展名是 .jpg，内容却不是" in answer.content.decode()
    assert EvidenceFile.objects.count() == 2
    assert ActivityRecord.objects.get().state == State.DRAFT


def test_save_and_hand_in_leads_on_to_the_check_page(cast, campaign, client_of):
    answer = client_of(cast.lead).post(url("record_add"), new_form(cast, submit="1"))
    assert answer.url == url("record_submit", ActivityRecord.objects.get().pk)


def test_a_photo_first_makes_a_draft_without_a_word(cast, campaign, client_of):
    answer = client_of(cast.lead).post(url("record_add"), new_form(cast, title="", held_on="", quick="1"), headers={"hx-request": "true"})
    record = ActivityRecord.objects.get()
    assert (answer.status_code, answer["HX-Push-Url"]) == (200, f"/records/{record.pk}/")
    assert record.title == "未命名活动"
    assert url("file_add", record.pk) in answer.content.decode()


def test_papers_have_only_the_fields_of_papers(cast, campaign, client_of):
    theory = Indicator.objects.get(code="II-1")
    page = client_of(cast.lead).get(url("record_add") + f"?paper=1&indicator={theory.pk}")
    assert "people_count" not in page.context["form"].fields
    client_of(cast.lead).post(url("record_add") + "?paper=1", new_form(cast, title="学习制度", indicators=[theory.pk]))
    paper = ActivityRecord.objects.get()
    assert (paper.is_event, list(paper.indicators.all())) == (False, [theory])


def test_a_note_too_long_comes_back_with_every_word(record, cast, client_of):
    long = "字" * 501
    answer = client_of(cast.lead).post(url("record_edit", record.pk), form_of(record, note=long))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert long in page
    assert "说明有 501 字，平台只收 500 字" in page


def test_saving_while_writing_answers_with_a_line_and_the_new_version(record, cast, client_of):
    answer = client_of(cast.lead).post(url("record_edit", record.pk), form_of(record, place="南门"), headers={"hx-request": "true"})
    assert 'name="version" value="2"' in answer.content.decode()
    assert "evidence-changed" in answer["HX-Trigger"]
    record.refresh_from_db()
    assert record.place == "南门"


@pytest.mark.parametrize(
    ("field", "value", "words"), [("people_count", "-5", "参加人数：请填 0 或更大的整数。"), ("hours", "99999999", "请填 0 至 999999 的数")]
)
def test_a_number_out_of_reason_is_told_in_plain_words(record, cast, client_of, field, value, words):
    answer = client_of(cast.lead).post(url("record_edit", record.pk), form_of(record, **{field: value}), headers=HX)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_second_of_two_editors_sees_both_versions_and_loses_no_word(record, cast, client_of):
    client_of(cast.staff).post(url("record_edit", record.pk), form_of(record, title="何苗写的"))
    answer = client_of(cast.lead).post(url("record_edit", record.pk), form_of(record, title="林月写的", note="林月的说明"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("何苗写的", "林月写的", "林月的说明"))
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    client_of(cast.lead).post(url("record_edit", record.pk), form_of(record, title="林月写的", note="林月的说明", version=version))
    record.refresh_from_db()
    assert record.title == "林月写的"


def test_what_the_second_editor_never_touched_stays_as_the_first_one_saved_it(record, cast, client_of):
    shown = {f"initial-{name}": value for name, value in form_of(record).items()}
    client_of(cast.staff).post(url("record_edit", record.pk), form_of(record, note="何苗补写的说明"))
    answer = client_of(cast.lead).post(url("record_edit", record.pk), {**shown, **form_of(record, place="北山水库")})
    page = answer.content.decode()
    assert answer.status_code == 409
    typed = re.search(r'<textarea name="note".*?>\s*(.*?)</textarea>', page, re.S).group(1)
    assert typed == "何苗补写的说明"
    assert 'value="北山水库"' in page


# handing in, deciding


def test_with_something_missing_a_tick_is_asked_for(record, cast, client_of):
    client = client_of(cast.lead)
    assert client.post(url("record_submit", record.pk)).status_code == 422
    record.refresh_from_db()
    assert record.state == State.DRAFT
    assert client.post(url("record_submit", record.pk), {"confirmed": "on"}).status_code == 302
    record.refresh_from_db()
    assert record.state == State.SUBMITTED


def test_with_nothing_missing_no_tick_is_asked_for(record, cast, client_of):
    for number in range(3):
        add(record, cast.lead, content=photo(seed=number))
    add(record, cast.lead, "通知.docx", word())
    assert client_of(cast.lead).post(url("record_submit", record.pk)).status_code == 302


def test_staff_is_told_who_hands_in(record, cast, client_of):
    assert "由林月代表本科室提交" in client_of(cast.staff).get(url("record_detail", record.pk)).content.decode()


def test_a_returned_record_shows_the_reason_in_the_reviewers_words(submitted, cast, client_of):
    client_of(cast.office).post(url("record_return", submitted.pk), {"reason": "第 2 张 <b>看不清</b> 横幅"})
    page = client_of(cast.lead).get(url("record_detail", submitted.pk)).content.decode()
    assert "许宁" in page
    assert "第 2 张 &lt;b&gt;看不清&lt;/b&gt; 横幅" in page


def test_a_return_without_reason_comes_back_with_the_sentence(submitted, cast, client_of):
    for headers in ({}, {"hx-request": "true"}):
        answer = client_of(cast.office).post(url("record_return", submitted.pk), {"reason": ""}, headers=headers)
        assert answer.status_code == 422
        assert "请写明要改什么" in answer.content.decode()


def test_approval_on_the_list_answers_in_place(submitted, cast, client_of):
    answer = client_of(cast.office).post(url("record_approve", submitted.pk), headers={"hx-request": "true"})
    page = answer.content.decode()
    assert f'id="review-{submitted.pk}"' in page
    assert "已通过" in page
    assert url("record_approve", submitted.pk) not in page


def test_the_bin_offers_the_way_back(record, cast, client_of):
    client = client_of(cast.lead)
    client.post(url("record_bin", record.pk))
    assert url("record_restore", record.pk) in client.get(url("record_detail", record.pk)).content.decode()
    assert record.title in client.get(url("bin")).content.decode()
    client.post(url("record_restore", record.pk))
    record.refresh_from_db()
    assert record.deleted_at is None


def test_colleagues_elsewhere_do_not_see_the_bin(record, cast, client_of):
    records.bin_record(actor=cast.lead, record=record, now=NOW)
    assert record.title not in client_of(cast.supporter).get(url("bin")).content.decode()


# files over HTTP

HX = {"hx-request": "true"}


def test_a_file_answers_with_its_piece(record, cast, client_of):
    answer = client_of(cast.lead).post(url("file_add", record.pk), {"file": upload("活动照片.jpg", photo()), "ticket": uuid.uuid4()}, headers=HX)
    assert (answer.status_code, "活动照片.jpg" in answer.content.decode()) == (200, True)
    assert f'id="piece-{Evidence.objects.get().pk}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"), [("伪装.jpg", b"<html>"), ("空.jpg", b""), ("炸弹.png", png_bomb()), ("宏.docm", word(macros=True)), ("半.jpg", photo()[:-3000])]
)
def test_a_hostile_file_answers_422_with_a_sentence_and_leaves_nothing(record, cast, client_of, settings, name, content):
    answer = client_of(cast.lead).post(url("file_add", record.pk), {"file": upload(name, content)}, headers=HX)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Evidence.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*/*"))


def test_no_file_answers_422(record, cast, client_of):
    assert client_of(cast.lead).post(url("file_add", record.pk), {}, headers=HX).status_code == 422


@pytest.mark.parametrize("name", ["../../../etc/passwd.jpg", "<script>alert(1)</script>.jpg", "a%22;b='c.jpg", "‮gpj.txt.jpg", "文" * 300 + ".jpg", "..jpg"])
def test_hostile_names_are_harmless_on_the_page_and_in_the_header(record, cast, client_of, name):
    client = client_of(cast.lead)
    assert client.post(url("file_add", record.pk), {"file": upload(name, photo())}, headers=HX).status_code == 200
    file = EvidenceFile.objects.get()
    page = client.get(url("record_detail", record.pk)).content.decode()
    assert "<script>alert" not in page
    assert "‮" not in page
    answer = client.get(url("file_download", file.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Disposition"]
    assert "/" not in file.original_name


def test_the_original_comes_back_byte_for_byte_and_is_noted(record, cast, client_of):
    content = photo(place=True)
    file = add(record, cast.lead, "清明 祭扫.jpg", content)
    answer = client_of(cast.staff).get(url("file_download", file.pk))
    assert b"".join(answer.streaming_content) == content
    assert "filename*=utf-8''%E6%B8%85%E6%98%8E%20%E7%A5%AD%E6%89%AB.jpg" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(verb="download_file", actor=cast.staff, object_id=file.pk).count() == 1


def test_only_our_own_copy_is_shown_inline(record, cast, client_of):
    file = made(add(record, cast.lead))
    for query, mime in [("", "image/webp"), ("?large=1", "image/jpeg")]:
        answer = client_of(cast.lead).get(url("file_preview", file.pk) + query)
        assert (answer["Content-Type"], answer["Content-Disposition"].split(";")[0]) == (mime, "inline")
        assert client_of(cast.lead).get(url("file_preview", file.pk) + query, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(("who", "status"), [("staff", 200), ("supporter", 404), ("outsider", 404), ("office", 404), ("inspector", 404), ("audit_admin", 404)])
def test_files_and_previews_ask_the_same_rule_as_their_record(record, cast, client_of, who, status):
    file = made(add(record, cast.lead))
    for name in ("file_download", "file_preview"):
        assert client_of(getattr(cast, who)).get(url(name, file.pk)).status_code == status


def test_a_file_without_preview_has_none_to_show(record, cast, client_of):
    file = add(record, cast.lead, "通知.docx", word())
    assert client_of(cast.lead).get(url("file_preview", file.pk)).status_code == 404
    default_storage.delete(file.stored_name)
    assert client_of(cast.lead).get(url("file_download", file.pk)).status_code == 404


def test_captions_are_changed_in_place(record, cast, client_of):
    piece = add(record, cast.lead).evidence
    answer = client_of(cast.lead).post(url("evidence_edit", piece.pk), {"caption": "新图注", "kind": "notice", "document_number": "〔2026〕4号"}, headers=HX)
    assert "新图注" in answer.content.decode()
    piece.refresh_from_db()
    assert (piece.caption, piece.kind, piece.document_number) == ("新图注", "notice", "〔2026〕4号")


def test_a_piece_put_away_offers_to_undo(record, cast, client_of):
    piece = add(record, cast.lead).evidence
    client = client_of(cast.lead)
    assert url("evidence_restore", piece.pk) in client.post(url("evidence_bin", piece.pk), headers=HX).content.decode()
    assert "活动照片.jpg" in client.post(url("evidence_restore", piece.pk), headers=HX).content.decode()


@pytest.mark.parametrize("verb", ["edit", "bin", "restore"])
def test_pieces_of_others_are_not_there_and_of_a_record_in_review_not_changed(record, cast, client_of, verb):
    piece = add(record, cast.lead).evidence
    send = {"caption": "x", "kind": "photo"}
    assert client_of(cast.outsider).post(url(f"evidence_{verb}", piece.pk), send).status_code == 404
    records.submit_record(actor=cast.lead, record=record, now=NOW)
    assert client_of(cast.lead).post(url(f"evidence_{verb}", piece.pk), send).status_code == 403
    assert client_of(cast.lead).post(url("file_replace", piece.pk), {"file": upload("a.jpg", photo())}).status_code == 403


# lists


def test_of_other_departments_records_the_library_gives_the_title_only(submitted, cast, client_of):
    made(add_after(submitted, cast))
    page = client_of(cast.outsider).get(url("record_list")).content.decode()
    assert submitted.title in page
    assert url("record_detail", submitted.pk) not in page
    assert "/preview/" not in page
    assert "滨河步道</" not in page


def add_after(submitted: ActivityRecord, cast) -> EvidenceFile:
    records.withdraw_record(actor=cast.lead, record=submitted, now=NOW)
    file = add(submitted, cast.lead)
    records.submit_record(actor=cast.lead, record=submitted, now=NOW)
    return file


def test_searching_does_not_find_out_what_one_may_not_read(submitted, cast, client_of):
    add_after(submitted, cast)
    for words, own, other in [("清洁", True, True), ("滨河步道清理", True, False), ("图注", True, False), ("活动照片", True, False)]:
        for person, found in [(cast.lead, own), (cast.outsider, other)]:
            page = client_of(person).get(url("record_list"), {"q": words}).content.decode()
            assert (submitted.title in page) == found, (words, person)


def test_drafts_of_others_are_not_named(record, cast, client_of):
    for person in (cast.supporter, cast.outsider):
        assert record.title not in client_of(person).get(url("record_list")).content.decode()


def test_the_library_filters_by_all_it_offers(submitted, cast, client_of, activity_kind):
    client = client_of(cast.lead)
    right = {"indicator": Indicator.objects.get(code="II-2").pk, "month": f"{submitted.held_on:%Y-%m}", "department": cast.lead_department.pk}
    right |= {"kind": activity_kind.pk, "state": "submitted", "q": "清洁"}
    wrong = {"indicator": Indicator.objects.get(code="II-1").pk, "month": "2026-01", "department": cast.other_department.pk, "state": "draft", "q": "没有"}
    for name, value in right.items():
        assert submitted.title in client.get(url("record_list"), {name: value}).content.decode(), name
    for name, value in wrong.items():
        assert submitted.title not in client.get(url("record_list"), {name: value}).content.decode(), name


def test_the_review_list_is_the_offices_and_the_oldest_stands_first(submitted, cast, campaign, values, client_of):
    newer = records.create_record(
        actor=cast.lead, campaign=campaign, department=cast.lead_department, ticket=uuid.uuid4(), values=values | {"title": "后交的"}, now=NOW
    )
    records.submit_record(actor=cast.lead, record=newer, now=NOW + timedelta(hours=1))
    page = client_of(cast.office).get(url("review_list")).content.decode()
    assert 0 < page.index(f"review-{submitted.pk}") < page.index(f"review-{newer.pk}")
    assert client_of(cast.lead).get(url("review_list")).status_code == 403
    assert client_of(cast.leader).get(url("review_list")).status_code == 200


def test_the_panel_of_an_occurrence_shows_each_parts_records(submitted, cast, occurrence, client_of):
    own = client_of(cast.lead).get(url("occurrence_panel", occurrence.pk)).content.decode()
    assert url("record_detail", submitted.pk) in own
    assert f"?part={occurrence.parts.get(is_lead=True).pk}" in own
    supporter = client_of(cast.supporter).get(url("occurrence_panel", occurrence.pk)).content.decode()
    assert submitted.title in supporter
    assert url("record_detail", submitted.pk) not in supporter
    assert client_of(cast.outsider).get(url("occurrence_panel", occurrence.pk)).status_code == 404


def many(cast, campaign, values, count: int) -> None:
    for number in range(count):
        row = records.create_record(actor=cast.lead, campaign=campaign, department=cast.lead_department, ticket=uuid.uuid4(), values=values, now=NOW)
        made(add(row, cast.lead, content=photo(200, 100, seed=number)))
        records.submit_record(actor=cast.lead, record=row, now=NOW)


@pytest.mark.parametrize(
    ("name", "who"), [("record_list", "lead"), ("record_list", "outsider"), ("record_list", "office"), ("review_list", "office"), ("bin", "lead")]
)
def test_lists_ask_the_same_number_of_questions_however_long(cast, campaign, values, client_of, name, who, django_assert_max_num_queries):
    client = client_of(getattr(cast, who))
    many(cast, campaign, values, 2)
    client.get(url(name))
    with django_assert_max_num_queries(60) as few:
        client.get(url(name))
    many(cast, campaign, values, 4)
    with django_assert_max_num_queries(len(few)):
        client.get(url(name))
    assert len(few) <= 26


def test_a_leader_and_a_closed_campaign_add_nothing(cast, campaign, client_of):
    answer = client_of(cast.leader).get(url("record_add"))
    assert (answer.status_code, "活动记录由各科室填写" in answer.content.decode()) == (403, True)
    Campaign.objects.update(state=Campaign.State.CLOSED)
    assert client_of(cast.lead).get(url("record_add")).status_code == 403
    assert url("record_add") not in client_of(cast.lead).get(url("record_list")).content.decode().split("<main")[1].split("</main")[0]


def test_a_person_of_two_departments_chooses_and_an_office_worker_may_write_for_any(cast, campaign, client_of):
    both = make_person("both", "两边", Role.STAFF, cast.lead_department)
    both.memberships.create(role=Role.STAFF, department=cast.supporting_department)
    form = client_of(both).get(url("record_add")).context["form"]
    assert form.fields["department"].queryset.count() == 2
    assert client_of(cast.office).get(url("record_add")).context["form"].fields["department"].queryset.count() == 4


def test_a_settled_part_is_offered_only_where_it_is_chosen_already(cast, occurrence, client_of):
    part = occurrence.parts.get(is_lead=True)
    part.state = part.State.APPROVED
    part.save()
    client = client_of(cast.lead)
    assert part not in client.get(url("record_add")).context["form"].fields["part"].queryset
    assert part in client.get(url("record_add") + f"?part={part.pk}").context["form"].fields["part"].queryset
    assert client.post(url("record_add") + f"?part={part.pk}", new_form(cast, part=part.pk)).status_code == 302


def test_the_indicator_of_the_address_travels_with_the_form(cast, campaign, client_of):
    theory = Indicator.objects.get(code="II-1")
    page = client_of(cast.lead).get(url("record_add") + f"?indicator={theory.pk}").content.decode()
    assert f'name="indicators" value="{theory.pk}"' in page
