"""Writing to a librarian and being answered; notices by the chat; a shelf used on the site, without any messenger."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.erasure_requests import refuse_erasure
from mandrivna.core.actor import Actor
from mandrivna.core.erasure import forget
from mandrivna.core.messenger import keep_link
from mandrivna.core.models import Operation
from mandrivna.core.notices import NOTICES
from mandrivna.core.outbox.worker import drain
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.enquiries.actions.conversations import end_conversation, reply, say_own
from mandrivna.enquiries.actions.refusals import answer, ask_own
from mandrivna.enquiries.chats import forget_nobodys
from mandrivna.enquiries.models import Chat, Conversation, LinkCode, Message, Outgoing, Refusal
from mandrivna.ledger.api import totals
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.self_service import borrow_own, return_own
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Loan, Shelf, pretty_code
from mandrivna.lending.notices import remind_all
from mandrivna.lending.quiet import next_waking
from mandrivna.readers.actions.erasure_requests import ask_erasure
from mandrivna.readers.actions.pins import set_pin
from mandrivna.shared.ids import new_uid
from tests import qr_reader
from tests.factories.library import Library, library
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db
FAR = dt.date(2100, 1, 1)


@pytest.fixture
def lib() -> Library:
    made = library(now=timezone.now() - dt.timedelta(hours=5))
    for key in ("quiet_from", "quiet_until"):
        policy.edit_policy(made.act(), policy="lending", key=key, change={"value": 0}, reason="іспит")
    return made


def own(lib: Library, reader, **about: object) -> Act:
    return lib.act(actor=Actor(reader=reader.pk), channel="self", **about)


def signed_in(lib: Library, reader) -> Client:
    digits = set_pin(lib.act(), reader=reader, place=lib.shelf).shown
    client = Client()
    client.post("/my/enter/", {"card": reader.cards.get().code, "pin": digits})
    return client


def form(**about: object) -> dict[str, object]:
    return {"uid": str(new_uid()), **about}


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_whoever_wished_for_a_book_is_told_what_became_of_it_and_then_forgotten(lib):
    """Each of those who asked, also who wants no reminders; not what the staff noted, and of no request nothing."""
    reader, other, mistaken = lib.reader(), lib.reader(), lib.reader()
    for number, one in enumerate((reader, other, mistaken)):
        Chat.objects.create(chat=str(number), reader=one, language="uk", notices=one != other)
    mine = ask_own(own(lib, reader), reader=reader, place=lib.root, title="Сонячна машина")
    ask_own(own(lib, other), reader=other, place=lib.root, title="сонячна машина")
    wrong = ask_own(own(lib, mistaken), reader=mistaken, place=lib.root, title="аааа")
    answer(lib.act(), refusal=mine, place=lib.root, state="found", answer="Принесла сусідка")
    answer(lib.act(), refusal=wrong, place=lib.root, state="mistaken")
    drain()
    said = "«{}»: книжка є: запитайте бібліотекаря."
    assert sorted((row.chat.reader_id, row.body["text"]) for row in Outgoing.objects.select_related("chat")) == sorted(
        [(reader.pk, f"Ваш запит {said.format('Сонячна машина')}"), (other.pk, f"Ваш запит {said.format('сонячна машина')}")]
    )
    Outgoing.objects.all().delete()
    answer(lib.act(), refusal=mine, place=lib.root, state="closed")
    drain()
    assert (Outgoing.objects.count(), Refusal.objects.exclude(reader=None).count()) == (2, 0)


def test_a_question_on_the_site_is_answered_in_the_workspace_and_counted(lib):
    reader = lib.reader()
    client, staff = signed_in(lib, reader), browser_of(person("librarian", "hub_librarian", lib.hub))
    assert client.post("/my/ask/", form(text="Чи є щось про Луганщину?")).status_code == 302
    talk = Conversation.objects.get()
    assert "чекає на відповідь" in staff.get("/work/enquiries/talks/").content.decode()
    assert "Чи є щось про Луганщину?" in staff.get(f"/work/enquiries/talks/{talk.pk}/").content.decode()
    assert staff.post(f"/work/enquiries/talks/{talk.pk}/reply/", form(text="Є: «Ворошиловград».")).status_code == 302
    assert "Є: «Ворошиловград»." in client.get("/my/ask/").content.decode()
    assert staff.post(f"/work/enquiries/talks/{talk.pk}/end/", form(kind="reference:thematic")).status_code == 302
    assert totals(("enquiries.reference",), None, FAR, by=("channel",)) == {("site",): 1}
    assert staff.post(f"/work/enquiries/talks/{talk.pk}/reply/", form(text="Ще?")).status_code == 422


def test_what_cannot_be_said_is_refused(lib):
    reader = lib.reader()
    assert codes(say_own, own(lib, reader), reader=reader, text=" ") == ["nothing_said"]
    assert codes(say_own, own(lib, reader), reader=reader, text="я" * 2001) == ["too_long"]
    with pytest.raises(Forbidden):
        say_own(own(lib, lib.reader()), reader=reader, text="Не я")
    say_own(own(lib, reader), reader=reader, text="Я")
    talk = Conversation.objects.get()
    assert codes(end_conversation, lib.act(), conversation=talk, place=lib.hub, served="x") == ["unknown_counted"]
    end_conversation(lib.act(), conversation=talk, place=lib.hub)
    assert codes(reply, lib.act(), conversation=talk, place=lib.hub, text="Пізно") == ["talk_closed"]
    assert codes(end_conversation, lib.act(), conversation=talk, place=lib.hub) == ["talk_closed"]


def test_the_next_word_goes_on_with_the_open_conversation(lib):
    reader = lib.reader()
    say_own(own(lib, reader), reader=reader, text="Перше")
    say_own(own(lib, reader), reader=reader, text="Друге")
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_conversations_asks_the_same_for_one_and_for_three(lib, rows, django_assert_max_num_queries):
    for _number in range(rows):
        reader = lib.reader()
        say_own(own(lib, reader), reader=reader, text="Питання")
    client = browser_of(person("librarian", "hub_librarian", lib.hub))
    client.get("/work/enquiries/talks/")
    with django_assert_max_num_queries(12):
        client.get("/work/enquiries/talks/")


def test_a_kept_book_and_a_term_are_told_once_and_only_while_they_are_true(lib):
    reader = lib.reader()
    chat = Chat.objects.create(chat="5", reader=reader)
    loan = Loan.objects.get(pk=issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf).pk)
    soon = loan.due_on - dt.timedelta(days=3)
    for _time in range(2):
        remind_all.call(today=str(soon))
    drain()
    said = [row.body["text"] for row in Outgoing.objects.all()]
    assert (len(said), said[0].startswith("Нагадуємо: «Лісова пісня» просимо повернути до ")) == (1, True)
    ref = f"{loan.pk}|{loan.due_on}"
    return_own(own(lib, reader), loan=loan, place=lib.shelf)
    assert NOTICES["lending.due"](ref) == ""
    assert Outgoing.objects.get().chat == chat


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((-3,), 1), ((-3, -2, -1, 0), 1), ((-4,), 0),  # once, and not before it is time
        ((-1,), 1),  # nothing ran on the day itself, for there was no current
        ((1, 2, 3), 1), ((3,), 1), ((4,), 0),  # that it has passed: once, and nobody is nagged later
        ((-2, 1), 2),
    ],
)  # fmt: skip
def test_a_reminder_is_made_up_for_after_days_without_current_and_said_once(lib, days, said):
    reader = lib.reader()
    Chat.objects.create(chat="5", reader=reader)
    loan = Loan.objects.get(pk=issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf).pk)
    for number in days:
        remind_all.call(today=str(loan.due_on + dt.timedelta(days=number)))
    assert Operation.objects.filter(verb="lending.remind").count() == said


def test_who_was_told_the_day_yesterday_is_not_reminded_of_it(lib):
    policy.edit(lib.act(), policy="lending", key="loan_days", value=3, reason="журнали")
    loan = Loan.objects.get(pk=issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf).pk)
    for number in (-3, -2, 0):
        remind_all.call(today=str(loan.due_on + dt.timedelta(days=number)))
    assert Operation.objects.filter(verb="lending.remind").count() == 0


def test_who_wants_no_notices_or_has_no_chat_gets_none(lib):
    reader, other = lib.reader(), lib.reader()
    Chat.objects.create(chat="5", reader=reader, notices=False)
    for one in (reader, other):
        loan = Loan.objects.get(pk=issue(lib.act(), copy=lib.copy(), reader=one, place=lib.shelf).pk)
    remind_all.call(today=str(loan.due_on - dt.timedelta(days=3)))
    drain()
    assert Outgoing.objects.count() == 0


def test_who_wants_no_reminders_still_hears_what_they_asked_for(lib):
    """The librarian's answer, and that the library has answered the wish to be forgotten; why stands elsewhere."""
    reader = lib.reader()
    Chat.objects.create(chat="5", reader=reader, notices=False)
    say_own(own(lib, reader), reader=reader, text="Чи є «Тигролови»?")
    reply(lib.act(), conversation=Conversation.objects.get(), place=lib.hub, text="Є")
    refuse_erasure(lib.act(), request=ask_erasure(own(lib, reader), reader=reader), explanation="Спершу поверніть книжку")
    drain()
    said = sorted(row.body["text"] for row in Outgoing.objects.all())
    assert [text[:36] for text in said] == ["Бібліотека відповіла на ваше прохання"[:36], "Відповідь бібліотекаря: Є"]
    assert "поверніть" not in said[0]


@pytest.mark.parametrize(
    ("hour", "until"),
    [(8, (21, 9)), (12, None), (22, (22, 9)), (21, (21, 9))],
    ids=["before nine", "noon", "ten", "nine in the evening"],
)
def test_nobody_is_woken(hour, until):
    now = dt.datetime(2026, 3, 10, hour, 30, tzinfo=timezone.get_current_timezone())
    waking = next_waking(now, 21, 9)
    day = dt.date(2026, 3, 11) if hour >= 21 else dt.date(2026, 3, 10)
    assert waking == (now if until is None else dt.datetime.combine(day, dt.time(9), tzinfo=timezone.get_current_timezone()))


def test_a_shelf_is_used_on_the_site(lib):
    """T6: everything in the chat is possible without it."""
    reader, copy = lib.reader(), lib.copy()
    renew_shelf_code(lib.act(), place=lib.shelf)
    url = f"/my/shelf/{Shelf.objects.get(place=lib.shelf).code}/"
    assert Client().get(url).status_code == 302
    client = signed_in(lib, reader)
    assert "Лісова пісня" in client.get(url).content.decode()
    assert client.post(f"{url}take/{copy.pk}/", form()).status_code == 302
    loan = Loan.objects.get()
    assert client.post(f"{url}give/{loan.pk}/", form()).status_code == 302
    assert totals(("lending.issue", "lending.return"), None, FAR, by=("kind", "channel")) == {
        ("lending.issue", "self"): 1,
        ("lending.return", "self"): 1,
    }
    assert client.get("/my/shelf/0000000000000000/").status_code == 404


def test_a_mistake_on_the_site_is_undone_and_what_a_librarian_lent_is_not(lib):
    reader, copy, lent = lib.reader(), lib.copy(), lib.copy()
    renew_shelf_code(lib.act(), place=lib.shelf)
    url = f"/my/shelf/{Shelf.objects.get(place=lib.shelf).code}/"
    client = signed_in(lib, reader)
    page = client.post(f"{url}take/{copy.pk}/", form(), follow=True).content.decode()
    assert f'action="{url}undo/{Loan.objects.get().pk}/"' in page  # the way back stands beside the news
    assert client.post(f"{url}undo/{Loan.objects.get().pk}/", form()).status_code == 302
    assert Loan.objects.open().count() == 0
    loan = issue(lib.act(), copy=lent, reader=reader, place=lib.shelf)
    assert client.post(f"{url}undo/{loan.pk}/", form()).status_code == 422


def test_a_new_year_is_entered_in_one_tap(lib):
    reader, copy = lib.reader(), lib.copy()
    act = Act(actor=Actor(reader=reader.pk), at=lib.now.replace(year=lib.now.year + 1), channel="self")
    assert codes(borrow_own, act, copy=copy, reader=reader, place=lib.shelf) == ["not_enrolled"]


def test_forgetting_a_reader_takes_the_chat_and_the_words(lib):
    reader = lib.reader()
    Chat.objects.create(chat="5", reader=reader)
    say_own(own(lib, reader), reader=reader, text="Про мене")
    forget(lib.act(), reader.pk)
    assert (Chat.objects.count(), Message.objects.get().text, Conversation.objects.get().reader) == (0, None, None)


def test_a_chat_of_nobody_goes_after_a_week(lib):
    Chat.objects.create(chat="5", seen_at=lib.now - dt.timedelta(days=8))
    Chat.objects.create(chat="6", reader=lib.reader(), seen_at=lib.now - dt.timedelta(days=80))
    assert forget_nobodys(lib.now) == 1
    assert Chat.objects.get().chat == "6"


def test_the_desk_gives_a_code_and_takes_a_lost_phone_off(lib):
    reader, staff = lib.reader(), browser_of(person("librarian", "hub_librarian", lib.hub))
    shown = staff.post(f"/work/enquiries/chat/{reader.pk}/", form(place=lib.shelf.pk))
    assert (shown.status_code, LinkCode.objects.get().reader) == (201, reader)
    Chat.objects.create(chat="5", reader=reader)
    staff.post(f"/work/enquiries/chat/{reader.pk}/unlink/", form(place=lib.shelf.pk))
    assert (Chat.objects.get().reader, LinkCode.objects.count()) == (None, 0)


def poster_of(lib) -> tuple[str, list[str]]:
    """The words of its one page, and what its codes say when they are read."""
    answer = browser_of(person("librarian", "hub_librarian", lib.hub)).get(f"/work/enquiries/poster/{lib.shelf.pk}/")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    (page,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    drawn = page.get_contents().get_data().decode("latin-1")
    return " ".join(page.extract_text().split()), [qr_reader.read(one) for one in qr_reader.codes_of_pdf(drawn)]


@pytest.mark.parametrize("bot", [True, False], ids=["with a bot", "without"])
def test_a_poster_is_one_page_with_its_words(lib, settings, tmp_path, bot):
    """Both codes read back: the chat of this shelf, and the same shelf on the site."""
    settings.DATA = tmp_path
    if bot:
        keep_link("https://t.me/library_of_the_test_bot?start=")
    renew_shelf_code(lib.act(), place=lib.shelf)
    code = Shelf.objects.get(place=lib.shelf).code
    words, codes = poster_of(lib)
    chat = [f"https://t.me/library_of_the_test_bot?start=s_{code}"] if bot else []
    assert codes == [*chat, f"http://testserver/my/shelf/{code}/"]
    said = (
        "Наукова бібліотека", "Візьміть книжку", "Хаб 1, Полиця 1", "Без месенджера", "Як це зробити",
        "Торкніться назви книжки, яку берете.", "Спитайте бібліотекаря чи опікуна полиці",
    )  # fmt: skip
    assert [one for one in said if one not in words] == []
    close = words.replace(" ", "")  # letters that stand far apart are read back with a space between
    assert ("У чаті" in words, close.count(pretty_code(code).replace(" ", ""))) == (bot, 1)
