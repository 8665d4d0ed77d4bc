"""A walk through the program in pictures: docs/tour.md and its images, made from the demonstration.

    .venv/bin/python -m scripts.tour

The pictures are WebP and small; all of them together may weigh LARGEST. Look at them: what a designer would reject is a bug.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.find_chromium import find_chromium
from scripts.screenshots import SHELF, at, demonstration, lend_one, link, menu, scan, sign_in, then

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/tour"
LARGEST = 1_500_000
QUALITY = 82
WIDE, PHONE = (1280, 800), (360, 740)


@dataclass(frozen=True)
class Stop:
    name: str
    title: str
    text: str
    who: str
    go: object
    size: tuple[int, int] = WIDE
    dark: bool = False


FOUND = then(SHELF, menu("Видача"), scan("Тестова Олена"))
STOPS = (
    Stop("site", "Сайт для читачів", "Що це за бібліотека, де сьогодні її полиці, що на них стоїть.", "", at("/")),
    Stop("today", "Сьогодні", "Що зроблено, кого чекаємо, що потребує уваги; полиця дня.", "hub", SHELF),
    Stop("desk", "Видача", "Два скани — книжку видано; помилку скасовує одна кнопка.", "hub", then(FOUND, lend_one)),
    Stop("desk-phone", "Та сама видача на телефоні", "Усе потрібне під великим пальцем.", "hub", FOUND, PHONE),
    Stop(
        "shelf",
        "Полиця як полиця",
        "Корінці стоять так, як стояли б у просторі.",
        "hub",
        then(menu("Полиці"), link("Полиця у вітальні")),
    ),
    Stop("reader", "Читацький квиток", "Досить псевдоніма; історію програма забуває.", "hub", then(FOUND, link("Формуляр читача"))),
    Stop(
        "catalogue",
        "Каталог",
        "Обкладинки програма малює сама, для того самого запису завжди однаково.",
        "cataloguer",
        menu("Каталог"),
    ),
    Stop(
        "indicators",
        "Загальні показники",
        "План, факт, відсоток, відхилення; число розкривається до дій.",
        "director",
        menu("Показники"),
    ),
    Stop("map", "Мапа місць", "Уся Україна, з Кримом; у списку поруч те саме словами.", "methodist", at("/work/units/map/")),
    Stop("start", "Перші кроки", "Порожній заклад стає готовим за кілька хвилин.", "director", at("/work/start/")),
    Stop("discrepancies", "Розбіжності", "Що не зійшлося, пояснено; розв’язок — один дотик.", "director", menu("Розбіжності")),
    Stop("dark", "Уночі", "Та сама сторінка в темному вигляді.", "hub", SHELF, WIDE, True),
)


def take(browser: Browser, url: str, stop: Stop) -> int:
    width, height = stop.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="uk-UA", timezone_id="Europe/Kyiv", reduced_motion="reduce",
        color_scheme="dark" if stop.dark else "light", device_scale_factor=1,
    )  # fmt: skip
    page: Page = context.new_page()
    if stop.who:
        sign_in(page, url, stop.who)
    else:
        page.goto(url)
    stop.go(page)  # type: ignore[operator]
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    path = FOLDER / f"{stop.name}.webp"
    picture.save(path, "WEBP", quality=QUALITY, method=6)
    context.close()
    return path.stat().st_size


PRINTED = (
    "## Надрукований план року\n\nТитул, зміст зі справжніми сторінками, у кожного розділу свої графи. Картинки робить "
    "`python -m scripts.tour_plan` з плану, на якому перевіряють завантаження.\n\n"
    + "\n".join(f"![Сторінка плану: {word}](tour/{name}.webp)" for name, word in
                (("plan-cover", "титул"), ("plan-contents", "зміст"), ("plan-table", "таблиця розділу")))
    + "\n"
)  # fmt: skip

POSTERS = (
    "## Афіші\n\nЧотири вигляди афіші події (звичайна назва, довга назва, квадрат для мережі) і програма місяця. "
    "Кожен напис зменшується, доки вміститься, слово переноситься лише тоді, коли без цього дрібними стали б усі. Аркуш робить "
    "`python -m scripts.tour_posters`; 29.11.2026 кожну афішу оглянуто в А4, А3, квадраті й сторіз зі звичайними й найдовшими "
    "словами.\n\n![Афіші: усі вигляди](tour/posters.webp)\n"
)


def text() -> str:
    head = "Сторінку й картинки робить `python -m scripts.tour` із демонстраційної бібліотеки: усі люди вигадані."
    parts = [f"# Мандрівна в картинках\n\n{head}\n"]
    parts += [f"## {stop.title}\n\n{stop.text}\n\n![{stop.title}](tour/{stop.name}.webp)\n" for stop in STOPS]
    return "\n".join([*parts, PRINTED, POSTERS])


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demonstration() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", "--lang=uk-UA"]
        )
        weight = 0
        for stop in STOPS:
            size = take(browser, url, stop)
            weight += size
            print(f"{stop.name}: {size // 1000} KB")
        browser.close()
    (ROOT / "docs/tour.md").write_text(text(), encoding="utf-8")
    if weight > LARGEST:
        print(f"Разом {weight // 1000} KB, а має бути до {LARGEST // 1000} / too heavy", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
