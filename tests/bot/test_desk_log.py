"""A colleague's chat: two taps write what was answered, several at once; and what could not be given. Only where they serve."""

from __future__ import annotations

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.enquiries.actions.chats import offer_staff_chat
from mandrivna.enquiries.actions.known import draft_known, publish_known, withdraw_known
from mandrivna.enquiries.models import LogLine, Refusal
from mandrivna.ledger.api import totals
from tests.bot.phone import Phone, pressed
from tests.factories.library import Library, library
from tests.factories.staff import actor, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def joined(lib: Library, role: str, unit) -> Phone:
    phone = Phone()
    staff = person(f"one-{role.replace('_', '-')}", role, unit)
    phone.write(f"/start l_{offer_staff_chat(Act(actor=actor(staff)), place=unit).shown}")
    phone.tap("Для працівника")
    return phone


def written() -> list[tuple]:
    return list(LogLine.objects.order_by("at", "pk").values_list("place__name", "served", "sort", "channel", "number", "struck"))


def test_two_taps_write_a_reference_and_five_at_once_are_five(lib):
    phone = joined(lib, "hub_librarian", lib.hub)
    assert "Де відповідали?" in phone.tap("Довідки й консультації")  # the hub and its shelf
    phone.tap("Хаб 1")
    assert "Записано: довідка (тематична), 1." in phone.tap("+1 тематична")
    phone.tap("Інший вид")
    phone.tap("По 5 за раз")
    phone.tap("Питали: телефоном")
    assert "Сьогодні тут довідок і консультацій: 6." in phone.tap("+5 фактографічна")
    phone.tap("+5 фактографічна")
    assert "Запис скасовано." in phone.tap("Скасувати запис")
    assert written() == [
        ("Хаб 1", "reference", "thematic", "desk", 1, False),
        ("Хаб 1", "reference", "factual", "phone", 5, False),
        ("Хаб 1", "reference", "factual", "phone", 5, True),
    ]


def test_consultations_are_a_tap_further(lib):
    phone = joined(lib, "hub_librarian", lib.hub)
    phone.tap("Довідки й консультації")
    phone.tap("Хаб 1")
    phone.tap("Консультації…")
    phone.tap("+1 правова, із запрошеним фахівцем")
    assert [row[1:3] for row in written()] == [("consultation", "legal")]


def test_an_institutions_template_is_a_button_of_its_own(lib):
    rows = [["Пенсія онлайн", "e_pensions", "субсидії", "phone", "20"]]
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="templates", value=rows, reason="зручно")
    phone = joined(lib, "hub_librarian", lib.hub)
    phone.tap("Довідки й консультації")
    phone.tap("Хаб 1")
    assert "Записано: консультація (пенсії й соціальні виплати), 1." in phone.tap("+1 Пенсія онлайн")
    line = LogLine.objects.get()
    assert (line.sort, line.topic, line.channel, line.minutes) == ("e_pensions", "субсидії", "phone", 20)
    for wrong in ("1", "-1", "999", "x"):
        phone.send(pressed(phone.chat, f"sample:{lib.hub.pk}:desk:1:{wrong}"))
    assert len(written()) == 1


def test_what_no_button_says_and_anothers_place_write_nothing(lib):
    phone = joined(lib, "hub_librarian", lib.hub)
    hub = lib.hub.pk
    for data in (
        f"log:{lib.other_hub.pk}:desk:1:r:thematic", f"log:{hub}:pigeon:1:r:thematic", f"log:{hub}:desk:500:r:thematic",
        f"log:{hub}:desk:1:x:thematic", f"log:{hub}", "log:", "served:0", f"advice:{lib.other_hub.pk}", "unlog:x",
        f"log:{hub}:desk:1:r:gossip", f"refused:{lib.other_hub.pk}",
    ):  # fmt: skip
        assert phone.send(pressed(phone.chat, data)) != ""
    assert (written(), Refusal.objects.count()) == ([], 0)


def test_a_guardian_records_a_refusal_and_no_reference(lib):
    phone = joined(lib, "guardian", lib.shelf)
    assert "Довідки й консультації" not in [button["label"] for body in phone.heard for button in body.get("buttons", ())]
    phone.tap("Записати відмову")
    assert "Я розумію лише слова" in phone.write(" ")
    assert "Записано відмову: «Сонячна машина»" in phone.write("  Сонячна   машина ")
    refusal = Refusal.objects.get()
    assert (refusal.title, refusal.place, refusal.reader, refusal.channel) == ("Сонячна машина", lib.shelf, None, "bot")
    assert totals(("enquiries.refusal",), refusal.on, refusal.on, by=("channel",)) == {("bot",): 1}
    phone.send(pressed(phone.chat, f"served:{lib.shelf.pk}"))
    assert written() == []


def test_a_reader_finds_what_is_asked_often_before_asking(lib):
    phone = Phone()
    phone.register()
    phone.tap("Спитати бібліотекаря")
    assert "На що часто питають" not in phone.buttons
    director, methodist = (actor(person(role, role, lib.root)) for role in ("director", "methodist"))
    made = draft_known(lib.act(actor=director), place=lib.root, question="Як записатися?", answer="За хвилину.")
    publish_known(lib.act(actor=methodist), known=made)
    phone.tap("Меню")
    phone.tap("Спитати бібліотекаря")
    phone.tap("На що часто питають")
    assert phone.tap("Як записатися?") == "Як записатися?\n\nЗа хвилину."
    withdraw_known(lib.act(actor=methodist), known=made)
    assert "Тут іще немає відповідей." in phone.tap("Інші запитання")
