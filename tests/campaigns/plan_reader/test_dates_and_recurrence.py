"""Dates, deadlines and frequencies, phrase by phrase."""

import pytest

from campaigns.plan_reader.dates import find_periods
from campaigns.plan_reader.deadlines import field_deadline, month_heading_deadline, spoken_deadline
from campaigns.plan_reader.findings import RecurrenceFound
from campaigns.plan_reader.lines import flatten
from campaigns.plan_reader.recurrence import read_recurrence


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("2023.03-2023.06", "2023-03", "2023-06"),
        ("2023年3月至5月", "2023-03", "2023-05"),
        ("20××年9月—12月", "XXXX-09", "XXXX-12"),
        ("1～4月", "XXXX-01", "XXXX-04"),
        ("3月1日至15日", "XXXX-03-01", "XXXX-03-15"),
        ("2024年1月上旬到2月中旬", "2024-01-01", "2024-02-20"),
        ("二〇二三年六月", "2023-06", "2023-06"),
        ("2023年", "2023-01", "2023-12"),
        ("下半年", "XXXX-07", "XXXX-12"),
        ("2024-05-06", "2024-05-06", "2024-05-06"),
    ],
)
def test_a_period_has_a_first_and_a_last_moment(phrase, start, end):
    (period,) = find_periods(flatten(phrase))
    assert (period.first.as_start(), period.last.as_end()) == (start, end)


@pytest.mark.parametrize("phrase", ["3至5人", "三个月", "党的二十大", "每季度一次", "12345", "一二三"])
def test_other_numerals_are_no_dates(phrase):
    assert find_periods(flatten(phrase)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("6月底前", "06"),
        ("10月上旬", "10-10"),
        ("9月中旬前", "09-20"),
        ("2024年5月30日前", "2024-05-30"),
        ("年底前", "12"),
        ("方案3月底前完成，总结12月上旬前完成", "12-10"),
        ("即日起至8月底", "08"),
        ("4月10日前完成，其余长期坚持", "04-10"),
        ("长期坚持", "长期坚持"),
        ("全年", "全年"),
        ("每年11月15日前", "11-15"),
        ("每季度末", None),
        ("4月起", None),
        ("宣传栏每半年更新一次", None),
    ],
)
def test_the_deadline_of_a_time_field(field, value):
    found = field_deadline(field)
    assert found is not None
    assert (found.value, found.text) == (value, field)


def test_a_blank_time_field_is_no_deadline():
    assert field_deadline("—") is None


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("对旧楼道于9月中旬前改造完毕。", "09-20"),
        ("7月31日前报送总结。", "07-31"),
        ("3月5日开展学雷锋活动。", None),
        ("从4月起推行新办法。", None),
        ("利用春节、清明等节日开展活动。", None),
    ],
)
def test_a_sentence_sets_a_deadline_only_where_it_bounds_the_result(sentence, value):
    found = spoken_deadline(sentence)
    assert (found.value if found else None) == value


def test_a_date_deep_in_a_long_item_bounds_only_a_part_of_it():
    assert spoken_deadline("加强学习教育，丰富活动载体。" * 15 + "其中橱窗6月底前更新。") is None


def test_the_last_month_of_a_month_heading_counts():
    assert month_heading_deadline(flatten("7—8月份")) == "08"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每季度召开一次例会。", RecurrenceFound("quarter")),
        ("每月至少组织2次志愿服务。", RecurrenceFound("month", 2)),
        ("每两个月学习一次,全年不少于6次。", RecurrenceFound("2 months", 1, 6)),
        ("全年开展活动不少于3次。", RecurrenceFound("year", 3)),
        ("按月通报进展。", RecurrenceFound("month")),
        ("每天一清扫、每周一检查。", RecurrenceFound("day")),
        ("每半个月巡查一次。", RecurrenceFound("half-month")),
        ("每学期评选一次。", RecurrenceFound("semester")),
        ("每年人均服务不少于40小时。", None),
        ("每年投入经费2万元。", None),
        ("定期开展督查，节日期间慰问。", None),
        ("宣传“每天一小时”阅读理念。", None),
    ],
)
def test_a_frequency_of_acts_is_a_recurrence_an_amount_is_not(text, found):
    assert read_recurrence(flatten(text)) == found


def test_the_frequency_of_the_time_field_goes_before_one_in_the_text():
    assert read_recurrence("每周检查一次。", "每季度末") == RecurrenceFound("quarter")


def test_a_total_of_another_act_is_no_count():
    assert read_recurrence("每月学习1次,全年撰写信息不少于12篇。") == RecurrenceFound("month")
