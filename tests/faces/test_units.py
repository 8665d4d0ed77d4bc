"""The tree of units: opened, copied in a minute, corrected, moved and switched by a day, closed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.actions.units import set_mode
from mandrivna.core.models import Kind, Unit, UnitPeriod
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/units/"
CHANGES = ("unit_create", "unit_edit", "unit_copy", "unit_move", "unit_mode", "unit_close")


@pytest.fixture
def world():
    return World()


def url(name, unit):
    return reverse(f"workspace:{name}", args=[unit.pk])


def particulars(**about):
    return form(**{"name": "Новий хаб", "visits_from": "acts", **about})


def test_the_tree_shows_only_what_lies_where_one_works(world):
    rows = {
        who: [line.row.unit.name for line in world.browser(who).get(LIST).context["table"].lines]
        for who in ("director", "owner", "stranger")
    }
    assert rows == {
        "director": ["Наукова бібліотека", "Хаб 1", "Полиця 1", "Хаб 2", "Полиця 2"],
        "owner": ["Хаб 1", "Полиця 1"],
        "stranger": ["Інша бібліотека", "Далекий хаб"],
    }


def test_a_unit_is_opened_with_all_its_particulars(world):
    sent = particulars(
        kind="hub",
        mode="stationary",
        short_name="НХ",
        legal_form="КЗ",
        legal_address="Юридична, 1",
        actual_address="Фактична, 2",
        opening_hours="пн–пт 9:00–17:00\r\n\r\nсб 10:00–14:00",
        contact="@hub",
        population="1200",
        population_source="ОВА",
        visits_from="counter",
    )
    response = world.browser("director").post(url("unit_create", world.lib.root), sent)
    made = Unit.objects.get(name="Новий хаб")
    assert (response.status_code, response.headers["Location"]) == (302, url("unit", made))
    assert (made.opening_hours, made.population, made.mode_on(timezone.localdate())) == (
        ["пн–пт 9:00–17:00", "сб 10:00–14:00"],
        1200,
        "stationary",
    )
    page = text_of(world.browser("director").get(url("unit", made)))
    for words in (
        "НХ",
        "КЗ",
        "Юридична, 1",
        "Фактична, 2",
        "сб 10:00–14:00",
        "@hub",
        "1200 ОВА",
        "стаціонарне обслуговування",
        "з лічильника",
        "Відкрито",
    ):
        assert words in page, words


def test_a_new_place_in_a_minute_by_copying_another(world):
    response = world.browser("director").post(url("unit_copy", world.lib.hub), form(name="Хаб 3", actual_address="Нова, 3"))
    made = Unit.objects.get(name="Хаб 3")
    assert (response.headers["Location"], made.kind, made.actual_address, made.parent) == (
        url("unit", made),
        Kind.HUB,
        "Нова, 3",
        world.lib.root,
    )
    assert list(made.children.values_list("name", flat=True)) == ["Полиця 1"]


def test_the_same_form_sent_twice_is_one_place(world):
    client, sent = world.browser("director"), form(name="Хаб 3")
    answers = [client.post(url("unit_copy", world.lib.hub), sent).headers["Location"] for _time in range(2)]
    assert (len(set(answers)), Unit.objects.filter(name="Хаб 3").count()) == (1, 1)


def test_a_correction_is_told_on_the_timeline(world):
    client = world.browser("director")
    assert client.get(url("unit_edit", world.lib.hub)).context["form"].initial["name"] == "Хаб 1"
    assert client.post(url("unit_edit", world.lib.hub), particulars(name="Хаб на Садовій")).status_code == 302
    assert "повна назва: «Хаб 1» → «Хаб на Садовій»" in text_of(client.get(url("unit", world.lib.hub)))


def test_a_shelf_moves_on_a_day(world):
    client, day = world.browser("director"), timezone.localdate()
    response = client.post(url("unit_move", world.lib.shelf), form(parent=world.lib.other_hub, since=day, note="переїзд"))
    world.lib.shelf.refresh_from_db()
    assert (response.status_code, world.lib.shelf.parent) == (302, world.lib.other_hub)
    page = text_of(client.get(url("unit", world.lib.shelf)))
    assert f"«Хаб 1» → «Хаб 2» від {day:%d.%m.%Y}" in page
    assert "переїзд" in page


def test_a_move_is_not_recorded_ahead_of_its_day(world):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    response = world.browser("director").post(url("unit_move", world.lib.shelf), form(parent=world.lib.other_hub, since=tomorrow))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["since"])


def test_the_mode_switches_on_a_day_also_below(world):
    client, today = world.browser("director"), timezone.localdate()
    assert client.post(url("unit_mode", world.lib.hub), form(mode="suspended", since=today)).status_code == 302
    rows = {line.row.pk: line.row.mode_tag.text for line in client.get(LIST).context["table"].lines}
    assert [str(rows[unit.pk]) for unit in (world.lib.hub, world.lib.shelf, world.lib.other_hub)] == [
        "роботу призупинено",
        "роботу призупинено",
        "мандрівна бібліотека",
    ]


def test_a_unit_is_closed_when_nothing_in_it_is_open(world):
    client = world.browser("director")
    refused = client.post(url("unit_close", world.lib.hub), form(note=""))
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (
        422,
        ["Спершу закрийте або перемістіть те, що входить до цього підрозділу."],
    )
    assert client.post(url("unit_close", world.lib.shelf), form(note="")).status_code == 302
    assert "Полиця 1" not in text_of(client.get(LIST))
    assert "Полиця 1 закрито" in text_of(client.get(f"{LIST}?closed=1&q=полиця"))


@pytest.mark.parametrize(
    ("name", "sent", "field"),
    [
        ("unit_create", {"kind": "region"}, "kind"),
        ("unit_create", {"kind": "hub", "name": " "}, "name"),
        ("unit_create", {"kind": "hub", "population": "-1"}, "population"),
        ("unit_create", {"kind": "hub", "mode": "сплю"}, "mode"),
        ("unit_create", {"kind": "hub", "opening_hours": "ж\n" * 30}, "opening_hours"),
        ("unit_edit", {"name": ""}, "name"),
        ("unit_edit", {"contact": "ж" * 201}, "contact"),
        ("unit_edit", {"visits_from": "хтозна"}, "visits_from"),
        ("unit_mode", {"mode": "", "since": "2026-01-01"}, "mode"),
        ("unit_mode", {"mode": "both", "since": "колись"}, "since"),
    ],
)
def test_refusals_stand_beside_their_fields(world, name, sent, field):
    before = Unit.objects.count()
    response = world.browser("director").post(url(name, world.lib.root), particulars(**sent))
    assert (response.status_code, list(response.context["form"].errors), Unit.objects.count()) == (422, [field], before)


def test_a_move_into_what_is_not_ones_own_or_before_later_changes_is_refused(world):
    client, today = world.browser("director"), timezone.localdate()
    foreign = client.post(url("unit_move", world.lib.shelf), form(parent=world.far_hub, since=today))
    early = client.post(url("unit_move", world.lib.shelf), form(parent=world.lib.other_hub, since="2020-01-01"))
    assert [(answer.status_code, list(answer.context["form"].errors)) for answer in (foreign, early)] == [
        (422, ["parent"]),
        (422, ["since"]),
    ]


@pytest.mark.parametrize(
    ("who", "seen", "changed"),
    [
        ("director", 200, 200),
        ("methodist", 200, 200),
        ("owner", 200, 403),
        ("auditor", 200, 403),
        ("colleague", 404, 403),
        ("stranger", 404, 404),
    ],
)
def test_who_sees_and_changes_a_unit(world, who, seen, changed):
    client = world.browser(who)
    assert client.get(url("unit", world.lib.hub)).status_code == seen
    assert [client.get(url(name, world.lib.hub)).status_code for name in CHANGES] == [changed] * len(CHANGES)


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_unit_that_is_not_there(world, pk):
    assert world.browser("director").get(f"/work/units/{pk}/").status_code == 404


def test_the_pages_cost_the_same_with_one_row_and_with_three(world):
    client = world.browser("director")
    urls = (LIST, url("unit", world.lib.hub))
    one = [queries(client, one) for one in urls]
    for number in (3, 4):
        client.post(url("unit_copy", world.lib.shelf), form(name=f"Полиця {number}"))
        client.post(url("unit_edit", world.lib.hub), particulars(name=f"Хаб {number}"))
    assert ([queries(client, one) for one in urls], max(one) <= 12) == (one, True)


def test_a_move_goes_nowhere_until_somebody_says_where(world):
    client = world.browser("director")
    page = client.get(url("unit_move", world.lib.shelf))
    assert (page.context["form"]["parent"].value(), "— оберіть —" in text_of(page)) == (None, True)
    response = client.post(url("unit_move", world.lib.shelf), form(parent="", since=timezone.localdate()))
    assert (response.status_code, response.context["form"].errors) == (422, {"parent": ["Оберіть зі списку."]})


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"q": "ХАБ"}, ["Хаб 1", "Хаб 2"]),
        ({"q": "хаб 2"}, ["Хаб 2"]),
        ({"kind": "shelf"}, ["Полиця 1", "Полиця 2"]),
        ({"mode": "suspended"}, ["Хаб 2", "Полиця 2"]),
        ({"mode": "suspended", "kind": "hub"}, ["Хаб 2"]),
        ({"q": "немає"}, []),
    ],
)
def test_the_tree_is_filtered(world, chosen, found):
    set_mode(world.lib.act(), unit=world.lib.other_hub, mode="suspended", since=timezone.localdate(), note="")
    table = world.browser("director").get(LIST, chosen).context["table"]
    assert [line.row.unit.name for line in table.lines] == found


def test_a_whole_tree_is_indented_and_a_filtered_one_says_what_is_above(world):
    client = world.browser("director")
    whole, filtered = client.get(LIST).content.decode(), client.get(LIST, {"q": "полиця 1"}).content.decode()
    assert ('data-deep="2"' in whole, "рівень 2:" in whole, 'data-deep="2"' in filtered) == (True, True, False)
    assert '<span class="soft">Хаб 1</span>' in filtered


def test_a_faulty_filter_of_the_tree_is_refused(world):
    response = world.browser("director").get(LIST, {"kind": "замок"})
    assert (response.status_code, list(response.context["table"].form.errors)) == (422, ["kind"])


def test_the_history_is_one_line_of_time_newest_first(world):
    client, today = world.browser("director"), timezone.localdate()
    client.post(url("unit_mode", world.lib.hub), form(mode="suspended", since=today, note="ремонт даху"))
    told = client.get(url("unit", world.lib.hub)).context["story"]
    assert [(one.title, str(one.mode.text) if one.mode else "", one.note, one.past) for one in told] == [
        ("змінено режим роботи", "роботу призупинено", "ремонт даху", False),
        ("відкрито", "", "", True),
    ]


def test_a_period_nobody_told_of_stands_for_itself(world):
    UnitPeriod.objects.create(
        unit=world.lib.hub, since="2020-05-01", path=world.lib.hub.path, mode="stationary", note="давній запис"
    )
    told = world.browser("director").get(url("unit", world.lib.hub)).context["story"]
    assert (told[-1].title, told[-1].on, told[-1].note) == ("режим роботи", dt.date(2020, 5, 1), "давній запис")


def test_an_inherited_mode_says_so(world):
    client = world.browser("director")
    said = ["як у вищого підрозділу" in text_of(client.get(url("unit", unit))) for unit in (world.lib.shelf, world.lib.root)]
    assert said == [True, False]


@pytest.mark.parametrize("said", ["сьогодні", "{day:%d.%m.%Y}", "{day.day}.{day.month}"])
def test_a_day_is_understood_as_people_write_it(world, said):
    client, today = world.browser("director"), timezone.localdate()
    sent = form(mode="suspended", since=said.format(day=today))
    assert client.post(url("unit_mode", world.lib.hub), sent).status_code == 302
    assert world.lib.hub.mode_on(today) == "suspended"
