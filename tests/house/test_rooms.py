"""The house keeps its shape: sizes, names, and what a room may not say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "notifications", "campaigns", "tasks", "evidence", "assessments", "reports")
PYTHON = sorted(path for folder in (*APPS, "config", "script") for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMED_AFTER_NOTHING = {"utils", "helpers", "common", "core", "misc", "util", "helper"}
QUIET_ROOMS = ("services", "selectors", "permissions", "models", "querysets")
LOUD_MODULES = ("django.http", "django.shortcuts", "django.contrib.messages", "django.template", "django.forms")


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function of a file, decorators and docstring left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield node.name, (node.end_lineno or 0) - body[0].lineno + 2


def imports(tree: ast.AST) -> Iterator[tuple[str, list[str], int]]:
    """Module, names and line of every import below a node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, [], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", [alias.name for alias in node.names], node.lineno


def test_no_file_is_longer_than_four_hundred_lines():
    long = {shown(path): length for path in [*PYTHON, *(ROOT / "static").rglob("*.[cj]s*")] if (length := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_half_the_files_are_short():
    assert median(len(path.read_text().splitlines()) for path in PYTHON) <= 90


def test_no_function_is_longer_than_forty_lines_and_no_view_than_twenty_five():
    long = {
        f"{shown(path)}:{name}": length
        for path in PYTHON
        for name, length in functions(path)
        if length > (25 if "views" in path.parts or path.name == "views.py" else 40)
    }
    assert long == {}


def test_no_template_is_longer_than_a_hundred_and_twenty_lines():
    assert {shown(path): n for path in TEMPLATES if (n := len(path.read_text().splitlines())) > 120} == {}


def test_pages_extend_the_base_and_nothing_else():
    parents = {shown(path): found[1] for path in TEMPLATES if (found := re.search(r"{% extends [\"']([^\"']+)", path.read_text()))}
    assert set(parents.values()) <= {"base.html"}, parents


def test_no_file_is_named_after_nothing():
    assert [shown(path) for path in PYTHON if path.stem in NAMED_AFTER_NOTHING] == []


def test_nothing_is_imported_inside_a_function_or_by_star_or_by_a_private_name():
    faults = []
    for path in PYTHON:
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                faults += [f"{shown(path)}:{line} inside a function" for _module, _names, line in imports(node)]
        for module, names, line in imports(tree):
            private = [name for name in names if name.startswith("_") and not name.startswith("__") and module.split(".")[0] in APPS]
            faults += [f"{shown(path)}:{line} {name}" for name in [*private, *(name for name in names if name == "*")]]
    assert faults == []


@pytest.mark.parametrize("app", APPS)
def test_services_reads_rules_and_tables_do_not_speak_http(app):
    faults = []
    for path in PYTHON:
        room = path.relative_to(ROOT).parts
        if room[0] == app and (path.stem in QUIET_ROOMS or (len(room) > 2 and room[1] in QUIET_ROOMS)):
            faults += [f"{shown(path)}:{line} {module}" for module, _names, line in imports(ast.parse(path.read_text())) if module.startswith(LOUD_MODULES)]
    assert faults == []


def test_every_service_says_what_it_does_and_every_model_what_it_is():
    silent = []
    for path in PYTHON:
        in_services = "services" in path.parts or path.name == "services.py"
        for node in ast.parse(path.read_text()).body:
            is_service = in_services and isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            is_model = path.name == "models.py" and isinstance(node, ast.ClassDef)
            if (is_service or is_model) and not ast.get_docstring(node):
                silent.append(f"{shown(path)}:{node.name}")
    assert silent == []


def test_only_a_jobs_door_catches_everything():
    broad = []
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception")):
                broad.append(f"{shown(path)}:{node.lineno}")
    # building a dossier is a job of its own process: its command is the door
    assert [place for place in broad if "/jobs.py:" not in place and "/build_dossier.py:" not in place] == []


def test_no_model_saves_with_side_effects():
    overriding = [
        f"{shown(path)}:{node.name}"
        for path in PYTHON
        if path.name == "models.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and any(isinstance(item, ast.FunctionDef) and item.name in ("save", "delete") for item in node.body)
    ]
    assert overriding == []


def test_migrations_are_named_by_hand():
    assert [shown(path) for app in APPS for path in (ROOT / app / "migrations").glob("0*_auto_*.py")] == []


def test_only_doors_read_the_clock():
    reading = []
    for path in PYTHON:
        room = path.relative_to(ROOT).parts
        if room[0] in APPS and (path.stem in ("services", "permissions", "querysets") or "services" in room):
            reading += [
                f"{shown(path)}:{number}" for number, line in enumerate(path.read_text().splitlines(), 1) if re.search(r"timezone\.now\(|date\.today\(", line)
            ]
    # the log stamps an entry itself when its caller names no instant; an inspector's row rule asks for links still open
    assert [place for place in reading if not place.startswith(("accounts/services/audit.py", "reports/querysets.py"))] == []
