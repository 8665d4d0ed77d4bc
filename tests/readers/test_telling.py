"""What a reader is told: every table that can hold something about them, every field from S2 up, and nobody else's name."""

from __future__ import annotations

import datetime as dt
import json
import re
import typing
import uuid
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.door import VERBS
from mandrivna.core.erasure import ERASERS
from mandrivna.core.models import ErasureRequest
from mandrivna.core.retention import levels_of
from mandrivna.core.telling import TOLD, known, operations, told, told_fields, traces, whole
from mandrivna.enquiries.actions.chats import offer_own_chat
from mandrivna.enquiries.actions.conversations import say_own
from mandrivna.enquiries.actions.refusals import ask_own
from mandrivna.enquiries.models import Chat, Outgoing
from mandrivna.faces.public.account.words import ACTIONS
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.eloans import add_licence, lend_online
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.own import keep_history
from mandrivna.lending.actions.reminding import remind_in_person
from mandrivna.lending.actions.rounds import add_stop, carry, plan_round
from mandrivna.lending.erasure import forget_returned
from mandrivna.lending.models import Loan, Sheet, SheetLine
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event, sign_up_own
from mandrivna.programme.reminding import remind_signup
from mandrivna.readers import sessions
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.actions.erasure_requests import ask_erasure
from mandrivna.readers.actions.merging import merge
from mandrivna.readers.actions.pins import set_pin
from mandrivna.readers.actions.viewing import viewed
from mandrivna.readers.models import Arrival, ArrivalRow, Attempts, Card, EntryLink, Reader
from mandrivna.readers.pins import admit
from mandrivna.shared.ids import new_uid
from tests.factories.circles import learned
from tests.factories.library import Library, library
from tests.factories.staff import actor, person

pytestmark = pytest.mark.django_db
WITHOUT_A_KEY = {Attempts, ErasureRequest}
"""Tables about a reader that no foreign key shows: found by a code of the card, and by the number of the person."""


@pytest.fixture
def lib() -> Library:
    return library()


def about_readers() -> Iterator[type[models.Model]]:
    """Every model from which keys lead to a reader, however many steps it takes."""
    found: set[type[models.Model]] = {Reader}
    grown = True
    while grown:
        keys = [
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model in found and model not in found
        ]
        grown, found = bool(keys), found | set(keys)
    yield from sorted(found | WITHOUT_A_KEY, key=lambda model: model._meta.label)


MODELS = list(about_readers())


def everything(lib: Library) -> Reader:
    """A reader about whom every one of these tables holds something."""
    reader = lib.reader(
        name="Тестова Олена", phone="0501234567", email="olena@example.org", notices_by="mail", birth_year=1990,
        pseudonym="Журавка", document="other", consent="1",
        guardian_name="Тестовий Брат", guardian_relation="relative",
    )  # fmt: skip
    me = Actor(reader=reader.pk)
    card = reader.cards.get()
    merge(lib.act(), kept=reader, gone=lib.reader(name="Тестової Олени", pseudonym="Інша"), place=lib.shelf)
    Card.objects.filter(reader=reader).exclude(pk=card.pk).delete()
    lib.reader(name="Тестовій Олені")
    ArrivalRow.objects.create(arrival=Arrival.objects.create(institution=lib.root, name="x", format="csv"), number=1, reader=reader)
    set_pin(lib.act(), reader=reader, place=lib.shelf)
    EntryLink.objects.create(reader=reader, token_hash="x", expires_at=lib.now)
    admit(card.code, "000000")
    sessions.begin(card)
    keep_history(lib.act(actor=me), reader=reader, keep=True)
    first, second = lib.copy(), lib.copy()
    issue(lib.act(), copy=first, reader=reader, place=lib.shelf)
    return_copy(lib.act(), copy=first, place=lib.shelf)
    forget_returned(lib.now + dt.timedelta(days=15))
    issue(lib.act(), copy=second, reader=reader, place=lib.shelf)
    return_copy(lib.act(), copy=second, place=lib.shelf)
    set_doorstep(
        lib.act(), reader=reader, place=lib.shelf, address=Withheld("вул. Вигадана, 1"), ask_for=Withheld("Журавка"), agreed="1"
    )
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Волонтерка")
    carry(lib.act(), stop=add_stop(lib.act(), delivery=delivery, reader=reader), copy=lib.copy(), way="bring")
    ask_own(lib.act(actor=me), reader=reader, place=lib.root, title="Місто")
    hold(lib.act(actor=me), reader=reader, record=lib.copy(lib.record("Замовлена")).record, pickup=lib.shelf)
    ask_erasure(lib.act(actor=me), reader=reader)
    say_own(lib.act(actor=me), reader=reader, text="Чи є «Місто»?")
    offer_own_chat(lib.act(actor=me), reader=reader)
    chat = Chat.objects.create(chat="1", reader=reader, linked_at=lib.now, seen_at=lib.now)
    sheet = Sheet.objects.create(
        uid=new_uid(), batch=new_uid(), code="123456789012", number=1, kind="issue", place=lib.shelf, lines=10, printed_on=lib.now
    )
    SheetLine.objects.create(
        sheet=sheet, number=1, state="done", reader=reader, said={"reader": "Журавка"}, said_mac=b"x", at=lib.now
    )
    about = {"seats": 1, "days": 14, "address": Withheld("https://books.example.org/read")}
    licence = add_licence(lib.act(), record=lib.record("Електронна", material="electronic"), institution=lib.root, **about)
    lend_online(lib.act(), licence=licence, reader=reader, place=lib.shelf)
    issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)
    Loan.objects.open().filter(reader=reader).update(due_on=lib.today - dt.timedelta(days=1))
    remind_in_person(lib.act(), reader=reader, place=lib.shelf, how="call")
    at = {"unit": lib.hub, "place": lib.hub, "on": lib.today + dt.timedelta(days=1)}
    meeting = add_event(lib.act(), about={"title": "Вечір", "form": "meeting"}, **at)
    signed = sign_up_own(lib.act(actor=me), admission=admit_event(lib.act(), event=meeting, about={}), reader=reader)
    remind_signup(lib.act(), event=meeting, signup=signed)
    learned(lib, reader)
    Outgoing.objects.create(chat=chat, body={"text": "Книжку відкладено"}, not_before=lib.now)
    return reader


def test_every_table_about_a_reader_is_found_by_an_eraser_and_told(lib):
    reader = everything(lib)
    found = {type(row) for item in ERASERS for row in item.find(reader.pk)}
    assert sorted(model._meta.label for model in found) == [model._meta.label for model in MODELS]
    assert sorted(part.label for part in told(known(reader.pk))) == [model._meta.label for model in MODELS]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_from_s2_up_has_a_word_of_the_language(model):
    """No Latin letter in a word: a field name is no answer to «what do you know about me?»."""
    spec = TOLD[model._meta.label]
    should = {name for name, level in levels_of(model).items() if level >= 2}
    assert set(spec.words) == should == {field.name for field in told_fields(model)}
    with translation.override("uk"):
        said = [str(spec.title), str(spec.why), *map(str, spec.words.values())]
    assert [word for word in said if re.search("[A-Za-z]", word.replace("PIN", "")) or not word.strip()] == []


def test_the_values_are_those_of_the_person_in_plain_words(lib):
    reader = everything(lib)
    lines = {
        f"{part.label}.{line.name}": line.value for part in told(known(reader.pk)) for row in reversed(part.rows) for line in row
    }
    expected = {
        "readers.Reader.name": "Тестова Олена",
        "readers.Reader.phone": "0501234567",
        "readers.Reader.birth_year": "1990",
        "readers.Reader.age": "36–59 років",
        "readers.Reader.institution": "Наукова бібліотека",
        "readers.Reader.consent_version": "1",
        "readers.Reader.phone_index": "ключ для пошуку: прочитати з нього нічого не можна",
        "readers.Card.code": reader.cards.get().code,
        "readers.Card.reader": "ви",
        "readers.Pin.secret": "зберігаємо так, що прочитати не може ніхто",
        "readers.Pin.by_reader": "ні",
        "lending.Loan.copy": "Лісова пісня (№ 2)",
        "lending.Loan.state": "повернено",
    }
    assert {name: lines[name] for name in expected} == expected
    assert lines["lending.Read.about"] == "Лісова пісня; 12.01.2026; 12.01.2026"


def test_what_is_taken_away_holds_every_field_and_no_secret(lib):
    reader = everything(lib)
    data = json.loads(json.dumps(whole(reader.pk), ensure_ascii=False))
    rows = [row for found in data["data"].values() for row in found]
    assert {"Тестова Олена", "0501234567", "Журавка"} <= {str(value) for row in rows for value in row.values()}
    assert "md5$" not in json.dumps(data)
    assert [row["verb"] for row in data["operations"]][:2] == ["readers.enrol", "readers.merge"]
    assert data["operations"][0]["body"]["name"] == "Тестова Олена"


def test_nobody_else_is_named(lib):
    """Neither the librarian who looked nor another reader of the same book."""
    librarian = person("hub", "hub_librarian", lib.hub, password=None)
    other = lib.reader(name="Інша Людина", pseudonym="Сорока")
    reader, copy = lib.reader(name="Тестова Олена"), lib.copy()
    issue(lib.act(actor=actor(librarian)), copy=copy, reader=other, place=lib.shelf)
    return_copy(lib.act(actor=actor(librarian)), copy=copy, place=lib.shelf)
    issue(lib.act(actor=actor(librarian)), copy=copy, reader=reader, place=lib.shelf)
    viewed(Act(actor=actor(librarian)), reader=reader)
    said = json.dumps(whole(reader.pk), ensure_ascii=False) + repr(told(known(reader.pk))) + repr(traces(known(reader.pk)))
    assert [name for name in ("Інша", "Сорока", str(other.pk), "Особа hub") if name in said] == []
    looked = [trace for trace in traces(known(reader.pk)) if trace.action == "readers.viewed"]
    assert [(trace.by_staff, trace.unit) for trace in looked] == [(True, "Наукова бібліотека")]


UNTOLD = {
    "enquiries.ask": "left on the site by nobody in particular",
    "enquiries.close_told": "somebody who left an address and no card",
    "enquiries.ask_librarian": "asked on the site by nobody in particular",
    "enquiries.say_more": "asked on the site by nobody in particular",
    "enquiries.take_letter": "by whoever wrote an address above it",
    "enquiries.offer_staff_chat": "of a worker's own chat",
    "fund.open_donor_erasure": "of a donor, who has no account",
    "lending.lose": "with the thing alone",
    "lending.put": "with the thing alone",
    "lending.take": "with the thing alone",
    "programme.sign_up": "on the site by nobody in particular",
}


def test_whatever_is_done_with_a_reader_has_a_word_of_its_own():
    """Every verb whose answer is a row that an eraser finds stands in the reader's journal."""
    answers = {spec.code: typing.get_type_hints(spec.function).get("return") for spec in VERBS if spec.audited}
    labels = {code: getattr(getattr(answer, "_meta", None), "label", "") for code, answer in answers.items()}
    assert {code for code, label in labels.items() if label in TOLD and code not in ACTIONS} == set(UNTOLD)


def test_the_questions_do_not_grow_with_the_loans(lib, django_assert_num_queries):
    reader = lib.reader()
    for more in (1, 2):
        for _loan in range(more):
            issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)
        with django_assert_num_queries(42):
            told(known(reader.pk))


def test_of_somebody_unknown_nothing_is_told():
    nothing = known(uuid.uuid4())
    assert (nothing, told(nothing), traces(nothing), operations(nothing)) == ([], [], [], [])
