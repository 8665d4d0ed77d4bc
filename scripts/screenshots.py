"""The handbook's pictures: serves the demonstration in a folder of its own, signs in, and looks at each page.

    .venv/bin/python -m scripts.screenshots [part of a name…]

Pictures go to docs/handbook/img. Made again after a change of look; a picture above LARGEST fails, so that a clone stays small.
"""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from scripts.find_chromium import find_chromium
from scripts.plan_walk import steps
from tests.planning.reading.kit import expected
from tests.planning.reading.papers import as_docx

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/handbook/img"
LARGEST = 120 * 1024
WIDE, NARROW = (1280, 860), (360, 740)
READY = 300
WALK = "shliakh"
"""How the pictures of the walk begin; one of them is not taken without the others."""
SIGN_INS = {
    "hub": "мандри-2026-простір",
    "director": "мандри-2026-директор",
    "cataloguer": "мандри-2026-каталог",
    "methodist": "мандри-2026-методист",
    "technician": "мандри-2026-технік",
}


@dataclass(frozen=True)
class Shot:
    """`go` brings the page from the first screen to what is to be seen; `show` is what stands at the upper edge."""

    name: str
    who: str
    go: Callable[[Page], object]
    sizes: tuple[tuple[int, int], ...] = (WIDE,)
    show: str = ""


def menu(label: str) -> Callable[[Page], object]:
    """What stands in the menu, without opening it: on a phone it may be folded."""
    return lambda page: page.goto(str(page.locator("nav.side a", has_text=label).first.evaluate("link => link.href")))


def then(*steps: Callable[[Page], object]) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        for step in steps:
            step(page)

    return go


def at(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto("/".join(page.url.split("/")[:3]) + path)


def link(text: str) -> Callable[[Page], object]:
    """Also one that lies in a folded menu of the page."""
    return lambda page: page.goto(str(page.locator("main a", has_text=text).first.evaluate("link => link.href")))


def inside(tail: str) -> Callable[[Page], object]:
    """A page of the thing one looks at: what stands behind its own address."""
    return lambda page: page.goto(f"{page.url.partition('?')[0]}{tail}")


def scan(text: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.fill("main [name=q]", text)
        page.press("main [name=q]", "Enter")
        page.wait_for_load_state()

    return go


def place(name: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        choice = page.locator("main select[name=place]").first
        choice.select_option(label=next(label for label in choice.locator("option").all_inner_texts() if name in label))
        choice.locator("xpath=ancestor::form").locator("button").first.click()
        page.wait_for_load_state()

    return go


def lend_one(page: Page) -> None:
    """The first copy that stands on the shelf, by its barcode, to the reader who is open."""
    reader = page.url
    menu("Полиці")(page)
    link("Полиця у вітальні")(page)
    standing = re.search(r"№ (\d+)", page.inner_text("main").partition("Стоїть тут")[2])
    assert standing is not None
    page.goto(reader)
    scan(f"20001{int(standing[1]):07d}")(page)


def sign(page: Page) -> None:
    """Who approves and signs the paper; nobody of flesh and blood."""
    said = {"approver_post": "Директорка", "signer_post": "Завідувачка відділу", "place": "Старобільськ – Черкаси"}
    for name, text in said.items():
        page.fill(f"main [name={name}]", text)
    page.click("main button[value=show]")
    page.wait_for_load_state()


TABLE = """Назва;Хто написав;Інв. номер;Місце зберігання;Примітка
Кассандра;Українка Леся;9001;КХ;подерта обкладинка
Бояриня;Українка Леся;9002;КХ;
Лісова пісня;Українка Леся;9003;ЧЗ;
"""


def bring(page: Page) -> None:
    at("/work/catalogue/imports/")(page)
    file = FilePayload(name="картотека.csv", mimeType="text/csv", buffer=TABLE.encode())
    page.set_input_files("main input[type=file]", files=[file])
    page.locator("main form button").first.click()
    page.wait_for_url("**/look/**")


FORMER = """Прізвище та ім’я;Рік народження;Телефон;№ квитка;Категорія
Вигадана Ганна Прикладівна;1980;0000000077;77;усі охочі
Зразковий Іван;2012;;78;учень
"""


def bring_readers(page: Page) -> None:
    at("/work/readers/arrivals/")(page)
    file = FilePayload(name="читачі.csv", mimeType="text/csv", buffer=FORMER.encode())
    page.set_input_files("main input[type=file]", files=[file])
    page.locator("main .form-foot button").first.click()
    page.wait_for_url("**/arrivals/*-*/**")


def known(page: Page) -> None:
    """A book that the catalogue knows, found by its name."""
    page.fill("#code", "Тореадори")
    page.press("#code", "Enter")
    page.wait_for_load_state()
    page.goto(str(page.locator("main a[href^='?record=']").first.evaluate("link => link.href")))


def shared(page: Page) -> None:
    """What the donor sees, by the link that has just been made."""
    page.click("main button:has-text('посилання') >> nth=0")
    page.wait_for_load_state()
    page.goto(page.input_value("#link"))


def chat(*said: str) -> Callable[[Page], None]:
    """The bot's own page, beside the site: what is written, or «[label]» for a button; «CODE» is that of a shelf."""

    def go(page: Page) -> None:
        menu("Полиці")(page)
        link("Полиця у вітальні")(page)
        page.goto(f"{page.url}code/")
        code = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", page.inner_text("main"))
        assert code is not None
        site, port = page.url.split("/work/")[0].rsplit(":", 1)
        page.goto(f"{site}:{int(port) + 1}/")
        for word in said:
            heard = page.locator("#thread .said")
            before = heard.count()
            if word.startswith("["):
                page.locator("#thread button, #keys button", has_text=word.strip("[]")).last.click()
            else:
                page.fill("#text", word.replace("CODE", code[0]))
                page.press("#text", "Enter")
            heard.nth(before + 1).wait_for()  # one's own word, and the first of the answer
            page.wait_for_timeout(1000)

    return go


def checking(page: Page) -> None:
    """A check of a shelf that has just begun: two books have been seen."""
    menu("Полиці")(page)
    link("Полиця в майстерні")(page)
    page.click("main button:has-text('Звірити полицю')")
    page.wait_for_load_state()
    for _time in range(2):
        page.click("main details button:has-text('Стоїть') >> nth=0")
        page.wait_for_load_state()


BECOME = ("/start", "[Українська]", "[Записатися]", "[Погоджуюся]", "[Приймаю правила]", "[Без імені]", "[18–35]", "[Без телефону]")


def signed(page: Page) -> None:
    """The one report that is signed already."""
    page.goto(str(page.locator("main tr", has_text="підписано").locator("a").first.evaluate("link => link.href")))


def network(page: Page) -> None:
    """The forms of the whole region instead of one institution's."""
    choice = page.locator("main #unit")
    choice.select_option(label=next(label for label in choice.locator("option").all_inner_texts() if "мережа" in label))
    choice.locator("xpath=ancestor::form").locator("button").first.click()
    page.wait_for_load_state()


SHELF = place("Полиця у вітальні")
SHOTS = (
    Shot("home", "hub", SHELF, (WIDE, NARROW)),
    Shot("desk-found", "hub", then(SHELF, menu("Видача"), scan("Тестова"))),
    Shot("desk-reader", "hub", then(SHELF, menu("Видача"), scan("Тестова Олена"), lend_one), (WIDE, NARROW)),
    Shot("enrol", "hub", then(menu("Читачі"), link("Записати нового читача")), (WIDE, NARROW)),
    Shot("pair", "director", then(menu("Видача"), SHELF, at("/work/readers/twins/"), link("Порівняти"))),
    Shot("readers-import", "director", then(menu("Видача"), SHELF, bring_readers), show="main"),
    Shot("paper-list", "hub", then(SHELF, menu("Паперові аркуші"))),
    Shot("paper-sheet", "hub", then(menu("Паперові аркуші"), link("№ 2, видача")), (WIDE, NARROW)),
    Shot("shelf", "hub", then(menu("Полиці"), link("Полиця у вітальні")), show="h2:has-text('Стоїть')"),
    Shot("visits", "hub", then(menu("Полиці"), link("Затишок")), (NARROW,), show="h2:has-text('Записати відвідування')"),
    Shot("catalogue", "cataloguer", menu("Каталог")),
    Shot("scan", "cataloguer", then(menu("Каталог"), link("Сканувати")), (NARROW,)),
    Shot("record", "cataloguer", then(menu("Каталог"), scan("Тореадори"), link("Тореадори"))),
    Shot("import-look", "cataloguer", bring, show="#h-columns"),
    Shot("import-run", "cataloguer", then(at("/work/catalogue/imports/"), link("kartoteka"))),
    Shot("heading", "cataloguer", then(at("/work/catalogue/headings/?q=Українка"), link("Українка, Леся"))),
    Shot("collection", "cataloguer", then(at("/work/catalogue/collections/"), link("Голоси сходу"))),
    Shot("guide", "cataloguer", at("/work/catalogue/guide/")),
    Shot("site-search", "hub", at("/catalogue/?q=війна")),
    Shot("site-collections", "hub", at("/catalogue/collections/"), (NARROW,)),
    Shot("site-guide", "hub", at("/catalogue/guide/"), (NARROW,)),
    Shot("dary-spysok", "director", menu("Дарунки")),
    Shot("dary-pryimannia", "director", then(menu("Дарунки"), link("приватна особа"), link("Приймати книжки"), known), (NARROW,)),
    Shot("dary-akt", "director", then(menu("Дарунки"), link("Фонд «Уявна полиця»"), link("Акт приймання"))),
    Shot("dary-cherha", "director", menu("Опрацювання")),
    Shot("dary-zvit", "director", then(menu("Дарунки"), link("Дарувальники"), link("Придумана"), shared), (NARROW,)),
    Shot("vyizd", "director", then(menu("Виїзди"), link("Полиця в гуртожитку")), (NARROW,)),
    Shot("vyizd-rady", "director", then(menu("Виїзди"), link("Полиця в гуртожитку"), link("Що повезти")), (NARROW,)),
    Shot("zvirka", "director", checking, (NARROW,)),
    Shot("chytaiut", "director", then(menu("Полиці"), link("Полиця у вітальні"), link("Що тут читають")), (NARROW,), show=".tiles"),
    Shot("bot-shelf", "director", chat(*BECOME, "CODE"), (NARROW,), show="#thread > :last-child"),
    Shot("bot-taken", "director", chat(*BECOME, "CODE", "[№]"), (NARROW,), show="#thread > :nth-last-child(2)"),
    Shot("rozmovy", "director", menu("Розмови"), (NARROW,)),
    Shot("vidpovidi", "director", at("/answers/"), (NARROW,)),
    Shot("lichylnyk", "director", then(at("/work/counts/door/?all=1"), link("Затишок")), (NARROW,)),
    Shot("kompiutery", "director", at("/work/counts/stations/")),
    Shot("kanaly", "director", at("/work/counts/channels/")),
    Shot("diary", "director", at("/work/diary/?part=issues")),
    Shot("plan", "methodist", then(menu("Плани роботи"), link("План роботи"), link("СОЦІОКУЛЬТУРНІ ЗАХОДИ"))),
    Shot("board", "director", at("/work/board/")),
    Shot("stroky", "methodist", at("/work/agenda/?who=%D0%92%D0%9D%D0%9C%D0%A0&on=2026-11-05&scope=quarter")),
    Shot("stroky-rik", "methodist", at("/work/agenda/year/")),
    Shot("zvit", "director", then(menu("Звіти"), link("9 місяців"))),
    Shot("zvit-slova", "director", then(menu("Звіти"), link("9 місяців"), link("Змінити вступ"))),
    Shot("zvit-sait", "director", then(at("/reports/"), link("Звіт про виконання")), (NARROW,)),
    Shot("zvit-pidpysano", "director", then(menu("Звіти"), signed)),
    Shot("forma", "director", then(at("/work/forms/"), link("6-НК (річна)"))),
    Shot("forma-zapovnyty", "director", then(at("/work/forms/"), link("80-а-рвк"), inside("fill/"))),
    Shot("merezha-zvity", "methodist", then(at("/work/forms/"), network, link("Звіти мережі"))),
    Shot("prohrama", "director", menu("Програма подій")),
    Shot("zapys", "director", then(menu("Програма подій"), link("Вечір настільних ігор"), inside("signups/"))),
    Shot("bilia-vkhodu", "director", then(menu("Програма подій"), link("Вечір настільних ігор"), inside("door/")), (NARROW,)),
    Shot("afisha", "director", then(menu("Програма подій"), link("Вечір настільних ігор"), inside("poster/"))),
    Shot("khto-buv", "director", then(at("/work/programme/circles/"), link("осіння група"), inside("attendance/"))),
    Shot("dovidky", "director", then(menu("Видача"), SHELF, menu("Довідки й консультації")), (NARROW,)),
    Shot("sluzhby", "director", at("/work/units/offers/")),
    Shot("indicators", "director", menu("Показники"), show="#table-general"),
    Shot("print", "director", then(menu("Показники"), link("Друк і підпис"), sign), show="#paper"),
    Shot("facts", "director", then(menu("Показники"), lambda page: page.locator("#row-issues td.number a").last.click())),
    Shot("discrepancies", "director", menu("Розбіжності")),
    Shot("quarantine", "director", then(menu("Розбіжності"), link("Карантин"))),
    Shot("staff", "director", menu("Працівники")),
    Shot("roles", "director", menu("Ролі та права")),
    Shot("unit", "director", then(menu("Підрозділи"), link("Разом"))),
    Shot("unit-copy", "director", then(menu("Підрозділи"), link("Разом"), link("Нове місце за зразком"))),
    Shot("tokens", "director", menu("Ключі програм")),
    Shot("tasks", "technician", menu("Завдання")),
)


@contextmanager
def demonstration(*, planned: bool = True) -> Iterator[str]:
    """Served on a free port from an empty folder, which is gone afterwards whatever happens. Not `planned`: nobody wrote a plan."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="mandrivna-screenshots-") as data:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MANDRIVNA_", "DATABASE_URL"))}
        environment |= {"MANDRIVNA_DATA": data, "MANDRIVNA_DEMO": "1", "MANDRIVNA_PORT": str(port)}
        log = Path(data) / "screenshots.log"
        if not planned:
            subprocess.run([sys.executable, "-m", "scripts.plan_walk"], cwd=ROOT, env=environment, check=True)
        with log.open("wb") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "mandrivna", "serve"], cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        try:
            yield _answering(server, f"http://127.0.0.1:{port}", log)
        finally:
            server.terminate()
            server.wait(30)


def _answering(server: subprocess.Popen[bytes], url: str, log: Path) -> str:
    until = time.monotonic() + READY
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=5) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return url
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"The demonstration did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def sign_in(page: Page, url: str, who: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", SIGN_INS[who])
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/work/**")


def opened(browser: Browser, size: tuple[int, int]) -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="uk-UA",
        timezone_id="Europe/Kyiv",
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    return context.new_page()


def take(browser: Browser, url: str, shot: Shot, size: tuple[int, int]) -> Path:
    width, page = size[0], opened(browser, size)
    sign_in(page, url, shot.who)
    shot.go(page)
    if page.url.startswith(url):  # the chat listens for ever
        page.wait_for_load_state("networkidle")
    if shot.show or width == NARROW[0]:  # on a phone the menu would fill the picture
        page.locator(shot.show or "main").first.evaluate("part => part.scrollIntoView()")
    path = kept(page, f"{shot.name}-{width}")
    page.context.close()
    return path


def kept(page: Page, name: str) -> Path:
    path = IMAGES / f"{name}.png"
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    # A screen has few colours: with a palette of 256 a picture weighs a third, and nobody sees the difference.
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def walk(browser: Browser) -> Iterator[Path]:
    """From last year's document to plan and fact, one step after another on one page, as the handbook tells it."""
    with demonstration(planned=False) as url:
        page = opened(browser, WIDE)
        sign_in(page, url, "director")
        for step in steps(as_docx(expected("d0.txt"), merged=True, torn=True)):
            step.go(page)
            page.wait_for_load_state("networkidle")
            if step.show:
                page.locator(step.show).first.evaluate("part => part.scrollIntoView()")
            if step.picture:
                yield kept(page, f"{step.picture}-{WIDE[0]}")
        page.context.close()


def taken(browser: Browser, wanted: list[str]) -> Iterator[Path]:
    shots = [shot for shot in SHOTS if not wanted or any(part in shot.name for part in wanted)]
    if shots:
        with demonstration() as url:
            for shot in shots:
                for size in shot.sizes:
                    yield take(browser, url, shot, size)
    if not wanted or any(part in WALK for part in wanted):
        yield from walk(browser)


def main(wanted: list[str]) -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", "--lang=uk-UA"]
        )
        for path in taken(browser, wanted):
            bytes_ = path.stat().st_size
            print(f"{path.relative_to(ROOT)}  {bytes_ // 1024} KB")
            too_large += [path.name] if bytes_ > LARGEST else []
        browser.close()
    if too_large:
        print(f"Larger than {LARGEST // 1024} KB: {', '.join(too_large)}", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
