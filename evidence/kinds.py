"""Which kind of piece a file probably is, by what offices write into file names. Pure."""

from evidence.models import Evidence

BY_WORD = (
    (("签到", "签名", "报名表"), Evidence.Kind.SIGN_IN),
    (("纪要", "会议记录"), Evidence.Kind.MINUTES),
    (("截图", "截屏", "screenshot"), Evidence.Kind.SCREENSHOT),
    (("制度", "办法", "规定", "规范", "细则"), Evidence.Kind.RULES),
    (("总结", "汇报", "报告", "简报", "信息"), Evidence.Kind.REPORT),
    (("通知", "方案", "计划", "通告", "公告", "红头"), Evidence.Kind.NOTICE),
)


def guess_kind(name: str, mime: str) -> str:
    """The kind a person would most likely choose; it can be changed on the page."""
    lower = name.lower()
    for words, kind in BY_WORD:
        if any(word in lower for word in words):
            return kind
    if mime.startswith("image/"):
        return Evidence.Kind.PHOTO
    return Evidence.Kind.VIDEO if mime.startswith("video/") else Evidence.Kind.OTHER
