"""Findings as data: nothing invented, dates worked out only where they are certain, names matched only where they are plain."""

from datetime import date

import pytest

from accounts.models import Department, User
from campaigns import findings as findings_of
from campaigns import passages
from campaigns.plan_dates import cycle_bounds, resolve
from campaigns.plan_doubts import doubts_of
from campaigns.plan_matching import meanings, person_in, persons_by_name
from campaigns.plan_reader import read_plan
from tasks.models import Every

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
CYCLE = {"first": date(2024, 1, 1), "last": date(2026, 12, 31)}

TWO_YEARS = """白鹭区图书馆2025-2026年创建省级文明单位实施方案
一、主要任务
（一）组织夜读活动。每学期举办两次。牵头科室：阅览科。
（二）更换宣传栏。牵头科室：阅览科。完成时限：11月底前
（三）编印读本。牵头科室：阅览科。完成时限：2026年6月底前
（四）开展家访。牵头科室：阅览科。时间要求：长期坚持
"""


def found_in(text: str) -> dict:
    return findings_of.from_reading(read_plan(text), text)


@pytest.mark.parametrize(
    ("written", "is_end", "years", "day"),
    [
        ("09", True, YEAR, date(2026, 9, 30)),
        ("09", False, YEAR, date(2026, 9, 1)),
        ("02", True, YEAR, date(2026, 2, 28)),
        ("12-10", True, YEAR, date(2026, 12, 10)),
        ("XXXX-03", False, YEAR, date(2026, 3, 1)),
        ("2025-06", True, YEAR, date(2025, 6, 30)),
        ("09", True, CYCLE, None),
        ("09", True, {"first": None, "last": None}, None),
        ("02-30", True, YEAR, None),
        ("13", True, YEAR, None),
        ("长期", True, YEAR, None),
        ("", True, YEAR, None),
        ("03", True, {"first": date(2025, 7, 1), "last": date(2026, 6, 30)}, date(2026, 3, 31)),
    ],
)
def test_a_date_without_a_year_counts_only_when_it_is_certain(written, is_end, years, day):
    assert resolve(written, is_end=is_end, **years) == day


def test_a_cycle_is_years_or_nothing():
    assert cycle_bounds("2024-2026") == (date(2024, 1, 1), date(2026, 12, 31))
    assert cycle_bounds("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert cycle_bounds("2026-2024") == cycle_bounds("XXXX") == cycle_bounds("") == (None, None)


def test_what_the_plan_does_not_say_stays_empty():
    task = found_in("某方案\n一、主要任务\n（一）开展活动。\n（二）做好服务。\n")["tasks"][0]
    assert [task[field] for field in ("lead", "supports", "leader", "persons", "deadline_on", "every")] == ["", [], "", [], "", ""]


def test_the_reader_s_periods_become_ours_or_stay_words():
    assert set(findings_of.EVERY.values()) == set(Every.values)
    task = found_in(TWO_YEARS)["tasks"][0]
    assert task["every"] == ""
    assert task["every_text"] == "每学期2次"
    assert "recurrence" in task["unsure"]
    assert any("每学期2次" in sentence for sentence in doubts_of("tasks", task))


def test_a_month_in_a_cycle_of_two_years_is_left_to_people():
    tasks = found_in(TWO_YEARS)["tasks"]
    assert (tasks[1]["deadline_on"], tasks[1]["unsure"]) == ("", ["deadline"])
    assert (tasks[2]["deadline_on"], tasks[2]["unsure"]) == ("2026-06-30", [])
    assert tasks[3]["deadline_on"] == ""
    assert tasks[3]["deadline_text"].startswith("长期")


def test_correcting_the_years_works_the_open_dates_out_again_but_not_those_set_by_hand():
    findings = found_in(TWO_YEARS)
    findings_of.correct(findings, "t2", {"deadline_on": "2025-11-15"})
    findings["tasks"][3]["written"] = "05"
    findings_of.correct(findings, "head", {"starts_on": "2026-01-01", "ends_on": "2026-12-31"})
    assert findings["tasks"][1]["deadline_on"] == "2025-11-15"
    assert findings["tasks"][2]["deadline_on"] == "2026-06-30"
    assert findings["tasks"][3]["deadline_on"] == "2026-05-31"


def test_a_phase_over_the_turn_of_the_year_is_never_upside_down():
    text = "甲方案\n一、实施步骤\n第一阶段：部署（11月—1月）。\n二、其他\n2026年完成。\n"
    for phase in found_in(text.replace("甲方案", "2026年甲单位文明单位创建方案"))["phases"]:
        assert not phase["ends_on"] or phase["starts_on"] <= phase["ends_on"]


@pytest.mark.parametrize(
    ("written", "group", "role"),
    [
        ("组长", "领导小组", "leader"),
        ("第一副组长", "领导小组", "deputy"),
        ("成 员", "领导小组", "member"),
        ("办公室主任", "领导小组", "office"),
        ("联络员", "领导小组", "liaison"),
        ("宣传组组长", "宣传组", "leader"),
    ],
)
def test_roles_are_sorted_by_the_words_of_the_plan(written, group, role):
    assert findings_of.member_role(written) == (group, role)


def departments() -> list[Department]:
    rows = [("党政办公室", "党政办", "internal"), ("阅览科", "", "internal"), ("少儿分馆", "", "subordinate")]
    return [Department(pk=number, name=name, short_name=short, kind=kind) for number, (name, short, kind) in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("name", "choice", "department", "near"),
    [
        ("党政办公室", "existing", 1, None),
        ("党政办", "existing", 1, None),
        ("“阅览科”", "existing", 2, None),
        ("各科室", "internal", None, None),
        ("各直属单位", "subordinate", None, None),
        ("全体干部职工", "everyone", None, None),
        ("阅览服务科", "", None, 2),
        ("基建处", "", None, None),
    ],
)
def test_a_name_is_matched_only_where_it_is_plain(name, choice, department, near):
    findings = {"tasks": [{"id": "t1", "dropped": False, "lead": name, "supports": []}]}
    [meaning] = meanings(findings, departments())
    assert meaning.choice == choice
    assert (meaning.department and meaning.department.pk, meaning.near and meaning.near.pk) == (department, near)


def test_a_decision_outlives_the_guess_and_falls_with_its_department():
    findings = {
        "tasks": [{"id": "t1", "dropped": False, "lead": "党政办", "supports": []}],
        "departments": {"党政办": {"choice": "existing", "department": 2}},
    }
    assert meanings(findings, departments())[0].department.pk == 2
    findings["departments"]["党政办"]["department"] = 99
    assert meanings(findings, departments())[0].department.pk == 1


def test_two_people_of_one_name_are_nobody():
    people = [User(username="a", full_name="李明"), User(username="b", full_name="李明"), User(username="c", full_name="欧阳青云")]
    by_name = persons_by_name(people)
    assert set(by_name) == {"欧阳青云"}
    assert person_in("党组书记、馆长欧阳青云", by_name).username == "c"
    assert person_in("副馆长李明", by_name) is None


def test_marks_stand_where_the_words_stand_and_the_text_is_unchanged():
    findings = found_in(TWO_YEARS)
    marks = [mark for number, task in enumerate(findings["tasks"], 1) for mark in passages.marks_of(TWO_YEARS, "tasks", task, str(number))]
    rows = passages.paragraphs(TWO_YEARS, marks, (0, len(TWO_YEARS)))
    assert "\n".join("".join(piece.text for piece in row.segments) for row in rows) == TWO_YEARS.strip()
    marked = {(piece.mark.key, piece.mark.kind): piece.text for row in rows for piece in row.segments if piece.mark}
    assert marked[("t2", "task")] == "更换宣传栏"
    assert marked[("t2", "dept")] == "阅览科"
    assert marked[("t2", "time")].startswith("11月底前")


def test_overlapping_marks_do_not_double_the_text():
    marks = [passages.Mark(0, 4, "task", "t1"), passages.Mark(2, 6, "dept", "t2"), passages.Mark(6, 8, "time", "t3")]
    [row] = passages.paragraphs("一二三四五六七八", marks, (0, 8))
    assert [(piece.text, piece.mark and piece.mark.key) for piece in row.segments] == [("一二三四", "t1"), ("五六", None), ("七八", "t3")]


def test_of_a_very_long_plan_only_the_stretch_around_the_findings_is_shown():
    text = "\n".join(f"第{number}段，" + "字" * 200 for number in range(1000))
    start, end = passages.window(text, [passages.Mark(120_000, 120_010, "task", "t1")])
    assert start < 120_000 < 120_010 < end
    assert end - start <= passages.SHOWN_AT_MOST
    wide = passages.window(text, [passages.Mark(0, 5, "task", "t1"), passages.Mark(200_000, 200_005, "task", "t2")])
    assert wide[1] - wide[0] <= passages.SHOWN_AT_MOST
