"""The one room of WeasyPrint: a frozen dossier becomes a PDF. Imported by the build's own process only, never by the web."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "dossier:"
PDF_VARIANT = "pdf/ua-1"
"""Tagged for readers of every kind; fonts are embedded as subsets."""
STYLE = "reports/print/dossier.css"
REASONS = {
    "draft": "尚未提交",
    "submitted": "正在审核",
    "returned": "已退回，待补充",
    "no_file": "材料没有文件",
    "missing": "原件缺失，未能收入",
    "changed": "原件与登记时不一致，未能收入",
}
TOLD_TO_READERS = ("missing", "changed", "no_file")
"""Why an approved piece is not there is owed to whoever reads; what is still being worked on is the office's own affair."""


class PictureLost(Exception):
    """A picture the pages name could not be read; a page must not be silently without it."""


@dataclass(frozen=True)
class Attachment:
    """One line of the list of attachments; ``no`` is the number pages cite, ``size`` in bytes."""

    no: int
    file: int
    path: str
    size: int
    sha256: str

    @property
    def folder(self) -> str:
        """The folder in the archive."""
        return self.path.rpartition("/")[0]

    @property
    def stored_as(self) -> str:
        """The name in the archive: the original's, but for signs no file system takes."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Pages:
    """What was written: number of pages, and addresses the pages asked for and did not get."""

    count: int
    refused: list[str]


class OwnFilesOnly(URLFetcher):
    """Gives WeasyPrint the dossier's own pictures and nothing else: no network, no disk, no data addresses."""

    def __init__(self, pictures: dict[int, Callable[[], bytes]]) -> None:
        super().__init__(allowed_protocols=(SCHEME.rstrip(":"),), allow_redirects=False)
        self._pictures = pictures
        self.refused: list[str] = []
        self.lost: list[str] = []

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """The bytes of ``dossier:photo/<id>``; any other address is noted and refused."""
        number = url.removeprefix(f"{SCHEME}photo/")
        if not (url.startswith(SCHEME) and number.isascii() and number.isdigit() and int(number) in self._pictures):
            self.refused.append(url[:200])
            raise ValueError("not a file of this dossier")
        try:
            return URLFetcherResponse(url, self._pictures[int(number)](), {"Content-Type": "image/jpeg"})
        except OSError:
            self.lost.append(number)
            raise


def write_pdf(
    *,
    content: dict,
    number: int,
    made_on: date,
    attachments: list[Attachment],
    left_out: list[dict],
    pictures: dict[int, Callable[[], bytes]],
    target: Path,
    on_page: Callable[[int], None],
) -> Pages:
    """Write the archive of ``content`` (see ``selectors.dossier``) to ``target``.

    ``pictures``: JPEG bytes by id of the evidence file. ``on_page`` hears each page laid out and may raise to stop.
    Raises ``PictureLost`` when a picture that is named cannot be read.
    """
    with translation.override("zh-hans"):
        pages = render_to_string("reports/print/dossier.html", page_context(content, number, made_on, attachments, left_out, pictures.keys()))
    return print_html(pages, pictures=pictures, target=target, on_page=on_page)


def print_html(html: str, *, pictures: dict[int, Callable[[], bytes]], target: Path, on_page: Callable[[int], None]) -> Pages:
    """Lay ``html`` out in the archive's style and write it; see ``write_pdf``."""
    fetcher = OwnFilesOnly(pictures)
    with _pages_heard(on_page):
        document = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher).render(
            stylesheets=[CSS(string=render_to_string(STYLE), url_fetcher=fetcher, base_url=SCHEME)], pdf_variant=PDF_VARIANT
        )
        document.write_pdf(target, pdf_variant=PDF_VARIANT)
    if fetcher.lost:
        raise PictureLost(", ".join(fetcher.lost))
    return Pages(len(document.pages), fetcher.refused)


def catalogue(dossier: object, entries: Iterable[object], left_out: list[dict], *, pdf: str) -> bytes:
    """The page inside the ZIP from which every file opens without a network; ``pdf``: the name of the PDF beside it."""
    with translation.override("zh-hans"):
        context = {"dossier": dossier, "entries": entries, "left_out": lost(left_out), "pdf": pdf}
        return render_to_string("reports/print/catalogue.html", context).encode()


def page_context(content: dict, number: int, made_on: date, attachments: list[Attachment], left_out: list[dict], printable: object) -> dict:
    """What the templates need: each picture and paper with its number in the list of attachments, reasons in words."""
    numbers = {attachment.file: attachment.no for attachment in attachments}

    def numbered(pieces: list[dict]) -> list[dict]:
        return [{**piece, "no": numbers.get(piece["file"]), "printable": piece["file"] in printable} for piece in pieces]  # type: ignore[operator]

    chapters = [
        {**chapter, "records": [{**record, "photos": numbered(record["photos"]), "papers": numbered(record["papers"])} for record in chapter["records"]]}
        for chapter in content["chapters"]
    ]
    return {
        "content": {**content, "chapters": chapters},
        "number": number,
        "made_on": made_on,
        "attachments": attachments,
        "left_out": lost(left_out),
    }


def lost(left_out: list[dict]) -> list[dict]:
    """The lines a reader is told of, with their reason as a sentence of the document."""
    return [{**item, "reason": REASONS[item["reason"]]} for item in left_out if item["reason"] in TOLD_TO_READERS]


class _PageListener(logging.Handler):
    """WeasyPrint tells of its progress through a logger only."""

    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self._on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and record.args and isinstance(record.args[-1], int):
            self._on_page(record.args[-1])


@contextmanager
def _pages_heard(on_page: Callable[[int], None]) -> Iterator[None]:
    logger, listener = logging.getLogger("weasyprint.progress"), _PageListener(on_page)
    before = (logger.level, logger.propagate)
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(before[0])
        logger.propagate = before[1]
