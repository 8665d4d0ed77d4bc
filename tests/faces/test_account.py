"""A reader's own account: coming in with card and PIN, one answer to every failure, own loans, the list of what was read."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core import drafts
from mandrivna.core.actor import Actor
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.refusals import answer, ask_own
from mandrivna.enquiries.models import Chat, Refusal
from mandrivna.faces.public.limits import network_of
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.lending.models import Loan, Remembering
from mandrivna.readers import sessions
from mandrivna.readers.actions.notices import choose_own_notices
from mandrivna.readers.actions.pins import set_pin
from mandrivna.readers.models import Attempts, Card, Pin, ReaderSession, new_card_code
from tests.faces.screens import World, form, queries, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
HOME, ENTER, LEAVE = "/my/", "/my/enter/", "/my/leave/"
COOKIE = settings.READER_COOKIE_NAME
LIMITS = {
    "account": 6, "account_history": 5, "account_erase": 5, "account_consents": 6, "account_notices": 6,
    "account_data": 48, "account_data_print": 48,
}  # fmt: skip
"""How many questions each page may ask of the database; what is known of a person asks each table once."""


@pytest.fixture
def world() -> World:
    return World()


def known(world: World, **about: Any) -> tuple[Any, str, str]:
    reader = world.lib.reader(**about)
    return reader, reader.cards.get().code, set_pin(world.lib.act(), reader=reader, place=world.lib.shelf).shown


def browser(world: World, **about: Any) -> tuple[Any, Client]:
    """A reader already inside."""
    reader, _code, _digits = known(world, **about)
    client = Client()
    client.cookies[COOKIE] = sessions.begin(reader.cards.get())
    return reader, client


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


def enter(client: Client, code: str, digits: str, **about: Any) -> Any:
    return client.post(ENTER, {"card": code, "pin": digits, **about})


# --- coming in -------------------------------------------------------------------------------------------------------


def test_card_and_pin_lead_to_ones_own_books(world):
    _reader, code, digits = known(world, pseudonym="Журавка")
    client = Client()
    response = enter(client, f"{code[:5]} {code[5:10]} {code[10:]}", digits)
    assert (response.status_code, response.headers["Location"]) == (302, HOME)
    assert "Журавка" in text_of(client.get(HOME))
    assert AuditEntry.objects.filter(action="readers.entered", staff=None, who="читач").count() == 1


def test_the_cookie_is_the_readers_own_and_out_of_reach_of_scripts(world):
    _reader, code, digits = known(world)
    client = Client()
    cookie = enter(client, code, digits).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", 7200)
    assert (client.get("/work/").status_code, "_auth_user_id" in client.session) == (302, False)


def test_four_failures_one_answer(world):
    """Unknown card, wrong PIN, no PIN, locked card: the same status and the same bytes, but for tokens and the number typed."""
    _reader, code, digits = known(world)
    _reader, locked, right = known(world)
    bare = world.lib.reader().cards.get().code
    for _try in range(5):
        enter(Client(), locked, wrong(right))
    answers = []
    for card, pin in ((new_card_code(), digits), (code, wrong(digits)), (bare, digits), (locked, right)):
        response = enter(Client(), card, pin)
        body = response.content.decode().replace(card, "CARD")
        body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
        answers.append((response.status_code, body, sorted(response.headers.items())[0], COOKIE in response.cookies))
    assert answers[0][0] == 422
    assert [answer == answers[0] for answer in answers] == [True] * 4
    assert "не підходить" in answers[0][1]


def test_the_pin_never_comes_back_in_an_answer(world):
    _reader, code, _digits = known(world)
    assert "918273" not in enter(Client(), code, "918273").content.decode()


def test_what_can_be_no_card_is_said_and_counts_for_nothing(world):
    response = enter(Client(), "123", "111111")
    assert (response.status_code, response.context["form"].errors) == (
        422, {"card": ["Перевірте номер: на квитку 15 цифр, перша з них 9."]},
    )  # fmt: skip
    assert Attempts.objects.count() == 0


def test_after_five_wrong_pins_the_right_one_waits_too(world):
    _reader, code, digits = known(world)
    for _try in range(5):
        enter(Client(), code, wrong(digits))
    assert enter(Client(), code, digits).status_code == 422
    Attempts.objects.update(locked_until=timezone.now())
    assert enter(Client(), code, digits).status_code == 302


def test_one_network_cannot_shut_everybody_out(world):
    """What the limit of a network refuses uses up nothing of what all readers share (120 a minute)."""
    for _try in range(130):
        enter(Client(), new_card_code(), "918273")
    _reader, code, digits = known(world)
    assert enter(Client(REMOTE_ADDR="203.0.113.9"), code, digits).status_code == 302


def test_one_network_tries_thirty_times_in_five_minutes(world):
    """Each time another card: the lock of a card would not see it."""
    answers = [enter(Client(), new_card_code(), "918273").status_code for _try in range(31)]
    assert (answers[:30], answers[30]) == ([422] * 30, 429)
    _reader, code, digits = known(world)
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert enter(other, code, digits).status_code == 302


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("нічого", "нічого"),
    ],
)
def test_neighbours_count_together(address, network):
    assert network_of(address) == network


def test_coming_in_makes_a_new_session_whatever_the_browser_brought(world):
    """Session fixation: a cookie laid into the browser beforehand is worth nothing afterwards, nor is the old form token."""
    _reader, code, digits = known(world)
    _other, planted_card, _pin = known(world)
    planted = sessions.begin(Card.objects.get(code=planted_card))
    client = Client()
    client.cookies[COOKIE] = planted
    client.get(ENTER)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    response = enter(client, code, digits)
    assert response.cookies[COOKIE].value != planted
    assert response.cookies[settings.CSRF_COOKIE_NAME].value != token
    assert (sessions.current(planted), ReaderSession.objects.count()) == (None, 1)


@pytest.mark.parametrize(
    ("wanted", "landed"),
    [
        ("/my/data/", "/my/data/"),
        ("https://example.org/my/", HOME),
        ("//example.org/my/", HOME),
        ("/work/", HOME),
        ("javascript:alert(1)", HOME),
        ("/my/\\example.org", "/my/\\example.org"),
    ],
)
def test_the_way_on_stays_within_the_account(world, wanted, landed):
    _reader, code, digits = known(world)
    assert enter(Client(), code, digits, next=wanted).headers["Location"] == landed.replace("\\", "%5C")


# --- who is in, and how long -----------------------------------------------------------------------------------------


def test_somebody_of_the_staff_is_no_reader_and_the_other_way_round(world):
    director = world.browser("director")
    assert director.get(HOME).headers["Location"] == f"{ENTER}?next=%2Fmy%2F"
    _reader, client = browser(world)
    assert client.get("/work/readers/").headers["Location"].startswith("/accounts/login/")


def test_with_both_in_one_browser_the_reader_acts_and_not_the_director(world):
    reader, _client = browser(world)
    event = world.lend(world.lib.copy(), reader)
    foreign = world.lend(world.lib.copy(), world.lib.reader())
    both = world.browser("director")
    both.cookies[COOKIE] = sessions.begin(reader.cards.get())
    assert both.post(reverse("public:account_renew", args=[foreign.pk]), form()).status_code == 404
    assert both.post(reverse("public:account_renew", args=[event.pk]), form()).status_code == 302
    assert Operation.objects.get(verb="lending.renew_own").staff is None


@pytest.mark.parametrize("about", [{"seen_at": 15}, {"started_at": 120}])
def test_too_old_a_session_ends_and_says_so(world, about):
    _reader, client = browser(world)
    ReaderSession.objects.update(**{name: timezone.now() - dt.timedelta(minutes=value) for name, value in about.items()})
    response = client.get(HOME, follow=True)
    assert response.redirect_chain == [(f"{ENTER}?next=%2Fmy%2F", 302)]
    assert "Сеанс завершено. Увійдіть ще раз." in text_of(response)


def test_an_ended_session_is_told_once_and_its_cookie_goes(world):
    reader, client = browser(world)
    sessions.end_all(reader)
    assert "Сеанс завершено. Увійдіть ще раз." in text_of(client.get(HOME, follow=True))
    assert client.cookies[COOKIE].value == ""
    assert "Сеанс завершено" not in text_of(client.get(HOME, follow=True))


def test_a_stale_form_is_told_of_in_the_readers_look(world):
    client = Client(enforce_csrf_checks=True)
    refused = client.post(ENTER, {"card": "канарка", "pin": "1234", "csrfmiddlewaretoken": "x" * 64})
    page = refused.content.decode()
    assert (refused.status_code, f'<a class="button" href="{ENTER}">' in page, "канарка" in page) == (403, True, False)
    assert ('class="pub"' in page, drafts.cookie_name() in refused.cookies) == (True, False)


def test_of_a_stale_form_without_a_page_the_page_it_stands_on_is_shown(world):
    refused = Client(enforce_csrf_checks=True).post(LEAVE, {})
    assert (refused.status_code, f'<a class="button" href="{HOME}">' in refused.content.decode()) == (403, True)


def test_going_out_ends_the_session_on_the_server(world):
    _reader, client = browser(world)
    stolen = client.cookies[COOKIE].value
    assert client.get(LEAVE).status_code == 405
    assert client.post(LEAVE).headers["Location"] == ENTER
    again = Client()
    again.cookies[COOKIE] = stolen
    assert again.get(HOME).status_code == 302


# --- own loans -------------------------------------------------------------------------------------------------------


def test_loans_with_title_and_day_and_lateness_said_kindly(world):
    reader, client = browser(world)
    world.lend(world.lib.copy(), reader)
    page = text_of(client.get(HOME))
    assert "Лісова пісня" in page
    assert "Строк минув" not in page
    Loan.objects.update(due_on=timezone.localdate() - dt.timedelta(days=3))
    assert "Строк минув 3" in text_of(client.get(HOME))
    assert "Штрафу немає" in text_of(client.get(HOME))


def test_nothing_in_hand(world):
    _reader, client = browser(world)
    assert "немає книг" in text_of(client.get(HOME))


def test_renewing_one_until_the_rules_say_enough(world):
    reader, client = browser(world)
    event = world.lend(world.lib.copy(), reader)
    url = reverse("public:account_renew", args=[event.pk])
    assert [client.post(url, form()).status_code for _time in range(3)] == [302, 302, 422]
    page = text_of(client.get(HOME))
    assert ("Далі продовжить бібліотекар" in page, Loan.objects.get().renewals) == (True, 2)


def test_another_readers_loan_is_as_good_as_absent(world):
    _reader, client = browser(world)
    event = world.lend(world.lib.copy(), world.lib.reader())
    assert client.post(reverse("public:account_renew", args=[event.pk]), form()).status_code == 404
    assert Loan.objects.get().renewals == 0


def test_a_returned_loan_is_absent_too(world):
    reader, client = browser(world)
    copy = world.lib.copy()
    event = world.lend(copy, reader)
    return_copy(world.lib.act(), copy=copy, place=world.lib.shelf)
    assert client.post(reverse("public:account_renew", args=[event.pk]), form()).status_code == 404


def test_renewing_all_says_what_was_done_and_what_was_not(world):
    reader, client = browser(world)
    worn = world.lend(world.lib.copy(), reader)
    for _book in range(2):
        world.lend(world.lib.copy(), reader)
    for _time in range(2):
        client.post(reverse("public:account_renew", args=[worn.pk]), form())
    page = text_of(client.post(reverse("public:account_renew_all"), form(), follow=True))
    assert "Продовжено 2 книги" in page
    assert "Лісова пісня: Книгу вже продовжували" in page


def test_a_form_without_identity_changes_nothing(world):
    reader, client = browser(world)
    event = world.lend(world.lib.copy(), reader)
    response = client.post(reverse("public:account_renew", args=[event.pk]), {})
    assert (response.status_code, Loan.objects.get().renewals) == (422, 0)
    assert "Форма прийшла неповною" in text_of(response)


# --- the list of what was read, and the PIN --------------------------------------------------------------------------


def test_the_list_is_kept_only_when_asked_for(world):
    reader, client = browser(world)
    copy = world.lib.copy()
    world.lend(copy, reader)
    return_copy(world.lib.act(), copy=copy, place=world.lib.shelf)
    url = reverse("public:account_history")
    assert "Лісова пісня" not in text_of(client.get(url))
    assert client.post(url, form(keep="yes")).status_code == 302
    assert "Лісова пісня" in text_of(client.get(url))
    client.post(url, form(keep="no"))
    assert ("Лісова пісня" in text_of(client.get(url)), Remembering.objects.count()) == (False, 0)


PIN = "/my/pin/"


def test_changing_the_pin_keeps_this_browser_and_signs_out_the_others(world):
    reader, code, digits = known(world)
    here, there = Client(), Client()
    for client in (here, there):
        enter(client, code, digits)
    sent = form(current=digits, new="385160", again="385160")
    assert here.post(PIN, sent).headers["Location"] == HOME
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 302)
    assert (enter(Client(), code, digits).status_code, enter(Client(), code, "385160").status_code) == (422, 302)
    assert Pin.objects.get(reader=reader).by_reader


@pytest.mark.parametrize(
    ("about", "field", "text"),
    [
        ({"current": "918273"}, "current", "Чинний PIN не підходить."),
        (
            {"new": "123456", "again": "123456"},
            "new",
            "Такий PIN легко вгадати. Оберіть інші шість цифр: не поспіль і не однакові.",
        ),
        ({"new": "12", "again": "12"}, "new", "PIN має бути з шести цифр."),
        ({"again": "385161"}, "again", "Новий PIN і його повтор не збігаються."),
        ({"current": ""}, "current", "Введіть PIN."),
    ],
)
def test_why_a_pin_is_not_changed(world, about, field, text):
    _reader, code, digits = known(world)
    client = Client()
    enter(client, code, digits)
    response = client.post(PIN, form(**{"current": digits, "new": "385160", "again": "385160", **about}))
    assert (response.status_code, response.context["form"].errors) == (422, {field: [text]})
    assert enter(Client(), code, digits).status_code == 302


def test_an_open_session_does_not_let_anybody_guess_the_pin(world):
    _reader, code, digits = known(world)
    client = Client()
    enter(client, code, digits)
    for _try in range(5):
        client.post(PIN, form(current=wrong(digits), new="385160", again="385160"))
    assert client.post(PIN, form(current=digits, new="385160", again="385160")).status_code == 422
    assert enter(Client(), code, digits).status_code == 422


# --- consents --------------------------------------------------------------------------------------------------------


def test_a_consent_is_taken_back_after_its_consequences_were_read(world):
    reader, client = browser(world, name="Тестова Олена", pseudonym="", consent="2026-01")
    page = text_of(client.get(reverse("public:account_consents")))
    assert "Текст 2026-01" in page and "Я погоджуюся, щоб бібліотека зберігала" in page and "Зараз записано: ім’я." in page
    back = reverse("public:account_consent_back") + "?purpose=data"
    assert "Читач без імені" in text_of(client.get(back))
    refused = client.post(back, form())
    assert (refused.status_code, "Позначте, що ви це розумієте." in text_of(refused)) == (422, True)
    reader.refresh_from_db()
    assert reader.name == "Тестова Олена"
    assert client.post(back, form(sure="on")).url == reverse("public:account_consents")
    reader.refresh_from_db()
    assert (reader.name, reader.consent) == (None, "withdrawn")
    assert "забрано" in text_of(client.get(reverse("public:account_consents")))
    assert client.get(back).url == reverse("public:account_consents"), "nothing to take back any more"
    assert client.get(reverse("public:account_consent_back") + "?purpose=love").url == reverse("public:account_consents")


def test_what_one_asked_for_and_what_became_of_it(world):
    """As long as it goes on; then nobody knows any longer who asked, and the page does not either."""
    reader, client = browser(world)
    other = world.lib.reader()
    wishes = [
        ask_own(world.lib.act(actor=Actor(reader=reader.pk)), reader=reader, place=world.lib.root, title=title)
        for title in ("Перша мрія", "Друга мрія", "Третя мрія")
    ]
    ask_own(world.lib.act(actor=Actor(reader=other.pk)), reader=other, place=world.lib.root, title="Чужа мрія")
    answer(world.lib.act(), refusal=wishes[1], place=world.lib.root, state="ordered", answer="Внутрішня нотатка")
    page = text_of(client.get("/my/"))
    assert "Про що ви просили Третя мрія чекає: бібліотекар ще не відповів" in page
    assert "Друга мрія замовлено, її ще немає" in page and "Перша мрія" in page
    assert "Чужа мрія" not in page and "Внутрішня нотатка" not in page
    for wish in wishes:
        answer(world.lib.act(), refusal=wish, place=world.lib.root, state="closed")
    assert "Про що ви просили" not in text_of(client.get("/my/"))


WISHES = "/my/wishes/"


def test_what_one_needs_is_said_seen_and_taken_back_in_the_account(world):
    reader, client = browser(world)
    assert WISHES in client.get("/my/").content.decode()
    assert client.get(WISHES, {"q": "Місто"}).context["form"]["title"].value() == "Місто"
    assert client.post(WISHES, form(about="absent", title="Місто", authors="Підмогильний", note="для сина")).url == WISHES
    assert client.post(WISHES, form(about="topic", title="бджоли")).url == WISHES
    book, theme = Refusal.objects.order_by("at")
    assert (book.title, book.authors, book.note, book.reader, book.channel) == ("Місто", "Підмогильний", "для сина", reader, "self")
    assert (theme.about, theme.title, theme.words) == ("topic", "", "бджоли")
    for sent in ({"about": "absent", "title": ""}, {"about": "question", "title": "Місто"}, {"about": "topic", "title": "я" * 201}):
        assert client.post(WISHES, form(**sent)).status_code == 422
    back = reverse("public:account_unwish", args=[book.pk])
    other = browser(world)[1]
    assert other.post(back, form()).status_code == 404
    assert client.post(back, form()).url == WISHES
    assert client.post(back, form()).status_code == 404
    book.refresh_from_db()
    assert (book.state, book.reader, theme.reader) == ("withdrawn", None, reader)
    page = text_of(client.get(WISHES))
    assert "бджоли тема чекає: бібліотекар ще не відповів" in page and "Підмогильний" not in page


def test_ones_needs_cost_the_same_with_one_and_with_three(world):
    reader, client = browser(world)
    counts = []
    for number in range(3):
        ask_own(world.lib.act(actor=Actor(reader=reader.pk)), reader=reader, place=world.lib.root, title=f"Мрія {number}")
        client.get(WISHES)
        counts.append(queries(client, WISHES))
    assert (counts[0] == counts[2], counts[0] <= 12) == (True, True)


# --- how to be reminded ----------------------------------------------------------------------------------------------

NOTICES = "/my/notices/"


def chosen(reader: Any) -> tuple[Any, ...]:
    reader.refresh_from_db()
    return reader.email, reader.notices_by, reader.consent


def test_a_reader_chooses_letters_by_a_consent_to_the_words_that_stand_there(world):
    reader, client = browser(world)
    page = text_of(client.get(NOTICES))
    assert "Листом на пошту" in page and "електронну пошту й рік народження" in page
    about = {"notices_by": "mail", "email": "olena@example.org"}
    refused = client.post(NOTICES, form(**about))
    assert (refused.status_code, "Пошту записуємо лише за згодою" in text_of(refused), chosen(reader)) == (
        422,
        True,
        (None, "", ""),
    )
    assert client.post(NOTICES, form(**about, consent="on")).url == NOTICES
    assert chosen(reader) == ("olena@example.org", "mail", "given")
    assert "Погоджуюся" not in text_of(client.get(NOTICES)), "these very words were agreed to"
    assert "olena" not in repr(list(Operation.objects.values_list("body", flat=True)))
    assert client.post(NOTICES, form(notices_by="none", email="")).url == NOTICES
    assert chosen(reader) == (None, "none", "")


@pytest.mark.parametrize(
    ("about", "field", "said"),
    [
        ({"notices_by": "mail", "email": "", "consent": "on"}, "email", "запишіть електронну пошту"),
        ({"notices_by": "", "email": "олена", "consent": "on"}, "email", "Перевірте адресу пошти"),
        ({"notices_by": "", "email": "a@example.org\nb@example.org", "consent": "on"}, "email", "Перевірте адресу пошти"),
        ({"notices_by": "chat", "email": ""}, "notices_by", "Спершу приєднайте чат"),
        ({"notices_by": "owl", "email": ""}, "notices_by", ""),
    ],
)
def test_what_cannot_be_chosen_is_refused_beside_its_field(world, about, field, said):
    reader, client = browser(world)
    answered = client.post(NOTICES, form(**about))
    assert (answered.status_code, said in str(answered.context["form"].errors[field]), chosen(reader)) == (
        422,
        True,
        (None, "", ""),
    )


def test_whoever_chooses_the_chat_hears_it_there_again(world):
    reader, client = browser(world)
    Chat.objects.create(chat="5", reader=reader, notices=False)
    assert client.post(NOTICES, form(notices_by="chat", email="")).status_code == 302
    assert (chosen(reader)[1], Chat.objects.get().notices) == ("chat", True)


def test_a_childs_address_is_written_down_where_a_grown_up_agrees(world):
    reader, client = browser(world, birth_year=world.lib.today.year - 10)
    answered = client.post(NOTICES, form(notices_by="", email="mala@example.org", consent="on"))
    assert (answered.status_code, "погоджується дорослий" in text_of(answered), chosen(reader)[0]) == (422, True, None)


def test_nobody_chooses_for_another_reader(world):
    reader, other = world.lib.reader(), world.lib.reader()
    with pytest.raises(Refused):
        choose_own_notices(world.lib.act(actor=Actor(reader=reader.pk)), reader=other, notices_by="none")
    assert chosen(other)[1] == ""


# --- cost ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["account", "account_history", "account_data", "account_data_print", "account_erase", "account_consents", "account_notices"],
)
def test_a_page_costs_the_same_with_one_book_and_with_three(world, name):
    reader, client = browser(world)
    client.post(reverse("public:account_history"), form(keep="yes"))
    copies = [world.lib.copy() for _book in range(6)]
    for number, most in ((0, 1), (1, 3)):
        for lent, back in zip(copies[number:most], copies[3 + number : 3 + most], strict=True):
            world.lend(lent, reader)
            world.lend(back, reader)
            return_copy(world.lib.act(), copy=back, place=world.lib.shelf)
        cost = queries(client, reverse(f"public:{name}"))
        if number == 0:
            first = cost
    assert cost == first <= LIMITS.get(name, 40), cost
