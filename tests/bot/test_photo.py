"""A colleague photographs a shelf in the chat: only where their role allows, and nothing of the camera's own words is kept."""

from __future__ import annotations

import base64
import datetime as dt
import io
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from mandrivna.core.act import Act
from mandrivna.core.actions.staff import deactivate
from mandrivna.enquiries.actions.chats import offer_staff_chat
from mandrivna.lending.models import Event, Photo, Shelf
from tests.bot.live import Live, Person
from tests.factories.library import Library, library
from tests.factories.staff import actor, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


def camera(side: int = 640) -> bytes:
    """As a telephone writes it: with the place and the hour of the shot."""
    exif = Image.Exif()
    exif[0x010F] = "Canary Phone"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.effect_noise((side, side), 60).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def sent(one: Person, data: bytes) -> str:
    return one.do(photo=base64.b64encode(data).decode())


@pytest.fixture
def lib() -> Library:
    return library(now=timezone.now() - dt.timedelta(hours=5))


def joined(live: Live, lib: Library, role: str, unit: Any) -> tuple[Person, Any]:
    staff = person(f"one-{role.replace('_', '-')}", role, unit)
    one = Person(live, 201)
    one.write(f"/start l_{offer_staff_chat(Act(actor=actor(staff)), place=lib.hub).shown}")
    return one, staff


def test_the_picture_is_the_shelfs_and_says_nothing_of_place_and_hour(lib: Library) -> None:
    with Live() as live:
        one, staff = joined(live, lib, "hub_librarian", lib.hub)
        one.write("/today")
        assert "надішліть сюди" in one.tap(f"Світлина: {lib.shelf}")
        assert "Це не світлина" in one.write("ось")
        assert "Світлину збережено: Полиця 1" in sent(one, camera())
        kept = Photo.objects.get(pk=Shelf.objects.get(place=lib.shelf).photo)
        picture = Image.open(io.BytesIO(bytes(kept.picture)))
        assert (dict(picture.getexif()), b"Canary" in bytes(kept.picture)) == ({}, False)
        # What is no picture is said, and the one before stays.
        one.write("/today")
        one.tap(f"Світлина: {lib.shelf}")
        sent(one, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        assert Shelf.objects.get(place=lib.shelf).photo == kept.pk
        # Whoever leaves between the question and the picture changes nothing.
        one.write("/today")
        one.tap(f"Світлина: {lib.shelf}")
        deactivate(lib.act(), staff=staff, reason="звільнення")
        assert "Це для працівників" in sent(one, camera(320))
        assert (Shelf.objects.get(place=lib.shelf).photo, Photo.objects.count()) == (kept.pk, 1)
    assert Event.objects.count() == 0


def test_a_readers_picture_is_not_even_fetched(lib: Library) -> None:
    with Live() as live:
        one = Person(live, 202)
        one.write("/menu")
        assert "Я розумію лише слова" in sent(one, camera())
        assert [call for call in live.calls() if call["method"] == "getFile"] == []
    assert Photo.objects.count() == 0
