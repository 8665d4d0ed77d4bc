"""WCAG 2.2 A and AA by axe-core on every page: two languages, two widths, by day and by night. And nothing sticks out at 320 px."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page

from tests.architecture.world import World, build
from tests.browser.conftest import watch
from tests.browser.every_page import enter, pages

pytestmark = pytest.mark.django_db(transaction=True)

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
WIDTHS = (1280, 360)
THEMES = ("light", "dark")
FOUND = """async rules => (await axe.run(document, rules)).violations.map(
    one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | '))"""
STICKS_OUT = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
DRESS = """theme => new Promise(done => { document.documentElement.dataset.theme = theme;
    requestAnimationFrame(() => requestAnimationFrame(done)); })"""
BATCHES = 4


@pytest.fixture
def world() -> World:
    cache.clear()
    return build()


def inspect(page: Page, name: str, language: str) -> list[str]:
    """One page as it stands open: theme and width change without loading it anew."""
    wrong = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme in THEMES:
            page.evaluate(DRESS, theme)
            wrong += [f"{name} {language} {theme} {width}: {told}" for told in page.evaluate(FOUND, RULES)]
    page.set_viewport_size({"width": 320, "height": 800})
    if (over := page.evaluate(STICKS_OUT)) > 0:
        wrong.append(f"{name} {language}: {over} px stick out at 320 px")
    return wrong


def in_language(name: str, path: str, language: str) -> str:
    """Pages for readers have an address in each language; elsewhere the cookie decides."""
    return f"/{language}{path}" if name.startswith("public:") and language != settings.LANGUAGE_CODE else path


def look_at(browser: Browser, url: str, listed: list[tuple[str, str]], client: Any = None) -> list[str]:
    wrong: list[str] = []
    for language in ("uk", "en"):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", locale=language)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": url}])
        if client is not None:
            enter(context, url, client)
        page = context.new_page()
        troubles = watch(page)
        for name, path in listed:
            page.goto(f"{url}{in_language(name, path, language)}", wait_until="load")
            wrong += inspect(page, name, language)
            wrong += [f"{name} {language}: {trouble}" for trouble in troubles]
            troubles.clear()
        context.close()
    return wrong


@pytest.mark.parametrize("batch", range(BATCHES))
def test_pages_of_the_staff(browser: Browser, live_url: str, world: World, batch: int) -> None:
    client = world.client("director", "root")
    listed = list(pages(world, client))[batch::BATCHES]
    assert len(listed) > 5
    assert look_at(browser, live_url, listed, client) == []


def test_pages_of_a_reader(browser: Browser, live_url: str, world: World) -> None:
    """With a book in hand and a request that runs; the other reader has neither."""
    own = [(name, path) for name, path in pages(world, world.reader("reader")) if name.startswith("public:account")]
    assert len(own) == 18
    assert look_at(browser, live_url, own, world.reader("reader")) == []
    assert look_at(browser, live_url, own, world.reader("other")) == []


def test_a_card_on_a_phone_keeps_its_shape(browser: Browser, live_url: str, world: World) -> None:
    """Bars and squares that are stretched are read by no scanner; and every part of the account is in sight, none scrolled away."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    enter(context, live_url, world.reader("reader"))
    page = context.new_page()
    page.goto(f"{live_url}/my/card/")
    shape = page.locator("main img").evaluate("img => img.decode().then(() => [img.clientWidth, img.clientHeight, 842, 531])")
    assert shape[0] / shape[1] == pytest.approx(shape[2] / shape[3], rel=0.02), shape
    tabs = page.locator(".tabs a").evaluate_all("all => all.map(a => a.getBoundingClientRect().right)")
    assert (len(tabs), max(tabs) <= 320) == (10, True), tabs
    context.close()


def test_pages_for_everybody(browser: Browser, live_url: str, world: World) -> None:
    from django.test import Client  # noqa: PLC0415 - a visitor without a session

    listed = [*pages(world, Client()), ("nowhere", "/no-such-page/")]
    assert len(listed) > 3
    assert look_at(browser, live_url, listed) == []


def test_the_inspector_goes_red(browser: Browser, live_url: str, world: World) -> None:
    """Negative control: a picture without words, pale text and something wide are all seen."""
    page = browser.new_page()
    page.goto(f"{live_url}/accounts/login/")
    page.evaluate(
        """() => { const main = document.querySelector('main');
        main.append(Object.assign(document.createElement('img'), {src: '/static/look/card.png', width: 900}));
        const pale = document.createElement('p'); pale.textContent = 'ледь видно';
        pale.setAttribute('class', 'pale'); pale.style.color = '#ddd'; pale.style.background = '#fff'; main.append(pale);
        const wide = document.createElement('div'); wide.textContent = '.'; wide.style.width = '2000px';
        document.body.append(wide); }"""
    )
    told = inspect(page, "login", "uk")
    page.close()
    assert [any(word in line for line in told) for word in ("image-alt", "color-contrast", "stick out")] == [True, True, True]
