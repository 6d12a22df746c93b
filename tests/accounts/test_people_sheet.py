"""The workbook of people: what is read from it, and what every kind of wrong file or row is answered with."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from accounts import people_sheet
from accounts.models import Department, Role
from accounts.people_rows import PeopleSheet

HEADS = ["姓名", "登录名", "科室", "角色", "职务", "起始日期", "截止日期", "电话", "电子邮箱"]


def packed(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    return file


def book_of(*people: list, heads: list[str] = HEADS, departments: list[list] | None = None) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "人员"
    sheet.append(heads)
    for row in people:
        sheet.append(row)
    if departments is not None:
        tree = book.create_sheet("科室")
        tree.append(["科室名称", "简称", "类别", "上级科室"])
        for row in departments:
            tree.append(row)
    return book


def read(*people: list, **more) -> PeopleSheet:
    return people_sheet.read(packed(book_of(*people, **more)))


def words(found: PeopleSheet) -> list[str]:
    return [str(fault) for fault in found.faults]


def test_a_row_is_read_with_roles_days_and_a_telephone_typed_as_a_number():
    found = read(["周岚", "zhoulan", "宣传教育科", "联络员、工作人员", "科员", date(2026, 3, 1), "2026年12月31日", 13812345678, "z@example.test"])
    assert words(found) == []
    values = found.people[0].values
    assert found.people[0].row == 2
    assert (values["full_name"], values["username"], values["phone"]) == ("周岚", "zhoulan", "13812345678")
    assert values["roles"] == [Role.LIAISON_OFFICER, Role.STAFF]
    assert (values["starts_on"], values["ends_on"]) == (date(2026, 3, 1), date(2026, 12, 31))


def test_headings_may_stand_in_any_order_below_a_line_of_advice():
    book = Workbook()
    sheet = book.active
    sheet.title = "人员"
    sheet.append(["每行一人"])
    sheet.append(["登录名 *", "备注", "角色", " 姓 名 "])
    sheet.append(["zhoulan", "不读", None, "周岚"])
    found = people_sheet.read(packed(book))
    assert words(found) == [] and found.people[0].row == 3
    assert found.people[0].values["full_name"] == "周岚"


@pytest.mark.parametrize("text", ["2026-3-1", "2026/03/01", "2026.3.1", "2026年3月1日"])
def test_days_are_read_in_the_ways_offices_write_them(text):
    assert read(["周岚", "zl", "", "", "", text]).people[0].values["starts_on"] == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["", "zl"], "“人员”表第 2 行“姓名”：没有填写姓名。"),
        (["周岚", ""], "“人员”表第 2 行“登录名”：没有填写登录名。"),
        (["周岚", "周 岚"], "“人员”表第 2 行“登录名”：只能用字母、数字和 . @ + - _。"),
        (
            ["周岚", "zl", "宣传教育科", "科长"],
            "“人员”表第 2 行“角色”：不认识“科长”，可填：工作人员、联络员、科室负责人、创建办、领导小组、检查组、系统管理员、安全管理员、审计管理员。",
        ),
        (["周岚", "zl", "", "联络员"], "“人员”表第 2 行“科室”：这个角色要填写所在科室。"),
        (["周岚", "zl", "", "审计管理员、系统管理员"], "“人员”表第 2 行“角色”：审计管理员不能兼任系统管理员或安全管理员。"),
        (["周岚", "zl", "", "", "", "3月1日"], "“人员”表第 2 行“起始日期”：“3月1日”不是日期，请写成 2026-03-01 这样。"),
        (["周岚", "zl", "", "", "", "2026-02-30"], "“人员”表第 2 行“起始日期”：“2026-02-30”不是日期，请写成 2026-03-01 这样。"),
        (["周岚", "zl", "", "", "", "2026-03-02", "2026-03-01"], "“人员”表第 2 行“截止日期”：截止日期早于起始日期。"),
        (["周" * 41, "zl"], "“人员”表第 2 行“姓名”：有 41 个字，最多 40 个。"),
        (["周岚", "zl", "", "", "", "", "", "电话 1234567"], "“人员”表第 2 行“电话”：只能填 5 至 20 位数字、空格和 + - ( )。"),
        (["=1+1", "zl"], "“人员”表第 2 行“姓名”：单元格里是公式或错误值，请粘贴为文本。"),
    ],
)
def test_each_fault_is_named_with_sheet_row_and_column(row, expected):
    assert expected in words(read(row))


def test_mail_that_is_none_is_named():
    assert words(read(["周岚", "zl", "", "", "", "", "", "", "不是邮箱"])) == ["“人员”表第 2 行“电子邮箱”：这不是电子邮箱地址。"]


def test_a_sign_in_name_twice_in_the_file_names_the_earlier_row_whatever_its_case():
    assert words(read(["周岚", "zhoulan"], ["周蓝", "ZhouLan"])) == ["“人员”表第 3 行“登录名”：“ZhouLan”与第 2 行重复。"]


def test_all_faults_of_a_file_are_found_at_once():
    assert [fault.row for fault in read(["", ""], ["", "a b"], ["周岚", "zl", "", "科长"]).faults] == [3, 3, 4]


def test_text_that_begins_like_a_formula_is_text_when_it_is_stored_as_text():
    book = book_of(["+周岚", "zl"])
    book["人员"]["E2"].value = "=cmd"
    book["人员"]["E2"].data_type = "s"
    found = people_sheet.read(packed(book))
    assert words(found) == []
    assert (found.people[0].values["full_name"], found.people[0].values["post"]) == ("+周岚", "=cmd")


def test_departments_are_read_with_their_kind():
    found = read(["周岚", "zl"], departments=[["后勤服务中心", "后勤", "直属单位", ""], ["错科", "", "临时", ""]])
    assert found.departments[0].values == {"name": "后勤服务中心", "short_name": "后勤", "kind": "subordinate", "parent": ""}
    assert words(found) == ["“科室”表第 3 行“类别”：不认识“临时”，可填：内设机构、直属单位、派出机构。"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "文件是空的。"),
        (b"PK\x03\x04 not really", "这不是 .xlsx 工作簿"),
        ("姓名,登录名".encode(), "这不是 .xlsx 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "这不是 .xlsx 工作簿"),
        (b"x" * (people_sheet.MAX_BYTES + 1), "文件超过 5 MB。"),
    ],
)
def test_a_file_that_is_no_workbook_gets_one_clear_sentence(content, expected):
    found = people_sheet.read(io.BytesIO(content))
    assert len(found.faults) == 1 and words(found)[0].startswith(expected)


def test_a_zip_that_is_no_workbook_is_refused_in_words():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert words(people_sheet.read(file))[0].startswith("文件无法按 Excel 工作簿读取")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (people_sheet.MAX_UNPACKED + 1))
    monkeypatch.setattr(people_sheet, "load_workbook", lambda *a, **k: pytest.fail("opened"))
    assert len(file.getvalue()) < people_sheet.MAX_BYTES
    assert words(people_sheet.read(file))[0].startswith("工作簿解压后远大于")


def repacked(file: io.BytesIO, name: str, change) -> io.BytesIO:
    """The same workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return out


def test_entities_that_grow_are_not_expanded():
    laughs = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    file = repacked(packed(book_of(["周岚", "zl"])), "xl/worksheets/sheet1.xml", lambda xml: laughs + xml.replace(b"zl", b"&b;"))
    assert words(people_sheet.read(file))[0].startswith("文件无法按 Excel 工作簿读取")


def test_a_row_that_claims_to_stand_beyond_excel_does_not_keep_us_counting():
    change = lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"').replace(b'r="A2"', b'r="A99999999999"')  # noqa: E731
    file = repacked(packed(book_of(["周岚", "zl"])), "xl/worksheets/sheet1.xml", change)
    started = time.process_time()
    found = people_sheet.read(file)
    assert found.people == [] and found.faults
    assert time.process_time() - started < 5


def test_too_many_rows_are_refused_by_number():
    found = read(*([f"人{n}", f"u{n}"] for n in range(people_sheet.MAX_ROWS + 1)))
    assert f"“人员”表超过 {people_sheet.MAX_ROWS} 行，请拆成几份上传。" in words(found)


def test_a_row_far_below_the_others_is_still_read():
    book = book_of(["周岚", "zl"])
    book["人员"]["A900000"], book["人员"]["B900000"] = "远行", "far"
    assert [line.row for line in people_sheet.read(packed(book)).people] == [2, 900000]


def test_a_workbook_without_the_sheet_or_its_headings_says_what_is_wanted():
    assert words(people_sheet.read(packed(Workbook()))) == ["工作簿里没有“人员”表，请从模板填起。"]
    assert words(read(["周岚", "zl"], heads=["名字", "账号"])) == ["“人员”表缺少表头姓名、登录名，请从模板填起。"]


def test_an_empty_template_is_not_taken_for_a_success():
    assert words(people_sheet.read(io.BytesIO(people_sheet.template([])))) == ["表里没有填写任何一行。"]


@pytest.mark.django_db
def test_the_template_carries_advice_headings_drop_downs_and_the_departments_there_are():
    Department.objects.create(name="=宣传科", short_name="宣传", position=1)
    book = load_workbook(io.BytesIO(people_sheet.template(Department.objects.all())))
    people, tree = book["人员"], book["科室"]
    assert [cell.value for cell in people[2]] == ["姓名 *", "登录名 *", "科室", "角色", "职务", "起始日期", "截止日期", "电话", "电子邮箱"]
    assert people["A1"].value.startswith("每行一人")
    assert {str(rule.sqref) for rule in people.data_validations.dataValidation} == {"C3:C2002", "D3:D2002"}
    assert (tree["A3"].value, tree["A3"].data_type, tree["C3"].value) == ("=宣传科", "s", "内设机构")


@pytest.mark.django_db
def test_a_filled_template_is_read_back(settings):
    Department.objects.create(name="宣传科", position=1)
    book = load_workbook(io.BytesIO(people_sheet.template(Department.objects.all())))
    book["人员"].append(["周岚", "zhoulan", "宣传科", "联络员"])
    found = people_sheet.read(packed(book))
    assert words(found) == [] and [line.row for line in found.people] == [3]


def test_a_workbook_made_in_english_is_read_in_chinese():
    book = Workbook()
    sheet = book.active
    sheet.title = "People"
    sheet.append(["Full name *", "Sign-in name *", "Department", "Roles"])
    sheet.append(["周岚", "zl", "宣传科", "Liaison officer"])
    found = people_sheet.read(packed(book))
    assert words(found) == [] and found.people[0].values["roles"] == [Role.LIAISON_OFFICER]
