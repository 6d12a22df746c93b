"""The one room of Pillow: is this a picture, how large, when taken, and our own upright copies of it. Pure."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pillow_heif
from PIL import Image, ImageFile, ImageOps

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # every opening here names its own limit and tells the real size when it refuses

SCREEN_PIXELS = 480
PRINT_PIXELS = 900
FULL_DECODE_PIXELS = 50_000_000
"""Beyond this only a JPEG, which can be decoded at an eighth, is read to its end while the person waits."""
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")

EXIF_POINTER, EXIF_TAKEN, TIFF_TAKEN = 0x8769, 0x9003, 0x0132


class Unreadable(Exception):
    """The bytes are no picture, or a broken one."""


class TooManyPixels(Exception):
    """A picture whose decoding would need too much memory; ``width`` and ``height`` as its header says."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(f"{width}x{height}")
        self.width, self.height = width, height


@dataclass(frozen=True)
class Copies:
    """What the worker makes of a picture; sizes in pixels of the upright original, bytes without any metadata."""

    screen: bytes
    printed: bytes
    width: int
    height: int
    taken_at: datetime | None


@contextmanager
def _opened(stream: BinaryIO, max_pixels: int) -> Iterator[Image.Image]:
    """Open by header, refuse by pixels before anything is decoded, and turn Pillow's many faults into one."""
    stream.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, where it is loaded too, lets half pictures pass for the whole process
    try:
        with Image.open(stream, formats=FORMATS) as picture:
            if picture.width * picture.height > max_pixels:
                raise TooManyPixels(picture.width, picture.height)
            yield picture
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, RuntimeError, struct.error, zlib.error) as fault:
        raise Unreadable(str(fault)) from fault


def probe(stream: BinaryIO, *, max_pixels: int) -> tuple[int, int]:
    """Width and height in pixels once the picture proved to decode to its end; cheap enough for a request.

    Raises ``Unreadable`` or ``TooManyPixels``.
    """
    with _opened(stream, max_pixels) as picture:
        size = picture.size
        if picture.format == "JPEG":
            picture.draft("RGB", (max(1, size[0] // 8), max(1, size[1] // 8)))
            picture.load()
        elif size[0] * size[1] <= FULL_DECODE_PIXELS:
            picture.load()
        else:
            picture.verify()
        return size


def make_copies(stream: BinaryIO, *, max_pixels: int, zone: ZoneInfo) -> Copies:
    """A WebP for the screen, a JPEG for print, both upright and free of place and other metadata.

    ``zone`` is what a camera's time, which names none, is read in. Raises ``Unreadable`` or ``TooManyPixels``.
    """
    with _opened(stream, max_pixels) as picture:
        taken_at = _taken_at(picture, zone)
        width, height = _upright_size(picture)
        profile = picture.info.get("icc_profile")
        picture.thumbnail((PRINT_PIXELS, PRINT_PIXELS), Image.Resampling.LANCZOS, reducing_gap=3.0)
        upright = _on_white(ImageOps.exif_transpose(picture))
        printed = _encoded(upright, "JPEG", quality=80, optimize=True, icc_profile=profile)
        upright.thumbnail((SCREEN_PIXELS, SCREEN_PIXELS), Image.Resampling.LANCZOS)
        screen = _encoded(upright, "WEBP", quality=76, method=4, icc_profile=profile)
        return Copies(screen, printed, width, height, taken_at)


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    """Sizes swapped where the camera was held upright, without turning millions of pixels to learn it."""
    turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (picture.height, picture.width) if turned else picture.size


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which neither print nor a white page shows as meant."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    """Bytes that carry the colour profile and nothing else of the original."""
    bare = picture.copy()
    bare.info = {}
    out = io.BytesIO()
    bare.save(out, form, exif=b"", **options)
    return out.getvalue()


def _taken_at(picture: Image.Image, zone: ZoneInfo) -> datetime | None:
    """When the shutter was pressed, by the camera's clock; None when it does not say or says nonsense."""
    exif = picture.getexif()
    text = exif.get_ifd(EXIF_POINTER).get(EXIF_TAKEN) or exif.get(TIFF_TAKEN)
    try:
        taken = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return taken if taken.year >= 1990 else None
