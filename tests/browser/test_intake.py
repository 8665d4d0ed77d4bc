"""«A minute a book»: ten books from the box to the shelf, with a scanner and a keyboard, by the keystroke-level model.

Six the catalogue knows, two another library has described (a real Zebra answers SRU), two nobody knows.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mandrivna.catalogue.copycat import targets
from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.fund.actions.donors import add_donor
from mandrivna.fund.actions.gifts import open_gift
from mandrivna.fund.models import Arrival, Copy, Way
from mandrivna.ledger.api import check_facts
from mandrivna.shared.printing.labels import Label, Layout, Mark, Paper, compiled
from tests.browser.conftest import watch
from tests.browser.every_page import enter
from tests.browser.hands import KEY, THINK, Hands
from tests.browser.test_every_page import inspect
from tests.catalogue.copycat.conftest import SHELF, zebra_sru  # noqa: F401 - a fixture
from tests.faces.screens import World

pytestmark = pytest.mark.thorough
KNOWN = ("9786177192007", "9789660301009", "9786176793007", "9789662355003", "9786175850008", "9789661234566")
FOUND = tuple(one["isbn"] for one in SHELF if "isbn" in one)
UNKNOWN = (
    ("9781111111113", "Місто над Дінцем", "Вигаданий Петро", "1998"),
    ("9782222222226", "Сад у дворі", "Придумана Ніна", "2003"),
)
MOST = 10 * 60
LIFT = 8.0
"""Seconds to take a book, find its number and aim: not of the interface, told beside."""


@pytest.fixture
def world(transactional_db: None) -> World:
    return World()


@pytest.fixture
def neighbour(zebra_sru: int) -> Iterator[int]:  # noqa: F811 - the fixture
    yield zebra_sru


def asks(port: int) -> None:
    """The institution's own row of other catalogues leads to the Zebra next door."""
    about = {"enabled": True, "local": True, "protocol": "sru", "address": f"http://127.0.0.1:{port}/Default"}
    about |= {"version": "1.2", "schema": "marcxml", "syntax": "marc21", "encoding": "utf-8"}
    about |= {"isbn": "bath.isbn={isbn}", "words": 'cql.serverChoice all "{words}"'}
    for name, value in about.items():
        policy.edit(Act(actor=SYSTEM), policy="copycat", key=f"targets/own_1/{name}", value=value, reason="сусіди")
    assert [one.key for one in targets()] == ["own_1"]


def test_ten_books_from_the_box_to_the_shelf_in_ten_minutes(browser: Browser, live_url: str, world: World, neighbour: int) -> None:
    asks(neighbour)
    for number, isbn in enumerate(KNOWN):
        world.lib.record(f"Відома книжка {number}", isbn=_sound(isbn))
    donor = add_donor(world.lib.act(), unit=world.lib.root, kind="anonymous")
    gift = open_gift(world.lib.act(), place=world.lib.hub, donor=donor)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="uk-UA")
    context.set_default_timeout(15_000)
    enter(context, live_url, world.browser("cataloguer"))
    page = context.new_page()
    troubles, hands = watch(page), Hands(page)
    page.goto(f"{live_url}/work/intake/gifts/{gift.pk}/scan/")
    for isbn in KNOWN:
        expect(page.locator("#code")).to_be_focused()
        hands.scan(_sound(isbn))
        expect(page.locator("[name=price]")).to_be_focused()
        hands.type("120")
        hands.send()
    for isbn in FOUND:
        hands.scan(isbn)
        expect(page.locator("main")).to_contain_text("Опис узято з каталогу")
        _accept(hands)
    for isbn, title, author, year in UNKNOWN:
        hands.scan(_sound(isbn))
        for label, text in (("Назва", title), ("Автори", author), ("Рік видання", year)):
            page.locator(f"#describe label:has-text('{label}')").first.click()
            hands.type(text)
        _accept(hands)
    assert Copy.objects.count() == 10 == Arrival.objects.filter(gift=gift).count()
    page.goto(f"{live_url}/work/intake/queue/?gift={gift.pk}")
    page.get_by_role("button", name="Надрукувати позначені").click()
    _wait(page, lambda: not Arrival.objects.filter(printed_on=None).exists())
    hands._took("print", 1, THINK + KEY)
    page.goto(f"{live_url}/work/intake/queue/?gift={gift.pk}&way=printed")
    _choose(page, world.lib.shelf.name)
    page.get_by_role("button", name="Поставлено на полицю").click()
    hands._took("shelve", 3, 3 * THINK)
    expect(page.locator("main")).to_contain_text("Тут нічого не чекає")
    assert {one.way for one in Arrival.objects.all()} == {Way.SHELVED}
    assert {copy.home for copy in Copy.objects.all()} == {world.lib.shelf}
    assert sorted(Copy.objects.values_list("inventory_number", flat=True)) == list(range(1, 11))
    assert check_facts().drift == []
    assert hands.seconds + 10 * LIFT <= MOST, hands.steps
    assert (troubles, hands.keys < 400) == ([], True)
    context.close()


def _wait(page: Page, so: Callable[[], bool]) -> None:
    """The labels open in a tab of their own, or are saved: that they were printed is told by the database."""
    for _time in range(100):
        if so():
            return
        page.wait_for_timeout(200)
    raise AssertionError("nothing was printed")


def _sound(isbn: str) -> str:
    """With the check digit it should have: the numbers are invented."""
    body = isbn[:12]
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _accept(hands: Hands) -> None:
    with hands.page.expect_navigation():
        hands.page.locator("#describe button").last.click()
    hands._took("accept", 1, THINK + KEY)
    expect(hands.page.locator("#code")).to_be_focused()


def _choose(page: Page, name: str) -> None:
    """Past the list that helps to look: the plain choice under it."""
    value = page.locator("select[name=shelf] option", has_text=name).first.get_attribute("value")
    page.locator("select[name=shelf]").evaluate(
        "(one, value) => { one.value = value; one.dispatchEvent(new Event('change')); }", value
    )


READ = """async ([picture, script, wasm]) => {
    const bytes = Uint8Array.from(atob(picture), one => one.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
    const pen = canvas.getContext('2d'); pen.drawImage(bitmap, 0, 0);
    await new Promise(done => document.head.append(Object.assign(document.createElement('script'), { src: script, onload: done })));
    await ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
    const found = await ZXingWASM.readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height),
        { formats: ['Code128', 'QRCode'], tryHarder: true, maxNumberOfSymbols: 255, textMode: 'Plain' });
    return found.map(one => [one.format, one.text]).sort();
}"""


def test_a_sheet_of_labels_is_read_back_by_the_reader_that_people_have(browser: Browser, live_url: str, world: World) -> None:
    """Bars and squares of a whole sheet, as they are printed; letters that no bars hold are in the square."""
    codes = [f"20001{number:07d}" for number in range(1, 7)]
    labels = [Label(code=code, shelf="821.161.2", sign="Б 14", number=str(at), owner="ОУНБ") for at, code in enumerate(codes)]
    labels.append(Label(code="К-777/а", shelf="94", sign="Г 90", number="к-777"))
    sheet = Paper(columns=3, rows=8, width=70, height=36, top=4.5)
    picture = compiled(labels, sheet, layout=Layout.COVER, mark=Mark.BOTH, first=1, format="png", ppi=200)
    context = browser.new_context(locale="uk-UA")
    enter(context, live_url, world.browser("cataloguer"))
    page = context.new_page()
    page.goto(f"{live_url}/work/catalogue/scan/")
    eye = page.locator("#eye")
    where = [base64.b64encode(picture).decode(), eye.get_attribute("data-reader"), eye.get_attribute("data-wasm")]
    found = page.evaluate(READ, where)
    assert found == sorted([["Code128", code] for code in codes] + [["QRCode", label.code] for label in labels])
    context.close()


def test_on_a_phone_each_step_is_whole_for_everybody(browser: Browser, live_url: str, world: World, tmp_path: Path) -> None:
    record = world.lib.record("Тигролови", isbn=_sound(KNOWN[0]))
    gift = open_gift(world.lib.act(), place=world.lib.hub, donor=add_donor(world.lib.act(), unit=world.lib.root, kind="anonymous"))
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="uk-UA", has_touch=True)
    enter(context, live_url, world.browser("cataloguer"))
    page = context.new_page()
    for step in ("", f"?code={record.isbn}", "?code=9780306406157", "?code=4820000000000"):
        page.goto(f"{live_url}/work/intake/gifts/{gift.pk}/scan/{step}")
        assert inspect(page, f"intake scan {step}", "uk") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
