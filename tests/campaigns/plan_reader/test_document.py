"""Files as text: Word documents with numbering and tables, text in two encodings, and what is refused."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.plan_reader import UnreadablePlan, read_document, read_plan
from campaigns.plan_reader import document as reader


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def number_paragraph(paragraph, identity: str, level: str = "0") -> None:
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", identity)):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        number.append(child)
    properties.append(number)


def add_list(document, identity: str, style: str, pattern: str) -> None:
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), f"9{identity}")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:start", "1"), ("w:numFmt", style), ("w:lvlText", pattern)):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), identity)
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), f"9{identity}")
    number.append(reference)
    root.append(number)


def test_automatic_numbers_are_computed_since_their_digits_are_not_in_the_text():
    document = docx.Document()
    add_list(document, "77", "chineseCounting", "%1、")
    add_list(document, "78", "decimal", "%1.")
    number_paragraph(document.add_paragraph("主要任务"), "77")
    number_paragraph(document.add_paragraph("办好学习讲座。每月一次。"), "78")
    number_paragraph(document.add_paragraph("整治庭院环境。"), "78")
    number_paragraph(document.add_paragraph("工作要求"), "77")
    text = read_document(saved(document), "plan.docx").text
    assert text.split("\n") == ["一、主要任务", "1.办好学习讲座。每月一次。", "2.整治庭院环境。", "二、工作要求"]
    assert [task.number for task in read_plan(text).tasks] == ["1", "2"]


def test_a_bullet_is_no_number():
    document = docx.Document()
    add_list(document, "79", "bullet", "")
    number_paragraph(document.add_paragraph("清洁楼道"), "79")
    assert read_document(saved(document), "plan.docx").text == "清洁楼道"


def test_a_line_break_in_a_paragraph_begins_a_new_line():
    document = docx.Document()
    document.add_paragraph("一、主要任务\n1.清理楼道。\n2.更新橱窗。")
    assert [task.title for task in read_plan(read_document(saved(document), "plan.docx")).tasks] == ["清理楼道", "更新橱窗"]


def task_table(document):
    table = document.add_table(rows=4, cols=4)
    for row, cells in enumerate([["类别", "工作任务", "牵头科室", "完成时限"], ["学习", "读书交流", "宣传科", "6月底"], ["", "专题党课", "党建科", "9月底"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 3)).text = "二、环境类"
    row = table.add_row()
    for cell, text in zip(row.cells, ["", "美化庭院", "后勤科", "长期"], strict=True):
        cell.text = text
    return table


def test_cells_merged_downwards_name_the_group_of_each_row_and_a_row_merged_across_names_the_rows_below():
    document = docx.Document()
    document.add_paragraph("一、任务分解")
    task_table(document)
    reading = read_plan(read_document(saved(document), "plan.docx"))
    assert [(task.title, task.parent, task.lead_department, task.deadline) for task in reading.tasks] == [
        ("读书交流", "学习", "宣传科", "06"),
        ("专题党课", "学习", "党建科", "09"),
        ("美化庭院", "环境类", "后勤科", "长期"),
    ]
    assert [section.heading for section in reading.sections] == ["任务分解"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_are_read_in_the_encodings_offices_use(encoding):
    assert read_document("一、创建目标\r\n　　争创先进。".encode(encoding), "方案.txt").text == "一、创建目标\n　　争创先进。"


def test_full_width_indents_do_not_hide_a_heading():
    assert [found.heading for found in read_plan("　　一、创建目标\n　　争创先进。").sections] == ["创建目标"]


def archive_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


ENCRYPTED = reader.LEGACY_MARK + b"\0" * 600 + reader.ENCRYPTED_STREAM
REFUSED = {
    "an empty file": (b"", "a.docx", "empty"),
    "blank text": (b" \n\t\n", "a.txt", "empty"),
    "a legacy document": (reader.LEGACY_MARK + b"\0" * 600, "a.doc", "legacy_word"),
    "a legacy document under a new name": (reader.LEGACY_MARK + b"\0" * 600, "a.docx", "legacy_word"),
    "an encrypted document": (ENCRYPTED, "a.docx", "encrypted"),
    "text under the name of a document": ("一、目标".encode(), "a.docx", "not_a_word_file"),
    "another archive": (archive_of({"xl/workbook.xml": b"<a/>"}), "a.docx", "not_a_word_file"),
    "a broken document": (archive_of({"word/document.xml": b"<w:document", "[Content_Types].xml": b"?"}), "a.docx", "not_a_word_file"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "a.png", "unsupported"),
    "noise in a text file": (bytes(range(256)) * 40, "a.txt", "unsupported"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_code(case):
    data, name, code = REFUSED[case]
    with pytest.raises(UnreadablePlan) as refusal:
        read_document(data, name)
    assert refusal.value.code == code


def test_a_file_over_the_limit_is_not_opened(monkeypatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    with pytest.raises(UnreadablePlan) as refusal:
        read_document(b"x" * 11, "a.txt")
    assert refusal.value.code == "too_large"


def test_an_archive_that_unpacks_to_more_than_the_limit_is_refused_before_it_is_parsed():
    bomb = archive_of({"word/document.xml": b"0" * (reader.MAX_UNPACKED + 1)})
    with pytest.raises(UnreadablePlan) as refusal:
        read_document(bomb, "a.docx")
    assert refusal.value.code == "zip_bomb"


def test_without_the_limit_the_same_archive_would_reach_the_parser(monkeypatch):
    monkeypatch.setattr(reader, "MAX_UNPACKED", 10**9)
    with pytest.raises(UnreadablePlan) as refusal:
        read_document(archive_of({"word/document.xml": b"0" * 200_000}), "a.docx")
    assert refusal.value.code == "not_a_word_file"


@pytest.mark.parametrize("cut", [1, 60, 400, 3000])
def test_a_document_cut_short_is_refused_not_raised(cut):
    document = docx.Document()
    document.add_paragraph("一、创建目标")
    with pytest.raises(UnreadablePlan):
        read_document(saved(document)[:-cut], "a.docx")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(position=st.floats(0, 0.999), noise=st.binary(min_size=1, max_size=40))
def test_a_document_with_damaged_markup_is_read_or_refused(position, noise):
    document = docx.Document()
    document.add_paragraph("一、创建目标")
    task_table(document)
    with zipfile.ZipFile(io.BytesIO(saved(document))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    body = members["word/document.xml"]
    cut = int(position * len(body))
    members["word/document.xml"] = body[:cut] + noise + body[cut + len(noise) :]
    try:
        read_plan(read_document(archive_of(members), "a.docx"))
    except UnreadablePlan as refusal:
        assert refusal.code
