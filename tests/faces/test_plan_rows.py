"""A row on the screen: what was in last year's plan is taken by one press, and a row carries out a row or a whole direction."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from mandrivna.core.models import AuditEntry
from mandrivna.planning.actions import plans
from mandrivna.planning.models import PlanItem, Section
from mandrivna.planning.plan_done import DONE
from tests.faces.screens import World, form, queries, text_of
from tests.planning.plans import an_act, numbers, part_of, plan_of, rows
from tests.planning.test_plan_last_year import OLD

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def url(name: str, what: Any) -> str:
    return reverse(f"workspace:{name}", args=[what.pk])


def test_rows_of_last_year_are_offered_and_taken_by_one_press(world: World) -> None:
    old = part_of(plan_of(world.lib.root, 2025), rows=OLD)
    part = part_of(plan_of(world.lib.root, 2026), rows=OLD[:1])
    client, there, page = world.browser("methodist"), url("plan_last_year", part), url("plan_part", part)
    assert f'hx-get="{there}"' in client.get(page).content.decode()
    shown = client.get(there)
    assert "Було в плані 2025 року, у розділі «2.1 Формування фонду», а тут немає." in text_of(shown)
    assert shown.content.decode().count('name="last"') == 3
    done = client.post(url("plan_rows", part), form(do="take", last=rows(old)[2]))
    assert done.headers["Location"] == f"{page}#last-year"
    assert (numbers(part), client.get(there).content.decode().count('name="last"')) == (["1", "2"], 2)


def test_without_a_script_whoever_takes_one_row_stays_at_the_list(world: World) -> None:
    old = part_of(plan_of(world.lib.root, 2025), rows=OLD)
    part = part_of(plan_of(world.lib.root, 2026), rows=OLD[:1])
    client, there = world.browser("methodist"), url("plan_last_year", part)
    assert 'name="alone"' in client.get(there).content.decode()
    assert 'name="alone"' not in client.get(there, headers={"HX-Request": "true"}).content.decode()
    done = client.post(url("plan_rows", part), form(do="take", alone="1", last=rows(old)[2]))
    assert done.headers["Location"] == there
    for row in (rows(old)[1], rows(old)[3]):
        client.post(url("plan_rows", part), form(do="take", alone="1", last=row))
    assert "тут уже є" in text_of(client.get(there))


def test_what_stands_already_and_what_is_no_row_is_refused(world: World) -> None:
    old = part_of(plan_of(world.lib.root, 2025), rows=OLD)
    part = part_of(plan_of(world.lib.root, 2026), rows=OLD[:1])
    client = world.browser("methodist")
    for last, words in ((rows(old)[0], "Такий рядок у цьому розділі вже є."), ("nonsense", "Цього рядка вже немає")):
        answer = client.post(url("plan_rows", part), form(do="take", last=last))
        assert answer.status_code in (409, 422) and words in text_of(answer)
    assert numbers(part) == ["1"]


def test_the_list_asks_as_much_of_one_row_of_last_year_as_of_three(world: World) -> None:
    old = part_of(plan_of(world.lib.root, 2025), rows=OLD[:1])
    part = part_of(plan_of(world.lib.root, 2026), rows=[])
    client = world.browser("methodist")
    one = queries(client, url("plan_last_year", part))
    for number in ("2", "3"):
        plans.add_row(an_act(), part=old, cells=[number, f"Захід {number}", "", "", "травень", "ЦПЧ"])
    assert queries(client, url("plan_last_year", part)) == one <= 12


def test_what_was_held_stands_beside_the_row_of_last_year(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old = part_of(plan_of(world.lib.root, 2025), rows=OLD)
    part = part_of(plan_of(world.lib.root, 2026), rows=OLD[:1])
    club = rows(old)[2]
    said = {club.pk: "Подій: 11, учасників: 140"}
    monkeypatch.setitem(DONE._items, "test.plan_rows", lambda plan, _rows: said if plan.pk == old.plan_id else {})
    page = text_of(world.browser("methodist").get(url("plan_last_year", part)))
    assert "Розмовний клуб 1, 3 квартали Виконано: Подій: 11, учасників: 140" in page


def test_a_plan_that_waits_for_approval_takes_nothing(world: World) -> None:
    part_of(plan_of(world.lib.root, 2025), rows=OLD)
    part = part_of(plan_of(world.lib.root, 2026), rows=OLD[:1])
    plans.agree_plan(an_act(), plan=part.plan, on=dt.date(2026, 1, 9))
    client = world.browser("methodist")
    assert "last-year" not in client.get(url("plan_part", part)).content.decode()
    assert 'name="last"' not in client.get(url("plan_last_year", part)).content.decode()


@pytest.fixture
def linked(world: World) -> tuple[Section, PlanItem]:
    """(a direction of a strategy, a row of the year's plan)."""
    about = {"title": "Стратегія"}
    strategy = plans.make_plan(an_act(), unit=world.lib.root, year=2024, kind="strategy", until_year=2028, about=about)
    direction = part_of(strategy, "1", rows=OLD[:1], kind="direction", title="Читання для всіх")
    return direction, rows(part_of(plan_of(world.lib.root, 2026), rows=OLD))[2]


def said(row: PlanItem, serves: str) -> dict[str, Any]:
    cells = {f"cell{at}": text for at, text in enumerate(row.cells)}
    return form(version=PlanItem.objects.get(pk=row.pk).version, level=row.level, kind=row.kind, serves=serves, **cells)


def test_a_row_carries_out_a_whole_direction_a_row_of_it_or_nothing(world: World, linked: tuple[Section, PlanItem]) -> None:
    direction, row = linked
    client, there = world.browser("methodist"), url("plan_row", row)
    assert "Цілий напрям: 1 Читання для всіх (2024)" in text_of(client.get(there))
    for serves, part, goal in (
        (f"part:{direction.pk}", direction.pk, None), (str(rows(direction)[0].pk), None, rows(direction)[0].pk), ("", None, None),
    ):  # fmt: skip
        assert client.post(there, said(row, serves)).status_code == 302
        now = PlanItem.objects.get(pk=row.pk)
        assert (now.serves_part_id, now.serves_id) == (part, goal)
        chosen = f'value="{serves}" selected' if serves else ""
        assert chosen in client.get(there).content.decode()


def test_the_direction_is_told_beside_the_row(world: World, linked: tuple[Section, PlanItem]) -> None:
    direction, row = linked
    client = world.browser("methodist")
    client.post(url("plan_row", row), said(row, f"part:{direction.pk}"))
    assert "Виконує цілий напрям 1 Читання для всіх" in text_of(client.get(url("plan_row", row)))
    assert row.part is not None and "1 Читання для всіх" in text_of(client.get(url("plan_part", row.part)))


def test_what_is_no_direction_of_this_plan_s_strategy_is_refused_and_nothing_changes(
    world: World, linked: tuple[Section, PlanItem]
) -> None:
    _direction, row = linked
    strange = part_of(plan_of(world.lib.hub, 2026), rows=OLD[:1])
    client = world.browser("methodist")
    for serves in (f"part:{strange.pk}", str(rows(strange)[0].pk), "part:nonsense"):
        answer = client.post(url("plan_row", row), said(row, serves))
        assert answer.status_code in (409, 422) and "вже немає" in text_of(answer)
    assert PlanItem.objects.get(pk=row.pk).serves_part_id is None


def test_the_row_asks_as_much_of_one_direction_as_of_three(world: World, linked: tuple[Section, PlanItem]) -> None:
    direction, row = linked
    client = world.browser("methodist")
    one = queries(client, url("plan_row", row))
    for number in ("2", "3"):
        part_of(direction.plan, number, rows=OLD, kind="direction", title=f"Напрям {number}")
    assert queries(client, url("plan_row", row)) == one <= 12


def test_the_journal_is_not_asked_for_actions_it_never_has(world: World) -> None:
    """A plan tells the journal what was changed, not by which verb: the list of actions offers only what can be found."""
    part = part_of(plan_of(world.lib.root, 2026), rows=OLD)
    plans.remove_row(an_act(), item=rows(part)[1])
    plans.undo_plan(an_act(), plan=part.plan)
    page = world.browser("director").get("/work/system/audit/").content.decode()
    offered = set(re.findall(r'<option value="(planning\.[a-z_]+)"', page))
    said = set(AuditEntry.objects.filter(action__startswith="planning.").values_list("action", flat=True))
    assert said >= {"planning.row_added", "planning.row_removed", "planning.undone"}
    assert {"planning.add_row", "planning.remove_row", "planning.take_row"}.isdisjoint(offered | said)
