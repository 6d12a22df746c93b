"""The leadership page: where do we stand?"""

import uuid
from datetime import timedelta

import pytest

from campaigns.models import Indicator
from evidence.models import ActivityRecord
from reports.selectors.leadership import leadership_page
from tests.conftest import NOW, TODAY


@pytest.fixture
def page(cast, campaign, occurrence):
    return lambda: leadership_page(cast.leader, campaign, on=TODAY)


def test_an_occurrence_not_due_yet_counts_in_all_but_not_as_due(page):
    assert (page().total.all, page().total.due, page().total.done, page().total.overdue) == (1, 0, 0, 0)


def test_the_day_after_its_deadline_an_open_occurrence_is_overdue(page, occurrence):
    type(occurrence).objects.update(due_on=TODAY - timedelta(days=1))
    assert page().total.overdue == 1


def test_on_its_day_it_is_due_and_not_overdue(page, occurrence):
    type(occurrence).objects.update(due_on=TODAY)
    assert (page().total.due, page().total.overdue) == (1, 0)


def test_overdue_and_handed_in_is_told_apart_from_what_a_department_owes(page, occurrence):
    type(occurrence).objects.update(due_on=TODAY - timedelta(days=1))
    assert (page().total.overdue, page().in_review, bool(page().overdue)) == (1, 0, True)
    occurrence.parts.update(state="submitted")
    assert (page().total.overdue, page().in_review, page().overdue) == (1, 1, [])


def test_a_phase_counts_what_is_due_in_its_time(page, occurrence):
    type(occurrence).objects.update(due_on=TODAY - timedelta(days=1), done_at=NOW)
    phases = {progress.phase.name: progress for progress in page().phases}
    assert (phases["全面创建"].done, phases["全面创建"].all, phases["全面创建"].is_now) == (1, 1, True)
    assert (phases["宣传发动"].all, phases["宣传发动"].is_now) == (0, False)


@pytest.mark.parametrize(("days", "colour"), [(-8, "late"), (-7, "soon"), (-1, "soon"), (3, "soon"), (4, "done")])
def test_a_light_follows_the_days_of_what_is_owed(page, occurrence, cast, days, colour):
    type(occurrence).objects.update(due_on=TODAY + timedelta(days=days))
    lights = {light.department: light.colour for light in page().lights}
    assert lights[cast.lead_department] == colour


def test_what_is_approved_turns_no_light_on(page, occurrence):
    type(occurrence).objects.update(due_on=TODAY - timedelta(days=30))
    occurrence.parts.update(state="approved")
    assert {light.colour for light in page().lights} == {"done"}


def test_an_indicator_is_a_gap_until_something_for_it_is_approved(page, cast, campaign, occurrence):
    assert {gap.indicator.code for gap in page().coverage.gaps} == {"II-1", "II-2"}
    record = ActivityRecord.objects.create(
        campaign=campaign,
        department=cast.lead_department,
        title="志愿服务",
        held_on=TODAY,
        created_by=cast.lead,
        created_at=NOW,
        updated_at=NOW,
        ticket=uuid.uuid4(),
        state="submitted",
        part=occurrence.parts.get(is_lead=True),
    )
    gaps = {gap.indicator.code: gap for gap in page().coverage.gaps}
    assert gaps["II-2"].waiting == 1
    ActivityRecord.objects.filter(pk=record.pk).update(state="approved")
    assert {gap.indicator.code for gap in page().coverage.gaps} == {"II-1"}
    assert (page().coverage.proven, page().coverage.wanted) == (1, 2)


def test_a_record_mapped_by_hand_proves_its_indicator_too(page, cast, campaign):
    record = ActivityRecord.objects.create(
        campaign=campaign,
        department=cast.lead_department,
        title="学习",
        held_on=TODAY,
        created_by=cast.lead,
        created_at=NOW,
        updated_at=NOW,
        ticket=uuid.uuid4(),
        state="approved",
    )
    record.indicators.add(Indicator.objects.get(code="II-1"))
    assert {gap.indicator.code for gap in page().coverage.gaps} == {"II-2"}


def test_the_page_asks_the_database_a_fixed_number_of_times(page, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page()


def test_staff_are_told_that_the_page_is_not_theirs(cast, campaign, client_of):
    answer = client_of(cast.lead).get("/leadership/")
    assert answer.status_code == 403
    assert "领导小组" in answer.content.decode()


def test_the_leader_reads_it(cast, campaign, occurrence, client_of):
    assert client_of(cast.leader).get("/leadership/").status_code == 200
