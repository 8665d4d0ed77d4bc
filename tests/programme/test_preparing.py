"""What an event needs: rooms that two cannot have at once, work by days of its form, guests as announced, campaigns that group."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.campaigns import add_campaign, edit_campaign, group
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, cancel_event, move_event
from mandrivna.programme.actions.preparing import add_check, announce_guest, set_check, tick, withdraw_guest
from mandrivna.programme.actions.rooms import add_room, book_room, close_room, free_room
from mandrivna.programme.checklist import late_for, lines_of
from mandrivna.programme.models import Booking, Event, Guest, Room
from mandrivna.programme.rooms import days_in, room_problems
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def lib() -> Library:
    return library()


def event(lib: Library, title: str = "ЛітРозмови", *, days: int = 10, until: int | None = None, **about: Any) -> Event:
    said = {"title": title, "form": "meeting", "audiences": ["general"], "starts": "16:00", "ends": "17:30", **about}
    last = lib.today + until * DAY if until is not None else None
    return add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + days * DAY, until=last, about=said)


def room(lib: Library, name: str = "Зала", **about: Any) -> Room:
    return add_room(lib.act(), unit=about.pop("unit", lib.hub), name=name, **about)


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def warned(one: Event, where: Room) -> list[str]:
    return [problem.code for problem in room_problems(one, where)]


def test_a_room_is_had_by_one_at_a_time(lib):
    zala, other = room(lib), room(lib, "Куточок")
    book_room(lib.act(), event=event(lib), room=zala)
    late, after = event(lib, "Друга", starts="17:00", ends="18:00"), event(lib, "Потім", starts="17:30", ends="")
    assert codes(book_room, lib.act(), event=late, room=zala) == ["room_taken"]
    book_room(lib.act(), event=after, room=zala)
    book_room(lib.act(), event=late, room=other)
    assert codes(book_room, lib.act(), event=late, room=zala) == ["room_taken", "room_taken"]  # «Потім» lasts two hours
    assert sorted(Booking.objects.values_list("event__title", "room__name")) == [
        ("Друга", "Куточок"), ("ЛітРозмови", "Зала"), ("Потім", "Зала"),
    ]  # fmt: skip
    free_room(lib.act(), event=after)
    cancel_event(lib.act(), event=Event.objects.get(title="ЛітРозмови"), reason="тривога")
    assert book_room(lib.act(), event=late, room=zala).room == zala


def test_what_goes_on_for_days_or_has_no_hours_shares_the_room_and_says_so(lib):
    zala = room(lib)
    exhibition = event(lib, "Виставка", form="exhibition", until=20)
    book_room(lib.act(), event=exhibition, room=zala)
    one = event(lib, days=12)
    book_room(lib.act(), event=one, room=zala)
    assert (warned(one, zala), warned(exhibition, zala)) == (["room_shared"], ["room_shared"])
    assert warned(event(lib, "Без годин", days=12, starts="", ends=""), zala) == ["room_shared", "room_shared"]
    assert warned(event(lib, "Далеко", days=30), zala) == []


def test_a_move_into_anothers_hours_is_seen_on_the_page_of_the_room(lib):
    zala, first, second = room(lib), event(lib), event(lib, "Друга", days=11)
    for one in (first, second):
        book_room(lib.act(), event=one, room=zala)
    move_event(lib.act(), event=second, on=first.on, starts="17:00", ends="18:00", reason="світло")
    rows = days_in(Booking.objects.filter(room=zala).select_related("event"))
    assert [(row.event.title, [other.title for other in row.with_whom]) for row in rows] == [
        ("ЛітРозмови", ["Друга"]), ("Друга", ["ЛітРозмови"]),
    ]  # fmt: skip


def test_a_room_that_cannot_be_is_refused(lib):
    assert codes(room, lib, "  ") == ["no_name"]
    assert codes(room, lib, "З" * 81) == ["too_long"]
    assert codes(room, lib, seats=0) == ["wrong_number"]
    zala = room(lib)
    assert codes(room, lib) == ["room_known"]
    close_room(lib.act(), room=zala)
    assert codes(book_room, lib.act(), event=event(lib), room=zala) == ["room_closed"]
    assert room(lib).pk != zala.pk


def test_work_has_its_days_which_follow_the_event(lib):
    one = event(lib, form="lecture")
    assert [(line.code, (line.due - one.on).days) for line in lines_of(one) if line.due] == [
        ("place", -14), ("guest", -14), ("announce", -7), ("photo", 1), ("report", 3),
    ]  # fmt: skip
    add_check(lib.act(), event=one, sort="work", text="Подзвонити  школі", due=one.on - 2 * DAY)
    tick(lib.act(), event=one, code="announce")
    told = {line.label: line.done for line in lines_of(one)}
    assert (told["анонс"], told["фото"], told["Подзвонити школі"]) == (True, False, False)
    tick(lib.act(), event=one, code="announce", done=False)
    assert {line.code: line.done for line in lines_of(one)}["announce"] is False
    assert codes(tick, lib.act(), event=one, code="works") == ["unknown_item"]  # of exhibitions only
    assert codes(add_check, lib.act(), event=one, sort="work", text=" ") == ["no_text"]
    assert codes(add_check, lib.act(), event=one, sort="колись", text="Щось") == ["unknown_sort"]


def late(lib: Library, who: str = "hub_librarian") -> list[str]:
    actor = actor_for(person(who, who, lib.hub))
    return [one.title for one in late_for(actor, lib.today)]


def test_what_should_have_been_done_by_now_is_called_for_and_what_is_past_is_not(lib):
    soon, far, gone = event(lib, "Скоро", days=5), event(lib, "Далеко", days=40), event(lib, "Була", days=-10, starts="10:00")
    event(lib, "Давня", days=-90)
    assert late(lib) == ["Була", "Скоро"]
    for code in ("place", "announce"):
        tick(lib.act(), event=soon, code=code)
    tick(lib.act(), event=gone, code="photo")
    count_event(
        lib.act(), event=gone, counts=[{"way": "place", "audience": "general", "age": "", "number": 9}], report="Було затишно."
    )
    own = add_check(lib.act(), event=far, sort="work", text="Домовитися про автобус", due=lib.today - DAY)
    actor = actor_for(person("another", "hub_librarian", lib.hub))
    assert [one.title for one in late_for(actor, lib.today)] == ["Далеко"]
    set_check(lib.act(), check=own, done=True)
    assert list(late_for(actor, lib.today)) == []
    assert list(late_for(actor_for(person("neighbour", "hub_librarian", lib.other_hub)), lib.today)) == []


def test_an_institution_writes_its_own_list(lib):
    for word, value in (("label", "чай"), ("days", -1), ("forms", "meeting")):
        policy.edit(Act(actor=SYSTEM), policy="programme", key=f"checklist/own_1/{word}", value=value, reason="так заведено")
    assert "чай" in [line.label for line in lines_of(event(lib))]
    assert "чай" not in [line.label for line in lines_of(event(lib, form="lecture", starts="10:00", ends=""))]
    for key, value in (("own_1/days", "завтра"), ("own_1/days", 400), ("own_1/forms", "no_such"), ("own_1/colour", "синій")):
        with pytest.raises(Refused):
            policy.edit(Act(actor=SYSTEM), policy="programme", key=f"checklist/{key}", value=value, reason="так заведено")


def test_a_guest_stands_as_announced_and_only_as_agreed(lib):
    one = event(lib)
    said = {"event": one, "part": "speaker", "announced": "Гостя зі степу,  письменниця"}
    assert codes(announce_guest, lib.act(), **said, agreed=False) == ["not_agreed"]
    assert announce_guest(lib.act(), **said, agreed=True).announced == "Гостя зі степу, письменниця"
    announce_guest(lib.act(), **said, agreed=True)
    assert Guest.objects.count() == 1
    assert codes(announce_guest, lib.act(), **{**said, "part": "ніхто", "announced": ""}, agreed=True) == [
        "no_text",
        "unknown_part",
    ]
    withdraw_guest(lib.act(), event=one, announced="Гостя зі степу, письменниця")
    assert Guest.objects.count() == 0


def test_a_campaign_groups_events_of_any_series(lib):
    week = add_campaign(lib.act(), unit=lib.root, title="Тиждень  читання", first=lib.today, last=lib.today + 7 * DAY)
    first, second = event(lib, days=2), event(lib, "Друга", days=3)
    for one in (first, second, second):
        group(lib.act(), campaign=week, event=one)
    assert sorted(row.event.title for row in week.grouped.all()) == ["Друга", "ЛітРозмови"]
    group(lib.act(), campaign=week, event=second, within=False)
    assert [row.event for row in week.grouped.all()] == [first]
    edited = edit_campaign(
        lib.act(), campaign=week, title="Місячник", first=lib.today, last=lib.today + 30 * DAY, about=" Про книжки "
    )
    assert (week.title, edited.title, edited.about) == ("Тиждень читання", "Місячник", "Про книжки")
    about = {"unit": lib.hub, "title": "", "first": lib.today, "last": lib.today - DAY}
    assert codes(add_campaign, lib.act(), **about) == ["ends_before", "no_title"]


def test_whoever_plans_elsewhere_prepares_nothing_here(lib):
    one, stranger = event(lib), person("neighbour", "hub_librarian", lib.other_hub)
    act = Act(actor=actor_for(stranger), at=lib.act().at)
    with pytest.raises(Forbidden):
        tick(act, event=one, code="announce")
