"""The screens of a plan from a file: refused in words, looked through beside the source, saved after review only."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mandrivna.planning.models import Plan, PlanItem, PlanReading, PlanRevision
from tests.faces.screens import World, form, text_of
from tests.faces.test_budgets import QUESTIONS, WIRE, costs

pytestmark = pytest.mark.django_db
UPLOAD = "/work/plans/file/"
GOALS = Path(__file__).parent.parent / "fixtures/plans/d2.txt"


@pytest.fixture
def world() -> World:
    return World()


def sent(data: bytes, name: str = "план.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_file_is_looked_through_and_saved_only_then(world: World) -> None:
    client = world.browser("methodist")
    there = client.post(UPLOAD, form(file=sent(GOALS.read_bytes()), unit=world.lib.root)).headers["Location"]
    assert PlanItem.objects.count() == 0
    page = text_of(client.get(there))
    assert "Що не знайшло місця" in page and "Варто глянути" in page
    part = text_of(client.get(f"{there}?part=0"))
    assert "Протягом року протягом року" in part and "Джерело" in part
    about = {"kind": "goals", "year": 2021, "title": "План відділення"}
    assert client.post(there, form(**about)).status_code == 422
    assert Plan.objects.count() == 0
    done = client.post(there, form(**about, seen="on"))
    plan = Plan.objects.get()
    assert done.headers["Location"] == reverse("workspace:plan", args=[plan.pk])
    assert PlanItem.objects.filter(plan=plan).count() > 10
    assert "уже став планом" in text_of(client.get(there))


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "порожній"), (b"\x00\x01\x02\x03" * 50, "не документ"), (b"PK\x03\x04nonsense", "пошкоджено")]
)
def test_what_is_no_plan_is_refused_in_words(world: World, data: bytes, words: str) -> None:
    answer = world.browser("methodist").post(UPLOAD, form(file=sent(data, "план.docx"), unit=world.lib.root))
    assert answer.status_code == 422 and words in text_of(answer)
    assert PlanReading.objects.count() == 0


def test_nobody_without_the_right_sees_what_was_read(world: World) -> None:
    there = world.browser("methodist").post(UPLOAD, form(file=sent(GOALS.read_bytes()), unit=world.lib.root)).headers["Location"]
    assert [world.browser(who).get(there).status_code for who in ("stranger", "cataloguer")] == [404, 403]
    assert world.browser("methodist").get(f"{there}?part=999").status_code == 404


HEADS = "№\tНазва заходу\tТермін виконання\tВідповідальні"


def long_plan(rows: int) -> bytes:
    """Two sections, the second with so many rows, each with words of its own."""
    first = ["1. РОБОТА З ЧИТАЧАМИ", HEADS, "1\tОгляд\tвересень\tЦПЧ", "2\tВиставка\tщомісяця\tЦПЧ"]
    words = ["мандрівна", "полиця", "селище", "громада", "читання", "родина", "молодь", "книга"]
    second = [f"{n}\tЗахід {n * 7919 % 10007}: {words[n % 8]} та {words[n * 3 % 8]} {n}\tщомісяця\tЦПЧ" for n in range(1, rows + 1)]
    return "\n".join(["План роботи бібліотеки на 2026 рік", "", *first, "", "2. РОБОТА З ФОНДОМ", HEADS, *second]).encode()


def uploaded(world: World, data: bytes) -> tuple[Client, str]:
    client = world.browser("methodist")
    return client, client.post(UPLOAD, form(file=sent(data), unit=world.lib.root)).headers["Location"]


SAVED = {"kind": "annual", "year": 2026, "title": "План бібліотеки", "seen": "on"}


def test_a_row_without_a_tick_stays_out_and_is_named_in_the_result_and_in_the_history(world: World) -> None:
    client, there = uploaded(world, long_plan(3))
    page = client.get(f"{there}?part=1").content.decode()
    assert page.count('name="row"') == page.count(" checked>") == 3
    answer = client.post(f"{there}?part=1", {"do": "choose", "page": 1, "row": ["0", "2"], "go": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (302, there)
    assert PlanReading.objects.get().left == ["1:1"]
    assert "Лишиться поза планом: 1" in text_of(client.get(there))
    assert client.get(f"{there}?part=1").content.decode().count(" checked>") == 2
    done = client.post(there, form(**SAVED), follow=True)
    name = "2, № 2: Захід 5831: селище та молодь 2"
    assert f"Поза планом лишено 1 рядок: {name}." in text_of(done)
    plan = Plan.objects.get()
    assert list(PlanItem.objects.filter(plan=plan).order_by("part__position", "position").values_list("number", flat=True)) == [
        "1", "2", "1", "3",
    ]  # fmt: skip
    assert PlanRevision.objects.get(plan=plan, what="plan_read").after["left_out"] == [name]
    history = text_of(client.get(reverse("workspace:plan_history", args=[plan.pk])))
    assert "Лишено поза планом: 1" in history and name in history


def test_a_whole_table_is_left_out_and_taken_again(world: World) -> None:
    client, there = uploaded(world, long_plan(3))
    client.post(there, {"do": "choose", "table": ["0"]})
    assert PlanReading.objects.get().left == ["1:0", "1:1", "1:2"]
    client.post(f"{there}?part=1", {"do": "choose", "page": 1, "row": ["1"]})
    client.post(there, {"do": "choose", "table": ["0", "1"]})
    assert PlanReading.objects.get().left == ["1:0", "1:2"]  # a table of which a part is taken stays as it was
    client.post(f"{there}?part=1", {"do": "choose", "which": "all"})
    assert PlanReading.objects.get().left == []
    client.post(f"{there}?part=1", {"do": "choose", "which": "none"})
    client.post(there, {"do": "choose", "table": ["0", "1"]})
    assert PlanReading.objects.get().left == []


def test_the_ticks_of_one_page_of_a_long_table_leave_those_of_the_others(world: World) -> None:
    client, there = uploaded(world, long_plan(130))
    rows = [str(row) for row in range(130)]
    client.post(f"{there}?part=1", {"do": "choose", "page": 2, "row": rows[60:119], "go": "on"})
    on = client.post(f"{there}?part=1", {"do": "choose", "page": 1, "row": rows[1:60], "go": "on"})
    assert on.headers["Location"] == f"{there}?part=1&page=2"
    assert PlanReading.objects.get().left == ["1:0", "1:119"]


def test_what_has_become_a_plan_is_not_chosen_from_any_more(world: World) -> None:
    client, there = uploaded(world, long_plan(3))
    client.post(f"{there}?part=1", {"do": "choose", "page": 1, "row": ["0", "2"]})
    client.post(there, form(**SAVED))
    client.post(f"{there}?part=1", {"do": "choose", "which": "none"})
    assert PlanReading.objects.get().left == ["1:1"]
    assert "disabled" in client.get(f"{there}?part=1").content.decode()


@pytest.mark.parametrize("part", ["9", "-1", "x", "99999999"])
def test_a_choice_of_a_section_that_is_not_there_is_no_page(world: World, part: str) -> None:
    client, there = uploaded(world, long_plan(1))
    assert client.post(f"{there}?part={part}", {"do": "choose", "which": "none"}).status_code == 404
    assert PlanReading.objects.get().left == []


def test_the_review_of_five_hundred_rows_keeps_its_budget(world: World) -> None:
    client, there = uploaded(world, long_plan(500))
    for path in (there, f"{there}?part=1", f"{there}?part=1&page=9"):
        asked, weighs = costs(client, path) or (0, 0)
        assert 0 < asked <= QUESTIONS and 0 < weighs <= WIRE, (path, asked, weighs)
    client.post(f"{there}?part=1", {"do": "choose", "which": "none"})
    asked, weighs = costs(client, there) or (0, 0)
    assert 0 < asked <= QUESTIONS and 0 < weighs <= WIRE
    assert "Лишиться поза планом: 500" in text_of(client.get(there)) and "і ще 300" in text_of(client.get(there))


def test_what_found_no_place_is_told_with_its_kind_and_page_by_page(world: World) -> None:
    many = "\n".join(f"а{n}\tб{n}" for n in range(70))
    client, there = uploaded(world, many.encode())
    page = client.get(there).content.decode()
    assert page.count("таблиця без упізнаних стовпців") == 60
    assert client.get(f"{there}?page=2").content.decode().count("таблиця без упізнаних стовпців") == 10


def test_a_plan_laid_out_by_spaces_is_marked_row_by_row_and_said_to_be_so(world: World) -> None:
    client, there = uploaded(world, GOALS.with_name("s1.txt").read_bytes())
    page = text_of(client.get(there))
    assert "Про весь файл: графи видно лише за пропусками між словами: звірте кожен рядок." in page
    assert "На 11 рядків варто глянути" in page
    part = text_of(client.get(f"{there}?part=1"))
    assert part.count("варто глянути") == 5
    assert "слово складено з двох половин: книжково-ілюстративної" in part
