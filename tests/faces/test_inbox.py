"""The inbox on a screen: who answers and by which day, a template put into the answer, and answers everybody reads."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.enquiries.actions.conversations import say_own
from mandrivna.enquiries.actions.known import draft_known, publish_known
from mandrivna.enquiries.actions.log import log
from mandrivna.enquiries.models import Conversation, Known, LogLine, Message
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
TALKS, KNOWN, SITE = "/work/enquiries/talks/", "/work/enquiries/known/", "/answers/"


@pytest.fixture
def world() -> World:
    return World()


def asked(world: World) -> Conversation:
    reader = world.lib.reader()
    said = say_own(world.lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, text="Чи є атлас?")
    return Conversation.objects.get(pk=said.conversation_id)


def test_a_conversation_is_taken_and_stands_among_mine(world):
    talk, client = asked(world), world.browser("owner")
    assert client.get(TALKS, {"mine": "1"}).context["rows"] == []
    sent = form(staff=world.staff["owner"])
    assert client.post(reverse("workspace:talk_assign", args=[talk.pk]), sent).status_code == 302
    assert [row for row, _label, _late in client.get(TALKS, {"mine": "1"}).context["rows"]] == [talk]
    refused = client.post(reverse("workspace:talk_assign", args=[talk.pk]), form(staff=world.staff["cataloguer"]))
    assert (refused.status_code, Conversation.objects.get().staff) == (422, world.staff["owner"])
    Conversation.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    assert [late for _row, _label, late in client.get(TALKS).context["rows"]] == [True]


def put(client: Client, talk: Conversation, code: str, text: str = "") -> str:
    page = client.post(reverse("workspace:talk_reply", args=[talk.pk]), form(put=code, text=text))
    assert (page.status_code, Message.objects.filter(by_reader=False).exists()) == (200, False)
    return page.context["form"]["text"].value()


def test_a_template_stands_in_the_answer_behind_what_is_written(world):
    client, talk = world.browser("owner"), asked(world)
    assert put(client, talk, "s:two").startswith("Ця книжка в нас є.")
    assert put(client, talk, "s:two", "Вітаю!").startswith("Вітаю!\n\nЦя книжка в нас є.")
    assert put(client, talk, "s:none", "Вітаю!") == "Вітаю!"
    assert world.browser("stranger").post(reverse("workspace:talk_reply", args=[talk.pk]), form(put="s:two")).status_code == 404
    assert world.browser("cataloguer").post(reverse("workspace:talk_reply", args=[talk.pk]), form(put="s:two")).status_code == 403


def test_answers_of_the_same_words_are_offered_and_cost_the_same(world):
    client, talk = world.browser("owner"), asked(world)
    page, counts = reverse("workspace:talk", args=[talk.pk]), []
    client.get(page)
    for number in range(4):
        offers = client.get(page).context["offered"]
        assert len(offers) == min(number, 3)
        if offers:
            assert put(client, talk, offers[0].code, "Вітаю!") == f"Вітаю!\n\n{offers[0].text}"
        counts.append(queries(client, page))
        known = draft_known(world.lib.act(), place=world.lib.hub, question=f"Які є атласи, {number}?", answer=f"Великі, {number}.")
        publish_known(Act(actor=SYSTEM), known=known)
    assert (len(set(counts)), counts[0] <= 12) == (1, True)


def end_of(talk: Conversation) -> str:
    return reverse("workspace:talk_end", args=[talk.pk])


def test_an_answer_may_be_the_end_and_then_it_is_said_what_it_was(world):
    client, talk = world.browser("owner"), asked(world)
    page = reverse("workspace:talk_reply", args=[talk.pk])
    assert client.post(page, form(text="Є.", end="1")).headers["Location"] == end_of(talk)
    assert client.get(end_of(talk)).context["form"]["kind"].value() == "reference:thematic"
    sent = form(kind="consultation:digital", topic="пошта", minutes="7", audience="student")
    assert client.post(end_of(talk), sent).headers["Location"] == TALKS
    line = LogLine.objects.get()
    assert (line.sort, line.topic, line.minutes, line.channel, line.audience, line.result, line.place) == (
        "digital", "пошта", 7, "site", "student", "given", world.lib.hub,
    )  # fmt: skip
    shown = client.get(reverse("workspace:talk", args=[talk.pk]))
    assert "консультація: з цифрових навичок і безпеки · пошта" in text_of(shown)
    assert reverse("workspace:served_line", args=[line.pk]) in shown.content.decode()
    assert client.get(end_of(talk)).status_code == 302  # over already
    client.post(reverse("workspace:served_strike", args=[line.pk]), form())
    assert "скасовано" in text_of(client.get(reverse("workspace:talk", args=[talk.pk])))


def test_the_end_is_refused_beside_its_field(world):
    client, talk = world.browser("owner"), asked(world)
    for sent in ({"kind": "reference:none"}, {"kind": "reference:thematic", "minutes": "2000"}, {"kind": f"line:{talk.pk.hex}"}):
        assert client.post(end_of(talk), form(**sent)).status_code == 422
    assert (Conversation.objects.get().state, LogLine.objects.count()) == ("waiting", 0)
    assert client.post(end_of(talk), form(kind="")).status_code == 302
    assert (Conversation.objects.get().counted, LogLine.objects.count()) == ("", 0)
    assert world.browser("stranger").get(end_of(talk)).status_code == 404
    assert world.browser("cataloguer").get(end_of(talk)).status_code == 403


def test_what_was_logged_by_hand_is_chosen_instead_and_logged_after_it_is_warned_of(world):
    client, talk = world.browser("owner"), asked(world)
    written = {"place": world.lib.hub, "on": world.lib.today, "served": "reference", "sort": "factual", "channel": "site"}
    line = log(world.lib.act(), **written)
    assert "двічі не порахуємо" in text_of(client.get(end_of(talk)))
    assert client.post(end_of(talk), form(kind=f"line:{line.pk.hex}")).status_code == 302
    assert (LogLine.objects.count(), Conversation.objects.get().line) == (1, line)
    served = reverse("workspace:served")
    assert "з розмови" in text_of(client.get(served))
    sent = form(place=world.lib.hub.pk, on=world.lib.today.isoformat(), channel="site", sort="reference:factual")
    assert "вже пораховано з розмови" in text_of(client.post(served, sent, follow=True))
    sent = form(place=world.lib.hub.pk, on=world.lib.today.isoformat(), channel="phone", sort="reference:factual")
    assert "вже пораховано з розмови" not in text_of(client.post(served, sent, follow=True))


def test_who_may_answer_and_not_write_in_the_log_ends_it_uncounted(world):
    policy.edit(world.lib.act(), policy="roles", key="permissions/enquiries.log", value=["director"], reason="для перевірки")
    client, talk = world.browser("owner"), asked(world)
    log(world.lib.act(), place=world.lib.hub, on=world.lib.today, served="reference", sort="factual", channel="site")
    assert client.get(end_of(talk)).context["form"].fields["kind"].choices == [("", "не рахувати")]
    assert client.post(end_of(talk), form(kind="reference:thematic")).status_code == 422
    assert (client.post(end_of(talk), form(kind="")).status_code, LogLine.objects.count()) == (302, 1)


def test_the_end_costs_the_same_with_none_and_with_three_lines(world):
    client, talk, counts = world.browser("director"), asked(world), []
    client.get(end_of(talk))
    for number in range(4):
        counts.append(queries(client, end_of(talk)))
        log(
            world.lib.act(), place=world.lib.hub, on=world.lib.today, served="reference", sort="factual", channel="site",
            topic=f"тема {number}",
        )  # fmt: skip
    assert (len(set(counts)), counts[0] <= 12) == (1, True)


def test_an_answer_reaches_the_site_through_two_people(world):
    type(world.lib.root).objects.filter(pk=world.lib.root.pk).update(public=True)
    director, methodist = world.browser("director"), world.browser("methodist")
    assert "Тут іще немає відповідей" in text_of(Client().get(SITE))
    sent = form(place=world.lib.root, question="Як записатися?", answer="За хвилину.", topic="Запис")
    assert director.post(f"{KNOWN}add/", sent).headers["Location"] == KNOWN
    known = Known.objects.get()
    page, publish = reverse("workspace:known_one", args=[known.pk]), reverse("workspace:known_publish", args=[known.pk])
    assert publish not in director.get(page).content.decode()
    assert "інша людина" in director.post(publish, form(), follow=True).content.decode()
    assert methodist.post(publish, form()).status_code == 302
    said = text_of(Client().get(SITE))
    assert ("Як записатися?" in said, "За хвилину." in said) == (True, True)
    assert director.post(page, form(question="Як записатися?", answer="")).status_code == 422
    assert director.post(page, form(question="Як записатися?", answer="За дві.")).status_code == 302
    assert "Тут іще немає відповідей" in text_of(Client().get(SITE))
    assert world.browser("stranger").get(page).status_code == 404


def test_the_lists_cost_the_same_with_one_row_and_with_three(world):
    client, counts = world.browser("director"), []
    for number in range(3):
        asked(world)
        draft_known(world.lib.act(), place=world.lib.hub, question=f"Запитання {number}", answer="Відповідь.")
        counts.append([queries(client, url) for url in (TALKS, KNOWN)])
    assert (counts[0] == counts[2], max(counts[0]) <= 12) == (True, True)
