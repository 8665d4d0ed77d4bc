"""A photographed cover: only pixels are kept, it stands everywhere instead of the drawn one, and can be taken away."""

from __future__ import annotations

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from mandrivna.catalogue.actions.covers import set_cover
from mandrivna.catalogue.models import Cover
from mandrivna.core.problems import Refused
from mandrivna.shared import pictures
from mandrivna.shared.pictures import NotTaken, Why, cover_of
from tests.faces.screens import World, form
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def sent(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("обкладинка.jpg", data, "image/jpeg")


def put(world: World, record, data: bytes) -> str:
    return set_cover(world.lib.act(), record=record, picture=base64.b64encode(data).decode()).cover


def test_a_cover_is_put_seen_by_readers_and_taken_away(world):
    copy = world.lib.copy()
    url, title = reverse("workspace:record_cover", args=[copy.record_id]), reverse("public:title", args=[copy.record_id])
    client = world.browser("cataloguer")
    assert "<img" not in Client().get(title).content.decode().split("pub-title")[1][:200]
    exif = Image.Exif()
    exif[0x010F] = "СвійФотоапарат"
    assert client.post(url, form(cover=sent(picture("JPEG", (900, 1400), exif=exif)))).status_code == 302
    copy.record.refresh_from_db()
    address = f"/covers/{copy.record.cover}-large.webp"
    assert address in Client().get(title).content.decode()
    answer = Client().get(address)
    made = Image.open(io.BytesIO(answer.content))
    assert (made.format, max(made.size), answer["Cache-Control"]) == ("WEBP", 640, "public, max-age=31536000, immutable")
    assert (made.getexif(), answer["X-Content-Type-Options"]) == ({}, "nosniff")
    small = Image.open(io.BytesIO(Client().get(address.replace("large", "small")).content))
    assert max(small.size) == 220
    assert client.post(url, form(remove="1")).status_code == 302
    assert (Client().get(address).status_code, Cover.objects.count()) == (404, 0)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GIF89a", Why.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Why.VECTOR),
        (b"", Why.EMPTY),
        (picture("JPEG")[:200], Why.NOT_A_PICTURE),
        (b"x" * (pictures.MOST_BYTES + 1), Why.TOO_HEAVY),
        (picture("PNG", (6000, 5000), "L"), Why.TOO_LARGE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_photograph_is_refused_with_a_reason(world, data, why):
    with pytest.raises(NotTaken) as refusal:
        cover_of(data)
    assert refusal.value.why == why
    record = world.lib.record()
    if data:
        with pytest.raises(Refused) as said:
            put(world, record, data)
        assert said.value.codes == [f"cover_{why}"]
    answer = world.browser("cataloguer").post(reverse("workspace:record_cover", args=[record.pk]), form(cover=sent(data)))
    assert (answer.status_code, Cover.objects.count()) == (422, 0)


def test_what_is_no_base64_is_refused(world):
    with pytest.raises(Refused) as said:
        set_cover(world.lib.act(), record=world.lib.record(), picture="***")
    assert said.value.codes == ["cover_not_a_picture"]


def test_a_clear_ground_becomes_white_and_two_titles_may_share_one_picture(world):
    data = picture("PNG", (40, 60), "RGBA")
    one, two = world.lib.record(), world.lib.record("Інша")
    assert put(world, one, data) == put(world, two, data)
    set_cover(world.lib.act(), record=one, picture="")
    assert Cover.objects.count() == 1
    assert Image.open(io.BytesIO(bytes(Cover.objects.get().large))).mode == "RGB"
    put(world, two, picture("JPEG", (30, 60)))
    assert Cover.objects.count() == 1


def test_lists_show_it_without_a_question_more(world):
    record = world.lib.copy().record
    digest = put(world, record, picture("JPEG", (300, 450)))
    client = world.browser("cataloguer")
    assert f"/covers/{digest}-large.webp" in client.get(reverse("workspace:record", args=[record.pk])).content.decode()
