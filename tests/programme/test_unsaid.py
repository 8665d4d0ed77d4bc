"""What is said to be gone is gone: the journal of operations keeps no pictures, files and words, and none of who went back."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.programme.actions.after import add_file, add_photo, edit_photo, remove_material, remove_photo
from mandrivna.programme.actions.calls import add_application, apply, decide, withdraw_application
from mandrivna.programme.actions.circles import enrol_member, leave
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.feedback import give_feedback
from mandrivna.programme.after import photographed
from mandrivna.programme.models import Application, Event, EventPhoto, Feedback
from tests.faces.screens import World, form, text_of
from tests.factories.calls import PDF, announced, sent
from tests.factories.circles import gathered
from tests.factories.library import Library, library
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
PERSON = {"name": "Марія Таємна", "contact": "0501112233", "abstract": "Тези мої", "org": "Ліцей Невидимий"}
SECRETS = (*PERSON.values(), "taiemna.pdf")


@pytest.fixture
def lib() -> Library:
    return library()


def kept(*verbs: str) -> str:
    """All that the journal of operations and the audit still say."""
    operations = Operation.objects.filter(verb__in=verbs) if verbs else Operation.objects.all()
    audit = AuditEntry.objects.filter(op__in=operations.values("pk"))
    return "\n".join([*(str(row.body) for row in operations), *(f"{row.before} {row.after}" for row in audit)])


def left(text: str) -> list[str]:
    return [word for word in SECRETS if word in text]


def applied(lib: Library, run: Any = apply) -> Application:
    call = announced(lib)
    act = Act(actor=NOBODY, at=lib.now) if run is apply else lib.act()
    files = [sent(PDF, "taiemna.pdf")]
    return run(act, call=call, title="Лист", part=call.parts.first(), files=files, aloud=True, **PERSON)


def held(lib: Library) -> Event:
    on = lib.today - dt.timedelta(days=1)
    return add_event(lib.act(), unit=lib.hub, place=lib.hub, on=on, about={"title": "Читання", "form": "meeting"})


@pytest.mark.parametrize("run", [apply, add_application])
def test_who_applied_stands_in_the_application_and_not_in_the_journal(lib, run):
    one = applied(lib, run)
    assert (one.name, one.contact, one.abstract, one.org) == tuple(PERSON[name] for name in ("name", "contact", "abstract", "org"))
    assert one.files.get().name == "taiemna.pdf"
    body = Operation.objects.get(pk=one.uid).body
    assert (body["title"], body["name"], left(kept(Operation.objects.get(pk=one.uid).verb))) == ("Лист", None, [])


def test_who_left_a_circle_is_not_in_the_journal_any_longer(lib):
    member = enrol_member(lib.act(), circle=gathered(lib), name=PERSON["name"], contact=PERSON["contact"], needs="Ліцей Невидимий")
    assert left(kept("programme.enrol")) != [], "while the member is there, the journal says whom the colleague wrote down"
    leave(lib.act(), member=member)
    assert left(kept()) == []


def test_who_sent_a_file_by_the_site_is_not_in_the_journal_either():
    world = World()
    call = announced(world.lib)
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - app registry

    file = SimpleUploadedFile("taiemna.pdf", PDF)
    said = {"title": "Лист", "part": call.parts.first().pk, "file1": file, **PERSON}
    assert Client().post(reverse("public:call", args=[call.pk]), form(**said)).status_code == 302
    assert (Application.objects.get().files.get().name, left(kept())) == ("taiemna.pdf", [])


def test_after_it_was_taken_back_nothing_says_who_it_was(lib):
    one = applied(lib)
    decide(lib.act(), application=one, state="accepted", called="Марія Таємна")
    assert left(kept("programme.decide")) == ["Марія Таємна"], "until it is taken back the decision is told in full"
    withdraw_application(lib.act(), application=one)
    one.refresh_from_db()
    assert (one.name, one.called, one.files.count(), left(kept())) == (None, "", 0, [])
    assert "Лист" not in kept("programme.apply", "programme.decide")
    assert Operation.objects.filter(verb="programme.decide").count() == 1, "that something was decided stays"


def test_one_that_is_taken_back_takes_nothing_of_another_along(lib):
    first, second = applied(lib), applied(lib)
    decide(lib.act(), application=second, state="accepted", called="Марія Таємна")
    withdraw_application(lib.act(), application=first)
    assert left(kept("programme.decide")) == ["Марія Таємна"]


def test_a_photograph_is_in_its_own_row_only_and_its_words_go_with_it(lib):
    one = held(lib)
    pixels = photographed(picture())
    photo = add_photo(lib.act(), event=one, where=lib.hub, **pixels, alt="Марія Таємна читає", seen="unasked")
    edit_photo(lib.act(), photo=photo, where=lib.hub, alt="Марія Таємна слухає", seen="unasked")
    body = Operation.objects.get(pk=photo.uid).body
    assert (body["picture"], body["alt"], str(pixels["picture"]) in kept()) == (None, "Марія Таємна читає", False)
    remove_photo(lib.act(), photo=photo, where=lib.hub)
    assert (EventPhoto.objects.count(), left(kept())) == (0, [])


def test_a_file_is_in_its_own_row_only(lib):
    one = held(lib)
    file = base64.b64encode(PDF).decode()
    material = add_file(lib.act(), event=one, where=lib.hub, title="Марія Таємна, вірші", file=file)
    assert (Operation.objects.get(pk=material.uid).body["file"], file in kept()) == (None, False)
    remove_material(lib.act(), material=material, where=lib.hub)
    assert left(kept()) == []


def test_words_of_a_feedback_are_beside_no_minute(lib):
    one = held(lib)
    said = {"mark": "great", "liked": ["theme"], "words": "Марія Таємна була сувора", "may_quote": True}
    row = give_feedback(Act(actor=NOBODY, at=lib.now), event=one, **said)
    assert (Feedback.objects.get().words, left(kept())) == ("Марія Таємна була сувора", [])
    assert Operation.objects.get(pk=row.uid).body["words"] is None


def test_the_same_taps_with_other_words_are_no_second_feedback():
    world = World()
    one, client = held(world.lib), Client()
    address = reverse("public:event_feedback", args=[one.pk])
    client.get(address)
    client.post(address, {"mark": "great", "words": "Гарно"})
    again = client.post(address, {"mark": "great", "words": "Марія Таємна була сувора"})
    assert (again.status_code, "Одного разу досить" in text_of(again)) == (200, True)
    assert (list(Feedback.objects.values_list("mark")), left(kept())) == ([("great",)], [])
