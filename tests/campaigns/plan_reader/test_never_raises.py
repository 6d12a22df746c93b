"""Whatever is pasted, the reader answers: no exception, spans inside the text, time in proportion to length."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.plan_reader import UnreadablePlan, read_document, read_plan, to_schema

PLANS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "plans").glob("*.txt"))]
SIGNS = "一二（）(1.、①：:，。；牵头负责由科室月日年前至-~20xx\t|\n 　%不少于次组长办公室\u2028𠮷\x00"
MUTATION = st.tuples(st.sampled_from(["cut", "double", "reverse lines", "noise", "one line"]), st.floats(0, 1), st.floats(0, 1), st.text(SIGNS, max_size=60))


def mutated(text: str, how: str, left: float, right: float, noise: str) -> str:
    start, end = sorted((int(left * len(text)), int(right * len(text))))
    if how == "cut":
        return text[:start] + text[end:]
    if how == "double":
        return text[:end] + text[start:end] + text[end:]
    if how == "noise":
        return text[:start] + noise + text[start:]
    if how == "one line":
        return text.replace("\n", "")
    return "\n".join(reversed(text.split("\n")))


def check(text: str) -> None:
    reading = read_plan(text)
    to_schema(reading)
    for kind in (reading.sections, reading.tasks, reading.phases, reading.leadership, reading.quantities, reading.not_understood):
        assert all(0 <= found.span[0] <= found.span[1] <= len(text) for found in kind)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(plan=st.sampled_from(PLANS), mutations=st.lists(MUTATION, min_size=1, max_size=5))
def test_a_mutated_plan_never_raises(plan, mutations):
    for how, left, right, noise in mutations:
        plan = mutated(plan, how, left, right, noise)[:60_000]
    check(plan)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(SIGNS, max_size=400) | st.text(max_size=200))
def test_any_text_is_read(text):
    check(text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.docx", "a.txt", "a.doc", "a", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        check(read_document(data, name).text)
    except UnreadablePlan as refusal:
        assert refusal.code


LONG = {
    "many plans": "\n".join(PLANS),
    "numerals": "一、任务\n1、" + "一二三" * 40,
    "labels": "一、任务\n1、" + "责任人：" * 40,
    "brackets": "一、任务\n1、" + "（牵头科室：办公室" * 20,
    "months": "一、任务\n" + "3月份\n4月份：\n" * 12,
    "rows": "一、任务\n序号\t任务\t牵头科室\n" + "1\t学习\t工会\n" * 12,
}


@pytest.mark.parametrize("case", LONG)
def test_ten_times_the_text_takes_no_more_than_thirty_times_as_long(case):
    """A quadratic pattern would take a hundred times as long."""
    small = LONG[case] * max(1, 2_000 // len(LONG[case]))

    def seconds(text: str) -> float:
        started = time.process_time()
        read_plan(text)
        return time.process_time() - started

    assert seconds(small * 10) < 30 * max(seconds(small), 0.02)
