"""Letters become conversations and answers become letters, whatever is away meanwhile; what must not be found is wiped."""

from __future__ import annotations

import datetime as dt
import smtplib
from email.message import EmailMessage

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core import notify as notify_module
from mandrivna.core import retention
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.core.outbox.queries import parked
from mandrivna.core.outbox.worker import drain
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.conversations import end_conversation, reply, say_own
from mandrivna.enquiries.actions.letters import ask_librarian, hash_of, say_more, take_letter, ticket_of, told_apart, wipe_talk
from mandrivna.enquiries.chats import say
from mandrivna.enquiries.letters import LONGEST_LETTER, read
from mandrivna.enquiries.mailbox import fetch, fetch_letters, trouble
from mandrivna.enquiries.models import Chat, Conversation, Message, Outgoing
from mandrivna.ledger.api import check_facts, totals
from tests.enquiries.imap import PASSWORD, USER, Box, serving
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
FROM = "kanareika@example.org"
LEFT_OUT = "\n\n[Процитоване пропущено: воно в скриньці.]"
FORWARD = "Чи маєте це?\n\n-------- Пересланий лист --------\nВід: хтось\n\nАтлас, 1990\n\nА пише:\n> Так"
FILES = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": "/nowhere"}}}


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture
def box(settings, tmp_path, monkeypatch) -> Box:
    monkeypatch.setattr("mandrivna.enquiries.mailbox._path", lambda: tmp_path / "inbox-trouble")
    with serving() as made:
        settings.INBOX = {
            "host": "127.0.0.1", "port": made.port, "user": USER, "password": PASSWORD, "security": "none", "folder": "INBOX",
        }  # fmt: skip
        yield made


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def letter(text: str = "Чи є атлас?", *, number: str = "<1@example.org>", html: str = "", files: int = 0, **headers: str) -> bytes:
    made = EmailMessage()
    for name, value in {"From": f"Хтось <{FROM}>", "To": USER, "Subject": "Про атлас", "Message-ID": number, **headers}.items():
        made[name.replace("_", "-")] = value
    if html:
        made.set_content(html, subtype="html")
    else:
        made.set_content(text)
    for one in range(files):
        made.add_attachment(b"\x00\x01", maintype="image", subtype="png", filename=f"{one}.png")
    return made.as_bytes()


def words() -> list[str]:
    return [one.text or "" for one in Message.objects.order_by("at", "pk")]


def taken(lib: Library, text: str = "Чи є атлас?", address: str = FROM, subject: str = "Про атлас") -> Conversation:
    said = {"address": Withheld(address), "subject": Withheld(subject), "text": Withheld(text)}
    made = take_letter(lib.act(actor=NOBODY, channel="mail"), place=lib.root, **said)
    return Conversation.objects.get(pk=made.conversation_id)


# --- what a letter says -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (letter(), "Чи є атлас?"),
        (letter("Так.\n\nБібліотека пише:\n> Який саме?\n> З картами?\n"), "Так." + LEFT_OUT),
        (letter("Так.\n\nпн, 2 бер. 2026 р. о 10:05 Бібліотека\n<b@example.org> пише:\n\n> Який?"), "Так." + LEFT_OUT),
        (letter("> Який саме?\nЗірок\n> З картами?\nТак"), "> Який саме?\nЗірок\n> З картами?\nТак"),
        (letter("Рядки:\n\nСадок вишневий\n> коло хати"), "Рядки:\n\nСадок вишневий\n> коло хати"),
        (letter(FORWARD), FORWARD),
        (letter("Подруга каже:\nє атлас зірок"), "Подруга каже:\nє атлас зірок"),
        (letter("> лише цитата"), "> лише цитата"),
        (letter("Дякую\n-----Original Message-----\nFrom: хтось"), "Дякую" + LEFT_OUT),
        (
            letter(html="<style>p{}</style><p>Чи є <b>атлас</b>?</p><script>x()</script><p>Дуже треба</p>"),
            "Чи є атлас?\nДуже треба",
        ),
        (letter("\u202eЧи\x00 є?\u200b"), "Чи є?"),
        (letter(" "), "Про атлас"),
        (letter(" ", Subject=" "), "Лист без слів."),
        (letter(files=2), "Чи є атлас?\n\n[Файлів у листі: 2. Їх тут не зберігаємо.]"),
    ],
)
def test_only_the_plain_words_of_a_letter_are_taken(raw, said):
    assert read(raw).text == said


def test_a_long_letter_is_cut_and_says_so_and_an_unknown_charset_is_read_as_far_as_it_goes():
    assert read(letter("я" * 9000)).text == "я" * LONGEST_LETTER + "… [Далі лист не вмістився: він у поштовій скриньці.]"
    raw = f"From: {FROM}\r\nContent-Type: text/plain; charset=x-none\r\nContent-Transfer-Encoding: 8bit\r\n\r\nАтлас".encode()
    assert (read(raw).text, read(raw).uid == read(raw).uid) == ("Атлас", True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<all.example.org>"}, {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@example.org"}, {"From": "no-reply@example.org"}, {"From": "postmaster@example.org"},
        {"From": USER}, {"From": "ніхто"}, {"X_Autoreply": "yes"}, {"List_Unsubscribe": "<mailto:x@example.org>"},
    ],
)  # fmt: skip
def test_what_machines_write_is_no_question(headers):
    assert read(letter(**headers), frozenset({USER})) is None


def test_a_person_whose_letter_says_it_was_not_sent_by_a_machine_is_heard_where_they_wish_to_be_answered():
    found = read(letter(Auto_Submitted="no", Reply_To="inshe@example.org"))
    assert (found.address, found.subject) == ("inshe@example.org", "Про атлас")


# --- the box ------------------------------------------------------------------------------------------------------------


def test_letters_of_the_box_become_conversations_once(lib, box):
    box.put(letter())
    box.put(letter("Відпустка", number="<2@x>", Auto_Submitted="auto-replied"))
    box.put(letter("І ще одне", number="<3@x>"))
    box.put(letter())  # the same letter delivered twice
    fetch_letters.func()
    talk = Conversation.objects.get()
    assert (talk.channel, talk.address, talk.subject, talk.reader, talk.due_on is not None) == (
        "mail",
        FROM,
        "Про атлас",
        None,
        True,
    )
    assert (words(), box.unread()) == (["Чи є атлас?", "І ще одне"], [])
    box.flags = {number: set() for number in box.letters}  # the marks were lost, as after a restored box
    assert (fetch(), words()) == (3, ["Чи є атлас?", "І ще одне"])
    assert {row.body["text"] for row in Operation.objects.filter(verb="enquiries.take_letter")} == {None}
    assert not any(PASSWORD in said for said in box.log)


def test_a_box_that_is_away_loses_nothing_and_says_since_when(lib, box, settings):
    box.put(letter())
    box.breaks_at = "STORE"  # the conversation stands, the mark does not
    assert (fetch(), words(), box.unread()) == (0, ["Чи є атлас?"], [1])
    since = trouble()
    assert since is not None
    settings.INBOX = {**settings.INBOX, "password": "wrong"}
    assert (fetch(), trouble()) == (0, since)
    settings.INBOX, box.breaks_at = {**settings.INBOX, "password": PASSWORD}, ""
    assert (fetch(), trouble(), words(), box.unread()) == (1, None, ["Чи є атлас?"], [])
    settings.INBOX = {**settings.INBOX, "security": "starttls"}  # a server without it is not spoken to in the clear
    assert (fetch(), trouble() is not None) == (0, True)
    assert [said for said in box.log if said.startswith("STARTTLS")] == []


def test_a_letter_that_breaks_us_waits_for_a_person_and_the_next_goes_on(lib, box, monkeypatch):
    box.put(letter("поламаний"))
    box.put(letter(number="<2@x>"))
    whole = read

    def breaking(raw: bytes, own: frozenset[str]):
        if raw == box.letters[1]:
            raise ValueError("not a letter we know")
        return whole(raw, own)

    monkeypatch.setattr("mandrivna.enquiries.mailbox.read", breaking)
    assert (fetch(), words(), box.flags[1]) == (1, ["Чи є атлас?"], {"\\Flagged"})
    assert (fetch(), words()) == (0, ["Чи є атлас?"])


def test_without_a_box_nothing_is_asked(lib, settings):
    assert settings.INBOX["host"] == ""
    fetch_letters.func()
    assert (Conversation.objects.count(), trouble()) == (0, None)


# --- the answer ---------------------------------------------------------------------------------------------------------


def test_the_answer_goes_as_a_letter_and_waits_while_the_mail_is_away(lib, monkeypatch):
    talk, tries = taken(lib), []

    class Away:
        def send_messages(self, _letters: list) -> int:
            tries.append(1)
            raise smtplib.SMTPServerDisconnected("away")

    with monkeypatch.context() as away:
        away.setattr(notify_module, "mailers", type("Mailers", (), {"default": Away()})())
        reply(lib.act(), conversation=talk, place=lib.hub, text="Є два.")
        drain()
    assert (len(tries), mail.outbox, DBTaskResult.objects.get(task_path__endswith="deliver_answer").status) == (1, [], "READY")
    assert FROM not in str(DBTaskResult.objects.get(task_path__endswith="deliver_answer").args_kwargs)
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    drain()
    drain()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([FROM], "Re: Про атлас", "Є два.\n\nНаукова бібліотека")
    assert (taken(lib, "Дякую!").pk, Conversation.objects.get().state) == (talk.pk, "waiting")


def test_where_no_mail_goes_out_an_answer_by_letter_is_refused_before_anybody_believes_it_sent(lib, settings):
    talk = taken(lib)
    settings.MAILERS = FILES
    assert codes(reply, lib.act(), conversation=talk, place=lib.hub, text="Є.") == ["no_mail"]
    assert Message.objects.filter(by_reader=False).count() == 0


def test_switched_off_while_the_answer_waited_it_is_parked_and_goes_when_there_is_mail_again(lib, settings):
    reply(lib.act(), conversation=taken(lib), place=lib.hub, text="Є два.")
    there, settings.MAILERS = settings.MAILERS, FILES
    drain()
    assert (parked().count(), mail.outbox) == (1, [])
    settings.MAILERS = there
    parked().update(status="READY", worker_ids=[])
    drain()
    assert [sent.to for sent in mail.outbox] == [[FROM]]


def test_a_new_letter_after_the_end_is_a_new_conversation_and_counts_by_mail(lib):
    talk = taken(lib)
    end_conversation(lib.act(), conversation=talk, place=lib.hub, served="reference", sort="thematic")
    assert taken(lib, address=FROM.upper().replace("EXAMPLE.ORG", "example.org")).pk != talk.pk
    far = (dt.date(2020, 1, 1), dt.date(2030, 1, 1))
    assert totals(("enquiries.reference",), *far, by=("channel",)) == {("mail",): 1}


def test_a_letter_with_a_readers_address_is_nobodys_letter(lib):
    """Anybody can write it above a letter: nothing of the reader's is shown or changed by it."""
    reader = lib.reader(consent="1", email=FROM)
    say_own(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, text="Моє")
    assert (taken(lib).reader, Conversation.objects.count()) == (None, 2)


@pytest.mark.parametrize(
    ("about", "code"),
    [({"text": " "}, "nothing_said"), ({"text": "я" * 6201}, "too_long"), ({"address": "ніхто"}, "wrong_address")],
)
def test_every_refusal_of_a_letter(lib, about, code):
    assert codes(taken, lib, **about) == [code]


# --- on the site, without a card ----------------------------------------------------------------------------------------


def asked(lib: Library, text: str = "Чи є атлас?", address: str = "", act=None) -> Conversation:
    act = act or lib.act(actor=NOBODY, channel="self")
    return ask_librarian(act, place=lib.root, text=Withheld(text), address=Withheld(address))


def test_whoever_leaves_no_address_has_a_link_and_whoever_leaves_one_has_none(lib):
    act = lib.act(actor=NOBODY, channel="self")
    talk = asked(lib, act=act)
    assert (asked(lib, act=act), talk.address, talk.ticket_hash) == (talk, None, hash_of(ticket_of(act.uid)))
    say_more(lib.act(actor=NOBODY), ticket=Withheld(ticket_of(act.uid)), text=Withheld("І з картами"))
    reply(lib.act(), conversation=talk, place=lib.hub, text="Є.")
    assert (words(), drain(), mail.outbox) == (["Чи є атлас?", "І з картами", "Є."], 0, [])
    by_mail = asked(lib, address=FROM)
    assert (by_mail.ticket_hash, asked(lib, "Ще", FROM), taken(lib)) == (None, by_mail, by_mail)


@pytest.mark.parametrize(
    ("about", "code"),
    [({"text": " "}, "nothing_said"), ({"text": "я" * 2001}, "too_long"), ({"address": "ніхто"}, "wrong_address")],
)
def test_every_refusal_of_a_question(lib, about, code):
    assert codes(asked, lib, **about) == [code]


def test_a_wrong_link_and_one_that_is_over_lead_nowhere(lib):
    act = lib.act(actor=NOBODY, channel="self")
    talk = asked(lib, act=act)
    about = {"ticket": Withheld(ticket_of(act.uid)), "text": Withheld("Ще")}
    assert codes(say_more, lib.act(actor=NOBODY), **{**about, "ticket": Withheld("x" * 22)}) == ["wrong_ticket"]
    assert codes(say_more, lib.act(actor=NOBODY), **{**about, "text": Withheld(" ")}) == ["nothing_said"]
    end_conversation(lib.act(), conversation=talk, place=lib.hub)
    assert codes(say_more, lib.act(actor=NOBODY), **about) == ["talk_closed"]


# --- nobody must find it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closed", [False, True])
def test_wiped_nothing_is_left_to_find(lib, closed):
    """Not in the rows, not in what the operations said, not in the audit, not in the figures, not in what was to be sent."""
    reader = lib.reader()
    lines = [Chat.objects.create(chat=str(number), reader=one) for number, one in enumerate((reader, lib.reader()))]
    for line in lines:
        say(line, [{"text": "Тримайтеся"}])
    said = say_own(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, text="Пишу звідти")
    by_letter, own = taken(lib, "Пишу звідти"), said.conversation
    reply(lib.act(), conversation=by_letter, place=lib.hub, text="Тримайтеся")
    for talk in (own, by_letter):
        if closed:
            end_conversation(lib.act(), conversation=talk, place=lib.hub, served="consultation", sort="digital")
        wipe_talk(lib.act(), conversation=talk, place=lib.hub)
    left = set(Conversation.objects.values_list("reader", "address", "address_index", "subject", "ticket_hash", "state", "counted"))
    assert left == {(None, None, None, None, None, "closed", "")}
    assert set(Message.objects.values_list("text", flat=True)) == {None}
    uids = [said.pk, *Message.objects.values_list("pk", flat=True)]
    assert set(Operation.objects.filter(pk__in=uids).values_list("body", flat=True)) == {None}
    traces = AuditEntry.objects.about({f"enquiries.Message:{uid}" for uid in uids})
    assert [one for one in traces if one.before or one.after] == []
    assert totals(("enquiries.consultation",), dt.date(2020, 1, 1), dt.date(2030, 1, 1)) == {}
    drain()
    assert (mail.outbox, check_facts().ok) == ([], True)
    assert list(Outgoing.objects.values_list("chat", flat=True)) == [lines[1].pk]


def test_only_who_answers_there_wipes(lib):
    talk = taken(lib)
    for role, unit in (("methodist", lib.root), ("guardian", lib.shelf)):
        with pytest.raises(Forbidden):
            wipe_talk(lib.act(actor=actor_for(person(role, role, unit))), conversation=talk, place=lib.hub)


def test_in_half_a_year_nobody_knows_any_more_who_wrote(lib):
    taken(lib)
    asked(lib)
    retention.execute(lib.now + dt.timedelta(days=182))
    assert set(Conversation.objects.values_list("address", "address_index", "subject", "ticket_hash")) == {(None,) * 4}
    for talk in Conversation.objects.all():  # nor can be told anything
        assert codes(reply, lib.act(), conversation=talk, place=lib.hub, text="Є.") == ["nowhere"]
    assert set(Message.objects.values_list("text", flat=True)) == {None}


def test_other_words_under_the_same_number_are_an_act_of_their_own_and_the_same_words_are_not(lib, box):
    act = lib.act(actor=NOBODY, channel="self")
    for text in ("Чи є атлас?", "Чи є атлас? ", "А глобус?", "А глобус?"):
        asked(lib, text, FROM, told_apart(act, text))
    assert sorted(words()) == ["А глобус?", "Чи є атлас?"]
    for text in ("Так", "Ні", "Так", "Ні"):
        box.put(letter(text))
    assert (fetch(), sorted(words())) == (4, ["А глобус?", "Ні", "Так", "Чи є атлас?"])
    wipe_talk(lib.act(), conversation=Conversation.objects.get(), place=lib.hub)
    box.put(letter("Так"))  # delivered once more, it brings nothing back
    assert (fetch(), set(words())) == (1, {""})


def test_what_was_not_delivered_waits_in_the_box_for_a_person(lib, box):
    report = EmailMessage()
    report["From"], report["To"], report["Subject"] = "postmaster@example.org", USER, "Не доставлено"
    report.set_content("Скриньки немає")
    report.make_mixed()
    report.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    for raw in (
        report.as_bytes(),
        letter(From="MAILER-DAEMON@example.org"),
        letter(Precedence="bulk"),
        letter(From="postmaster@x.org"),
    ):
        box.put(raw)
    assert (fetch(), Conversation.objects.count()) == (0, 0)
    assert box.flags == {1: {"\\Flagged"}, 2: {"\\Flagged"}, 3: {"\\Seen"}, 4: {"\\Seen"}}
    assert (len(fetched := [said for said in box.log if "FETCH" in said]), fetch(), len([s for s in box.log if "FETCH" in s])) == (
        4, 0, len(fetched),
    )  # fmt: skip
