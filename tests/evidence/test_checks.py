"""What the check list says, and to whom it says nothing."""

import uuid
from datetime import timedelta

import pytest
from django.utils import translation

from campaigns.models import Indicator, MaterialRule
from evidence import checks, selectors
from evidence.models import ActivityRecord
from evidence.services import files, records
from tests.conftest import NOW, TODAY
from tests.evidence.conftest import add, made, photo, word


def said(record: ActivityRecord, severity: str, **more) -> list[str]:
    with translation.override("zh-hans"):
        return [finding.text for finding in checks.missing(ActivityRecord.objects.get(pk=record.pk), **more) if finding.severity == severity]


def change(record: ActivityRecord, **values) -> None:
    ActivityRecord.objects.filter(pk=record.pk).update(**values)


def test_photos_and_wanted_pieces_are_counted(record, cast):
    assert said(record, "must") == ["还差 3 件照片", "还差 1 件通知或方案"]
    add(record, cast.lead, content=photo(seed=1))
    add(record, cast.lead, content=photo(seed=2))
    assert "还差 1 件照片" in said(record, "must")
    add(record, cast.lead, content=photo(seed=3))
    add(record, cast.lead, "通知.docx", word())
    assert said(record, "must") == []
    assert "照片已有 3 件，要求 3 件" in said(record, "fine")


def test_a_piece_in_the_bin_does_not_count(record, cast):
    file = add(record, cast.lead)
    files.bin_evidence(actor=cast.lead, evidence=file.evidence, now=NOW)
    assert "还差 3 件照片" in said(record, "must")


def test_the_indicators_rules_count_too(record, cast):
    MaterialRule.objects.create(indicator=record.indicators.get(), kind="screenshot", minimum=2)
    MaterialRule.objects.create(indicator=record.indicators.get(), kind="photo", minimum=5)
    assert {"还差 2 件截图或链接", "还差 5 件照片"} <= set(said(record, "must"))


@pytest.mark.parametrize(
    ("given", "severity", "sentence"),
    [
        ({"hours": None}, "must", "缺服务时长"),
        ({"people_count": None}, "must", "缺参加人数"),
        ({"note": ""}, "must", "还没有写说明"),
        ({"note": "很好"}, "look", "说明太短，只有 2 字"),
        ({"note": "字" * 500}, "fine", "说明 500 字，未超 500 字"),
        ({"note": "字" * 501}, "must", "说明超出 1 字"),
        ({"place": ""}, "look", "缺活动地点"),
        ({"kind": None}, "look", "还没有选活动类型"),
        ({"held_on": TODAY.replace(year=2025)}, "must", "活动日期不在测评周期内"),
        ({"held_on": TODAY + timedelta(days=1)}, "look", "活动日期在今天之后"),
    ],
)
def test_each_field_has_its_sentence(record, given, severity, sentence):
    assert sentence not in said(record, severity)
    change(record, **given)
    assert sentence in said(record, severity)


def test_a_photo_of_another_day_is_named(record, cast):
    made(add(record, cast.lead, content=photo(taken=f"{TODAY - timedelta(days=5):%Y:%m:%d} 09:00:00", seed=1)))
    assert not [text for text in said(record, "look") if "拍摄日期" in text]
    made(add(record, cast.lead, content=photo(taken=f"{TODAY - timedelta(days=6):%Y:%m:%d} 09:00:00", seed=2)))
    assert "第 2 件的拍摄日期与活动日期相差 4 天" in said(record, "look")


def test_captions_small_pictures_and_numbers_are_looked_at(record, cast):
    add(record, cast.lead, content=photo(799, 500), caption="")
    add(record, cast.lead, "活动通知.docx", word())
    assert {"1 张照片没有图注", "第 1 件太小，打印会模糊", "第 2 件没有填文号"} <= set(said(record, "look"))


def test_the_same_file_twice_in_a_record_is_named(record, cast):
    add(record, cast.lead)
    add(record, cast.lead)
    assert "第 2 件与第 1 件是同一个文件" in said(record, "look")


def elsewhere(record, who, department, values) -> ActivityRecord:
    other = {"title": "另一次", "held_on": TODAY} if values is None else values
    row = records.create_record(actor=who, campaign=record.campaign, department=department, ticket=uuid.uuid4(), values=other, now=NOW)
    add(row, who)
    return row


def test_a_file_used_in_another_record_of_the_department_is_named(record, cast, values):
    add(record, cast.lead)
    elsewhere(record, cast.lead, cast.lead_department, values)
    assert "第 1 件在另一条记录里也用过" in said(record, "look")


def test_a_file_of_another_department_is_not_given_away_but_the_office_sees_it(record, cast):
    add(record, cast.lead)
    elsewhere(record, cast.supporter, cast.supporting_department, None)
    assert not [text for text in said(record, "look") if "另一条记录" in text]
    for person, sees in [(cast.lead, False), (cast.office, True), (cast.leader, True)]:
        twins = selectors.twins_seen_by(person, [record])[record.pk]
        assert bool(twins) == sees, person
        assert ("第 1 件在另一条记录里也用过" in said(record, "look", twins=twins)) == sees


def test_papers_need_a_paper_and_nothing_of_an_event(cast, campaign):
    paper = records.create_record(
        actor=cast.lead,
        campaign=campaign,
        department=cast.lead_department,
        ticket=uuid.uuid4(),
        values={"title": "制度", "held_on": TODAY},
        is_event=False,
        now=NOW,
    )
    assert said(paper, "must") == ["还没有上传文件", "还没有对应任务，也没有对应指标"]
    paper.indicators.add(Indicator.objects.get(code="II-1"))
    assert (said(paper, "must"), said(paper, "look")) == (["还没有上传文件"], [])
    add(paper, cast.lead, "志愿服务管理办法.docx", word())
    assert (said(paper, "must"), said(paper, "look")) == ([], ["第 1 件没有填文号"])


def test_the_gravest_stand_first(record):
    order = [finding.severity for finding in checks.missing(record)]
    assert order == sorted(order, key=["must", "look", "fine"].index)


def test_checking_a_whole_list_asks_no_more_than_checking_one(record, cast, values, django_assert_num_queries):
    for number in range(4):
        add(elsewhere(record, cast.lead, cast.lead_department, values), cast.lead, content=photo(seed=number))
    rows = ActivityRecord.objects.all()
    cast.lead.standing  # noqa: B018  read once
    with django_assert_num_queries(7):
        assert len(selectors.rows_of(cast.lead, rows[:2])) == 2
    with django_assert_num_queries(7):
        assert len(selectors.rows_of(cast.lead, rows)) == 5
