"""manage.py import_plan prints what the reader finds and writes nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

PLAN = "湖滨区供水公司创建文明单位方案\n一、主要任务\n1.开展读书活动。责任部门：工会"


def test_the_findings_are_printed_as_json_without_a_database(tmp_path, capsys):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    call_command("import_plan", str(path), "--json")
    printed = json.loads(capsys.readouterr().out)
    assert printed["title"] == "湖滨区供水公司创建文明单位方案"
    assert [task["lead_department"] for task in printed["tasks"]] == ["工会"]


def test_without_json_the_findings_are_counted(tmp_path, capsys):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    call_command("import_plan", str(path))
    assert "tasks: 1" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, b""])
def test_an_unreadable_file_is_a_plain_sentence(tmp_path, content):
    path = tmp_path / "plan.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_plan", str(path))
