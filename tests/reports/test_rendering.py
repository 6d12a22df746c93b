"""The pages: what they may fetch, what they hold, and that contents and bookmarks lead to the right page."""

import http.server
import re
import threading
from datetime import date

import pikepdf
import pypdfium2
import pytest

from reports import rendering
from reports.archive import PathBook
from tests.reports.conftest import PEOPLE, picture

RECORD = {"id": 7, "day": "2026年3月5日", "place": "滨河社区", "people": 26, "hours": "52", "department": "宣传教育科", "kind": "志愿服务", "task": ""}


def content(*, records: int = 3, note: str = PEOPLE) -> dict:
    """Frozen content with one indicator and some records of two photos each."""
    held = [
        {
            **RECORD,
            "id": number,
            "title": f"第{number}次志愿服务",
            "note": [note],
            "photos": [{"file": number * 10 + k, "caption": f"现场{k}", "kind": "照片", "number": "", "name": "图.jpg"} for k in (1, 2)],
            "papers": [{"file": number * 10, "caption": "", "kind": "通知", "number": "示〔2026〕1号", "name": "通知.docx"}],
        }
        for number in range(1, records + 1)
    ]
    return {
        "campaign": {
            "name": "创建市级文明单位",
            "unit": "示例局",
            "level": "市级",
            "cycle": "2026",
            "ideology": ["坚持以人民为中心。"],
            "goals": ["建成市级文明单位。"],
            "system": "示例体系",
        },
        "phases": [{"name": "宣传发动", "period": "2026年1月1日—3月31日"}],
        "leadership": [{"name": "领导小组", "members": [{"role": "组长", "name": "顾远"}]}],
        "tasks": [
            {
                "code": "T-001",
                "heading": "",
                "title": "开展志愿服务",
                "requirement": [],
                "lead": "宣传教育科",
                "supports": [{"name": "财务科", "duty": ""}],
                "leader": "",
                "persons": "",
                "time": "每月",
            }
        ],
        "chapters": [{"code": "II-2", "title": "志愿服务", "above": "I-1 思想道德建设", "points": "8", "see": [], "records": held}],
        "totals": {"records": records, "files": records * 3, "bytes": 0, "covered": 1, "indicators": 1},
    }


def attachments(frozen: dict) -> list[rendering.Attachment]:
    book, files = PathBook(), []
    for record in frozen["chapters"][0]["records"]:
        for piece in (*record["photos"], *record["papers"]):
            files.append(rendering.Attachment(len(files) + 1, piece["file"], book.enter(["II-2 志愿服务", record["title"]], piece["name"]), 2048, "ab" * 32))
    return files


@pytest.fixture
def written(tmp_path):
    """Writes frozen content and returns the PDF's path and what was told of it."""

    def write(frozen: dict, on_page=lambda number: None, reason="missing"):
        files = attachments(frozen)
        pictures = {file.file: lambda: picture("teal", (900, 675)) for file in files if file.path.endswith(".jpg")}
        target = tmp_path / "pages.pdf"
        told = rendering.write_pdf(
            content=frozen,
            number=3,
            made_on=date(2026, 11, 20),
            attachments=files,
            left_out=[{"record": 1, "title": "道德讲堂", "day": "", "department": "工会", "file": "", "reason": reason}],
            pictures=pictures,
            target=target,
            on_page=on_page,
        )
        return target, told

    return write


def texts(path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_the_archive_has_its_parts_in_order_and_rare_characters_can_be_copied_out(written):
    path, told = written(content())
    pages = texts(path)
    assert told.count == len(pages) > 5
    assert "示例局" in pages[0]
    assert "第 3 版" in pages[0]
    whole = re.sub(r"\s", "", "".join(pages))
    order = [
        whole.index(heading)
        for heading in ("目　录".replace("　", ""), "指导思想", "责任领导、责任人", "对照示例体系", "所在文件夹、文件名", "原件缺失，未能收入")
    ]
    assert order == sorted(order)
    assert PEOPLE in whole


@pytest.mark.parametrize("reason", ["draft", "submitted", "returned"])
def test_what_is_still_being_worked_on_is_not_told_to_whoever_reads_the_archive(written, reason):
    path, _told = written(content(), reason=reason)
    whole = re.sub(r"\s", "", "".join(texts(path)))
    assert rendering.REASONS[reason] not in whole
    assert "未能收入的材料" not in whole


def test_every_line_of_the_contents_names_the_page_its_heading_stands_on(written):
    path, _told = written(content(records=12))
    pages = [re.sub(r"\s", "", text) for text in texts(path)]
    lines = re.findall(r"(第\d+次志愿服务|[一二三四五]、[^…·.]+?)[…·.⋯]+(\d+)", "".join(pages[1:3]))
    assert len(lines) == 12 + 5
    for heading, number in lines:
        assert heading in pages[int(number) - 1], (heading, number)
        assert f"—{number}—" in pages[int(number) - 1]


def test_bookmarks_follow_chapters_indicators_and_records(written):
    path, _told = written(content())
    titles = [bookmark.get_title() for bookmark in pypdfium2.PdfDocument(path).get_toc()]
    assert titles[:3] == ["目　录", "一、创建方案", "（一）指导思想"]
    assert [title for title in titles if "志愿服务" in title] == ["II-2 志愿服务（8分）", "1．第1次志愿服务", "2．第2次志愿服务", "3．第3次志愿服务"]


def test_every_font_is_embedded_and_the_document_is_tagged_chinese(written):
    path, _told = written(content())
    with pikepdf.open(path) as pdf:
        descriptors = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"]
        assert descriptors
        assert all("/FontFile3" in thing or "/FontFile2" in thing for thing in descriptors)
        assert any("CJK" in str(thing["/FontName"]) for thing in descriptors)
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.MarkInfo.Marked
        assert "示例局创建市级文明单位迎检档案" in str(pdf.docinfo["/Title"])


def test_a_page_of_text_holds_twenty_two_lines_of_twenty_eight_characters(written):
    frozen = content(records=0)
    frozen["campaign"]["ideology"] = ["国" * 28 * 60]
    path, _told = written(frozen)
    lines = [line.strip() for line in texts(path)[3].splitlines() if "国" in line]
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_what_people_typed_is_text_and_never_markup(written):
    path, told = written(content(note='<img src="file:///etc/passwd"><script>1</script>'))
    assert '<img src="file:///etc/passwd">' in "".join(texts(path)).replace("\r\n", "")
    assert told.refused == []


def test_a_raised_hand_stops_the_layout(written):
    class Stop(Exception):
        pass

    def stop(number: int) -> None:
        if number == 2:
            raise Stop

    with pytest.raises(Stop):
        written(content(), on_page=stop)


@pytest.fixture
def listener():
    """A web server on loopback that counts who comes."""
    came: list[str] = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", came
    server.shutdown()
    server.server_close()


def hostile(address: str, canary: str) -> str:
    """A page that tries every way out it knows."""
    return f"""<!doctype html><html lang="zh-CN"><head><title>x</title><link rel="stylesheet" href="{address}/style.css">
      <link rel="attachment" href="file://{canary}"><style>@import url("{address}/import.css"); @font-face {{ font-family: a; src: url("{address}/font.ttf") }}
      p {{ background: url("file://{canary}"); font-family: a }}</style></head><body><p>x</p>
      <img src="{address}/picture.png" alt=""><img src="file://{canary}" alt=""><img src="{canary}" alt=""><img src="dossier:photo/99" alt=""><img src="dossier:photo/1/../2" alt="">
      <img src="data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg'&gt;&lt;image href='{address}/nested.png'/&gt;&lt;/svg&gt;" alt=""><object data="{address}/object"></object>
      <iframe src="{address}/frame"></iframe></body></html>"""


def test_a_hostile_page_reaches_neither_the_network_nor_the_disk(tmp_path, listener):
    address, came = listener
    canary = tmp_path / "canary.txt"
    canary.write_text("canary-7f3a")
    target = tmp_path / "pages.pdf"
    told = rendering.print_html(hostile(address, str(canary)), pictures={1: lambda: picture("teal")}, target=target, on_page=lambda number: None)
    assert came == []
    with pikepdf.open(target) as pdf:
        assert not any(b"canary-7f3a" in thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image")
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
    assert any(address in refused for refused in told.refused)
    assert any("canary" in refused for refused in told.refused)
    assert "dossier:photo/99" in told.refused


def test_without_the_guard_the_hostile_page_does_get_out(tmp_path, listener, monkeypatch):
    address, came = listener
    monkeypatch.setattr(rendering, "OwnFilesOnly", lambda pictures: Open())
    rendering.print_html(hostile(address, "/dev/null"), pictures={}, target=tmp_path / "pages.pdf", on_page=lambda number: None)
    assert came


class Open(rendering.URLFetcher):
    """WeasyPrint's own fetcher, with the two lists the guard keeps."""

    refused: list[str] = []
    lost: list[str] = []


def test_a_picture_that_is_gone_is_not_passed_over(tmp_path):
    def gone() -> bytes:
        raise FileNotFoundError

    page = '<!doctype html><html lang="zh-CN"><title>x</title><img src="dossier:photo/1" alt="x">'
    with pytest.raises(rendering.PictureLost):
        rendering.print_html(page, pictures={1: gone}, target=tmp_path / "pages.pdf", on_page=lambda number: None)
