"""Chinese and Arabic numerals as numbers."""

import cn2an

CHINESE_DIGITS = "零一二两三四五六七八九十百千"
_SINGLE = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}


def to_number(text: str) -> float | None:
    """The value of a numeral such as "12", "0.5", "十二", "两"; None when it is none."""
    text = text.replace(" ", "").replace(",", "")
    if not text:
        return None
    if text.isascii():
        return _arabic(text)
    if text in _SINGLE:
        return float(_SINGLE[text])
    try:
        return float(cn2an.cn2an(text.replace("〇", "零"), "smart"))
    except (ValueError, KeyError, IndexError):
        return None


def _arabic(text: str) -> float | None:
    if text.count(".") > 1 or not text.replace(".", "").isdigit() or len(text) > 12:
        return None
    return float(text)
