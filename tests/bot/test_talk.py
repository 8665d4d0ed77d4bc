"""The talk with a reader: what is understood, what is done, what is said. No messenger takes part."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.profile import adopt_rules
from mandrivna.core.actions.staff import deactivate
from mandrivna.core.actions.units import edit_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import ErasureRequest, Operation
from mandrivna.enquiries import chats
from mandrivna.enquiries.actions.chats import leave_staff_chat, offer_chat, offer_staff_chat
from mandrivna.enquiries.models import Chat, Conversation, Message, Outgoing, Refusal, Update
from mandrivna.faces.bot.batch import PATIENCE, take_all, take_in
from mandrivna.faces.bot.talk.shelf import PAGE
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Event, Hold, Loan, Shelf, VisitCount
from mandrivna.readers.models import Enrolment, Reader
from tests.bot.phone import BOT, Phone, pressed, private, written
from tests.factories.library import Library, library
from tests.factories.staff import actor, person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def lib() -> Library:
    return library(now=timezone.now() - dt.timedelta(hours=5))


@pytest.fixture
def phone() -> Phone:
    return Phone()


def code_of(lib: Library, place=None) -> str:
    renew_shelf_code(lib.act(), place=place or lib.shelf)
    return Shelf.objects.get(place=place or lib.shelf).code


def test_somebody_new_chooses_a_language_and_becomes_a_reader(lib, phone):
    assert phone.write("/start").startswith("Вітаємо! Оберіть мову.")
    phone.tap("Українська")
    said = phone.register()
    reader = Reader.objects.get()
    assert (reader.pseudonym, reader.phone, reader.age) == ("Читайко", None, "18-35")
    assert Chat.objects.get().consent_version == "chat-2026-1+2026-04"
    assert reader.cards.get().pretty in said
    assert reader.enrolments.get().channel == "bot"
    assert Chat.objects.get().reader == reader


def test_a_child_needs_no_grown_up_for_a_pseudonym_and_is_asked_for_no_phone(lib, phone):
    phone.write("/menu")
    for label in ("Записатися", "Погоджуюся", "Без імені"):
        phone.tap(label)
    assert "Записано" in phone.tap("до 15 років")
    assert (Reader.objects.get().age, Reader.objects.get().phone) == ("0-14", None)


def test_the_rules_of_use_are_shown_and_accepted_before_anything_is_asked(lib, phone):
    """How they begin, the whole on demand, and the number of the version in the reader's registration."""
    text = "Книжку повертають до строку.\n" + "Правило на кожен день. " * 400 + "Останнє слово."
    adopt_rules(lib.act(), unit=lib.root, text=text, since=timezone.localdate())
    phone.write("/menu")
    phone.tap("Записатися")
    said = phone.tap("Погоджуюся")
    assert said.startswith("Правила користування бібліотекою, версія 1, діють від ") and "Книжку повертають до строку." in said
    assert "Останнє слово." not in said and Chat.objects.get().step == "rules"
    assert "Погоджуєтеся?" in phone.send(pressed(phone.chat, "noname"))  # not past the rules
    phone.tap("Погоджуюся")
    whole = phone.tap("Прочитати всі правила тут")
    assert "".join(whole.split()).startswith("".join(text.split())) and all(len(body["text"]) <= 4000 for body in phone.heard)
    assert "Погоджуєтеся?" in phone.send(pressed(phone.chat, "accept:2"))  # a version nobody has shown
    for label in ("Погоджуюся", "Приймаю правила", "Без імені", "18–35", "Без телефону"):
        phone.tap(label)
    assert (Reader.objects.get().rules_number, Reader.objects.get().rules_on) == (1, timezone.localdate())


def test_whoever_does_not_accept_the_rules_is_not_registered(lib, phone):
    adopt_rules(lib.act(), unit=lib.root, text="Повертайте вчасно.", since=timezone.localdate())
    phone.write("/menu")
    phone.tap("Записатися"), phone.tap("Погоджуюся"), phone.tap("Не зараз")
    for press in ("accept:1", "noname", "age:18-35", "rules:1"):
        assert "Погоджуєтеся?" in phone.send(pressed(phone.chat, press))
        phone.tap("Не зараз")
    assert Reader.objects.count() == 0


def test_whoever_wants_to_be_reminded_in_the_chat_chooses_the_chat_there(lib, phone):
    phone.write("/start")
    phone.tap("Українська")
    phone.register()
    Reader.objects.update(notices_by="mail")
    phone.write("/menu")
    phone.tap("Налаштування")
    phone.tap("Нагадувати про строки")
    assert (Reader.objects.get().notices_by, Chat.objects.get().notices) == ("chat", True)
    phone.write("/menu")
    phone.tap("Налаштування")
    assert "У чаті більше не нагадуватиму." in phone.tap("Не нагадувати")
    assert (Reader.objects.get().notices_by, Chat.objects.get().notices) == ("chat", False)


def test_a_phone_is_taken_only_of_the_person_themselves(lib, phone):
    phone.write("/menu")
    for label in ("Записатися", "Погоджуюся", "Без імені", "не вказано"):
        phone.tap(label)
    phone.share("+380671112233", owner=555)
    assert Reader.objects.get().phone is None


def test_a_shared_phone_that_is_known_leads_to_the_card_instead(lib, phone):
    lib.reader(phone="+380671112233")
    phone.write("/menu")
    for label in ("Записатися", "Погоджуюся", "Без імені", "не вказано"):
        phone.tap(label)
    assert "Читач із таким телефоном уже є" in phone.share("+380671112233")
    assert (Reader.objects.count(), Chat.objects.get().reader) == (1, None)


def test_a_card_is_joined_by_a_code_that_serves_once(lib, phone):
    reader = lib.reader()
    token = offer_chat(lib.act(at=timezone.now()), reader=reader, place=lib.shelf).shown
    assert "Готово" in phone.write(f"/start l_{token}")
    assert Chat.objects.get().reader == reader
    other = Phone(chat=1002)
    assert "Цей код не підходить" in other.write(f"/start l_{token}")
    assert "Цей код не підходить" in other.write("/start l_" + "A" * 22)


def test_a_new_phone_takes_over_and_the_old_one_is_told_nothing_more(lib, phone):
    """What waited for the morning to be said on a telephone that is in other hands now."""
    reader, other, new = lib.reader(), lib.reader(), Phone(chat=1002)
    phone.write(f"/start l_{offer_chat(lib.act(at=timezone.now()), reader=reader, place=lib.shelf).shown}")
    chats.say(Chat.objects.get(), [{"text": "Нагадуємо: «Тигролови»"}], not_before=timezone.now() + dt.timedelta(hours=9))
    new.write(f"/start l_{offer_chat(lib.act(at=timezone.now()), reader=reader, place=lib.shelf).shown}")
    assert (Chat.objects.get(reader=reader).chat, Outgoing.objects.count()) == ("1002", 0)
    chats.say(Chat.objects.get(reader=reader), [{"text": "Нагадуємо"}], not_before=timezone.now() + dt.timedelta(hours=9))
    new.write(f"/start l_{offer_chat(lib.act(at=timezone.now()), reader=other, place=lib.shelf).shown}")
    assert (Chat.objects.filter(reader=reader).count(), Outgoing.objects.count()) == (0, 0)


def test_what_is_said_in_one_breath_is_heard_in_that_order(phone):
    phone.write("/start")
    chat, words = Chat.objects.get(), [f"{number}" for number in range(12)]
    chats.say(chat, [{"text": word} for word in words])
    chats.put_off([row.pk for row in chats.unsaid()], dt.timedelta(0))  # the messenger was away for a moment
    assert [row.body["text"] for row in chats.due(20)] == words


def test_a_code_ten_minutes_old_serves_nobody(lib, phone):
    token = offer_chat(lib.act(at=timezone.now() - dt.timedelta(minutes=11)), reader=lib.reader(), place=lib.shelf).shown
    assert "Цей код не підходить" in phone.write(f"/start l_{token}")


def test_from_the_shelf_to_the_book_in_three_taps(lib, phone):
    phone.register()
    copy = lib.copy(lib.record("Тигролови", authors="Багряний І."))
    phone.taps = 1  # the telephone's own: opening the code
    assert "Тут стоїть 1 книжка" in phone.write(f"/start s_{code_of(lib)}")
    said = phone.tap("Тигролови")
    loan = Loan.objects.get()
    assert (loan.copy, loan.reader, loan.place) == (copy, Reader.objects.get(), lib.shelf)
    assert said.startswith("Ви взяли: Тигролови. Поверніть до ")
    assert phone.taps <= 3
    assert Event.objects.get().channel == "bot"


def test_the_code_can_be_typed_and_the_number_of_the_book(lib, phone):
    phone.register()
    copy = lib.copy()
    assert "Ви біля полиці" in phone.write(code_of(lib).lower())
    phone.write(f"№ {copy.inventory_number}")
    phone.tap("Узяти")
    assert Loan.objects.get().copy == copy


def test_of_a_large_shelf_only_what_is_said_is_read(lib, phone):
    """A thousand books stood on a shelf, and the bot read all of them for the eight it named."""
    titles = [f"Книжка {number:02}" for number in range(2 * PAGE + 1)]
    for title in titles:
        lib.copy(lib.record(title))
    named = lambda: [label[:9] for label, button in phone.buttons.items() if button.get("data", "").startswith("take:")]  # noqa: E731
    with CaptureQueriesContext(connection) as asked:
        assert f"Тут стоїть {len(titles)} книжок." in phone.write(f"/start s_{code_of(lib)}")
    reads = [one["sql"] for one in asked.captured_queries if 'FROM "fund_copy" INNER JOIN "catalogue_record"' in one["sql"]]
    assert ([f"LIMIT {PAGE}" in sql for sql in reads], named()) == ([True], titles[:PAGE])
    phone.tap("Показати ще")
    phone.tap("Показати ще")
    assert named() == titles[2 * PAGE :]


def test_nothing_is_taken_without_the_code_of_a_shelf_shown_shortly_before(lib, phone):
    phone.register()
    copy = lib.copy()
    assert "Наведіть камеру" in phone.send(pressed(phone.chat, f"take:{copy.pk.hex}"))
    phone.write(f"/start s_{code_of(lib)}")
    chat = Chat.objects.get()
    chat.memo = {**chat.memo, "since": (timezone.now() - dt.timedelta(minutes=31)).isoformat()}
    chat.save()
    phone.send(pressed(phone.chat, f"take:{copy.pk.hex}"))
    assert Loan.objects.count() == 0


def test_an_old_code_opens_nothing(lib, phone):
    old = code_of(lib)
    renew_shelf_code(lib.act(), place=lib.shelf)
    assert "Такого коду полиці немає" in phone.write(f"/start s_{old}")


def test_a_copy_of_another_shelf_is_not_taken_here(lib, phone):
    phone.register()
    elsewhere = lib.copy(place=lib.other_shelf)
    phone.write(f"/start s_{code_of(lib)}")
    assert "стоїть в іншому місці" in phone.send(pressed(phone.chat, f"take:{elsewhere.pk.hex}"))
    assert Loan.objects.count() == 0


def test_the_fourth_book_needs_a_librarian(lib, phone):
    phone.register()
    copies = [lib.copy() for _number in range(4)]
    phone.write(f"/start s_{code_of(lib)}")
    for copy in copies[:3]:
        phone.send(pressed(phone.chat, f"take:{copy.pk.hex}"))
    assert "Самостійно можна мати до 3 книжок" in phone.send(pressed(phone.chat, f"take:{copies[3].pk.hex}"))
    assert Loan.objects.open().count() == 3


def test_a_wrong_tap_is_taken_back(lib, phone):
    phone.register()
    lib.copy()
    phone.write(f"/start s_{code_of(lib)}")
    phone.tap("Лісова пісня")
    assert "Скасовано" in phone.tap("Це помилка")
    assert (Loan.objects.open().count(), Copy.objects.get().state) == (0, "available")


def test_bringing_back_to_another_shelf(lib, phone):
    phone.register()
    copy = lib.copy()
    phone.write(f"/start s_{code_of(lib)}")
    phone.tap("Лісова пісня")
    phone.write(f"/start s_{code_of(lib, lib.other_shelf)}")
    assert "Повернуто: Лісова пісня" in phone.tap("Повернути сюди")
    copy.refresh_from_db()
    assert (copy.place, copy.state) == (lib.other_shelf, "available")


def test_of_several_books_it_is_asked_which(lib, phone):
    phone.register()
    for title in ("Перша", "Друга"):
        lib.copy(lib.record(title))
    phone.write(f"/start s_{code_of(lib)}")
    for title in ("Перша", "Друга"):
        phone.tap(title)
        phone.tap("Взяти ще")
    phone.tap("Повернути сюди")
    phone.tap("Друга")
    assert [loan.copy.record.title for loan in Loan.objects.open()] == ["Перша"]


def test_own_books_are_kept_longer_one_and_all(lib, phone):
    phone.register()
    lib.copy(lib.record("Перша")), lib.copy(lib.record("Друга"))
    phone.write(f"/start s_{code_of(lib)}")
    phone.tap("Перша"), phone.tap("Взяти ще"), phone.tap("Друга")
    phone.write("/mine")
    phone.tap("Продовжити: Перша")
    phone.write("/mine")
    assert "Продовжено 2 книжки." in phone.tap("Продовжити все")
    assert sorted(Loan.objects.values_list("renewals", flat=True)) == [1, 2]


def test_finding_a_book_and_a_place_in_the_queue(lib, phone):
    phone.register()
    record = lib.record("Місто", authors="Підмогильний В.")
    lib.copy(record)
    assert "Знайшлася 1 книжка" in phone.write("місто")
    assert "Хаб 1, Полиця 1: 1" in phone.tap("Місто")
    phone.tap("Замовити")
    assert "Замовлено: Місто" in phone.tap("Хаб 2, Полиця 2")
    assert Hold.objects.get().pickup == lib.other_shelf
    assert "ви в черзі, номер 1" in phone.write("/mine")
    phone.tap("Скасувати замовлення")
    assert Hold.objects.open().count() == 0


def test_what_was_not_found_is_wished_for(lib, phone):
    phone.register()
    assert "нічого не знайшлося" in phone.write("Незнана книжка")
    assert "Записали" in phone.tap("Попросити цю книжку")
    wish = Refusal.objects.get()
    assert (wish.title, wish.reader, wish.channel) == ("Незнана книжка", Reader.objects.get(), "bot")
    assert "Про що ви просили:\nНезнана книжка: чекає" in phone.write("/mine")


def test_a_theme_is_wished_for_and_a_wish_taken_back(lib, phone):
    phone.register()
    phone.write("Догляд за літніми")
    assert "Записали" in phone.tap("Потрібне щось на цю тему")
    phone.write("Незнана книжка")
    phone.tap("Попросити цю книжку")
    assert [(one.about, one.title, one.words) for one in Refusal.objects.order_by("at")] == [
        ("topic", "", "Догляд за літніми"), ("absent", "Незнана книжка", "Незнана книжка"),
    ]  # fmt: skip
    assert "Незнана книжка: чекає: бібліотекар ще не відповів" in phone.write("/mine")
    gone = phone.buttons["Більше не потрібно: Незнана книжка"]["data"]
    assert "Забрали: Незнана книжка" in phone.send(pressed(phone.chat, gone))
    assert "Цього прохання вже немає серед ваших" in phone.send(pressed(phone.chat, gone))
    assert "Незнана книжка" not in phone.write("/mine")
    assert [(one.state, one.reader) for one in Refusal.objects.order_by("at")] == [
        ("new", Reader.objects.get()),
        ("withdrawn", None),
    ]


def test_with_nothing_looked_for_it_is_asked_what_is_needed(lib, phone):
    phone.register()
    assert "Яку книжку ви шукали?" in phone.send(pressed(phone.chat, "wish"))
    assert "На яку тему" in phone.tap("Не книжку, а щось на тему")
    assert "Записали" in phone.write("бджільництво")
    assert [(one.about, one.words) for one in Refusal.objects.all()] == [("topic", "бджільництво")]


def test_a_question_goes_to_the_librarian(lib, phone):
    phone.register()
    phone.write("/ask")
    assert "Передали бібліотекареві" in phone.write("Чи є щось про Луганщину?")
    assert Message.objects.get().text == "Чи є щось про Луганщину?"
    assert (Conversation.objects.get().reader, Conversation.objects.get().channel) == (Reader.objects.get(), "bot")


def test_whoever_is_no_reader_is_told_how_to_become_one(lib, phone):
    phone.write("/menu")
    for about in ("mine", "ask", "wish", "renew_all", "forget"):
        assert "потрібен квиток" in phone.send(pressed(phone.chat, about))
    assert Operation.objects.filter(verb__startswith="enquiries.").count() == 0


def test_leaving_and_being_forgotten(lib, phone):
    phone.register()
    phone.write("/menu")
    phone.tap("Налаштування"), phone.tap("Забути мене")
    assert "Запит прийнято" in phone.tap("Так, прошу знищити")
    assert ErasureRequest.objects.get().subject == Reader.objects.get().pk
    phone.write("/stop")
    phone.tap("Так, від’єднати")
    assert (Chat.objects.get().reader, Reader.objects.count()) == (None, 1)


def test_english_is_spoken_to_whoever_chooses_it(lib, phone):
    phone.write("/start")
    phone.tap("English")
    assert Chat.objects.get().language == "en"


def test_the_same_update_twice_does_one_thing(lib, phone):
    phone.register()
    copy = lib.copy()
    phone.write(f"/start s_{code_of(lib)}")
    raw = pressed(phone.chat, f"take:{copy.pk.hex}")
    phone.send(raw)
    before = Operation.objects.count()
    assert (phone.send(raw), take_in(BOT, [raw]).new, Operation.objects.count()) == ("", 0, before)


def test_groups_pictures_and_other_bots_are_not_listened_to(lib):
    group = {**private(5), "chat": {"id": -100, "type": "group"}, "text": "/start"}
    bot = {**private(6), "text": "/start"}
    bot["from"] = {**bot["from"], "is_bot": True}
    raws = [{"update_id": number, "message": one} for number, one in enumerate((group, bot), start=90_001)]
    raws += [{"update_id": 90_003, "edited_message": {}}, {"update_id": 90_004, "message": {**private(7), "text": "я" * 40_000}}]
    assert take_all(BOT, [*raws, {"nothing": 1}, 5, None]) == 4
    assert (Chat.objects.count(), Outgoing.objects.count(), Update.objects.count()) == (0, 0, 4)


def test_whoever_writes_too_much_is_asked_to_wait(lib, monkeypatch):
    monkeypatch.setattr(PATIENCE, "clock", lambda: 0.0)  # all in one moment, however slow the machine
    take_all(BOT, [written(1001, "/menu") for _number in range(30)])
    said = [row.body["text"] for row in Outgoing.objects.order_by("not_before", "uid")]
    assert (len(said), said[-1]) == (21, "Забагато повідомлень одразу. Зачекайте хвилину.")


def test_stopping_the_bot_silences_it(lib, phone):
    phone.write("/menu")
    phone.chat = 1001
    take_in(BOT, [written(1001, "/menu")])
    member = {"chat": {"id": 1001, "type": "private"}, "from": private(1001)["from"], "new_chat_member": {"status": "kicked"}}
    take_in(BOT, [{"update_id": 99_999, "my_chat_member": member}])
    assert (Outgoing.objects.count(), Chat.objects.get().blocked_at is not None) == (0, True)
    phone.write("/menu")
    assert Chat.objects.get().blocked_at is None


def test_an_update_that_breaks_us_is_settled_and_said(lib, phone, monkeypatch):
    phone.write("/menu")
    chat = Chat.objects.get()
    chat.step, chat.memo = "phone", {"age": "", "name": 5, "version": "x", "of": lib.root.pk}
    chat.save()
    assert "щось пішло не так" in phone.write("далі")
    assert SYSTEM.system and Reader.objects.count() == 0


def test_a_colleague_sees_the_days_numbers_and_adds_visitors_where_they_may(lib, phone):
    edit_unit(lib.act(), unit=lib.hub, about={"visits_from": "counter"})
    librarian = person("librarian", "hub_librarian", lib.hub)
    token = offer_staff_chat(Act(actor=actor(librarian)), place=lib.hub).shown
    assert "приєднано до вашого робочого місця" in phone.write(f"/start l_{token}")
    said = phone.tap("Для працівника")
    assert "Хаб 1: видано 0, повернено 0, записано 0, відвідувань 0" in said
    assert "Хаб 2" not in said
    assert "додано 5, сьогодні 5" in phone.tap("+5: Хаб 1")
    assert VisitCount.objects.get().number == 5
    phone.send(pressed(phone.chat, f"visit:{lib.other_hub.pk}:5"))
    assert VisitCount.objects.count() == 1


def test_a_colleague_takes_a_chat_off_their_workplace_in_it_and_without_it(lib, phone):
    librarian = person("librarian", "hub_librarian", lib.hub)
    for _way in range(2):
        phone.write(f"/start l_{offer_staff_chat(Act(actor=actor(librarian)), place=lib.hub).shown}")
        assert Chat.objects.get().staff == librarian
        if _way:
            leave_staff_chat(Act(actor=actor(librarian)), place=lib.hub)
        else:
            phone.write("/menu")
            phone.tap("Налаштування")
            assert "Робоче місце від’єднано" in phone.tap("Від’єднати робоче місце")
        assert Chat.objects.get().staff is None
        assert "Це для працівників" in phone.write("/today")


def test_a_colleague_who_has_left_sees_nothing(lib, phone):
    librarian = person("librarian", "hub_librarian", lib.hub)
    token = offer_staff_chat(Act(actor=actor(librarian)), place=lib.hub).shown
    phone.write(f"/start l_{token}")
    deactivate(lib.act(), staff=librarian, reason="звільнення")
    assert "Це для працівників" in phone.write("/today")
    assert "Це для працівників" in Phone(chat=5).write("/today")


def told_of_places(said: str) -> list[tuple[str, int]]:
    """(name, kilometres rounded to tens): a town is what a place says of where it is."""
    found = re.findall(r"(?m)^(Хаб .+)\n(?:.+\n)*?Звідси: близько (\d+) км", said)
    return [(name, round(int(far), -1)) for name, far in found]


def test_shelves_near_by_list_and_by_place(lib, phone):
    assert "Хаб 1" in phone.write("/near")
    assert "Поділитися місцем" not in phone.buttons, "no place has said where it is"
    edit_unit(lib.act(), unit=lib.hub, about={"latitude": "48.6208", "longitude": "22.2879"})
    edit_unit(lib.act(), unit=lib.other_hub, about={"latitude": "49.4444", "longitude": "32.0598"})
    phone.write("/near")
    assert phone.buttons["Поділитися місцем"]["ask"] == "location"
    kyiv, lviv = (50.4501, 30.5234), (49.8397, 24.0297)
    assert told_of_places(phone.locate(*kyiv)) == [("Хаб 2", 160), ("Хаб 1", 630)]
    phone.write("/near")
    assert [name for name, _far in told_of_places(phone.locate(*lviv))] == ["Хаб 1", "Хаб 2"]
    kept = repr([list(model.objects.values()) for model in (Chat, Update, Outgoing, Operation)]) + repr(Chat.objects.get().memo)
    assert ("50.45" in kept, "24.02" in kept) == (False, False), "where somebody stood is kept nowhere"
    phone.write("/menu")
    assert "Наведіть камеру" in phone.write("/shelf")


@pytest.mark.drift  # the registration is taken away beside the verbs, as a turn of the year does
def test_a_new_year_is_entered_in_one_tap_at_the_shelf(lib, phone):
    phone.register()
    lib.copy()
    Enrolment.objects.all().delete()
    phone.write(f"/start s_{code_of(lib)}")
    assert "не перереєстровано" in phone.tap("Лісова пісня")
    phone.tap("Перереєструватися")
    phone.tap("Показати полицю")
    assert "Ви взяли" in phone.tap("Лісова пісня")
