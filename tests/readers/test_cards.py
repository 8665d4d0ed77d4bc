"""Cards: replaced with a reason, printed so that a scanner reads them; the yearly list, and once a year and not twice."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mandrivna.core.models import AuditEntry
from mandrivna.core.problems import Refused
from mandrivna.faces.look.reader_cards import sheet
from mandrivna.ledger.api import totals
from mandrivna.readers import pins, sessions
from mandrivna.readers.actions.cards import give_card, replace_card
from mandrivna.readers.actions.enrolment import reenrol
from mandrivna.readers.models import Card, Enrolment, Reader, is_card_code, new_card_code
from mandrivna.shared.printing import cards, code128
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    return World()


def refused(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


# --- lost and replaced ---------------------------------------------------------------------------------------------------


def test_a_lost_card_is_replaced_and_its_number_says_why(world):
    lib, reader = world.lib, world.lib.reader(pseudonym="Сойка")
    old = reader.cards.get()
    token = sessions.begin(old)
    new = replace_card(lib.act(), reader=reader, place=lib.shelf, why="lost")
    old.refresh_from_db()
    assert (old.ended_on, old.ended_why, is_card_code(new.code), reader.cards.count()) == (lib.today, "lost", True, 2)
    assert (sessions.current(token), Reader.resolve(f"card:{old.code}"), Reader.resolve(f"card:{new.code}")) == (None, None, reader)
    client = world.browser("owner", place=lib.shelf)
    for page in (client.post("/work/desk/", form(q=old.code)), client.post("/work/readers/", form(q=old.code))):
        assert "Цей квиток уже не діє: загублено" in text_of(page)
    stranger = world.browser("stranger").post("/work/readers/", form(q=old.code))
    assert "уже не діє" not in text_of(stranger), "another institution learns nothing of it"
    page = text_of(client.get(reverse("workspace:reader_card", args=[reader.pk])))
    assert (old.pretty in page, new.pretty in page) == (True, False)


def test_what_is_no_replacement_is_refused(world):
    lib, reader, other = world.lib, world.lib.reader(), world.lib.reader()
    about = {"reader": reader, "place": lib.shelf}
    assert refused(replace_card, lib.act(), **about, why="eaten") == ["unknown_why"]
    assert refused(replace_card, lib.act(), **about, why="lost", card=other.cards.get().code) == ["card_taken"]
    assert refused(replace_card, lib.act(), **about, why="lost", card=reader.cards.get().code) == ["card_taken"]
    assert refused(replace_card, lib.act(), reader=reader, place=world.far_hub, why="lost") == ["foreign_reader"]
    assert refused(give_card, lib.act(), **about) == ["has_card"]
    child = lib.reader(family=reader)
    assert is_card_code(give_card(lib.act(), reader=child, place=lib.shelf).code)


def test_the_page_replaces_with_a_printed_card(world):
    reader, code = world.lib.reader(), new_card_code()
    client, url = world.browser("owner", place=world.lib.shelf), reverse("workspace:reader_card", args=[reader.pk])
    wrong = client.post(url, form(place=world.lib.shelf, why="worn", card="123"))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["card"])
    client.post(url, form(place=world.lib.shelf, why="worn", card=code))
    assert reader.cards.active().get().code == code


# --- on paper and on the phone -------------------------------------------------------------------------------------------


def test_every_card_is_on_the_sheet_and_a_list_of_them_can_be_heard(world):
    codes = [(new_card_code(), f"Читач {number}") for number in range(11)]
    made = sheet(world.lib.root, codes)
    assert made[:5] == b"%PDF-"
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert (len(pages), [Card(code=code).pretty in text for code, _name in codes]) == (2, [True] * 11)


@pytest.mark.parametrize("code", ["984311767375299", "999999999999999", "100100991001005"])
def test_the_bars_of_a_card_are_the_number(code):
    """Decoded by the table of the standard, written down here a second time."""
    signs = code128.values(code)
    assert signs[0] in (code128.START_B, code128.START_C)
    assert (signs[0] + sum(n * v for n, v in enumerate(signs[:-2]))) % 103 == signs[-2]
    read, pairs = "", signs[0] == code128.START_C
    for value in signs[1:-2]:
        if value == (code128.TO_B if pairs else code128.TO_C):  # 99 among pairs is two nines
            pairs = not pairs
        else:
            read += f"{value:02d}" if pairs else chr(value + 32)
    assert read == code


def test_a_reader_shows_the_card_on_the_phone(world):
    reader = world.lib.reader(pseudonym="Сойка")
    client = Client()
    client.cookies["reader"] = ""
    from django.conf import settings  # noqa: PLC0415 - app registry

    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    assert reader.cards.get().pretty in client.get(reverse("public:account_card")).content.decode()
    picture = client.get(reverse("public:account_card_picture"))
    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert Client().get(reverse("public:account_card_picture")).status_code == 302
    assert pins.new_pin()


def test_a_batch_is_chosen_and_printed_and_blank_cards_are_nobodys(world):
    one, other = world.lib.reader(pseudonym="Сойка", name="Олена Вигадана"), world.lib.reader()
    foreign = world.foreign_reader()
    client = world.browser("owner")
    page = client.get(reverse("workspace:reader_cards"))
    assert {card.reader for card in page.context["cards"]} == {one, other}
    assert "Вигадана" not in page.content.decode()
    url = reverse("workspace:reader_cards_print")
    codes = [reader.cards.get().code for reader in (one, foreign)]
    assert client.post(url, {"code": codes})["Content-Type"] == "application/pdf"
    assert client.post(url, {"code": codes[1:]}).status_code == 302, "of another institution there is nothing to print"
    assert client.post(url, {}).status_code == 302
    before = Card.objects.count()
    assert (client.post(url, {"blank": "3"})["Content-Type"], Card.objects.count()) == ("application/pdf", before)
    single = client.get(reverse("workspace:reader_card_pdf", args=[one.pk]))
    assert single["Content-Type"] == "application/pdf"
    wrong = client.get(reverse("workspace:reader_cards"), {"first": "учора", "last": ""})
    assert wrong.status_code == 422


def test_a_long_name_and_a_blank_line_fit():
    some = [
        cards.Card(code="912345678901234", pretty="91234", title="Б" * 200, kind="квиток", name=name) for name in ("", "Ж" * 60)
    ]
    assert cards.write(some, language="uk", title="Квитки")[:5] == b"%PDF-"


# --- once a year ---------------------------------------------------------------------------------------------------------


def test_twice_in_a_year_is_refused_and_counted_once(world):
    lib, reader = world.lib, world.lib.reader()
    year = lib.now.year
    assert refused(reenrol, lib.act(), reader=reader, place=lib.other_shelf) == ["already_this_year"]
    again = lib.act(happened=True)
    assert reenrol(again, reader=reader, place=lib.other_shelf).place == lib.shelf, "what has happened is never refused"
    assert (reenrol(again, reader=reader, place=lib.other_shelf).year, Enrolment.objects.count()) == (year, 1)
    assert totals(["readers.enrolment"], None, dt.date(2030, 1, 1)) == {("readers.enrolment",): 1}
    Enrolment.objects.update(year=year - 1)
    act = lib.act()
    reenrol(act, reader=reader, place=lib.shelf)
    assert reenrol(act, reader=reader, place=lib.shelf).year == year, "the same form sent twice is answered from memory"


@pytest.mark.parametrize("many", [1, 3])
def test_who_of_last_year_has_not_come_yet(world, many):
    readers = [world.lib.reader() for _number in range(many)]
    world.lib.reader(), world.lib.reader(place=world.lib.other_shelf), world.foreign_reader()
    year = world.lib.now.year
    Enrolment.objects.exclude(
        reader__in=Reader.objects.exclude(pk__in=[one.pk for one in readers]).filter(enrolments__place=world.lib.shelf)
    ).update(year=year - 1)
    client, url = world.browser("owner", place=world.lib.shelf), reverse("workspace:readers_again")
    rows = client.get(url).context["rows"]
    assert sorted(row.reader.pk for row, _label in rows) == sorted(one.pk for one in readers)
    assert queries(client, url) <= 12
    assert AuditEntry.objects.filter(action="readers.listed").count() == 1
    post = reverse("workspace:reader_reenrol", args=[readers[0].pk])
    assert client.post(post, form(place=world.lib.shelf, next=url))["Location"] == url
    assert len(client.get(url).context["rows"]) == many - 1
    assert world.browser("guardian").get(url).status_code == 403
