"""What the environment alone decides, and that the table in ``docs/settings.md`` names all of it."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from script import ROOT

READ = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
from django.conf import settings
names = ["DATABASES", "CELERY_BROKER_URL", "EMAIL_BACKEND", "EMAIL_ENABLED", "DEMO", "ALLOWED_HOSTS"]
print(json.dumps({name: getattr(settings, name, None) for name in names}, default=str))
"""
READERS = ("config/settings.py", "config/gunicorn.py", "script/start.py", "script/broker.py")
INTERNAL = {"PATH", "DJANGO_SETTINGS_MODULE", "WEB_BIND", "RUN_DIR", "RUN_AS", "PYTHON", "BROKER_PROGRAM", "BROKER_IS_PRIVATE"}
"""Set by ``script/run`` for the programs it supervises; nobody else sets them."""


def settings_with(tmp_path: Path, **environment: str) -> dict:
    """The settings as a new process sees them."""
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    command = [sys.executable, "-c", READ]
    done = subprocess.run(command, cwd=ROOT, env={**clean, "VAR_DIR": str(tmp_path), **environment}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_without_any_setting_everything_lies_in_one_folder(tmp_path):
    found = settings_with(tmp_path)
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert found["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["CELERY_BROKER_URL"].startswith("redis+socket:///")
    assert found["DEMO"] is False and found["EMAIL_ENABLED"] is False
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]


def test_postgresql_needs_its_address_only(tmp_path):
    database = settings_with(tmp_path, DATABASE_URL="postgres://wenming:secret@db.example.test:5433/wenming?sslmode=require")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"], database["USER"]) == ("db.example.test", 5433, "wenming", "wenming")
    assert database["OPTIONS"] == {"sslmode": "require", "pool": {"min_size": 1, "max_size": 8}}
    assert database["CONN_MAX_AGE"] == 0  # the pool refuses connections that live on


def test_postgresql_may_be_reached_by_a_socket(tmp_path):
    database = settings_with(tmp_path, DATABASE_URL="postgres://postgres@/postgres?host=/run/pg")["DATABASES"]["default"]
    assert database["OPTIONS"]["host"] == "/run/pg"


def test_an_outside_broker_needs_its_address_only(tmp_path):
    assert settings_with(tmp_path, BROKER_URL="redis://:secret@redis.example.test:6379/3")["CELERY_BROKER_URL"] == "redis://:secret@redis.example.test:6379/3"


def test_mail_needs_its_address_only(tmp_path):
    found = settings_with(tmp_path, EMAIL_URL="smtp+tls://user:secret@mail.example.test:587")
    assert found["EMAIL_ENABLED"] and found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_a_folder_with_a_chinese_name_and_marks_is_a_folder_like_any_other(tmp_path):
    folder = tmp_path / "文明 创建#1%20"
    found = settings_with(folder)
    assert found["DATABASES"]["default"]["NAME"] == str(folder / "db.sqlite3")


def test_a_wrong_value_stops_the_start_with_its_name(tmp_path):
    with pytest.raises(subprocess.CalledProcessError) as fault:
        settings_with(tmp_path, UPLOAD_MAX_MB="plenty")
    assert "plenty" in fault.value.stderr


def names_read() -> set[str]:
    """Environment variables that the program reads, found in its source."""
    names = set()
    for reader in READERS:
        for node in ast.walk(ast.parse((ROOT / reader).read_text())):
            called = node.func if isinstance(node, ast.Call) else node.value if isinstance(node, ast.Subscript) else None
            first = node.args[0] if isinstance(node, ast.Call) and node.args else node.slice if isinstance(node, ast.Subscript) else None
            if (
                called is not None
                and re.match(r"(env|os\.environ|environment)\b", ast.unparse(called))
                and isinstance(first, ast.Constant)
                and first.value.isupper()
            ):
                names.add(first.value)
    return names - INTERNAL


def test_the_table_of_settings_names_each_and_no_other():
    told = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert told == names_read()
