"""One Chromium for the run, a new context for each test, and no quiet failure: an error on the page fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from scripts.find_chromium import find_chromium

# Playwright's own event loop runs in this thread; the tests' queries are ordinary ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",  # CI runs as root, and visits only its own pages
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


def watch(page: Page) -> list[str]:
    """What goes wrong on the page without anybody seeing it: exceptions of scripts, and what the CSP has blocked."""
    troubles: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            troubles.append(message.text)

    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", on_console)
    return troubles


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desk's computer in Ukrainian, with no cookies yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="uk-UA", timezone_id="Europe/Kyiv")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    troubles = watch(page)
    yield page
    assert troubles == []


@pytest.fixture
def live_url(live_server: LiveServer) -> str:
    """The program served from this process on a free port; pages and tests see one database (`transactional`)."""
    return live_server.url
