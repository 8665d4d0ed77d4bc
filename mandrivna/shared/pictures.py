"""Pictures that strangers send, made anew: only pixels pass. Pillow lives here and nowhere else.

What comes out was written by us: no EXIF with the place where it was taken, no second file hidden behind the first,
no more pixels than anybody needs.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 25_000_000
WEB_SIDE, DOCUMENT_SIDE = 480, 800
WORK_SIDE = 1600
COVER_SIDES = (640, 220)
"""The longer side of a cover: on the title's own page, and in lists (each for screens twice as fine as they say)."""

PHOTO_SIDES = (1600, 440)
"""Of a photograph of an event: large enough for a poster, and small for a page of many."""


PAPER_SIDE = 900
"""Of a photograph on paper a hand wide; a report of many is still sent by mail."""


class Why(StrEnum):
    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"
    VECTOR = "vector"
    NOT_A_PICTURE = "not_a_picture"


class NotTaken(ValueError):  # noqa: N818 - an answer to whoever sent it
    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Picture:
    """`web` is WebP for pages, `document` PNG for letters and documents, which know nothing newer."""

    digest: str
    web: bytes
    document: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Printed:
    """JPEG, which every program that opens documents knows."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Cover:
    """Both in WebP; the digest is that of the larger."""

    digest: str
    large: bytes
    small: bytes
    width: int
    height: int


def cover_of(data: bytes) -> Cover:
    """A photograph of a cover, made anew in two sizes on a white ground. Raises NotTaken with the reason."""
    return _two(data, COVER_SIDES)


def photo_of(data: bytes) -> Cover:
    """The same of a photograph of people and rooms, larger."""
    return _two(data, PHOTO_SIDES)


def _two(data: bytes, sides: tuple[int, int]) -> Cover:
    picture = _on_white(_taken(data))
    large, small = (_fitted(picture, side) for side in sides)
    content, lesser = _webp(large, 80), _webp(small, 76)
    return Cover(hashlib.sha256(content).hexdigest(), content, lesser, large.width, large.height)


def printed_of(data: bytes) -> Printed:
    """One of our own photographs, for a document. Raises NotTaken with the reason."""
    small = _fitted(_on_white(_taken(data)), PAPER_SIDE)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=82, optimize=True)
    return Printed(out.getvalue(), small.width, small.height)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture)
    return ground


def work_of(data: bytes) -> bytes:
    """A drawing or a photograph that somebody shows at a contest, made anew. Raises NotTaken with the reason."""
    return _webp(_fitted(_taken(data), WORK_SIDE), 82)


def _webp(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=6)
    return out.getvalue()


def _taken(data: bytes) -> Image.Image:
    if not data:
        raise NotTaken(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise NotTaken(Why.TOO_HEAVY)
    if _is_vector(data):
        raise NotTaken(Why.VECTOR)
    return _decoded(data)


def made_anew(data: bytes) -> Picture:
    """Decode, turn as the camera held it, shrink, write again. Raises NotTaken with the reason."""
    picture = _taken(data)
    web, document = _fitted(picture, WEB_SIDE), _fitted(picture, DOCUMENT_SIDE)
    as_web = io.BytesIO()
    web.save(as_web, "WEBP", quality=86, method=6, lossless=web.mode == "RGBA" or _few_colours(web))
    as_document = io.BytesIO()
    document.save(as_document, "PNG", optimize=True)
    content = as_web.getvalue()
    return Picture(hashlib.sha256(content).hexdigest(), content, as_document.getvalue(), web.width, web.height)


def _is_vector(data: bytes) -> bool:
    """SVG is a document that may carry scripts and addresses; said by itself, because people mean well with it."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and (b"<svg" in data[:65536].lower() or head.startswith(b"<?xml"))


def _decoded(data: bytes) -> Image.Image:
    """The size is read from the header and refused before a pixel is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTaken(Why.TOO_LARGE)
            picture.load()
    except Image.DecompressionBombError:
        raise NotTaken(Why.TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, MemoryError) as error:
        if isinstance(error, NotTaken):
            raise
        raise NotTaken(Why.NOT_A_PICTURE) from None
    picture = ImageOps.exif_transpose(picture)
    clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    plain = picture.convert("RGBA" if clear else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    made = picture.copy()
    made.thumbnail((side, side), Image.Resampling.LANCZOS)
    return made


def _few_colours(picture: Image.Image) -> bool:
    """A drawn sign, not a photograph: without loss it is both smaller and sharp."""
    return picture.getcolors(4096) is not None
