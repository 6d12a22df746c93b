"""What comes in and what is turned away, each with its sentence."""

import io

import pytest
from django.utils import translation

from evidence import intake
from tests.evidence.conftest import pdf, photo, png_bomb, word

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 100


def check(name: str, content: bytes, *, max_bytes: int = 10_000_000, max_pixels: int = 120_000_000) -> intake.Sound:
    return intake.check(name, io.BytesIO(content), len(content), max_bytes=max_bytes, max_pixels=max_pixels)


def refusal(name: str, content: bytes, **limits: int) -> str:
    with translation.override("zh-hans"), pytest.raises(intake.Unfit) as fault:
        check(name, content, **limits)
    return str(fault.value.sentence)


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("照片.jpg", photo(), "image/jpeg"),
        ("照片.PNG", photo(form="PNG"), "image/png"),
        ("照片.webp", photo(form="WEBP"), "image/webp"),
        ("照片.heic", photo(form="HEIF"), "image/heic"),
        ("手机照片.heic", photo(), "image/jpeg"),
        ("文件.pdf", pdf(), "application/pdf"),
        ("通知.docx", word(), intake.OFFICE["docx"][0]),
        ("旧通知.doc", OLE, "application/msword"),
        ("总结.wps", OLE, "application/vnd.ms-works"),
        ("视频.mp4", MP4, "video/mp4"),
        ("名单.txt", "志愿者名单".encode("gb18030"), "text/plain"),
        ("名单.txt", "志愿者名单".encode("utf-16"), "text/plain"),
    ],
)
def test_what_offices_send_comes_in(name, content, mime):
    assert check(name, content).mime == mime


def test_the_stream_stands_at_its_start_again_and_is_open():
    for name, content in [("a.jpg", photo()), ("a.pdf", pdf()), ("a.docx", word()), ("a.heic", photo(form="HEIF"))]:
        stream = io.BytesIO(content)
        intake.check(name, stream, len(content), max_bytes=10_000_000, max_pixels=120_000_000)
        assert stream.read() == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.jpg", b"", "文件是空的"),
        ("病毒.exe", b"MZ" + b"\0" * 100, "不接收这种文件"),
        ("没有扩展名", photo(), "不接收这种文件"),
        ("网页.html", b"<html>", "不接收这种文件"),
        ("矢量.svg", b"<svg onload=alert(1)>", "不接收这种文件"),
        ("伪装.jpg", b"<html><script>alert(1)</script></html>", "内容却不是"),
        ("改名.jpg", pdf(), "内容却不是"),
        ("半张.jpg", photo()[:-4000], "没有拷全"),
        ("半张.png", photo(form="PNG")[:-40], "没有拷全"),
        ("半张.heic", photo(form="HEIF")[:-40], "没有拷全"),
        ("宏.docm", word(macros=True), "不接收带宏的文档"),
        ("藏宏.docx", word(macros=True), "带有宏"),
        ("半个.docx", word()[:-100], "没有拷全"),
        ("换名.docx", pdf(), "内容却不是"),
        ("换名.xlsx", word(), "内容却不是"),
        ("加密.docx", OLE, "有密码"),
        ("换名.doc", word(), "内容却不是"),
        ("密码.pdf", pdf(password="secret"), "不带密码"),
        ("坏.pdf", b"%PDF-1.7\n" + b"x" * 100, "已损坏"),
        ("换名.mp4", photo(), "内容却不是"),
        ("二进制.txt", b"\x00\x01\x02\xff" * 100, "无法识别"),
        ("网页.txt", b"<html><script>alert(1)</script></html>", "内容却不是"),
    ],
)
def test_a_sentence_in_chinese_says_what_is_wrong(name, content, words):
    sentence = refusal(name, content)
    assert words in sentence
    assert sentence.endswith("。")


def test_too_many_pixels_are_refused_by_the_header_alone():
    sentence = refusal("炸弹.png", png_bomb())
    assert "50000 × 50000" in sentence
    assert "12000 万像素" in sentence


def test_pixels_within_the_limit_pass_and_beyond_do_not():
    assert check("a.jpg", photo(100, 80), max_pixels=8000).width == 100
    assert "像素太多" in refusal("a.jpg", photo(100, 81), max_pixels=8000)


def test_size_is_said_in_megabytes():
    assert "最大只收 1 MB" in refusal("a.jpg", photo() + b"\0" * 2_000_000, max_bytes=1048576)


def test_a_document_that_unpacks_enormously_is_refused(monkeypatch):
    assert check("a.docx", word())
    monkeypatch.setattr(intake, "ZIP_UNPACKED_BYTES", 1000)
    assert "大得不正常" in refusal("a.docx", word())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("清明祭扫活动照片.jpg", "清明祭扫活动照片.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("..", "file"),
        ("/", "file"),
        ("a\0b.jpg", "ab.jpg"),
        ("‮gpj.exe.jpg", "‮gpj.exe.jpg"),
        ("<script>alert('1')\".jpg", "<script>alert('1')\".jpg"),
        ("文" * 300 + ".jpg", "文" * 251 + ".jpg"),
        ("文" * 300, "文" * 255),
    ],
)
def test_the_name_is_kept_as_given_without_folders(given, kept):
    assert intake.plain_name(given) == kept
    assert len(kept) <= 255
