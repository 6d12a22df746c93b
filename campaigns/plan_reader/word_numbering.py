"""Automatic numbering: the label Word shows before a paragraph, computed from numbering.xml.

In the text of the paragraph itself the digits do not stand.
"""

import re
from typing import Any

from docx.oxml.ns import qn

CN_DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
PLACE = re.compile(r"%([1-9])")
CHINESE_FORMATS = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
    "koreanCounting",
    "japaneseDigitalTenThousand",
}
MAX_STYLES = 12


class Numbering:
    """Counts the paragraphs of every list of one document, in the order they are asked for."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract_of: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        self._styles = _style_numbers(document)
        root = _numbering_root(document)
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for abstract in root.iterchildren(qn("w:abstractNum")):
            levels = {}
            for level in abstract.iterchildren(qn("w:lvl")):
                index = _integer(level.get(qn("w:ilvl")), 0)
                levels[index] = (_value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", _integer(_value(level, "start"), 1))
            self._levels[abstract.get(qn("w:abstractNumId")) or ""] = levels
        for number in root.iterchildren(qn("w:num")):
            identity = number.get(qn("w:numId")) or ""
            self._abstract_of[identity] = _value(number, "abstractNumId") or ""
            for override in number.iterchildren(qn("w:lvlOverride")):
                start = _value(override, "startOverride")
                if start is not None:
                    self._starts[identity, _integer(override.get(qn("w:ilvl")), 0)] = _integer(start, 1)

    def label(self, paragraph: Any) -> str:
        """The number Word puts before the paragraph, "" for none or a bullet."""
        found = self._reference(paragraph)
        if found is None:
            return ""
        identity, depth = found
        abstract = self._abstract_of.get(identity)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or depth not in levels:
            return ""
        counters = self._advance(identity, abstract, depth, levels)
        style, pattern, _ = levels[depth]
        if style in ("bullet", "none"):
            return ""
        return PLACE.sub(lambda hit: self._digit(int(hit.group(1)) - 1, levels, counters), pattern)

    def _advance(self, identity: str, abstract: str, depth: int, levels: dict[int, tuple[str, str, int]]) -> dict[int, int]:
        """Lists on one abstract definition go on counting unless a list restates its start."""
        counters = self._counters.setdefault(abstract, {})
        restated = self._starts.get((identity, depth))
        if restated is not None and f"{identity}/{depth}" not in self._seen:
            counters[depth] = restated
        else:
            counters[depth] = counters.get(depth, levels[depth][2] - 1) + 1
        self._seen.add(f"{identity}/{depth}")
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        return counters

    def _digit(self, level: int, levels: dict[int, tuple[str, str, int]], counters: dict[int, int]) -> str:
        style, _, start = levels.get(level, ("decimal", "", 1))
        return written(counters.get(level, start), style)

    def _reference(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        number = properties.find(qn("w:numPr"))
        if number is not None and _value(number, "numId") is not None:
            identity = _value(number, "numId") or "0"
            return None if identity == "0" else (identity, _integer(_value(number, "ilvl"), 0))
        return self._styles.get(_value(properties, "pStyle") or "")


def written(value: int, style: str) -> str:
    """A counter in the signs of a number format."""
    if style in CHINESE_FORMATS:
        return chinese(value)
    if style.startswith("decimalEnclosedCircle") and 1 <= value <= len(CIRCLED):
        return CIRCLED[value - 1]
    if style in ("upperLetter", "lowerLetter") and 1 <= value <= 26:
        letter = chr(ord("A") + value - 1)
        return letter if style == "upperLetter" else letter.lower()
    return str(value)


def chinese(value: int) -> str:
    """1-99 in Chinese digits; other numbers in Arabic ones."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else CN_DIGITS[tens] + "十")
    return head + (CN_DIGITS[ones] if ones else "")


def _numbering_root(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _style_numbers(document: Any) -> dict[str, tuple[str, int]]:
    """List numbers that come with a paragraph style, also through the styles it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.iterchildren(qn("w:style")):
        identity = style.get(qn("w:styleId")) or ""
        based[identity] = _value(style, "basedOn") or ""
        number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if number is not None and (_value(number, "numId") or "0") != "0":
            own[identity] = (_value(number, "numId") or "0", _integer(_value(number, "ilvl"), 0))
    resolved = dict(own)
    for identity in based:
        current = identity
        for _ in range(MAX_STYLES):
            if not current or current in own:
                break
            current = based.get(current, "")
        if current in own:
            resolved[identity] = own[current]
    return resolved


def _value(element: Any, name: str) -> str | None:
    child = element.find(qn(f"w:{name}"))
    return child.get(qn("w:val")) if child is not None else None


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 7 else default
