"""Conversations have somebody and a day; what is asked often is answered for everybody when a second person has read it."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.conversations import end_conversation, reply, say_own
from mandrivna.enquiries.actions.inbox import assign_talk
from mandrivna.enquiries.actions.known import amend_known, draft_known, publish_known, withdraw_known
from mandrivna.enquiries.knowledge import known_for, published_by
from mandrivna.enquiries.models import Conversation, Known
from mandrivna.enquiries.queries import answerers
from mandrivna.enquiries.terms import terms
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def asked(lib: Library, reader) -> Conversation:
    said = say_own(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, text="Чи є атлас?")
    return Conversation.objects.get(pk=said.conversation_id)


def test_a_question_has_its_day_until_it_is_answered_and_a_second_one_does_not_put_it_off(lib):
    reader = lib.reader()
    talk = asked(lib, reader)
    assert talk.due_on == lib.today + dt.timedelta(days=2)
    lib.now += dt.timedelta(days=1)
    assert asked(lib, reader).due_on == talk.due_on
    reply(lib.act(), conversation=talk, place=lib.hub, text="Є.")
    talk.refresh_from_db()
    assert talk.due_on is None
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="talk_days", value=5, reason="так домовилися")
    assert asked(lib, reader).due_on == lib.today + dt.timedelta(days=5)
    end_conversation(lib.act(), conversation=talk, place=lib.hub)
    talk.refresh_from_db()
    assert (talk.state, talk.due_on) == ("closed", None)


def test_a_conversation_is_taken_given_and_left_to_anybody(lib):
    talk = asked(lib, lib.reader())
    owner, far = person("owner", "hub_librarian", lib.hub), person("far", "hub_librarian", lib.other_hub)
    cataloguer = person("cat", "cataloguer", lib.root)
    assert list(answerers(lib.root)) == [far, owner]
    assert assign_talk(lib.act(actor=actor_for(owner)), conversation=talk, place=lib.hub, staff=far).staff == far
    assert assign_talk(lib.act(), conversation=talk, place=lib.hub, staff=None).staff is None
    assert codes(assign_talk, lib.act(), conversation=talk, place=lib.hub, staff=cataloguer) == ["no_answerer"]
    with pytest.raises(Forbidden):
        assign_talk(lib.act(actor=actor_for(cataloguer)), conversation=talk, place=lib.hub, staff=far)
    end_conversation(lib.act(), conversation=talk, place=lib.hub)
    assert codes(assign_talk, lib.act(), conversation=talk, place=lib.hub, staff=far) == ["talk_closed"]


def test_templates_of_answers_are_the_institutions(lib):
    assert list(terms().answers) == ["one", "two", "three"]
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="answers/one", value="", reason="не треба")
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="answers/six", value="Чекаємо на вас.", reason="додали")
    assert list(terms().answers.items())[-1] == ("six", "Чекаємо на вас.")
    assert "one" not in terms().answers
    long = {"policy": "enquiries", "key": "answers/one", "value": "т" * 1001, "reason": "спроба"}
    assert codes(policy.edit, Act(actor=SYSTEM), **long) == ["policy_not_an_answer"]


def draft(lib: Library, actor=SYSTEM, **about) -> Known:
    said = {"place": lib.hub, "question": " Як  записатися? ", "answer": "За хвилину.", **about}
    return draft_known(lib.act(actor=actor), **said)


def test_nobody_publishes_their_own_words_and_changed_words_wait_again(lib):
    director, methodist = (actor_for(person(role, role, lib.root)) for role in ("director", "methodist"))
    known = draft(lib, director)
    assert (known.question, known.institution, list(published_by(lib.root))) == ("Як записатися?", lib.root, [])
    assert codes(publish_known, lib.act(actor=director), known=known) == ["own_draft"]
    publish_known(lib.act(actor=methodist), known=known)
    assert list(published_by(lib.root)) == [known]
    assert codes(publish_known, lib.act(actor=methodist), known=known) == ["not_a_draft"]
    amend_known(lib.act(actor=director), known=known, question="Як записатися?", answer="За дві хвилини.")
    assert list(published_by(lib.root)) == []
    publish_known(lib.act(actor=methodist), known=known)
    withdraw_known(lib.act(actor=methodist), known=known)
    assert list(published_by(lib.root)) == []
    assert codes(withdraw_known, lib.act(), known=known) == ["withdrawn_already"]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"question": " "}, "nothing_said"),
        ({"answer": " "}, "nothing_said"),
        ({"question": "з" * 301}, "too_long"),
        ({"answer": "в" * 3001}, "too_long"),
        ({"topic": "т" * 121}, "too_long"),
    ],
)
def test_every_refusal_of_an_answer_for_everybody(lib, about, code):
    assert codes(draft, lib, **about) == [code]
    assert codes(amend_known, lib.act(), known=draft(lib), **{"question": "Як?", "answer": "Так.", **about}) == [code]


def test_who_answers_drafts_and_only_the_head_publishes(lib):
    hub = actor_for(person("h", "hub_librarian", lib.hub))
    known = draft(lib, hub)
    assert list(known_for(hub)) == [known]
    for call in (publish_known, withdraw_known):
        with pytest.raises(Forbidden):
            call(lib.act(actor=hub), known=known)
    with pytest.raises(Forbidden):
        draft(lib, actor_for(person("g", "guardian", lib.shelf)))
