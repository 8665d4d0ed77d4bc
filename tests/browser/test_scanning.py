"""A phone's camera reads a book's number: over HTTPS from a second host name, without a byte from anywhere else.

The camera is Chromium's own fake device that plays a film drawn here; the reader is the one that people have.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scripts.find_chromium import find_chromium
from tests.browser.barcodes import code128, drawn, ean13, film
from tests.browser.conftest import FLAGS, watch
from tests.browser.every_page import enter
from tests.browser.test_every_page import inspect
from tests.config.test_serve import environment, free_port, serving
from tests.faces.screens import World
from tests.factories.staff import PASSWORD

OURS, UNKNOWN = "9789660378230", "9780306406157"
NAME = "knyha.test"
PHONE = {"width": 360, "height": 740}
SCAN = "/work/catalogue/scan/"


@contextmanager
def filming(browser: Browser, scene: Image.Image, folder: Path) -> Iterator[Browser]:
    """A Chromium whose camera sees this, and to which the second name leads here."""
    flags = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film(scene, folder / 'camera.y4m')}")
    names = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    started = browser.browser_type.launch(executable_path=find_chromium(), args=[*FLAGS, *flags, names])
    try:
        yield started
    finally:
        started.close()


def phone(browser: Browser, **about: object) -> BrowserContext:
    context = browser.new_context(viewport=PHONE, locale="uk-UA", has_touch=True, **about)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    return context


def signed_in(browser: Browser, url: str, world: World, who: str = "cataloguer", *, camera: bool = False) -> Page:
    context = phone(browser)
    enter(context, url, world.browser(who))
    if camera:
        context.grant_permissions(["camera"], origin=url)
    page = context.new_page()
    page.goto(f"{url}{SCAN}")
    return page


def told(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator("#eye-says")).to_contain_text(text)


def photo(scene: Image.Image, kind: str = "JPEG") -> dict[str, object]:
    out = io.BytesIO()
    scene.save(out, kind)
    return {"name": "photo", "mimeType": f"image/{kind.lower()}", "buffer": out.getvalue()}


@pytest.fixture
def world(transactional_db: None) -> World:
    return World()


# --- as on a phone in the reading room ---


@pytest.mark.thorough
def test_over_https_from_a_second_name_the_camera_finds_our_book_and_a_photo_one_that_is_not(
    browser: Browser, tmp_path: Path
) -> None:
    data, port = tmp_path / "data", free_port()
    settings = {"MANDRIVNA_HOSTS": NAME, "MANDRIVNA_HOST": "127.0.0.1"}
    with serving(data, port, "--https", **settings) as (_process, said, _seconds):
        url = f"https://{NAME}:{port}"
        assert f"{url}/" in said
        seed = [sys.executable, "-m", "tests.browser.seeding", OURS]
        subprocess.run(seed, env=environment(data, port, **settings), check=True, capture_output=True)
        with filming(browser, drawn(ean13(OURS), turned=6), tmp_path) as chromium:
            context = phone(chromium, ignore_https_errors=True)
            context.grant_permissions(["camera"], origin=url)
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            troubles = watch(page)
            page.goto(f"{url}/accounts/login/")
            page.get_by_label("Ім’я для входу або пошта").fill("kateryna")
            page.get_by_label("Пароль").fill(PASSWORD)
            page.get_by_role("button", name="Увійти", exact=True).click()
            page.wait_for_url("**/work/")
            assert {cookie["secure"] for cookie in context.cookies()} == {True}
            page.goto(f"{url}/work/catalogue/")
            assert not any("zxing" in one for one in asked)
            page.get_by_role("link", name="Сканувати").click()
            told(page, f"Прочитано {OURS}")
            page.wait_for_url("**/work/catalogue/*-*/?scanned=*")
            expect(page.locator("main")).to_contain_text(f"Знайдено за номером {OURS}")
            expect(page.locator("h1")).to_have_text("Лісова пісня")
            page.get_by_role("link", name="Додати ще один примірник").click()
            expect(page.locator("h1")).to_contain_text("примірник")
            context.clear_permissions()
            page.goto(f"{url}{SCAN}")
            page.set_input_files("#photo", photo(drawn(ean13(UNKNOWN), turned=-4)))
            page.wait_for_url(f"**/work/catalogue/add/?isbn={UNKNOWN}&elsewhere=1")
            assert page.input_value("[name=isbn]") == UNKNOWN
            assert (troubles, {urlsplit(one).netloc for one in asked if not one.startswith(("data:", "blob:"))}) == (
                [],
                {f"{NAME}:{port}"},
            )
            assert len([one for one in asked if one.endswith(".wasm")]) >= 1
            context.close()


# --- what else it may see ---


def test_the_label_of_our_own_copy_leads_to_it(browser: Browser, live_url: str, world: World, tmp_path: Path) -> None:
    copy = world.lib.copy()
    with filming(browser, drawn(code128(copy.barcode)), tmp_path) as chromium:
        page = signed_in(chromium, live_url, world, "director", camera=True)
        page.wait_for_url(f"**/work/catalogue/copies/{copy.pk}/")


def test_goods_are_named_and_the_camera_looks_on(browser: Browser, live_url: str, world: World, tmp_path: Path) -> None:
    with filming(browser, drawn(ean13("4820000000000")), tmp_path) as chromium:
        page = signed_in(chromium, live_url, world, camera=True)
        told(page, "Прочитано 4820000000000: це код товару")
        assert (page.url, page.locator("video").evaluate("one => one.srcObject.active")) == (f"{live_url}{SCAN}", True)
        page.get_by_role("button", name="Вимкнути камеру").click()
        expect(page.get_by_role("button", name="Увімкнути камеру")).to_be_focused()
        assert page.locator("video").evaluate("one => one.srcObject") is None


def test_while_it_looks_the_page_is_whole_for_everybody(browser: Browser, live_url: str, world: World, tmp_path: Path) -> None:
    """Negative control of reading: an empty wall is looked at and nothing is found. And axe, and the light."""
    torch = """MediaStreamTrack.prototype.getCapabilities = () => ({torch: true});
        MediaStreamTrack.prototype.applyConstraints = async said => { window.lit = said.advanced[0].torch; };"""
    with filming(browser, drawn("0" * 95), tmp_path) as chromium:
        context = phone(chromium)
        context.add_init_script(torch)
        enter(context, live_url, world.browser("cataloguer"))
        context.grant_permissions(["camera"], origin=live_url)
        page = context.new_page()
        troubles = watch(page)
        page.goto(f"{live_url}{SCAN}")
        told(page, "Наведіть камеру на штрихкод")
        light = page.get_by_role("button", name="Ліхтарик")
        light.click()
        expect(light).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("() => window.lit") is True
        page.wait_for_timeout(600)
        page.evaluate("() => scrollTo(0, 0)")
        assert (page.url, inspect(page, "scan", "uk"), troubles) == (f"{live_url}{SCAN}", [], [])


# --- what stands in its way ---


def test_a_camera_that_was_refused_says_how_to_allow_it(browser: Browser, live_url: str, world: World, tmp_path: Path) -> None:
    with filming(browser, drawn(ean13(OURS)), tmp_path) as chromium:
        page = signed_in(chromium, live_url, world)
        assert page.locator("#eye-says").is_hidden()
        page.get_by_role("button", name="Увімкнути камеру").click()
        told(page, "Камеру заборонено. Щоб дозволити")
        expect(page.locator("#eye-says")).to_have_class("message warning")
        assert (page.locator(".eye-view").is_hidden(), inspect(page, "refused", "uk")) == (True, [])


def test_without_a_camera_it_says_so(browser: Browser, live_url: str, world: World) -> None:
    page = signed_in(browser, live_url, world, camera=True)
    told(page, "Камери на цьому пристрої немає")
    page.context.close()


def test_over_plain_http_it_says_what_to_ask_the_technician_for_and_a_photo_is_read_all_the_same(
    browser: Browser, live_url: str, world: World, tmp_path: Path, settings: object
) -> None:
    settings.ALLOWED_HOSTS = [NAME]  # type: ignore[attr-defined]
    url = live_url.replace("localhost", NAME)
    with filming(browser, drawn(ean13(OURS)), tmp_path) as chromium:
        page = signed_in(chromium, url, world)
        told(page, "mandrivna serve --https")
        page.get_by_role("button", name="Увімкнути камеру").click()
        told(page, "лише за адресою, що починається з https")
        page.set_input_files("#photo", photo(drawn(ean13(OURS)), "PNG"))
        page.wait_for_url(f"**/work/catalogue/add/?isbn={OURS}&elsewhere=1")


def test_a_photo_without_a_code_says_so_and_so_does_what_is_no_photo(browser: Browser, live_url: str, world: World) -> None:
    page = signed_in(browser, live_url, world)
    for scene in (drawn("0" * 95), drawn(ean13(OURS), blurred=12), drawn(ean13(OURS)).filter(ImageFilter.GaussianBlur(30))):
        page.set_input_files("#photo", photo(scene))
        told(page, "На знімку коду не видно")
        page.evaluate("() => { document.getElementById('eye-says').textContent = ''; }")
    page.set_input_files("#photo", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"})
    told(page, "Цей файл не відкривається як знімок")
    assert page.url == f"{live_url}{SCAN}"
    page.context.close()


def test_a_reader_that_does_not_come_is_said_and_comes_at_the_next_try(browser: Browser, live_url: str, world: World) -> None:
    page = signed_in(browser, live_url, world)
    page.route(re.compile(r"zxing.*\.wasm"), lambda route: route.abort())
    page.set_input_files("#photo", photo(drawn(ean13(OURS))))
    told(page, "Сканер не завантажився")
    page.unroute(re.compile(r"zxing.*\.wasm"))
    page.set_input_files("#photo", photo(drawn(ean13(OURS))))
    page.wait_for_url(f"**/work/catalogue/add/?isbn={OURS}&elsewhere=1")
    page.context.close()


def test_without_a_script_the_number_is_typed(browser: Browser, live_url: str, world: World) -> None:
    """And so a scanner with a wire works, which types like lightning and presses Enter."""
    context = browser.new_context(java_script_enabled=False, locale="uk-UA", viewport=PHONE)
    enter(context, live_url, world.browser("cataloguer"))
    page = context.new_page()
    page.goto(f"{live_url}{SCAN}")
    assert page.locator("#eye").is_hidden()
    expect(page.locator("noscript p")).to_have_text(
        "Камера працює лише з увімкненим JavaScript. Без нього введіть номер або скористайтеся сканером штрихкодів."
    )
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.insert_text("978-0-306-40615-8")
    page.keyboard.press("Enter")
    expect(page.locator("main [role=alert]")).to_contain_text("контрольна цифра не сходиться")
    page.keyboard.insert_text(UNKNOWN)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/work/catalogue/add/?isbn={UNKNOWN}&elsewhere=1")
    context.close()
