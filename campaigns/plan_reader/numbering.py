"""The number a line begins with: 一、 (一) 1、 (1) 1) ① and 1.1."""

import re
from dataclasses import dataclass

from .numerals import to_number

CN = "一二三四五六七八九十百零"
CHINESE = re.compile(rf"([{CN}]{{1,4}})\s*(?:[、.]|,(?=\S))")
PART = re.compile(rf"(第[{CN}]{{1,3}}(?:部分|章|篇))\s*[、.,:]?")
PAREN_CHINESE = re.compile(rf"\(\s*([{CN}]{{1,4}})\s*\)\s*[、.,:]?")
ARABIC = re.compile(r"(\d{1,3})\s*(?:、|,(?!\d)|\.(?!\d)|\.(?=20\d\d年|\d{1,2}月))")
LEVELS = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{1,2}))?(?![\d.%月年])[、\s]?")
PAREN_ARABIC = re.compile(r"\(\s*(\d{1,3})\s*\)\s*[、.,]?")
HALF_PAREN = re.compile(r"(\d{1,2})\)\s*[、.,]?")
_SIGNS = {
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "paren_arabic": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "arabic": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "paren_chinese": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
}
_PATTERNS = (
    ("chinese", PART),
    ("chinese", CHINESE),
    ("paren_chinese", PAREN_CHINESE),
    ("arabic", ARABIC),
    ("levels", LEVELS),
    ("paren_arabic", PAREN_ARABIC),
    ("half_paren", HALF_PAREN),
)
RANK = {"chinese": 0, "paren_chinese": 2, "arabic": 3, "levels": 4, "paren_arabic": 5, "half_paren": 6, "circled": 7}


@dataclass(frozen=True, slots=True)
class Number:
    """A list number: its style, value, text as written, and where the text after it begins."""

    style: str
    value: int
    text: str
    end: int


def read_number(flat: str) -> Number | None:
    """The number at the beginning of a flattened line, None when it has none."""
    if not flat:
        return None
    for style, signs in _SIGNS.items():
        if flat[0] in signs:
            return Number(style, signs.index(flat[0]) + 1, flat[0], _skip(flat, 1))
    for style, pattern in _PATTERNS:
        match = pattern.match(flat)
        if match:
            return _number(style, match, flat)
    return None


def _number(style: str, match: re.Match[str], flat: str) -> Number | None:
    digits = match.group(2) if style == "levels" else match.group(1)
    value = to_number(digits.strip("第部分章篇"))
    if value is None:
        return None
    written = match.group(0).strip().rstrip("、.,: ")
    return Number(style, int(value), written, _skip(flat, match.end()))


def _skip(flat: str, position: int) -> int:
    while position < len(flat) and flat[position] in " 、.":
        position += 1
    return position
