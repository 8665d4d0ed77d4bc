"""The screens of a plan from a file: refused in words, looked through beside the source, saved after review only."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mandrivna.planning.models import Plan, PlanItem, PlanReading
from tests.faces.screens import World, form, text_of

pytestmark = pytest.mark.django_db
UPLOAD = "/work/plans/file/"
GOALS = Path(__file__).parent.parent / "fixtures/plans/d2.txt"


@pytest.fixture
def world() -> World:
    return World()


def sent(data: bytes, name: str = "план.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_file_is_looked_through_and_saved_only_then(world: World) -> None:
    client = world.browser("methodist")
    there = client.post(UPLOAD, form(file=sent(GOALS.read_bytes()), unit=world.lib.root)).headers["Location"]
    assert PlanItem.objects.count() == 0
    page = text_of(client.get(there))
    assert "Що не знайшло місця" in page and "Варто глянути" in page
    part = text_of(client.get(f"{there}?part=0"))
    assert "Протягом року протягом року" in part and "Джерело" in part
    about = {"kind": "goals", "year": 2021, "title": "План відділення"}
    assert client.post(there, form(**about)).status_code == 422
    assert Plan.objects.count() == 0
    done = client.post(there, form(**about, seen="on"))
    plan = Plan.objects.get()
    assert done.headers["Location"] == reverse("workspace:plan", args=[plan.pk])
    assert PlanItem.objects.filter(plan=plan).count() > 10
    assert "уже став планом" in text_of(client.get(there))


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "порожній"), (b"\x00\x01\x02\x03" * 50, "не документ"), (b"PK\x03\x04nonsense", "пошкоджено")]
)
def test_what_is_no_plan_is_refused_in_words(world: World, data: bytes, words: str) -> None:
    answer = world.browser("methodist").post(UPLOAD, form(file=sent(data, "план.docx"), unit=world.lib.root))
    assert answer.status_code == 422 and words in text_of(answer)
    assert PlanReading.objects.count() == 0


def test_nobody_without_the_right_sees_what_was_read(world: World) -> None:
    there = world.browser("methodist").post(UPLOAD, form(file=sent(GOALS.read_bytes()), unit=world.lib.root)).headers["Location"]
    assert [world.browser(who).get(there).status_code for who in ("stranger", "cataloguer")] == [404, 403]
    assert world.browser("methodist").get(f"{there}?part=999").status_code == 404
