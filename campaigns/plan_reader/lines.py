"""The text as lines, and a flattened twin of every line for matching.

``flat`` has the same length as ``raw``: full-width signs become half-width ones, all dashes "-",
all odd spaces " ". Patterns run on ``flat``, results are cut out of ``raw``.
"""

import re
from dataclasses import dataclass

from .findings import Span

CELL_BREAK = "\u2028"
_DASHES = "—–‐‑‒―−─﹣ー"
_WAVES = "～〜∼˜"
_FOLD: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord(sign): "-" for sign in _DASHES} | {ord(sign): "~" for sign in _WAVES}
_FOLD |= {ord(a): b for a, b in zip("【】〖〗〔〕﹙﹚", "()()[]()", strict=True)}
_FOLD |= {ord(a): b for a, b in zip("\u3000\xa0\ufeff\u200b\u2003\u2002\u2009", " " * 7, strict=True)}
_FOLD |= {ord(a): b for a, b in zip("｡﹑﹐﹕×✕﹪〇○", "。、,:xx%零零", strict=True)}
LIST_TAB = re.compile(r"^\W*$|[、.．)）:：]\s*$|^\s*[①-⑳]\s*$")
_MARGIN = " \t\r\v\f\u3000\xa0\ufeff\u200b\u2003\u2002\u2009\u2028"


def flatten(text: str) -> str:
    """The same text, as long as before, in half-width signs."""
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph without its margins; ``start`` is its offset in the whole text."""

    index: int
    start: int
    raw: str
    flat: str
    cells: tuple[Span, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    def cut(self, start: int, end: int) -> str:
        """The raw text between two offsets of this line."""
        return self.raw[start:end]


def split_lines(text: str) -> list[Line]:
    """All lines that carry text, in order."""
    lines = []
    position = 0
    for number, whole in enumerate(text.split("\n")):
        cells = _cells(whole)
        left = 0 if cells else len(whole) - len(whole.lstrip(_MARGIN))
        raw = whole[left:].rstrip(_MARGIN)
        if cells:
            raw = whole
        if raw.strip(_MARGIN):
            lines.append(Line(number, position + left, raw, flatten(raw), cells))
        position += len(whole) + 1
    return lines


def _cells(whole: str) -> tuple[Span, ...]:
    """Offsets of the cells of a table row, () for an ordinary paragraph."""
    body = whole.strip(" \r")
    mark = "|" if body.startswith("|") and body.count("|") >= 3 else "\t"
    if mark == "\t" and "\t" not in whole.strip(_MARGIN):
        return ()
    pieces = whole.split(mark)
    spans, position = [], 0
    for piece in pieces:
        spans.append((position, position + len(piece)))
        position += len(piece) + 1
    if mark == "|":
        spans = spans[1:-1] if not pieces[-1].strip() else spans[1:]
    elif len(pieces) == 2 and LIST_TAB.search(pieces[0]):
        return ()
    return tuple(spans)


def trim(raw: str, start: int, end: int, drop: str = "") -> Span:
    """The span without margins and without the given signs at its ends."""
    off = _MARGIN + drop + "\n"
    while start < end and raw[start] in off:
        start += 1
    while end > start and raw[end - 1] in off:
        end -= 1
    return start, end
