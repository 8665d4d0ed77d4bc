"""A conversation that is over is a line of the log: counted once, with its kind, and put right there by the difference."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Kind, Mode, Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.conversations import end_conversation, reply, say_own
from mandrivna.enquiries.actions.letters import ask_librarian, take_letter, wipe_talk
from mandrivna.enquiries.actions.log import amend_log, log, strike_log
from mandrivna.enquiries.facts import talk_lines
from mandrivna.enquiries.likely import Likely, likely
from mandrivna.enquiries.logged import counted_by_talks, day_lines, lines_that_may_count, month_sums, used_topics
from mandrivna.enquiries.models import Conversation, LogLine
from mandrivna.enquiries.queries import thread
from mandrivna.enquiries.terms import terms
from mandrivna.ledger.api import check_facts, settle, totals
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
KINDS = ("enquiries.reference", "enquiries.consultation")
BY = ("kind", "form", "channel", "mode", "audience", "on", "path")


@pytest.fixture
def lib() -> Library:
    return library()


def counted(*by: str) -> dict:
    return totals(KINDS, dt.date(2020, 1, 1), dt.date(2030, 1, 1), by=by or ("kind", "form"))


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def asked(lib: Library, text: str = "Чи є атлас?", channel: str = "bot", reader=None) -> Conversation:
    reader = reader or lib.reader()
    said = say_own(lib.act(actor=Actor(reader=reader.pk), channel=channel), reader=reader, text=text)
    return Conversation.objects.get(pk=said.conversation_id)


def end(lib: Library, talk: Conversation, served: str = "reference", sort: str = "thematic", **about) -> Conversation:
    return end_conversation(lib.act(), conversation=talk, place=lib.hub, served=served, sort=sort, **about)


def written(lib: Library, served: str = "reference", sort: str = "thematic", **about) -> LogLine:
    return log(lib.act(), **{"place": lib.hub, "on": lib.today, "served": served, "sort": sort, "channel": "chat", **about})


def director(lib: Library):
    return actor_for(person("d", "director", lib.root))


def test_a_conversation_is_counted_as_the_same_two_taps_would_count_it(lib):
    talk = end(lib, asked(lib), topic="  карти   краю ", minutes=15, audience="student", result="partly")
    about = ("served", "sort", "channel", "mode", "audience", "number", "minutes", "topic", "result", "question", "on", "place")
    by_talk, by_hand = talk.line, written(lib, topic="карти краю", minutes=15, audience="student", result="partly")
    assert [getattr(by_talk, name) for name in about] == [getattr(by_hand, name) for name in about]
    assert (talk.state, talk.counted, by_talk.topic) == ("closed", "reference", "карти краю")
    assert counted(*BY) == {("enquiries.reference", "thematic", "chat", "distance", "student", lib.today, lib.hub.path): 2}
    assert check_facts().ok


def test_each_way_has_its_channel_and_the_day_is_that_of_the_question(lib):
    day, letter = lib.today, {"address": Withheld("a@example.org"), "subject": Withheld(""), "text": Withheld("Чи є атлас?")}
    said = take_letter(lib.act(actor=NOBODY, channel="mail"), place=lib.root, **letter)
    site = ask_librarian(lib.act(actor=NOBODY, channel="self"), place=lib.root, text=Withheld("Чи є атлас?"))
    talks = [asked(lib), asked(lib, channel="self"), Conversation.objects.get(pk=said.conversation_id), site]
    lib.now += dt.timedelta(days=3)
    for talk in talks:
        end(lib, talk, "consultation", "digital")
    assert counted("channel", "on") == {("chat", day): 1, ("site", day): 2, ("mail", day): 1}


def test_the_indicators_know_the_kinds(lib):
    """By hand: in the chat a thematic and a factual reference, a consultation about a service, one not counted; one at the desk."""
    for served, sort in (("reference", "thematic"), ("reference", "factual"), ("consultation", "e_pensions"), ("", "")):
        end(lib, asked(lib), served, sort)
    written(lib, "reference", "address", channel="desk")
    found = table(lib.root, lib.today.year)
    wanted = {
        "references": 3, "references_thematic": 1, "references_factual": 1, "references_address": 1, "talk_references": 2,
        "consultations": 1, "consultations_e_services": 1, "talk_consultations": 1,
    }  # fmt: skip
    assert ({code: found[code].cells[FACT].value for code in wanted}, found.warnings) == (wanted, [])
    assert [(one.served, one.number) for one in month_sums(director(lib), lib.today.replace(day=1))] == [
        ("reference", 1), ("reference", 1), ("reference", 1), ("consultation", 1),
    ]  # fmt: skip


def test_said_twice_it_is_counted_once(lib):
    talk, act = asked(lib), lib.act()
    about = {"conversation": talk, "place": lib.hub, "served": "reference", "sort": "thematic"}
    assert end_conversation(act, **about) == end_conversation(act, **about)
    assert codes(end, lib, talk) == ["talk_closed"]
    assert (LogLine.objects.count(), list(counted().values())) == (1, [1])


def test_a_mistake_is_put_right_in_the_log_by_the_difference(lib):
    line = end(lib, asked(lib)).line
    amend_log(lib.act(), line=line, served="consultation", sort="digital", on=lib.today, channel="chat")
    assert counted() == {("enquiries.consultation", "digital"): 1}
    strike_log(lib.act(), line=line)
    assert (counted(), check_facts().ok) == ({}, True)


def test_what_was_written_by_hand_is_not_counted_again(lib):
    talk, line = asked(lib), written(lib)
    assert end(lib, talk, "", "", line=line).line == line
    assert (LogLine.objects.count(), counted(), Conversation.objects.get().counted) == (
        1, {("enquiries.reference", "thematic"): 1}, "reference",
    )  # fmt: skip


def test_a_line_of_two_stands_for_two_conversations_and_no_more(lib):
    line = written(lib, number=2)
    talks = [asked(lib) for _time in range(3)]
    for talk in talks[:2]:
        end(lib, talk, line=line)
    assert codes(end, lib, talks[2], line=line) == ["wrong_line"]
    assert counted() == {("enquiries.reference", "thematic"): 2}


def test_every_line_that_cannot_be_it_is_refused(lib):
    talk, struck, session = asked(lib), written(lib), written(lib, "resource", "")
    strike_log(lib.act(), line=struck)
    elsewhere = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    foreign = log(Act(actor=SYSTEM, at=lib.now), place=elsewhere, on=lib.today, served="reference", sort="thematic")
    assert [codes(end, lib, talk, line=line) for line in (struck, session, foreign)] == [["wrong_line"]] * 3


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"served": "session", "sort": ""}, "unknown_counted"),
        ({"sort": ""}, "unknown_sort"),
        ({"sort": "digital"}, "unknown_sort"),
        ({"topic": "т" * 121}, "too_long"),
        ({"minutes": 1441}, "wrong_minutes"),
        ({"audience": "army"}, "unknown_audience"),
        ({"result": "whatever"}, "unknown_result"),
    ],
)
def test_every_refusal_leaves_the_conversation_open(lib, about, code):
    talk = asked(lib)
    assert codes(end, lib, talk, **about) == [code]
    assert (Conversation.objects.get().state, LogLine.objects.count(), counted()) == ("waiting", 0, {})


def test_ending_one_needs_the_right_to_the_log_and_its_days_unless_nothing_is_counted(lib):
    talk, line = asked(lib), written(lib)
    for policies, key, value in (("roles", "permissions/enquiries.log", ["methodist"]), ("enquiries", "back_days", 2)):
        policy.edit(Act(actor=SYSTEM), policy=policies, key=key, value=value, reason="для перевірки")
    mine = Act(actor=director(lib), at=lib.now)
    for about in ({"served": "reference", "sort": "thematic"}, {"line": line}):
        with pytest.raises(Forbidden):
            end_conversation(mine.part(str(about)), conversation=talk, place=lib.root, **about)
    lib.now += dt.timedelta(days=3)
    assert codes(end, lib, talk) == ["too_old"]
    assert (end_conversation(mine, conversation=talk, place=lib.root).counted, LogLine.objects.count()) == ("", 1)


def test_a_line_of_another_place_or_way_is_offered_after_those_of_the_same_way(lib):
    mine, talk = actor_for(person("hub", "hub_librarian", lib.hub)), asked(lib)
    same, phoned = written(lib, place=lib.root), written(lib, place=lib.other_hub, channel="phone", sort="factual")
    assert [told.line for told in lines_that_may_count(mine, talk, lib.today)] == [same, phoned]
    act = Act(actor=mine, at=lib.now)
    assert end_conversation(act, conversation=talk, place=lib.hub, line=phoned).line == phoned
    assert counted() == {("enquiries.reference", "thematic"): 1, ("enquiries.reference", "factual"): 1}


def test_a_line_of_before_the_conversation_is_not_it(lib):
    before = written(lib, on=lib.today - dt.timedelta(days=1))
    assert codes(end, lib, asked(lib), line=before) == ["wrong_line"]


def test_lines_written_by_hand_are_shown_where_they_may_be_it(lib):
    actor, talk = director(lib), asked(lib)
    may_be, taken = written(lib, number=2), written(lib)
    for about in ({"served": "resource", "sort": ""}, {"on": lib.today - dt.timedelta(days=1)}):
        written(lib, **about)
    strike_log(lib.act(), line=written(lib))
    end(lib, asked(lib), line=taken)
    end(lib, asked(lib), line=may_be)
    assert [told.line for told in lines_that_may_count(actor, talk, lib.today)] == [may_be]
    assert {told.line.pk: told.line.talks for told in day_lines(actor, lib.today) if told.line.talks} == {may_be.pk: 1, taken.pk: 1}
    elsewhere = written(lib, place=lib.root, sort="factual")
    assert [counted_by_talks(line) for line in (written(lib), elsewhere, written(lib, channel="phone"))] == [2, 2, 0]


def test_what_is_wiped_counts_nothing_and_leaves_the_others(lib):
    talk, shared = end(lib, asked(lib), topic="лист до сина"), written(lib, number=2)
    other = end(lib, asked(lib), line=shared)
    ended = Operation.objects.get(verb="enquiries.end_conversation", ref=f"enquiries.Conversation:{talk.pk}")
    for one in (talk, other):
        wipe_talk(lib.act(), conversation=one, place=lib.hub)
    ended.refresh_from_db()
    line = LogLine.objects.exclude(pk=shared.pk).get()
    assert (line.struck, line.topic, ended.body) == (True, "", None)
    assert (counted(), Conversation.objects.exclude(line=None).count()) == ({("enquiries.reference", "thematic"): 1}, 0)
    assert check_facts().ok


def test_a_struck_line_takes_the_topic_out_of_the_end_of_its_conversation(lib):
    talk, kept = end(lib, asked(lib), topic="лист до сина"), end(lib, asked(lib), topic="мапи")
    strike_log(lib.act(), line=talk.line)
    ends = Operation.objects.filter(verb="enquiries.end_conversation")
    bodies = [ends.get(ref=f"enquiries.Conversation:{one.pk}").body for one in (talk, kept)]
    assert [body and body["topic"] for body in bodies] == [None, "мапи"]


def test_a_line_is_never_made_less_than_the_conversations_it_stands_for(lib):
    line = written(lib, number=3)
    for _time in range(2):
        end(lib, asked(lib), line=line)
    about = {"line": line, "served": "reference", "sort": "thematic", "on": lib.today, "channel": "chat"}
    assert codes(amend_log, lib.act(), number=1, **about) == ["stands_for_talks"]
    assert (amend_log(lib.act(), number=2, **about).number, counted()) == (2, {("enquiries.reference", "thematic"): 2})


def test_what_was_counted_before_the_log_knew_conversations_stays(lib):
    talk = asked(lib)
    Conversation.objects.filter(pk=talk.pk).update(state="closed", counted="reference", closed_on=lib.today)
    talk.refresh_from_db()
    with transaction.atomic():
        settle(Act(actor=SYSTEM, at=lib.now), f"enquiries.Conversation:{talk.pk}", talk_lines(talk))
    assert (list(counted().values()), check_facts().ok) == ([1], True)


def guess(lib: Library, text: str, actor=None) -> Likely:
    talk = asked(lib, text)
    return likely(talk, thread(talk), terms(), used_topics(actor or director(lib)))


def test_a_kind_is_guessed_by_topics_in_use_templates_and_names(lib):
    written(lib, "consultation", "e_payments", topic="квитки на поїзд")
    actor = director(lib)
    assert guess(lib, "Не можу купити квитка на поїзди", actor) == Likely("consultation", "e_payments", "квитки на поїзд")
    assert guess(lib, "Допоможіть із пенсією та іншими соціальними виплатами", actor) == Likely("consultation", "e_pensions")
    assert guess(lib, "Пишу роботу про переселені бібліотеки", actor) == Likely("reference", "thematic")
    assert guess(lib, "Добрий день!", actor) == Likely("reference", "thematic")
    row = ["Квитки", "factual", "розклад", "chat", "5"]
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="templates", value=[row], reason="зручно")
    assert guess(lib, "Який розклад і де квитки на поїзди?", actor) == Likely("reference", "factual", "розклад", 5)


def test_a_topic_of_another_place_is_proposed_to_nobody(lib):
    written(lib, "consultation", "career", topic="резюме", place=lib.other_hub)
    mine = actor_for(person("hub", "hub_librarian", lib.hub))
    assert guess(lib, "Як скласти резюме?", mine) == Likely("reference", "thematic")


def test_the_words_of_the_reader_are_in_no_operation_of_the_end(lib):
    talk = asked(lib, "Де могила брата?")
    reply(lib.act(), conversation=talk, place=lib.hub, text="Ось довідник.")
    end(lib, talk)
    bodies = [str(row.body) for row in Operation.objects.filter(verb="enquiries.end_conversation")]
    assert (len(bodies), [body for body in bodies if "могила" in body]) == (1, [])
