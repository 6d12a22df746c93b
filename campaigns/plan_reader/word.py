"""The body of a .docx as lines: paragraphs with their automatic numbers, tables row by row.

The one room of python-docx. Raises ValueError for a file it cannot make sense of.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from .lines import CELL_BREAK
from .word_numbering import Numbering

PARAGRAPH, TABLE, ROW, CELL, CONTENT, SDT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "sdtContent", "sdt"))
TEXT, BREAK, CARRIAGE, TAB, NO_BREAK = (qn(f"w:{name}") for name in ("t", "br", "cr", "tab", "noBreakHyphen"))
SKIPPED = {qn(f"w:{name}") for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "txbxContent")}
SKIPPED.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
TABS = qn("w:tabs")


def word_text(data: bytes) -> str:
    """The text of a .docx, one paragraph or table row per line."""
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        numbering = Numbering(document)
        return "\n".join(_blocks(body, numbering))
    except (
        OpcError,
        PythonDocxError,
        XMLSyntaxError,
        AssertionError,
        KeyError,
        AttributeError,
        TypeError,
        IndexError,
        OSError,
        LookupError,
        RecursionError,
    ) as error:
        raise ValueError("not a Word document") from error


def _blocks(container: Any, numbering: Numbering) -> Iterator[str]:
    for element in container:
        if element.tag == PARAGRAPH:
            yield numbering.label(element) + paragraph_text(element)
        elif element.tag == TABLE:
            yield from _rows(element, numbering)
        elif element.tag == SDT:
            for content in element.iterchildren(CONTENT):
                yield from _blocks(content, numbering)


def paragraph_text(paragraph: Any) -> str:
    """The visible text of a paragraph; a line break in it begins a new line."""
    pieces: list[str] = []
    stack = list(reversed(list(paragraph)))
    while stack:
        element = stack.pop()
        if element.tag in SKIPPED or element.tag == TABS:
            continue
        if element.tag == TEXT:
            pieces.append(element.text or "")
        elif element.tag in (BREAK, CARRIAGE):
            pieces.append("\n")
        elif element.tag == TAB:
            pieces.append("  ")
        elif element.tag == NO_BREAK:
            pieces.append("-")
        else:
            stack.extend(reversed(list(element)))
    return "".join(pieces)


def _rows(table: Any, numbering: Numbering) -> Iterator[str]:
    """A row as tab-separated cells; a cell merged downwards repeats its text, one merged across leaves blanks.

    A table of one column is ordinary lines.
    """
    above: dict[int, str] = {}
    for row in table.iter(ROW):
        if row.getparent() is not table and not _inside(row, table):
            continue
        cells: list[str] = []
        texts: list[str] = []
        for cell in _cells(row):
            column = len(cells)
            text = above.get(column, "") if _continues(cell) else _cell_text(cell, numbering)
            above[column] = text
            texts.append(text)
            cells.extend([text] + [""] * (_width(cell) - 1))
        if len(cells) == 1:
            yield "".join(texts).replace(CELL_BREAK, "\n")
        else:
            yield "\t".join(cells)


def _inside(row: Any, table: Any) -> bool:
    """True for rows wrapped in a content control, false for those of a nested table."""
    parent = row.getparent()
    while parent is not None and parent is not table:
        if parent.tag == TABLE:
            return False
        parent = parent.getparent()
    return True


def _cells(row: Any) -> Iterator[Any]:
    for element in row:
        if element.tag == CELL:
            yield element
        elif element.tag == SDT:
            for content in element.iterchildren(CONTENT):
                yield from content.iterchildren(CELL)


def _cell_text(cell: Any, numbering: Numbering) -> str:
    lines: list[str] = []
    for block in _blocks(cell, numbering):
        lines.extend(part.replace("\t", " ").strip() for part in block.split("\n"))
    return CELL_BREAK.join(line for line in lines if line)


def _width(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = span.get(qn("w:val")) if span is not None else None
    return max(1, min(int(value), 63)) if value and value.isdigit() else 1


def _continues(cell: Any) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"
