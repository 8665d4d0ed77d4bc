"""A slip of the pen does not stay for ever: lines and rooms get other words, or go when nobody had them; used ones are kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, confirm_event
from mandrivna.programme.actions.preparing import add_check, edit_check, remove_check, set_check, tick
from mandrivna.programme.actions.rooms import add_room, book_room, close_room, edit_room, free_room, remove_room, reopen_room
from mandrivna.programme.checklist import lines_of
from mandrivna.programme.models import Booking, Check, Event, Room
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def event(world: World, days: int = 3) -> Event:
    said = {"title": "ЛітРозмови", "form": "meeting", "audiences": ["general"], "starts": "16:00"}
    on = world.lib.today + dt.timedelta(days=days)
    return add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about=said)


def line(world: World, one: Event, text: str = "Десять стілців", sort: str = "gear") -> Check:
    return add_check(world.lib.act(), event=one, sort=sort, text=text)


def room(world: World, name: str = "Зола") -> Room:
    return add_room(world.lib.act(), unit=world.lib.hub, name=name, seats=40, about="екран")


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


# --- lines ---------------------------------------------------------------------------------------------------------------


def test_a_line_gets_other_words_another_day_another_sort_and_stays_done(world):
    act, one = world.lib.act, event(world)
    row = set_check(act(), check=line(world, one), done=True)
    due = world.lib.today + dt.timedelta(days=1)
    edit_check(act(), check=row, sort="work", text=" Подзвонити  школі ", due=due)
    row.refresh_from_db()
    assert (row.text, row.sort, row.due, row.done_at is not None) == ("Подзвонити школі", "work", due, True)
    assert ("Подзвонити школі", due) in [(told.label, told.due) for told in lines_of(one)]
    assert codes(edit_check, act(), check=row, sort="?", text=" ") == ["no_text", "unknown_sort"]
    assert codes(edit_check, act(), check=row, sort="gear", text="х" * 121) == ["too_long"]


def test_a_line_goes_and_said_twice_is_gone_all_the_same(world):
    one = event(world)
    row = line(world, one)
    for _again in range(2):
        assert remove_check(world.lib.act(), check=row) == one
    assert not Check.objects.exists()


def test_what_the_list_of_the_form_asks_is_changed_there(world):
    one = event(world)
    tick(world.lib.act(), event=one, code="announce")
    listed = Check.objects.get(code="announce")
    assert codes(edit_check, world.lib.act(), check=listed, sort="work", text="Інше") == ["of_the_list"]
    assert codes(remove_check, world.lib.act(), check=listed) == ["of_the_list"]


def test_what_was_done_for_an_event_that_has_been_is_kept_and_only_its_words_change(world):
    act, one = world.lib.act, event(world, days=0)
    used, missing = set_check(act(), check=line(world, one), done=True), line(world, one, "Екран")
    count_event(
        act(), event=confirm_event(act(), event=one), counts=[{"way": "place", "audience": "general", "age": "", "number": 3}]
    )
    assert codes(remove_check, act(), check=used) == ["line_used"]
    assert edit_check(act(), check=used, sort="gear", text="Десять стільців").text == "Десять стільців"
    remove_check(act(), check=missing)
    assert list(Check.objects.values_list("text", flat=True)) == ["Десять стільців"]


# --- rooms ---------------------------------------------------------------------------------------------------------------


def test_a_room_gets_other_words_and_keeps_its_events(world):
    act, one, two = world.lib.act, room(world), room(world, "Куточок")
    book_room(act(), event=event(world), room=one)
    edit_room(act(), room=one, name=" Велика  зала ", seats=60, about="екран, піаніно")
    one.refresh_from_db()
    assert (one.name, one.seats, one.about, Booking.objects.get().room) == ("Велика зала", 60, "екран, піаніно", one)
    assert edit_room(act(), room=one, name="Велика зала").seats is None, "its own name is no other room's"
    assert codes(edit_room, act(), room=two, name="Велика зала", seats=0) == ["wrong_number", "room_known"]
    close_room(act(), room=two)
    assert codes(edit_room, act(), room=two, name="Куток") == ["room_closed"]


def test_a_room_that_nobody_had_goes_and_one_that_somebody_had_is_only_closed(world):
    act, never, once = world.lib.act, room(world), room(world, "Куточок")
    one = event(world)
    book_room(act(), event=one, room=once)
    assert codes(remove_room, act(), room=once) == ["room_used"]
    for _again in range(2):
        assert remove_room(act(), room=never) == world.lib.hub
    assert list(Room.objects.all()) == [once]
    free_room(act(), event=one)
    remove_room(act(), room=once)
    assert not Room.objects.exists()


def test_a_closed_room_comes_back_unless_another_bears_its_name(world):
    act, one = world.lib.act, room(world)
    close_room(act(), room=one)
    second = room(world)
    assert codes(reopen_room, act(), room=one) == ["room_known"]
    edit_room(act(), room=second, name="Куточок")
    assert reopen_room(act(), room=one).closed_on is None
    assert book_room(act(), event=event(world), room=one).room == one


@pytest.mark.parametrize("run", [edit_check, remove_check, edit_room, remove_room, reopen_room])
def test_only_whoever_plans_there_corrects(world, run):
    row, one = line(world, event(world)), room(world)
    said = {
        edit_check: {"check": row, "sort": "gear", "text": "Екран"}, remove_check: {"check": row},
        edit_room: {"room": one, "name": "Зала"}, remove_room: {"room": one}, reopen_room: {"room": one},
    }[run]  # fmt: skip
    for who in ("colleague", "guardian"):
        with pytest.raises(Forbidden):
            run(world.lib.act(actor=actor_for(world.staff[who])), **said)


# --- screens --------------------------------------------------------------------------------------------------------------


def test_a_line_is_corrected_and_removed_by_its_pencil(world):
    client, one = world.browser("owner"), event(world)
    row = line(world, one)
    above, page = f"/work/programme/events/{one.pk}/prepare/", f"/work/programme/events/{one.pk}/prepare/check/{row.pk}/"
    few = queries(client, above)
    assert f'href="{page}"' in client.get(above).content.decode()
    line(world, one, "Екран"), line(world, one, "Подзвонити", "work")
    assert (queries(client, above), queries(client, page) <= 12) == (few, True)
    assert client.post(page, form(sort="gear", text="")).status_code == 422
    assert client.post(page, form(sort="gear", text="Десять стільців", due="")).status_code == 302
    assert "Десять стільців" in text_of(client.get(above))
    assert client.get(f"{page}remove/").status_code in (302, 405)
    assert client.post(f"{page}remove/", form(), follow=True).redirect_chain[0][0] == f"{above}#h-gear"
    assert "Десять стільців" not in text_of(client.get(above))
    assert [client.get(page).status_code, client.post(f"{page}remove/", form()).status_code] == [404, 404]
    other = line(world, event(world, days=5))
    assert client.get(f"{above}check/{other.pk}/").status_code == 404, "of another event"


def test_a_line_that_stays_says_why(world):
    client, one = world.browser("owner"), event(world, days=0)
    row = set_check(world.lib.act(), check=line(world, one), done=True)
    said = [{"way": "place", "audience": "general", "age": "", "number": 3}]
    count_event(world.lib.act(), event=confirm_event(world.lib.act(), event=one), counts=said)
    answer = client.post(f"/work/programme/events/{one.pk}/prepare/check/{row.pk}/remove/", form())
    assert (answer.status_code, "рядок лишається" in text_of(answer)) == (422, True)


def test_a_room_is_corrected_closed_brought_back_and_removed(world):
    client, one = world.browser("owner"), room(world)
    page = f"/work/programme/rooms/{one.pk}/"
    assert "Прибрати зовсім" in text_of(client.get(page))
    assert client.post(f"{page}edit/", form(name="", seats="40")).status_code == 422
    assert client.post(f"{page}edit/", form(name="Зала", seats="45", about="екран")).status_code == 302
    assert ("Зала" in text_of(client.get(page)), "місць: 45" in text_of(client.get(page))) == (True, True)
    booked = event(world)
    book_room(world.lib.act(), event=booked, room=one)
    assert "вже були події" in text_of(client.post(f"{page}remove/", form(), follow=True))
    assert ("Прибрати зовсім" in text_of(client.get(page)), "Кімнати більше немає" in text_of(client.get(page))) == (False, True)
    client.post(f"{page}close/", form())
    assert "Прибрані кімнати" in text_of(client.get("/work/programme/rooms/"))
    client.post(f"{page}reopen/", form())
    assert [row.name for row in client.get("/work/programme/rooms/").context["rooms"]] == ["Зала"]
    free_room(world.lib.act(), event=booked)
    client.post(f"{page}remove/", form())
    assert client.get(page).status_code == 404
