"""Inspections: entered by the office, counted down to on every page, reminded of."""

from datetime import timedelta

import pytest

from accounts.decisions import Refused
from assessments import services
from assessments.models import Inspection
from tasks.models import Deadline
from tests.conftest import NOW, TODAY


@pytest.fixture
def inspection(cast, campaign) -> Inspection:
    return services.plan_inspection(actor=cast.office, campaign=campaign, name="省级实地测评", planned_on=TODAY + timedelta(days=47), now=NOW)


def test_an_inspection_stands_in_the_one_calendar(inspection):
    deadline = Deadline.objects.get(kind="inspection", subject_id=inspection.pk)
    assert (deadline.due_on, deadline.department) == (inspection.planned_on, None)


def test_entering_the_same_visit_twice_keeps_one(inspection, cast, campaign):
    services.plan_inspection(actor=cast.office, campaign=campaign, name=inspection.name, planned_on=inspection.planned_on, now=NOW)
    assert Inspection.objects.count() == 1


def test_moving_it_moves_the_deadline(inspection, cast):
    services.change_inspection(actor=cast.office, inspection=inspection, name=inspection.name, planned_on=TODAY + timedelta(days=60), note="", now=NOW)
    assert Deadline.objects.get().due_on == TODAY + timedelta(days=60)


def test_cancelling_takes_it_out_of_the_calendar(inspection, cast):
    services.cancel_inspection(actor=cast.office, inspection=inspection, now=NOW)
    assert not Deadline.objects.exists()


def test_a_leader_reads_but_does_not_enter(cast, campaign):
    with pytest.raises(Refused):
        services.plan_inspection(actor=cast.leader, campaign=campaign, name="检查", planned_on=TODAY, now=NOW)


def test_a_form_that_would_double_a_visit_is_answered_with_a_sentence(inspection, cast, campaign, client_of):
    other = services.plan_inspection(actor=cast.office, campaign=campaign, name="市级复查", planned_on=inspection.planned_on, now=NOW)
    answer = client_of(cast.office).post(f"/inspections/{other.pk}/edit/", {"name": inspection.name, "planned_on": inspection.planned_on, "note": ""})
    assert answer.status_code == 422
    assert "已经登记" in answer.content.decode()
