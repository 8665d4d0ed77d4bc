"""Screens of a plan: the list, the table written in place and without a script, two people at once, steps, comparing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.urls import reverse

from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan, PlanItem, Section
from tests.faces.screens import World, form, queries, text_of
from tests.planning.plans import COLUMNS, approved, numbers, part_of, plan_of, rows

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def part(world: World) -> Section:
    return part_of(plan_of(world.lib.root))


def url(name: str, what: Any) -> str:
    return reverse(f"workspace:{name}", args=[what.pk])


def typed(row: PlanItem, column: int, text: str, **about: Any) -> dict[str, Any]:
    return form(column=column, text=text, version=row.version, was=row.cells[column], **about)


def test_the_list_asks_as_much_of_one_plan_as_of_three(world: World) -> None:
    client = world.browser("methodist")
    plan_of(world.lib.root, 2026)
    one = queries(client, "/work/plans/")
    for year in (2027, 2028):
        part_of(plan_of(world.lib.root, year))
    assert queries(client, "/work/plans/") == one <= 12


def test_a_section_asks_as_much_of_one_row_as_of_three(world: World) -> None:
    client, plan = world.browser("methodist"), plan_of(world.lib.root)
    part = part_of(plan, rows=[(0, ["1", "Клуб", "", "12", "щомісяця", "ЦПЧ"])])
    one = queries(client, url("plan_part", part))
    for number in ("2", "3"):
        row = plans.add_row(world.lib.act(), part=part, cells=[number, "Захід", "", "", "квітень", "ВІТЕР"])
        plans.comment_plan(world.lib.act(), plan=plan, item=row, text="Хто?")
    assert queries(client, url("plan_part", part)) == one <= 12


def test_the_table_shows_what_is_written_and_what_was_understood(world: World, part: Section) -> None:
    shown = text_of(world.browser("methodist").get(url("plan_part", part)))
    for words in ("-----//----- приймання", "щомісяця (12 на рік)", "200 прим. 200 прим.", "1, 3 квартали 1 квартал; 3 квартал"):
        assert words in shown


def test_a_cell_is_saved_and_every_row_that_now_says_something_else_comes_back(world: World, part: Section) -> None:
    client, row = world.browser("methodist"), rows(part)[1]
    answer = client.post(url("plan_cell", row), typed(row, 2, "розбір дарунків"))
    back = re.findall(r'<tr id="row-([^"]+)"', answer.content.decode())
    assert back == [str(one.pk) for one in rows(part)[1:]]
    assert rows(part)[1].cells[2] == "розбір дарунків"


def test_two_people_in_one_cell_see_both_texts(world: World, part: Section) -> None:
    row = rows(part)[1]
    first, second = world.browser("director"), world.browser("methodist")
    assert first.post(url("plan_cell", row), typed(row, 3, "250 прим.")).status_code == 200
    answer = second.post(url("plan_cell", row), typed(row, 3, "300 прим."))
    said = answer.content.decode()
    assert answer.status_code == 409 and "250 прим." in said and "300 прим." in said and "Особа director" in said
    assert rows(part)[1].cells[3] == "250 прим."
    again = form(column=3, text="300 прим.", version=row.version, was="250 прим.")
    assert second.post(url("plan_cell", row), again).status_code == 200


def test_each_sees_that_the_other_is_there(world: World, part: Section) -> None:
    world.browser("director").get(url("plan_part", part))
    assert "Особа director теж редагує це" in text_of(world.browser("methodist").get(url("plan_part", part)))


def test_the_table_is_written_without_a_script(world: World, part: Section) -> None:
    client, there = world.browser("methodist"), url("plan_rows", part)
    assert client.post(there, form(do="add")).headers["Location"] == url("plan_part", part)
    client.post(there, form(do="paste", table='3\tБук-кросинг\r\n4\t"Перший рядок\r\nдругий"\r\n'))
    assert numbers(part) == ["1", "1.1", "1.2", "2", "", "3", "4"]
    assert rows(part)[6].cells[1] == "Перший рядок\nдругий"
    row = rows(part)[4]
    said = {f"cell{at}": text for at, text in enumerate(["5", "Квартирник", "", "", "травень", "ЦПЧ"])}
    done = client.post(url("plan_row", row), form(version=row.version, level=0, kind="row", **said))
    assert done.headers["Location"] == f"{url('plan_part', part)}#row-{row.pk}"
    client.post(there, form(do="move", row=row, before=rows(part)[0]))
    client.post(there, form(do="remove", row=rows(part)[2], version=rows(part)[2].version))
    assert numbers(part) == ["5", "1", "1.2", "2", "3", "4"]
    client.post(there, form(do="undo"))
    assert numbers(part) == ["5", "1", "1.1", "1.2", "2", "3", "4"]


def test_the_script_gets_the_table_alone(world: World, part: Section) -> None:
    row = rows(part)[3]
    versions = json.dumps({str(row.pk): row.version})
    about = form(do="paste", row=row, column=2, table="мітап\t5", versions=versions)
    answer = world.browser("methodist").post(url("plan_rows", part), about, headers=PART).content.decode()
    assert "<html" not in answer and answer.count('<tr id="row-') == 4 and "мітап" in answer
    stale = world.browser("methodist").post(
        url("plan_rows", part), form(do="paste", row=row, column=2, table="ще", versions=versions), headers=PART
    )
    assert stale.status_code == 422 and rows(part)[3].cells[2:4] == ["мітап", "5"]


@pytest.mark.parametrize("about", [{"do": "спати"}, {"do": "remove"}, {"do": "paste", "table": " ", "versions": "{["}])
def test_what_makes_no_sense_is_said_on_the_page(world: World, part: Section, about: dict[str, str]) -> None:
    answer = world.browser("methodist").post(url("plan_rows", part), form(**about))
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert numbers(part) == ["1", "1.1", "1.2", "2"]


def test_whoever_only_reads_has_nothing_to_press(world: World, part: Section) -> None:
    client = world.browser("cataloguer")
    page = client.get(url("plan_part", part)).content.decode()
    assert "plan.js" not in page and "data-row=" not in page
    assert client.post(url("plan_cell", rows(part)[0]), typed(rows(part)[0], 1, "…")).status_code == 403
    row = rows(part)[0]
    assert client.post(url("plan_row", row), form(version=1, level=0, kind="row")).status_code == 403
    done = client.post(url("plan_comment", part.plan), form(text="А дарунки?", item=row, next=url("plan_row", row)))
    assert done.headers["Location"] == url("plan_row", row)
    assert "А дарунки?" in text_of(world.browser("methodist").get(url("plan_row", row)))


def test_another_institutions_plan_is_not_there(world: World, part: Section) -> None:
    client = world.browser("stranger")
    for name, what in (("plan", part.plan), ("plan_part", part), ("plan_row", rows(part)[0]), ("plan_history", part.plan)):
        assert client.get(url(name, what)).status_code == 404
    assert client.post(url("plan_rows", part), form(do="add")).status_code == 404


def test_a_plan_goes_from_empty_to_approved_and_every_later_change_says_why(world: World) -> None:
    client = world.browser("director")
    client.post("/work/plans/new/", form(unit=world.lib.root, kind="annual", year=2027, title="План роботи на 2027 рік"))
    plan = Plan.objects.get(year=2027)
    client.post(url("plan_part_add", plan), form(number="1", title="Читання", kind="section"))
    part = Section.objects.get(plan=plan)
    client.post(url("plan_rows", part), form(do="paste", table="1\tЛітоглядки\t\t\tщомісяця\tЦПЧ"))
    assert "Читання" in text_of(client.get(url("plan", plan)))
    about = form(to="approved", on="2027-01-11", post="Директорка", name="Ганна Приклад", note="")
    assert client.post(url("plan_step", plan), about).headers["Location"] == url("plan", plan)
    row = rows(part)[0]
    assert client.post(url("plan_cell", row), typed(row, 1, "Огляди")).status_code == 422
    assert client.post(url("plan_cell", row), typed(row, 1, "Огляди", reason="лист")).status_code == 200
    page = text_of(client.get(url("plan_history", plan)))
    assert "Літоглядки Огляди лист" in page
    assert "Літоглядки Огляди" in text_of(client.get(url("plan_compare", plan)))


def test_a_methodist_agrees_and_only_the_director_is_offered_more(world: World, part: Section) -> None:
    methodist = world.browser("methodist")
    page = text_of(methodist.get(url("plan", part.plan)))
    assert "Погодити" in page and "Затвердити" not in page
    refused = methodist.post(url("plan_step", part.plan), form(to="approved", on="2026-01-09", post="А", name="Б", note=""))
    assert refused.status_code == 403 and Plan.objects.get(pk=part.plan_id).state == "draft"


def test_columns_are_turned_and_added_by_a_form(world: World, part: Section) -> None:
    client, said = world.browser("methodist"), {}
    for at, column in enumerate(COLUMNS):
        said |= {f"place{at}": (at + 1) % 6 + 1, f"title{at}": column["title"], f"role{at}": column["role"], f"width{at}": 20}
    said |= {"place6": 7, "title6": "Примітка", "role6": "other", "width6": 0}
    assert client.post(url("plan_columns", part), form(version=part.version, **said)).status_code == 302
    part.refresh_from_db()
    assert part.roles == ["executors", "number", "title", "form", "quantity", "term", "other"]
    assert rows(part)[1].cells == ["", "1.1", "Отримання книг", "приймання", "200 прим.", "", ""]


def test_sections_are_moved_and_written_by_forms(world: World, part: Section) -> None:
    client = world.browser("methodist")
    other = part_of(part.plan, "3.1", rows=[])
    client.post(url("plan_part_edit", other), form(do="up"))
    assert list(Section.objects.order_by("position").values_list("number", flat=True)) == ["3.1", "2.1"]
    about = form(number="3.2", title="Заходи", kind="section", narrative="Текст.", parent=part.pk)
    assert client.post(url("plan_part_edit", other), about).status_code == 302
    other.refresh_from_db()
    assert (other.number, other.parent_id, other.narrative) == ("3.2", part.pk, "Текст.")
    assert client.post(url("plan_part_edit", other), form(do="remove")).headers["Location"] == url("plan", part.plan)


def test_last_years_plan_is_copied_by_a_form(world: World, part: Section) -> None:
    client = world.browser("methodist")
    assert client.post(url("plan_copy", part.plan), form(year=2027, done="on")).status_code == 302
    assert Plan.objects.get(year=2027).title == "План роботи на 2027 рік"


def test_years_that_are_over_are_listed_after_copying_and_marked_in_the_row(world: World, part: Section) -> None:
    client, item = world.browser("methodist"), PlanItem.objects.filter(part=part).order_by("position")[0]
    item.cells = [item.cells[0], "Програма на 2022-2026 роки", *item.cells[2:]]
    item.save()
    Section.objects.filter(pk=part.pk).update(narrative="За стратегією 2021-2026 років і планом 2026-2027 років.")
    assert "ці роки вже минули" not in text_of(client.get(url("plan_part", part)))  # of its own year nothing is over
    answer = client.post(url("plan_copy", part.plan), form(year=2027), follow=True)
    (warning,) = [str(one) for one in answer.context["messages"] if one.level_tag == "warning"]
    new = Section.objects.get(plan__year=2027, number=part.number)
    row = PlanItem.objects.filter(part=new).order_by("position")[0]
    assert warning == (
        f"Ці роки вже минули, програма їх не переносила: {str(new)[:80]}: 2021-2026; {row}: 2022-2026. У розділах вони позначені."
    )
    assert "2022-2026: ці роки вже минули" in text_of(client.get(url("plan_part", new)))


def test_abbreviations_know_their_departments_by_name(world: World, part: Section) -> None:
    client = world.browser("methodist")
    client.post(url("plan_words", part.plan), form(said=f"ЦПЧ – {world.lib.hub.name}\nЕК - електронний каталог"))
    assert list(part.plan.abbreviations.order_by("position").values_list("short", "unit")) == [
        ("ЦПЧ", world.lib.hub.pk),
        ("ЕК", None),
    ]
    assert f'title="{world.lib.hub.name}">ЦПЧ</span>' in client.get(url("plan_part", part)).content.decode()
    assert f"ЦПЧ: {world.lib.hub.name}" in text_of(client.get(url("plan_row", rows(part)[2])))


def test_an_approved_plan_asks_for_the_reason_on_every_form(world: World, part: Section) -> None:
    approved(part.plan)
    client = world.browser("methodist")
    pages = [url("plan_part", part), url("plan_row", rows(part)[0]), url("plan_part_edit", part), url("plan_columns", part)]
    for page in [*pages, url("plan_cover", part.plan), url("plan_words", part.plan)]:
        assert 'name="reason"' in client.get(page).content.decode(), page
