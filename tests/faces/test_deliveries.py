"""Home delivery from the screens: planned at a desk, printed, tapped at the door with a telephone."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Membership, Operation
from mandrivna.core.telling import known, traces
from mandrivna.lending.actions.rounds import add_stop, carry, plan_round, set_off
from mandrivna.lending.models import Carried, Event, Loan, Round, Stop
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.models import Doorstep, Reader
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def at_home(world: World, pseudonym: str) -> Reader:
    reader = world.lib.reader(pseudonym=pseudonym)
    set_doorstep(world.lib.act(), reader=reader, place=world.lib.shelf, address=Withheld("вул. Вигадана, 7"), agreed="1")
    return reader


def a_round(world: World, doors: int) -> Round:
    lib = world.lib
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Пані Надія")
    for number in range(doors):
        stop = add_stop(lib.act(), delivery=delivery, reader=at_home(world, f"Читач {number}"))
        carry(lib.act(), stop=stop, copy=lib.copy(), way="bring")
    return delivery


def test_a_whole_round_from_the_screens(world):
    lib, owner = world.lib, world.browser("owner")
    reader, brought = lib.reader(pseudonym="Калина"), lib.copy(lib.record("Тигролови"))
    address = reverse("workspace:reader_doorstep", args=[reader.pk])
    said = {"place": lib.shelf, "address": "вул. Вигадана, 7", "directions": "другий поверх", "ask_for": "Тітка Калина"}
    assert owner.post(address, form(**said)).status_code == 422
    assert owner.post(address, form(**said, agreed="on")).status_code == 302
    assert Doorstep.objects.get().ask_for == "Тітка Калина"
    body = Operation.objects.get(verb="readers.set_doorstep").body
    assert [body[name] for name in ("address", "directions", "ask_for")] == [None, None, None]
    owner.post(reverse("workspace:delivery_add"), form(base=lib.shelf, on="сьогодні", volunteer_name="Пані Надія"))
    delivery = Round.objects.get()
    here = reverse("workspace:delivery", args=[delivery.pk])
    assert "Калина" in text_of(owner.get(here))
    owner.post(reverse("workspace:delivery_stop_add", args=[delivery.pk]), form(reader=reader))
    stop = Stop.objects.get()
    owner.post(reverse("workspace:delivery_books", args=[stop.pk]), form(code=brought.inventory))
    assert Carried.objects.get().copy == brought
    assert owner.post(reverse("workspace:delivery_step", args=[delivery.pk]), form(to="closed")).status_code == 422
    other = reverse("workspace:delivery_replan", args=[delivery.pk])
    assert owner.post(other, form(on="вчора", volunteer_name="Пан Остап")).status_code == 422
    owner.post(other, form(on="сьогодні", volunteer_name="Пан Остап"))
    assert Round.objects.get().who == "Пан Остап"
    owner.post(reverse("workspace:delivery_step", args=[delivery.pk]), form(to="on_way"))
    page = text_of(owner.get(here))
    assert ("вул. Вигадана, 7" in page, "другий поверх" in page, "Тітка Калина" in page) == (True, True, True)
    door, given = reverse("workspace:delivery_door", args=[stop.pk]), form(said="given", copy=brought)
    assert [owner.post(door, given).status_code for _twice in range(2)] == [302, 302]
    assert (Loan.objects.get().reader, Event.objects.filter(act="issue").get().mode) == (reader, "nonstationary")
    assert owner.post(door, form(said="nobody")).status_code == 422
    assert "Скасувати позначку" in owner.get(here).content.decode()
    owner.post(door, form(said="undo", copy=brought))
    assert (Loan.objects.open().count(), Carried.objects.get().state) == (0, "bag")
    owner.post(door, form(said="given", copy=brought))
    owner.post(reverse("workspace:delivery_step", args=[delivery.pk]), form(to="closed"))
    page = text_of(owner.get(here))
    assert ("завершено" in page, "вул. Вигадана" in page) == (True, False)
    assert owner.get(reverse("workspace:delivery_route", args=[delivery.pk, "pdf"])).status_code == 404


def test_whoever_has_not_said_where_they_are_is_asked_first(world):
    reader, director = world.lib.reader(), world.browser("director")
    page = text_of(director.get(reverse("workspace:reader_doorstep", args=[reader.pk])))
    assert ("Де ви сьогодні працюєте?" in page, "Немає місця" in page, "Куди везти" in page) == (True, False, False)


def test_what_is_collected_rides_in_the_bag_and_stands_at_home(world):
    lib, owner = world.lib, world.browser("owner")
    delivery = a_round(world, 1)
    stop, copy = Stop.objects.get(), Carried.objects.get().copy
    set_off(lib.act(), delivery)
    door = reverse("workspace:delivery_door", args=[stop.pk])
    owner.post(door, form(said="given", copy=copy))
    owner.post(reverse("workspace:delivery_step", args=[delivery.pk]), form(to="closed"))
    again = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Пані Надія")
    stop = add_stop(lib.act(), delivery=again, reader=stop.reader)
    owner.post(reverse("workspace:delivery_books", args=[stop.pk]), form(copy=copy))
    assert list(Carried.objects.filter(round=again).values_list("way", "state")) == [("take", "chosen")]
    set_off(lib.act(), again)
    taken = form(said="taken", copy=copy)
    for _twice in range(2):
        owner.post(reverse("workspace:delivery_door", args=[stop.pk]), taken)
    copy.refresh_from_db()
    assert (copy.state, Event.objects.filter(act="return").count()) == ("transit", 1)
    owner.post(reverse("workspace:delivery_step", args=[again.pk]), form(to="closed"))
    copy.refresh_from_db()
    assert (copy.state, copy.place) == ("available", lib.shelf)


def test_the_list_on_paper_says_what_the_door_needs_and_no_more(world):
    owner = world.browser("owner")
    delivery = a_round(world, 1)
    reader = Stop.objects.get().reader
    sent = owner.get(reverse("workspace:delivery_route", args=[delivery.pk, "docx"]))
    words = zipfile.ZipFile(io.BytesIO(sent.content)).read("word/document.xml").decode()
    code = reader.cards.get().code
    said = ["вул. Вигадана, 7", "Читач 0", "ПІСЛЯ ВИЇЗДУ ЗНИЩИТИ", Carried.objects.get().copy.inventory]
    assert ([word for word in said if word not in words], code in words, code[:5] in words) == ([], False, False)
    sent = owner.get(reverse("workspace:delivery_route", args=[delivery.pk, "pdf"]))
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sent.content)).pages)
    assert ([word for word in said if word not in words], code[:5] in words) == ([], False)
    printed = AuditEntry.objects.filter(action__endswith="_printed").values_list("action", "object_pk")
    assert set(printed) == {("lending.round_printed", str(delivery.pk)), ("lending.address_printed", str(Stop.objects.get().pk))}
    for _twice in range(2):
        owner.get(reverse("workspace:delivery", args=[delivery.pk]))
    assert AuditEntry.objects.filter(action="lending.round_viewed", object_pk=str(delivery.pk)).count() == 1
    seen = [trace.action for trace in traces(known(reader.pk)) if "address" in trace.action]
    assert seen == ["lending.address_viewed", "lending.address_printed", "lending.address_printed"]
    of_rounds = AuditEntry.objects.filter(action__startswith="lending.round").values("op")
    assert not AuditEntry.objects.filter(object_pk=str(reader.pk), op__in=of_rounds).exists()
    Stop.objects.update(reader=None)
    assert [trace.action for trace in traces(known(reader.pk)) if "address" in trace.action] == []


@pytest.mark.parametrize(
    ("who", "status"), [("director", 200), ("colleague", 404), ("guardian", 403), ("auditor", 403), ("stranger", 404)]
)
def test_who_sees_addresses(world, who, status):
    delivery = a_round(world, 1)
    assert world.browser(who).get(reverse("workspace:delivery", args=[delivery.pk])).status_code == status


def test_one_door_and_three_cost_the_same(world):
    owner = world.browser("owner")
    few = a_round(world, 1)
    here = reverse("workspace:delivery", args=[few.pk])
    owner.get(here)
    one = queries(owner, here)
    lists = queries(owner, reverse("workspace:deliveries"))
    many = a_round(world, 3)
    there = reverse("workspace:delivery", args=[many.pk])
    owner.get(there)
    assert queries(owner, there) == one <= 12
    a_round(world, 1)
    assert queries(owner, reverse("workspace:deliveries")) == lists <= 12


def test_on_paper_nobody_is_called_by_a_name_they_did_not_give_for_the_door(world):
    owner, lib = world.browser("owner"), world.lib
    reader = lib.reader(name="Тестова Канарка", consent="1", pseudonym="")
    set_doorstep(lib.act(), reader=reader, place=lib.shelf, address=Withheld("вул. Вигадана, 7"), agreed="1")
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Пані Надія")
    add_stop(lib.act(), delivery=delivery, reader=reader)
    sent = owner.get(reverse("workspace:delivery_route", args=[delivery.pk, "docx"]))
    words = zipfile.ZipFile(io.BytesIO(sent.content)).read("word/document.xml").decode()
    assert ("1. Читач" in words, "Канарка" in words) == (True, False)
    assert "Канарка" in text_of(owner.get(reverse("workspace:delivery", args=[delivery.pk])))


def test_whoever_holds_the_right_today_may_drive_and_only_another_day_is_called_so(world):
    owner, lib = world.browser("owner"), world.lib
    guardian, former = world.staff["guardian"], person("former", "hub_librarian", lib.hub)
    Membership.objects.filter(staff=former).update(until=lib.today - dt.timedelta(days=1))
    delivery = a_round(world, 0)
    other = reverse("workspace:delivery_replan", args=[delivery.pk])
    offered = set(owner.get(other).context["form"].fields["volunteer"].queryset)
    assert (world.staff["owner"] in offered, guardian in offered, former in offered) == (True, False, False)
    for day, said in (("сьогодні", "Записано."), ("завтра", "Обхід перенесено.")):
        sent = owner.post(other, form(on=day, volunteer_name="Пан Остап"), follow=True)
        assert [str(message) for message in sent.context["messages"]] == [said]


def test_nobody_at_home_tapped_by_mistake_is_taken_back(world):
    owner = world.browser("owner")
    delivery = a_round(world, 1)
    set_off(world.lib.act(), delivery)
    door = reverse("workspace:delivery_door", args=[Stop.objects.get().pk])
    here = reverse("workspace:delivery", args=[delivery.pk])
    owner.post(door, form(said="nobody"))
    assert "нікого не було" in text_of(owner.get(here))
    owner.post(door, form(said="somebody"))
    assert (Stop.objects.get().nobody_on, "Нікого не було" in text_of(owner.get(here))) == (None, True)
