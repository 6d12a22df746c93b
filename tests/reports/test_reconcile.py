"""The nightly look at what could drift."""

import pytest
from django.core.management import CommandError, call_command

from tasks.models import Occurrence
from tasks.services.occurrences import make_occurrences
from tests.conftest import NOW, TODAY


@pytest.fixture
def made(task) -> Occurrence:
    """The one occurrence of the task, made by the service."""
    return make_occurrences(task=task, until=TODAY.replace(month=12, day=31), now=NOW)[0]


def test_it_is_quiet_when_all_is_well(made, capsys):
    call_command("reconcile", "--check")
    assert "no drift" in capsys.readouterr().out


def test_it_fails_and_names_the_row_when_something_drifted(made, capsys):
    Occurrence.objects.update(done_at=NOW)
    with pytest.raises(CommandError):
        call_command("reconcile", "--check")
    assert f"occurrence {made.pk}" in capsys.readouterr().out


def test_a_part_told_of_a_record_that_is_not_there_is_found(made, capsys):
    made.parts.update(state="submitted")
    with pytest.raises(CommandError):
        call_command("reconcile")
    assert "its records say" in capsys.readouterr().out
