"""How an item's words become title, requirement and sub-items."""

import re

from .departments import SUFFIX
from .lines import CELL_BREAK, Line, flatten, trim
from .responsibility import BARE_LABEL, LABEL, SPACED_LABEL, find_labels

TITLE_LIMIT = 40
REQUIREMENT_LIMIT = 120
SUBITEM_LIMIT = 80
CONNECTIVE = re.compile(r"^(?:此外|另外|同时|其次|最后|首先)[,，]\s*")
CONTENT_LABEL = re.compile(r"^(?!时|进度|完成时)[^,。;:()]{0,4}(?:内容|要求|任务|措施|目标|标准|做法|说明)(?:\([^()]{1,8}\))?\s*:\s*")
LEADING_SIGNS = "。，,；;：:、"
PUNCTUATION = "。;,、:!?"
SUB_MARK = re.compile(
    r"(?:(?<=[。;:,!])|^)\s*(?P<mark>[一二三四五六七八九十]是(?!否)(?:要)?|首先,?|其次,?|再次,?|最后,?|第[一二三四五六七八九十](?=[,、是])[,、是]?)"
)
FIELD_BRACKET = re.compile(rf"\((?=[^()]{{0,60}}(?:牵头|责任|负责|配合|承办|时限|时间|协助|主办))[^()]*(?:\([^()]*\)[^()]*)*\)|\([^()]{{1,40}}{SUFFIX}\)\s*$")


def title_span(line: Line, start: int, end: int | None = None) -> tuple[int, int]:
    """The offsets of the title in the line of an item: up to the first 。, a field, or the end."""
    end = len(line.flat) if end is None else end
    connective = CONNECTIVE.match(line.flat[start:end])
    start += connective.end() if connective else 0
    start = trim(line.raw, start, end, "、.")[0]
    stop = min((position for position in (_sentence_end(line.flat, start, end), _field_start(line.flat, start, end)) if position >= start), default=end)
    if stop - start > TITLE_LIMIT:
        stop = _comma(line.flat, start, stop)
    return trim(line.raw, start, stop, "。：:；;，,、")


def _sentence_end(flat: str, start: int, end: int) -> int:
    for sign in ("。", CELL_BREAK):
        stop = flat.find(sign, start, end)
        end = stop if stop >= 0 else end
    return end


def _field_start(flat: str, start: int, end: int) -> int:
    for label in find_labels(flat[:end]):
        if label.start >= start and label.kind != "content":
            opened = flat.rfind("(", start, label.start)
            return opened if opened >= 0 and not flat[opened + 1 : label.start].strip() else label.start
    bracket = FIELD_BRACKET.search(flat, start, end)
    return bracket.start() if bracket else end


def _comma(flat: str, start: int, stop: int) -> int:
    """The first comma or semicolon outside quotes and brackets, else any."""
    depth = 0
    for index in range(start, stop):
        depth += (flat[index] in "“《(‘") - (flat[index] in "”》)’")
        if flat[index] in ",;" and depth <= 0:
            return index
    plain = re.compile("[,;]").search(flat, start, stop)
    return plain.start() if plain else stop


def requirement_of(raw: str) -> str:
    """A text cut at a punctuation sign to at most 120 characters, before its first field, without its label."""
    flat = flatten(raw)
    start = trim(raw, 0, len(raw), LEADING_SIGNS)[0]
    bracket = FIELD_BRACKET.match(flat, start)
    if bracket:
        start = trim(raw, bracket.end(), len(raw), LEADING_SIGNS)[0]
    label = CONTENT_LABEL.match(flat[start:])
    start += label.end() if label else 0
    end = _field_start(flat, start, len(flat)) if start < len(flat) else start
    start, end = trim(raw, start, max(start, end), "，,；;")
    end -= 1 if end > start and raw[end - 1] in "（(" else 0
    return clip(raw[start:end], REQUIREMENT_LIMIT)


def clip(raw: str, limit: int) -> str:
    """The text cut to the limit at the last punctuation sign inside it."""
    if len(raw) <= limit:
        return raw
    flat = flatten(raw)
    best = max(flat.rfind(sign, 0, limit) for sign in PUNCTUATION)
    if best <= 0:
        return raw[:limit]
    return raw[: best + 1] if flat[best] == "。" else raw[:best]


def subitems_of(raw: str) -> tuple[str, ...]:
    """The pieces an item counts out with 一是...二是... or 首先...其次..., () when there are fewer than two."""
    flat = flatten(raw)
    marks = list(SUB_MARK.finditer(flat))
    if len(marks) < 2:
        return ()
    pieces = []
    for index, mark in enumerate(marks):
        limit = marks[index + 1].start() if index + 1 < len(marks) else len(flat)
        stop = flat.find("。", mark.end(), limit)
        start, end = trim(raw, mark.end(), stop if stop >= 0 else limit, "；;，,。、")
        if end > start:
            pieces.append(clip(raw[start:end], SUBITEM_LIMIT))
    return tuple(pieces)


def is_field_line(flat: str) -> bool:
    """A paragraph that is nothing but responsibility fields."""
    bracket = FIELD_BRACKET.match(flat)
    if bracket:
        return not flat[bracket.end() :].strip(" 。;,")
    match = LABEL.match(flat) or SPACED_LABEL.match(flat)
    return bool(match and match.lastgroup != "content" or BARE_LABEL.match(flat))


def content_of(line: Line) -> str | None:
    """The text of a paragraph that begins with a content label (测评内容: and the like)."""
    label = CONTENT_LABEL.match(line.flat)
    return line.raw[label.end() :] if label else None
