"""What people bring along: a plan in Word and as text, photos, a document."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
from PIL import Image, ImageDraw

UNIT = "南屏区档案馆"


def plan(today: date) -> list[str]:
    """A plan of our own wording around the present year; one task names no lead and no time."""
    year = today.year
    return [
        f"{UNIT}创建区级文明单位实施方案（{year}年）",
        "一、指导思想",
        "坚持以人为本、为民服务，把文明创建融入档案接收、保管、利用的日常工作。",
        "二、目标任务",
        f"力争{year}年底前通过区级文明单位验收。",
        "三、主要任务",
        "（一）加强思想教育",
        "1．举办道德讲堂。讲述身边好人故事，每季度举办一次。（责任科室：宣传利用科）",
        "2．组织档案开放日。面向社区居民开放展厅，做好讲解服务。（责任科室：宣传利用科；配合科室：保管保护科）",
        "（二）美化办公环境",
        "3．开展库房环境整治。定期检查消防通道和温湿度。（责任科室：保管保护科）",
        "4．倡导节约用纸用电。",
        "四、实施步骤",
        f"（一）动员部署阶段（{year}年1月—3月）",
        f"（二）全面推进阶段（{year}年4月—10月）",
        f"（三）总结提高阶段（{year}年11月—12月）",
        "五、组织领导",
        "成立创建工作领导小组，组长由馆长担任，副组长由分管副馆长担任。",
    ]


def in_word(lines: list[str]) -> bytes:
    """The plan as a Word file."""
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def photo(seed: int, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A JPEG that looks like no other."""
    picture = Image.new("RGB", size, (90 + 30 * (seed % 5), 120, 160 - 20 * (seed % 4)))
    pen = ImageDraw.Draw(picture)
    for stripe in range(6):
        left = 60 + stripe * 180
        pen.rectangle([left, 200 + 40 * ((seed + stripe) % 7), left + 120, 800], fill=(230 - 20 * stripe, 200, 120 + 15 * seed % 100))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def photos(*names: str) -> list[dict]:
    """Photos as a person chooses them in the browser."""
    return [{"name": name, "mimeType": "image/jpeg", "buffer": photo(sum(name.encode()))} for name in names]


def in_days(today: date, days: int) -> str:
    """A day as a date field takes it."""
    return (today + timedelta(days=days)).isoformat()
