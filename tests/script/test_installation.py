"""When something is installed again, and when it is not."""

import json
import re

import pytest

from script import ROOT, installation, machine


@pytest.fixture
def checkout(tmp_path):
    """A checkout with locked lists, an environment and a front end, and no stamp."""
    for name in ("requirements.txt", "requirements-test.txt", "requirements-installer.txt", "package-lock.json"):
        (tmp_path / name).write_text(name)
    python = installation.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "script").mkdir()
    return tmp_path


def test_a_fresh_checkout_is_not_set_up(checkout):
    assert not installation.is_set_up(checkout, "run")


def test_set_up_for_tests_is_set_up_to_run(checkout):
    installation.leave_stamp(checkout, "test")
    assert installation.is_set_up(checkout, "test") and installation.is_set_up(checkout, "run")


def test_set_up_to_run_is_not_set_up_for_tests(checkout):
    installation.leave_stamp(checkout, "run")
    assert installation.is_set_up(checkout, "run") and not installation.is_set_up(checkout, "test")


def test_running_after_the_tests_does_not_forget_the_tests(checkout):
    installation.leave_stamp(checkout, "test")
    installation.leave_stamp(checkout, "run")
    assert installation.is_set_up(checkout, "test")


@pytest.mark.parametrize("name", ["requirements.txt", "package-lock.json", "requirements-installer.txt"])
def test_a_changed_lock_sets_up_again(checkout, name):
    installation.leave_stamp(checkout, "test")
    (checkout / name).write_text("changed")
    assert not installation.is_set_up(checkout, "run")


def test_a_new_test_tool_does_not_concern_the_product(checkout):
    installation.leave_stamp(checkout, "test")
    (checkout / "requirements-test.txt").write_text("changed")
    assert installation.is_set_up(checkout, "run") and not installation.is_set_up(checkout, "test")


def test_a_front_end_that_was_deleted_sets_up_again(checkout):
    installation.leave_stamp(checkout, "run")
    (checkout / "node_modules").rmdir()
    assert not installation.is_set_up(checkout, "run")


def test_a_spoilt_stamp_is_no_stamp(checkout):
    (checkout / ".venv" / "installed.json").write_text("{half")
    assert not installation.is_set_up(checkout, "run")


def test_with_a_matching_stamp_no_program_is_started(checkout, monkeypatch):
    def started(*command, **options):
        raise AssertionError(command)

    installation.leave_stamp(checkout, "test")
    monkeypatch.setattr(machine, "missing_packages", lambda kind: [])
    monkeypatch.setattr(installation.subprocess, "run", started)
    installation.ensure("run", checkout)
    installation.ensure("test", checkout)


def test_without_the_stamp_the_same_call_would_start_programs(checkout, monkeypatch):
    """The control: the guard above can go red."""
    calls = []
    monkeypatch.setattr(machine, "missing_packages", lambda kind: [])
    monkeypatch.setattr(installation, "_install_locked", lambda root, kind: calls.append(kind))
    installation.ensure("run", checkout)
    assert calls == ["run"]
    assert json.loads((checkout / ".venv" / "installed.json").read_text()).keys() == {"run"}


def test_who_may_not_install_is_told_the_one_line(monkeypatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"apt-get install -y --no-install-recommends libmagic1 fonts-noto-cjk"):
        machine.require_right_to_install(["libmagic1", "fonts-noto-cjk"])


def pins(name: str) -> set[str]:
    """Every ``package==version`` of a locked list."""
    return set(re.findall(r"^([a-z0-9._-]+==[^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_the_test_set_holds_every_version_of_the_product():
    assert pins("requirements.txt") and pins("requirements.txt") <= pins("requirements-test.txt")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "requirements-installer.txt", "package-lock.json"])
def test_locks_carry_hashes_and_name_no_host_to_fetch_from(name):
    text = (ROOT / name).read_text()
    assert "sha256:" in text or '"integrity": "sha512-' in text
    assert '"resolved"' not in text and "--index-url" not in text and "--find-links" not in text
