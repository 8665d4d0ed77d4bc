"""What strangers send is made anew: only pixels pass."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from mandrivna.shared.pictures import DOCUMENT_SIDE, MOST_BYTES, WEB_SIDE, NotTaken, Why, made_anew
from tests.factories.pictures import picture


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_three_kinds_are_taken_and_come_out_as_two(kind):
    made = made_anew(picture(kind))
    assert [(opened(data).format, opened(data).size) for data in (made.web, made.document)] == [
        ("WEBP", (60, 40)),
        ("PNG", (60, 40)),
    ]
    assert (made.width, made.height) == (60, 40)


def test_a_large_one_is_shrunk_and_keeps_its_shape():
    made = made_anew(picture(size=(2000, 1000)))
    assert [opened(data).size for data in (made.web, made.document)] == [
        (WEB_SIDE, WEB_SIDE // 2),
        (DOCUMENT_SIDE, DOCUMENT_SIDE // 2),
    ]


def test_a_transparent_ground_stays_transparent():
    made = made_anew(picture(mode="RGBA"))
    assert [opened(data).convert("RGBA").getpixel((5, 5)) for data in (made.web, made.document)] == [(31, 111, 120, 128)] * 2


def test_where_and_when_a_photograph_was_taken_is_dropped_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held sideways
    exif[0x010E] = "Хаб на Садовій"
    made = made_anew(picture("JPEG", size=(60, 40), exif=exif))
    assert (made.width, made.height) == (40, 60)
    assert [dict(opened(data).getexif()) for data in (made.web, made.document)] == [{}, {}]


def test_a_second_file_behind_the_picture_does_not_pass():
    made = made_anew(picture() + b"<script>alert(1)</script>")
    assert b"script" not in made.web + made.document


def test_texts_inside_a_png_do_not_pass():
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - only here

    about = PngInfo()
    about.add_text("Comment", "тайна записка")
    made = made_anew(picture(pnginfo=about))
    assert opened(made.document).info.get("Comment") is None


def test_the_same_picture_has_the_same_name():
    assert made_anew(picture()).digest == made_anew(picture()).digest != made_anew(picture(size=(61, 40))).digest


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def header_only(width: int, height: int) -> bytes:
    """A PNG that claims a size and has hardly any pixels: what a bomb looks like before it goes off."""
    size, pixels = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(b"\0")
    chunks = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (size, pixels))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Why.EMPTY),
        (b"\0" * (MOST_BYTES + 1), Why.TOO_HEAVY),
        (header_only(6000, 5000), Why.TOO_LARGE),
        (header_only(60000, 60000), Why.TOO_LARGE),
        (SVG, Why.VECTOR),
        (b"\xef\xbb\xbf <?xml version='1.0'?><!-- x -->" + SVG, Why.VECTOR),
        (b"GIF89a" + b"\0" * 40, Why.NOT_A_PICTURE),
        (b"%PDF-1.7", Why.NOT_A_PICTURE),
        (picture()[:60], Why.NOT_A_PICTURE),
        (header_only(10, 10), Why.NOT_A_PICTURE),
        (b"<html>", Why.NOT_A_PICTURE),
    ],
)
def test_what_is_not_taken_says_why(data, why):
    with pytest.raises(NotTaken) as refusal:
        made_anew(data)
    assert refusal.value.why == why
