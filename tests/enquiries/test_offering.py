"""What is offered into an answer: by the words of the question in whatever form, of this library, published, at most three."""

from __future__ import annotations

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Kind, Mode
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.conversations import reply, say_own
from mandrivna.enquiries.actions.known import draft_known, publish_known, withdraw_known
from mandrivna.enquiries.actions.letters import take_letter
from mandrivna.enquiries.models import Conversation, Known
from mandrivna.enquiries.offering import Offered, added, offered, words_of
from mandrivna.enquiries.queries import thread
from mandrivna.enquiries.terms import terms
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def known(lib: Library, question: str, answer: str = "Так.", topic: str = "", *, publish: bool = True, place=None) -> Known:
    row = draft_known(lib.act(), place=place or lib.root, question=question, answer=answer, topic=topic)
    return publish_known(Act(actor=SYSTEM, at=lib.now), known=row) if publish else row


def asked(lib: Library, text: str, reader=None) -> Conversation:
    reader = reader or lib.reader()
    said = say_own(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, text=text)
    return Conversation.objects.get(pk=said.conversation_id)


def found(talk: Conversation) -> list[Offered]:
    return offered(talk, thread(talk), terms().answers)


def questions(talk: Conversation) -> list[str]:
    return [one.about or one.text for one in found(talk)]


def test_other_forms_of_the_words_find_the_answer(lib):
    passport = known(lib, "Чи можна записатися без паспорта?", "Досить псевдоніма.")
    known(lib, "Куди повернути прочитане?", "На будь-яку полицю.")
    offers = found(asked(lib, "Добрий день! У мене немає паспортів, записуєте?"))
    assert [(one.code, one.about, one.text) for one in offers] == [
        (f"k:{passport.pk.hex}", "Чи можна записатися без паспорта?", "Досить псевдоніма.")
    ]


def test_of_many_the_three_likeliest_and_the_rarest_word_first(lib):
    for month in ("травні", "червні", "липні", "серпні"):
        known(lib, f"Коли полиця стоїть у {month}?")
    known(lib, "Чи під’їде полиця візком?")
    said = questions(asked(lib, "Чи доїде полиця до нас у серпні, бо я на візку?"))
    assert (len(said), set(said[:2])) == (3, {"Коли полиця стоїть у серпні?", "Чи під’їде полиця візком?"})


def test_words_of_every_letter_find_nothing_and_ask_nothing(lib, django_assert_num_queries):
    known(lib, "Чи можна взяти книжку в бібліотеці?")
    talk = asked(lib, "Добрий день, підкажіть, будь ласка, чи є у вас книжки?")
    said = thread(talk)
    with django_assert_num_queries(0):
        assert offered(talk, said, {}) == []


def test_one_word_in_common_with_an_answer_alone_is_chance(lib):
    known(lib, "Коли ви працюєте?", "Щодня, крім суботи, у дворі школи.")
    assert questions(asked(lib, "Чи потрібна довідка зі школи?")) == []
    assert questions(asked(lib, "Чи працює школа в суботу?")) == ["Коли ви працюєте?"]


def test_only_what_everybody_may_read_of_this_library(lib):
    elsewhere = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    known(lib, "Де субсидія?", publish=False)
    withdraw_known(Act(actor=SYSTEM, at=lib.now), known=known(lib, "Як оформити субсидію?"))
    foreign = known(lib, "Хто дає субсидії?", place=elsewhere)
    assert questions(asked(lib, "Питання про субсидію")) == []
    assert words_of(f"k:{foreign.pk.hex}", lib.root) == ""


def test_what_is_answered_already_is_asked_no_more(lib):
    known(lib, "Де оформити субсидію?")
    known(lib, "Коли працює полиця?")
    reader = lib.reader()
    talk = asked(lib, "Як отримати субсидію?", reader)
    assert questions(talk) == ["Де оформити субсидію?"]
    reply(lib.act(), conversation=talk, place=lib.hub, text="Ось так.")
    assert questions(talk) == ["Де оформити субсидію?"]  # nothing waits: of the last thing said
    assert questions(asked(lib, "А полиця коли працює?", reader)) == ["Коли працює полиця?"]


def test_a_letter_is_found_by_its_subject_too(lib):
    known(lib, "Як оформити субсидію?")
    letter = {"address": Withheld("a@example.org"), "subject": Withheld("Субсидії"), "text": Withheld("Допоможіть.")}
    said = take_letter(lib.act(actor=NOBODY, channel="mail"), place=lib.root, **letter)
    assert questions(Conversation.objects.get(pk=said.conversation_id)) == ["Як оформити субсидію?"]


def test_templates_of_the_institution_are_offered_by_their_words(lib):
    text = "Субсидію оформлюють на порталі; допоможемо на місці."
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="answers/four", value=text, reason="питають щодня")
    offers = found(asked(lib, "Де оформлюють субсидію?"))
    assert [(one.code, one.about, one.text) for one in offers] == [("s:four", "", text)]


def test_what_is_put_in_stands_behind_what_is_written_once(lib):
    one = known(lib, "Як?", "Отак.")
    assert words_of(f"k:{one.pk.hex}", lib.root) == "Отак."
    assert words_of("s:two", lib.root).startswith("Ця книжка в нас є.")
    assert [words_of(code, lib.root) for code in ("", "k:", "k:щось", "s:none", "x:two")] == [""] * 5
    assert [added("", "Отак."), added(" Вітаю! \n", "Отак."), added("Вітаю!\n\nОтак.", "Отак."), added("Вітаю!", "")] == [
        "Отак.", "Вітаю!\n\nОтак.", "Вітаю!\n\nОтак.", "Вітаю!",
    ]  # fmt: skip


def test_an_answer_as_long_as_everybodys_may_be_goes_out(lib):
    talk = asked(lib, "Розкажіть усе.")
    answer = known(lib, "Усе?", "я" * 3000).answer
    assert reply(lib.act(actor=actor_for(person("d", "director", lib.root))), conversation=talk, place=lib.hub, text=answer)
