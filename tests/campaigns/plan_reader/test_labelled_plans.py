"""Plans of our own wording against their labels: each office states responsibility in its own way."""

import json
from pathlib import Path

import pytest

from campaigns.plan_reader import read_plan, to_schema

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))


def labels_of(name: str) -> dict:
    return json.loads((PLANS / f"{name}.json").read_text(encoding="utf-8"))


def reading_of(name: str) -> dict:
    return to_schema(read_plan((PLANS / f"{name}.txt").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["title", "unit", "level", "year_or_cycle", "sections", "leadership", "phases", "tasks", "quantities"])
def test_a_plan_is_read_as_it_is_labelled(name, part):
    assert reading_of(name)[part] == labels_of(name)[part]


@pytest.mark.parametrize("name", NAMES)
def test_every_span_covers_words_of_the_finding(name):
    text = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
    reading = read_plan(text)
    for task in reading.tasks:
        assert task.title in text[slice(*task.span)]
    for section in reading.sections:
        assert section.heading in text[slice(*section.span)]
    for quantity in reading.quantities:
        assert quantity.text == text[slice(*quantity.span)]
    for phase in reading.phases:
        assert phase.text_period in text[slice(*phase.span)]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_invented(name):
    """Every verbatim value stands in the text when whitespace is ignored."""
    text = "".join((PLANS / f"{name}.txt").read_text(encoding="utf-8").split())
    read = reading_of(name)
    words = [task[key] for task in read["tasks"] for key in ("title", "parent", "lead_department", "responsible_leader", "deadline_text")]
    words += [word for task in read["tasks"] for key in ("supporting_departments", "responsible_persons", "subitems") for word in task[key]]
    words += [member["name_or_post"] for member in read["leadership"]] + [phase["name"] for phase in read["phases"]]
    words += [quantity["text"] for quantity in read["quantities"]]
    for word in filter(None, words):
        assert "".join(word.split()) in text


def test_reading_twice_gives_the_same():
    assert [reading_of(name) for name in NAMES] == [reading_of(name) for name in NAMES]
