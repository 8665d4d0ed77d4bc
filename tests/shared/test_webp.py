"""A picture of ours is told from any other by its headers."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from mandrivna.shared import pictures, webp
from tests.factories.pictures import picture


@pytest.mark.parametrize("size", [(1, 1), (61, 40), (2400, 1200)])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_what_we_write_is_known_with_its_size(size, mode):
    drawn = picture("PNG", size, "RGB" if mode == "P" else mode)
    for made in (pictures.work_of(drawn), pictures.photo_of(drawn).large, pictures.photo_of(drawn).small):
        with Image.open(io.BytesIO(made)) as opened:
            assert webp.size_of(made) == opened.size


def test_what_is_written_without_loss_is_measured_too():
    assert webp.size_of(picture("WEBP", (300, 7), lossless=True)) == (300, 7)


def test_whatever_carries_more_than_pixels_is_none():
    plain, exif = picture("WEBP"), Image.Exif()
    exif[0x010E] = "Хата Олени"
    moving = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), shade) for shade in ("red", "blue")]
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    profile = picture("WEBP", icc_profile=b"x" * 200)
    others = (picture("WEBP", exif=exif), profile, picture("WEBP", xmp=b"<x/>"), moving.getvalue(), picture(), picture("JPEG"), b"")
    assert [webp.size_of(data) for data in others] == [None] * 7
    assert webp.size_of(plain) == (60, 40)
    assert [webp.size_of(plain + b"PK"), webp.size_of(plain[:-2]), webp.size_of(b"PK" + plain)] == [None] * 3


def test_no_damaged_byte_is_an_error():
    whole = picture("WEBP", mode="RGBA")
    read = {
        webp.size_of(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
        for at in range(len(whole))
        for change in (1, 64, 255)
    }
    assert {None, (60, 40)} <= read
    assert all(webp.size_of(whole[:at]) is None for at in range(len(whole)))
