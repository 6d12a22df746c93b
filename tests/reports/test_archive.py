"""Names that every system unpacks, and tables that no spreadsheet computes."""

import hashlib
import io
import zipfile

import pytest

from reports.archive import Original, OriginalChanged, PathBook, csv_bytes, safe_name, zip_chunks


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("清明祭扫活动照片.jpg", "清明祭扫活动照片.jpg"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("报告：2026/03?.docx", "报告：2026_03_.docx"),
        ("con.txt", "_con.txt"),
        ("  总结. ", "总结"),
        ("\u202egpj.exe", "gpj.exe"),
        ("换\n行.pdf", "换 行.pdf"),
        ("...", "未命名"),
    ],
)
def test_a_name_stays_chinese_and_loses_what_file_systems_refuse(given, kept):
    assert safe_name(given) == kept


def test_a_long_name_is_cut_before_its_extension():
    cut = safe_name("长" * 200 + ".docx", 80)
    assert len(cut) == 80
    assert cut.endswith("长.docx")


def test_two_files_of_one_name_get_two_paths_even_where_case_is_one():
    book = PathBook()
    paths = [book.enter(["II-1 学习", "记录"], name) for name in ("图.jpg", "图.JPG", "图.jpg")]
    assert paths == ["II-1 学习/记录/图.jpg", "II-1 学习/记录/图（2）.JPG", "II-1 学习/记录/图（3）.jpg"]


def test_a_cell_that_begins_like_a_formula_is_text():
    table = csv_bytes(["文件"], [["=HYPERLINK(1)"], ["@sum"], ["通知.docx"]]).decode("utf-8-sig")
    assert table.splitlines()[1:] == ["'=HYPERLINK(1)", "'@sum", "通知.docx"]


def original(content: bytes, path: str = "夹/图.jpg") -> Original:
    return Original(path, hashlib.sha256(content).hexdigest(), len(content), lambda: [content[:3], content[3:]])


def test_the_archive_holds_originals_byte_for_byte_under_their_chinese_names():
    heard = []
    packed = b"".join(zip_chunks([original(b"abcdef")], [("清单.csv", b"list")], lambda: heard.append(1)))
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == {"清单.csv": b"list", "夹/图.jpg": b"abcdef"}
    assert heard == [1]


def test_an_original_that_changed_stops_the_archive_loudly():
    changed = Original("夹/图.jpg", "0" * 64, 3, lambda: [b"xyz"])
    with pytest.raises(OriginalChanged, match="图"):
        b"".join(zip_chunks([changed], [], lambda: None))
