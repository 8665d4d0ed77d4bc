"""The ten steps of docs/handbook/27-plan-za-desiat-khvylyn.md in a browser: for its pictures and for the test that keeps it true.

`before_plan` makes the demonstration in which nobody has written a plan yet.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload, Page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROW = "Реєстрація та перереєстрація"
"""Of section 2.2: measured by the number of readers registered."""


@dataclass(frozen=True)
class Step:
    """`go` begins where the one before it ended; `picture` is taken then, with `show` at its upper edge."""

    go: Callable[[Page], object]
    picture: str = ""
    show: str = ""


def press(text: str) -> Callable[[Page], None]:
    """A button or a link of the page by its words; on to whatever opens."""

    def go(page: Page) -> None:
        page.locator("main a, main button").filter(has_text=text).locator("visible=true").first.click()
        page.wait_for_load_state()

    return go


def menu(label: str) -> Callable[[Page], object]:
    return lambda page: page.goto(str(page.locator("nav.side a", has_text=label).first.evaluate("link => link.href")))


def upload(docx: bytes) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        file = FilePayload(name=f"План роботи {last_year()}.docx", mimeType=DOCX, buffer=docx)
        page.set_input_files("main input[type=file]", files=[file])

    return go


def last_year() -> int:
    return dt.datetime.now().astimezone().year - 1


def look_through(page: Page) -> None:
    press("Переглянути від початку")(page)
    while not page.locator("main h1", has_text="2.1").count():
        rows = page.locator("main button", has_text="Запам’ятати й далі").count()
        press("Запам’ятати й далі" if rows else "Наступний розділ")(page)


def save(page: Page) -> None:
    page.locator(".crumbs a, main p a").filter(has_text=".docx").first.click()
    page.fill("main [name=year]", str(last_year()))
    page.check("main [name=seen]")
    press("Зберегти як чернетку")(page)


def copy(page: Page) -> None:
    press(f"Скласти план на {last_year() + 1} рік")(page)
    press("Скласти чернетку")(page)


def to_section(number: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.locator(".outline li a", has_text=number).first.click()
        page.wait_for_load_state()

    return go


def approve(page: Page) -> None:
    page.locator(".outline p a", has_text="Титул і стан плану").click()
    page.wait_for_load_state()
    press("Затвердити")(page)
    press("Затвердити план")(page)
    press("Ввести в дію")(page)
    press("Ввести план у дію")(page)


def tie(page: Page) -> None:
    press("План і виконання")(page)
    press("Прийняти всі пропозиції")(page)


def open_row(page: Page) -> None:
    page.select_option("#section", "2.2")
    press("Показати")(page)
    row = page.locator("table.board tbody tr", has_text=ROW).first
    row.locator("th a").click()
    page.wait_for_load_state()


def open_fact(page: Page) -> None:
    """From the number to its facts, from a fact to what somebody did."""
    page.locator("table.board td.number a").first.click()
    page.wait_for_load_state()


def explain(page: Page) -> None:
    page.go_back()
    page.select_option("main [name=outcome]", "partly")
    page.fill("main [name=text]", "Два простори відчинилися лише восени: записуємо читачів і там.")
    press("Записати")(page)


def report(page: Page) -> None:
    press("До плану й виконання")(page)
    press("Скласти звіт")(page)
    press("Почати звіт")(page)


def steps(docx: bytes) -> tuple[Step, ...]:
    """In the order of the page; a step with two pictures is two of these."""
    return (
        Step(lambda page: (menu("Плани роботи")(page), press("План із файлу")(page), upload(docx)(page)), "shliakh-fail"),
        Step(press("Прочитати файл"), "shliakh-prochytano"),
        Step(look_through, "shliakh-pereviryty", "h1"),
        Step(save, "shliakh-dali"),
        Step(copy),
        Step(to_section("2.1"), "shliakh-novyi", "#plan-table"),
        Step(approve, "shliakh-diie"),
        Step(tie, "shliakh-vykonannia"),
        Step(open_row, "shliakh-riadok"),
        Step(open_fact, "shliakh-fakty"),
        Step(explain),
        Step(report, "shliakh-zvit"),
    )


def before_plan() -> int:
    """Fills MANDRIVNA_DATA, which is empty, with the demonstration as it would be had nobody written a plan."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    import django  # noqa: PLC0415 - slow import

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - app registry

    from mandrivna.config import demo  # noqa: PLC0415 - app registry
    from mandrivna.config.demo import story  # noqa: PLC0415 - app registry

    call_command("migrate", verbosity=0)
    chapters: tuple[Any, ...] = (story.plans, story.reports)
    for chapter in chapters:
        chapter.write = lambda _stage: None
    demo.load()
    return 0


if __name__ == "__main__":
    sys.exit(before_plan())
