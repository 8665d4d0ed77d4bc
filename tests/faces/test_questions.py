"""Asking without a card: a form on the site, a page behind one's own link; and what the staff see of it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.actions.letters import take_letter
from mandrivna.enquiries.models import Conversation, Message
from tests.faces.screens import World, form, text_of

pytestmark = pytest.mark.django_db
PAGE, TALKS = "/question/", "/work/enquiries/talks/"


@pytest.fixture
def world() -> World:
    made = World()
    type(made.lib.root).objects.filter(pk=made.lib.root.pk).update(public=True)
    return made


def test_a_question_without_an_address_is_answered_behind_its_own_link(world):
    reader, owner = Client(), world.browser("owner")
    sent = form(text="Чи є атлас?", address="")
    link = reader.post(PAGE, sent).headers["Location"]
    assert reader.post(PAGE, sent).headers["Location"] == link  # pressed twice
    talk = Conversation.objects.get()
    assert (link.startswith(PAGE), len(link) - len(PAGE), Message.objects.count()) == (True, 23, 1)
    shown = reader.get(link)
    assert (shown.headers["Cache-Control"], shown.headers["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert f"http://testserver{link}" in text_of(shown)
    assert "Запитання з сайту без імені" in text_of(owner.get(TALKS))
    page = reverse("workspace:talk", args=[talk.pk])
    assert "за своїм посиланням" in text_of(owner.get(page))
    owner.post(reverse("workspace:talk_reply", args=[talk.pk]), form(text="Є два."))
    assert "Є два." in text_of(reader.get(link))
    assert reader.post(link, form(text="Дякую!")).headers["Location"] == link
    assert reader.post(link, form(text=" ")).status_code == 422
    owner.post(reverse("workspace:talk_end", args=[talk.pk]), form(kind="reference:thematic"))
    assert reader.post(link, form(text="Ще")).status_code == 422
    assert "Поставити нове запитання" in text_of(reader.get(link))
    assert reader.get(f"{PAGE}{'x' * 22}/").status_code == 404


def test_an_address_is_answered_by_a_letter_and_shown_to_who_answers_only(world):
    reader, owner = Client(), world.browser("owner")
    assert reader.post(PAGE, form(text="Чи є атлас?", address="kanareika@example.org")).headers["Location"] == reverse(
        "public:contacts"
    )
    talk = Conversation.objects.get()
    assert "kanareika@example.org" in text_of(owner.get(TALKS))
    owner.post(reverse("workspace:talk_reply", args=[talk.pk]), form(text="Є два."))
    drain()
    assert [one.to for one in mail.outbox] == [["kanareika@example.org"]]
    assert world.browser("methodist").get(TALKS).status_code == 403


@pytest.mark.parametrize("about", [{"text": ""}, {"text": "я" * 2001}, {"address": "ніхто"}])
def test_what_cannot_be_asked_is_said(world, about):
    assert Client().post(PAGE, form(**{"text": "Чи є?", "address": "", **about})).status_code == 422
    assert Conversation.objects.count() == 0


def test_a_machine_leaves_nothing_and_too_many_questions_wait(world):
    browser = Client()
    browser.post(PAGE, form(text="Купіть", address="", website="https://example.org"))
    assert Conversation.objects.count() == 0
    answers = [browser.post(PAGE, form(text="Чи є?", address="")).status_code for _time in range(21)]
    assert (answers.count(302), answers[-1]) == (20, 429)


def test_where_no_mail_goes_out_no_address_is_asked_for(world, settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": "/x"}}}
    assert "address" not in Client().get(PAGE).context["form"].fields


def test_a_conversation_is_wiped_from_its_page_and_a_box_that_is_away_is_told(world, settings, tmp_path, monkeypatch):
    owner = world.browser("owner")
    said = {"address": Withheld("k@example.org"), "subject": Withheld("Про атлас"), "text": Withheld("Пишу звідти")}
    made = take_letter(world.lib.act(actor=NOBODY, channel="mail"), place=world.lib.root, **said)
    assert "Про атлас" in text_of(owner.get(TALKS))
    assert world.browser("stranger").post(reverse("workspace:talk_wipe", args=[made.conversation_id]), form()).status_code == 404
    assert owner.post(reverse("workspace:talk_wipe", args=[made.conversation_id]), form()).headers["Location"] == TALKS
    assert (Message.objects.get().text, "Той, кого вже забуто" in text_of(owner.get(f"{TALKS}?closed=1"))) == (None, True)
    settings.INBOX = {**settings.INBOX, "host": "mail.example.org"}
    monkeypatch.setattr("mandrivna.enquiries.mailbox._path", lambda: tmp_path / "inbox-trouble")
    (tmp_path / "inbox-trouble").write_text('{"since": "2026-03-01T10:00:00+00:00", "error": "OSError"}')
    assert "Листів не вдається забрати" in text_of(owner.get(TALKS))


def test_settings_of_the_box_are_empty_until_given():
    assert (settings.INBOX["host"], settings.INBOX["port"], settings.INBOX["security"]) == ("", 993, "tls")


def test_a_second_question_from_the_same_page_is_not_lost(world):
    reader, first = Client(), form(text="Чи є атлас?", address="")
    link = reader.post(PAGE, first).headers["Location"]
    other = reader.post(PAGE, {**first, "text": "А глобус?"}).headers["Location"]
    more = form(text="З картами")
    for sent in (more, more, {**more, "text": "І з зорями"}):
        assert reader.post(link, sent).headers["Location"] == link
    assert sorted(row.text for row in Message.objects.all()) == ["І з зорями", "А глобус?", "З картами", "Чи є атлас?"]
    assert ("А глобус?" in text_of(reader.get(other)), "А глобус?" in text_of(reader.get(link))) == (True, False)


def test_whoever_wipes_a_conversation_by_mail_is_told_where_the_letter_still_lies(world):
    reader, owner = Client(), world.browser("owner")
    reader.post(PAGE, form(text="Чи є атлас?", address="kanareika@example.org"))
    reader.post(PAGE, form(text="Чи є глобус?", address=""))
    pages = {
        bool(talk.address): text_of(owner.get(reverse("workspace:talk", args=[talk.pk]))) for talk in Conversation.objects.all()
    }
    assert {by_mail: "видаліть і лист у поштовій скриньці" in page for by_mail, page in pages.items()} == {True: True, False: False}
