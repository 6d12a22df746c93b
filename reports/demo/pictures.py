"""Drawn pictures for the demo: one scene for each kind of activity, no two alike, none of a real person."""

from __future__ import annotations

import io
import math
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIZE = (1280, 960)
HORIZON = 600
COATS = ["#2f5d8a", "#b5432f", "#3b7a57", "#8a6d2f", "#5b4a8a", "#2f7d86", "#7a3b55", "#55606e"]
SKIN = ["#f0cba6", "#e3b58c", "#d6a178"]


@dataclass(frozen=True)
class Shot:
    """One picture to draw: which scene, what the banner says, how many people, when it was taken."""

    scene: str
    banner: str
    unit: str
    people: int
    taken_at: datetime
    seed: int


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The system's Chinese face; without one the banner stays empty rather than showing boxes."""
    found = subprocess.run(["fc-match", "-f", "%{file}", "sans:lang=zh-cn"], capture_output=True, text=True, check=False).stdout
    try:
        return ImageFont.truetype(found, size)
    except OSError:
        return ImageFont.load_default(size)


def draw(shot: Shot) -> bytes:
    """The picture as JPEG with the time it was taken in its EXIF data."""
    dice = random.Random(shot.seed)
    image = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(image)
    SCENES[shot.scene](pen, dice)
    _crowd(pen, dice, shot.people)
    _banner(pen, shot.banner, shot.unit, dice)
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = shot.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def _shade(colour: str, by: float) -> tuple[int, int, int]:
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    red, green, blue = (max(0, min(255, round(part * by))) for part in parts)
    return red, green, blue


def _sky(pen: ImageDraw.ImageDraw, top: str, bottom: str, until: int = HORIZON) -> None:
    for y in range(0, until, 4):
        part = y / until
        mixed = tuple(round(int(top[i : i + 2], 16) * (1 - part) + int(bottom[i : i + 2], 16) * part) for i in (1, 3, 5))
        pen.rectangle((0, y, SIZE[0], y + 4), fill=mixed)


def _tree(pen: ImageDraw.ImageDraw, x: int, y: int, size: int, colour: str) -> None:
    pen.rectangle((x - size // 12, y - size // 2, x + size // 12, y), fill="#6b4a2f")
    for dx, dy in ((0, -0.9), (-0.28, -0.65), (0.28, -0.65)):
        cx, cy, r = x + dx * size, y + dy * size, size * 0.34
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=colour)


def _person(pen: ImageDraw.ImageDraw, x: int, y: int, size: int, coat: str, skin: str, dice: random.Random) -> None:
    pen.rounded_rectangle((x - size * 0.2, y - size * 0.66, x + size * 0.2, y - size * 0.05), size * 0.14, fill=coat)
    pen.rectangle((x - size * 0.15, y - size * 0.1, x - size * 0.03, y + size * 0.3), fill="#333b46")
    pen.rectangle((x + size * 0.03, y - size * 0.1, x + size * 0.15, y + size * 0.3), fill="#333b46")
    lift = dice.choice((-0.3, 0.05, 0.1))
    pen.line((x + size * 0.18, y - size * 0.55, x + size * 0.36, y - size * (0.3 - lift)), fill=coat, width=max(6, size // 10))
    r = size * 0.15
    pen.ellipse((x - r, y - size * 0.98, x + r, y - size * 0.98 + 2 * r), fill=skin)
    pen.pieslice((x - r, y - size, x + r, y - size * 0.98 + 2 * r), 180, 360, fill=dice.choice(("#23262b", "#3a2c22", "#5b5f66")))


def _crowd(pen: ImageDraw.ImageDraw, dice: random.Random, people: int) -> None:
    shown = max(3, min(people, 11))
    for n in sorted(range(shown), key=lambda _n: dice.random()):
        size = dice.randint(170, 230)
        x = round(110 + n * (SIZE[0] - 220) / max(shown - 1, 1) + dice.randint(-24, 24))
        _person(pen, x, dice.randint(800, 850), size, dice.choice(COATS), dice.choice(SKIN), dice)


def _banner(pen: ImageDraw.ImageDraw, text: str, unit: str, dice: random.Random) -> None:
    top = dice.randint(70, 120)
    pen.rectangle((120, top, SIZE[0] - 120, top + 84), fill="#b3201b")
    pen.rectangle((120, top, SIZE[0] - 120, top + 84), outline="#e7b24a", width=4)
    size = max(24, min(46, int((SIZE[0] - 300) / max(len(text), 1))))
    pen.text((SIZE[0] / 2, top + 42), text, font=_font(size), fill="#fff3d0", anchor="mm")
    pen.rectangle((SIZE[0] - 330, SIZE[1] - 66, SIZE[0], SIZE[1]), fill="#ffffff")
    pen.text((SIZE[0] - 165, SIZE[1] - 33), unit, font=_font(28), fill="#1a2330", anchor="mm")


def _hall(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A meeting room: screen and rows of tables."""
    wall = dice.choice(("#efe6d6", "#e6ebee", "#ece7ef"))
    pen.rectangle((0, 0, *SIZE), fill=wall)
    pen.rectangle((0, HORIZON, *SIZE), fill=_shade(wall, 0.72))
    left = dice.randint(240, 420)
    pen.rectangle((left, 230, left + 560, 520), fill="#dfeaf5", outline="#55606e", width=10)
    for n in range(5):
        pen.rectangle((left + 50, 275 + n * 42, left + dice.randint(250, 510), 291 + n * 42), fill="#8aa3bd")
    for n in range(4):
        pen.rectangle((60 + n * 320, 880, 300 + n * 320, 960), fill=dice.choice(("#8d5b34", "#7a4e2d")))


def _shelf(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A reading corner: shelves of books."""
    pen.rectangle((0, 0, *SIZE), fill="#f3ead9")
    pen.rectangle((0, HORIZON + 60, *SIZE), fill="#c9a77c")
    for row in range(3):
        y = 250 + row * 130
        pen.rectangle((80, y + 100, SIZE[0] - 80, y + 114), fill="#7a4e2d")
        x = 90
        while x < SIZE[0] - 110:
            width = dice.randint(14, 34)
            pen.rectangle((x, y + dice.randint(0, 30), x + width, y + 100), fill=dice.choice(COATS))
            x += width + 3


def _river(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A river bank with trees."""
    _sky(pen, "#a9d3ee", "#eaf5fb")
    pen.polygon(
        [(0, 480), (300, 380 + dice.randint(-40, 40)), (700, 470), (1000, 360 + dice.randint(-30, 60)), (1280, 450), (1280, 640), (0, 640)], fill="#7fa58a"
    )
    pen.rectangle((0, HORIZON, SIZE[0], 740), fill="#6fb1cf")
    for _n in range(14):
        x, y = dice.randint(0, 1200), dice.randint(HORIZON + 10, 730)
        pen.line((x, y, x + dice.randint(40, 120), y), fill="#a9dbee", width=4)
    pen.rectangle((0, 740, *SIZE), fill="#8fb36a")
    for _n in range(dice.randint(3, 6)):
        _tree(pen, dice.randint(60, 1220), dice.randint(740, 770), dice.randint(150, 240), dice.choice(("#3f7f4c", "#5a9a4f", "#2f6b45")))


def _street(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A crossing with buildings."""
    _sky(pen, "#c7dcef", "#f4f6f8")
    x = 0
    while x < SIZE[0]:
        width, top = dice.randint(120, 230), dice.randint(220, 420)
        pen.rectangle((x, top, x + width, 680), fill=_shade(dice.choice(("#b9b2a6", "#a4afbb", "#c4b7a2", "#9fb0a8")), 1))
        for wy in range(top + 24, 640, 54):
            for wx in range(x + 18, x + width - 30, 46):
                pen.rectangle((wx, wy, wx + 24, wy + 30), fill="#dce9f3")
        x += width + 8
    pen.rectangle((0, 680, *SIZE), fill="#6b7078")
    for n in range(7):
        pen.rectangle((120 + n * 160, 720, 200 + n * 160, 900), fill="#eceff2")


def _yard(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A court with a running track."""
    _sky(pen, "#9ecbec", "#f2f8fc")
    pen.rectangle((0, HORIZON, *SIZE), fill="#7db06b")
    pen.ellipse((-200, 640, 1480, 1200), fill="#b9573f")
    pen.ellipse((-60, 700, 1340, 1200), fill="#7db06b")
    for n in range(3):
        x = dice.randint(80, 1150)
        pen.line((x, 300, x, HORIZON), fill="#777f88", width=8)
        pen.polygon([(x, 305), (x + 120, 335 + n * 8), (x, 375)], fill=dice.choice(COATS))


def _festival(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """Lanterns and a moon."""
    night = dice.random() < 0.5
    _sky(pen, *(("#22304f", "#5a4a6e") if night else ("#f7d9b8", "#fdf1df")), until=SIZE[1])
    pen.rectangle((0, 700, *SIZE), fill="#8d5b44" if night else "#d7b28a")
    moon = dice.randint(900, 1120)
    pen.ellipse((moon, 220, moon + 130, 350), fill="#f8e6a8")
    for _n in range(dice.randint(5, 8)):
        x, y = dice.randint(60, 1200), dice.randint(230, 480)
        pen.line((x, 0, x, y), fill="#7a3b2c", width=3)
        pen.ellipse((x - 42, y, x + 42, y + 74), fill="#c8281f")
        pen.rectangle((x - 14, y + 72, x + 14, y + 104), fill="#e7b24a")


def _stage(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A stage with curtains and a medal."""
    pen.rectangle((0, 0, *SIZE), fill="#f4e9e2")
    for n in range(12):
        pen.rectangle((n * 110, 0, n * 110 + 55, 700), fill=_shade("#9c2a2a", 0.9 + 0.2 * (n % 2)))
    pen.rectangle((150, 210, 1130, 700), fill="#f8f1e6")
    pen.rectangle((0, 700, *SIZE), fill="#a87448")
    cx, cy = dice.randint(380, 900), 400
    points = [(cx + r * math.cos(a), cy + r * math.sin(a)) for n in range(10) for r, a in [((110 if n % 2 == 0 else 46), math.pi * n / 5 - math.pi / 2)]]
    pen.polygon(points, fill=dice.choice(("#e2a93b", "#d98a2b", "#c8281f")))


def _village(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """Houses between fields."""
    _sky(pen, "#b8dcf0", "#f6fafc")
    pen.polygon([(0, 520), (260, 330), (520, 520), (820, 300 + dice.randint(-30, 60)), (1280, 520), (1280, 620), (0, 620)], fill="#8fae9a")
    for n in range(4):
        x = 60 + n * 310 + dice.randint(-30, 30)
        pen.rectangle((x, 480, x + 190, 640), fill="#f2efe9")
        pen.polygon([(x - 24, 484), (x + 95, 390), (x + 214, 484)], fill="#4b5560")
        pen.rectangle((x + 75, 560, x + 115, 640), fill="#7a4e2d")
    pen.rectangle((0, 640, *SIZE), fill="#a9c46c")
    for n in range(9):
        pen.line((n * 160 - 80, 960, 400 + n * 60, 640), fill="#8caa52", width=5)


def _wall_of_posters(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    """A corridor with panels."""
    pen.rectangle((0, 0, *SIZE), fill="#eef1f4")
    pen.rectangle((0, 720, *SIZE), fill="#c6ccd3")
    for n in range(4):
        x = 90 + n * 290
        pen.rectangle((x, 240, x + 230, 560), fill=dice.choice(("#c8281f", "#2f5d8a", "#3b7a57", "#d98a2b")))
        pen.rectangle((x + 22, 264, x + 208, 380), fill="#fdf6ea")
        for row in range(4):
            pen.rectangle((x + 22, 404 + row * 34, x + dice.randint(120, 208), 420 + row * 34), fill="#fdf6ea")


SCENES: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "hall": _hall,
    "shelf": _shelf,
    "river": _river,
    "street": _street,
    "yard": _yard,
    "festival": _festival,
    "stage": _stage,
    "village": _village,
    "posters": _wall_of_posters,
}
