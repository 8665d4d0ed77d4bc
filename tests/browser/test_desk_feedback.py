"""The desk answers: by two tones that one tick ends, with two readers side by side, without a network, and to keys alone."""

from __future__ import annotations

import json
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.lending.models import Loan
from tests.browser.every_page import enter
from tests.browser.hands import Hands
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)
DONE, WRONG = ["asked", 660, 990], ["asked", 220]
EAR = """{ const heard = () => JSON.parse(sessionStorage.getItem("heard") || "[]");
    const note = (what) => sessionStorage.setItem("heard", JSON.stringify([...heard(), what]));
    const start = AudioScheduledSourceNode.prototype.start;
    window.AudioContext = class extends AudioContext { constructor() { super(); note("asked"); } };
    AudioScheduledSourceNode.prototype.start = function (...when) {
        note(this.frequency.value);
        return start.apply(this, when); }; }"""
"""A page that somebody opened by its address may not sound, so what it asks for is noted, too."""
LATE = """window.AudioContext = class extends AudioContext {
    constructor() { super(); setTimeout(() => { this.ready = true; this.dispatchEvent(new Event("statechange")); }, %d); }
    get state() { return this.ready ? super.state : "suspended"; } };"""
"""A browser whose sound starts so many milliseconds later, as that of Firefox does."""


@pytest.fixture
def world() -> World:
    cache.clear()
    return World()


@pytest.fixture
def desk(world: World, page: Page, context: BrowserContext, live_url: str) -> Page:
    enter(context, live_url, world.browser("owner", place=world.lib.shelf))
    context.add_init_script(EAR)
    page.goto(f"{live_url}/work/desk/", timeout=60_000)  # the first page of a process is the slowest
    return page


def heard(page: Page) -> list[str | float]:
    """Every tone since it was last asked."""
    tones = json.loads(page.evaluate("sessionStorage.getItem('heard') || '[]'"))
    page.evaluate("sessionStorage.removeItem('heard')")
    return tones


def done(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def test_what_is_done_and_what_is_wrong_sound_and_one_tick_ends_it(desk: Page, world: World) -> None:
    reader, hands = world.lib.reader(), Hands(desk)
    hands.scan(reader.cards.get().code)
    hands.scan(world.lib.copy().barcode)
    done(desk, "Видано")
    assert heard(desk) == DONE
    desk.goto(desk.url)
    expect(desk.get_by_role("heading", name="Щойно зроблено")).to_be_visible()
    assert heard(desk) == [], "what was just done stays on the page, and is said once"
    hands.scan("000000000")
    expect(desk.get_by_text("Нічого не знайдено.")).to_be_visible()
    assert heard(desk) == WRONG
    switch = desk.get_by_label("Звуки видачі")
    expect(switch).to_be_checked()
    switch.uncheck()
    desk.locator("[autofocus]").focus()
    hands.scan(world.lib.copy().barcode)
    done(desk, "Видано")
    expect(desk.get_by_label("Звуки видачі")).not_to_be_checked()
    assert heard(desk) == []


@pytest.mark.parametrize(("late", "tones"), [(100, DONE), (1200, ["asked"])])
def test_a_sound_that_starts_late_is_heard_and_too_late_is_none(
    desk: Page, world: World, late: int, tones: list[str | int]
) -> None:
    desk.add_init_script(LATE % late)
    hands = Hands(desk)
    hands.scan(world.lib.reader().cards.get().code)
    hands.scan(world.lib.copy().barcode)
    done(desk, "Видано")
    desk.wait_for_timeout(late + 300)
    assert heard(desk) == tones


def test_two_readers_side_by_side_each_get_their_own_book(desk: Page, world: World, context: BrowserContext, live_url: str) -> None:
    """In one window by the list of those who are open, and in a window each."""
    lib = world.lib
    one, other = lib.reader(pseudonym="Калина"), lib.reader(pseudonym="Явір")
    first, second, third = lib.copy(), lib.copy(), lib.copy()
    hands = Hands(desk)
    hands.scan(one.cards.get().code)
    expect(desk.get_by_role("navigation", name="Відкриті формуляри")).to_have_count(0)
    desk.goto(f"{live_url}/work/desk/")
    hands.scan(other.cards.get().code)
    listed = desk.get_by_role("navigation", name="Відкриті формуляри")
    expect(listed.get_by_role("listitem")).to_have_text([re.compile("Явір.*зараз"), re.compile("Калина")])
    listed.get_by_role("link", name="Калина").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(re.compile("Калина"))
    beside = context.new_page()
    beside.goto(f"{live_url}/work/desk/reader/{other.pk}/")
    Hands(beside).scan(second.barcode)
    done(beside, "Видано")
    desk.bring_to_front()
    desk.locator("[autofocus]").focus()
    hands.scan(first.barcode)
    done(desk, "Видано")
    beside.bring_to_front()
    beside.locator("[autofocus]").focus()
    Hands(beside).scan(third.barcode)
    done(beside, "Видано")
    assert dict(Loan.objects.open().values_list("copy", "reader")) == {first.pk: one.pk, second.pk: other.pk, third.pk: other.pk}


def test_without_a_network_the_scan_stays_and_it_is_said(desk: Page, world: World, context: BrowserContext) -> None:
    reader, copy, hands = world.lib.reader(), world.lib.copy(), Hands(desk)
    hands.scan(reader.cards.get().code)
    here = desk.url
    context.set_offline(True)
    field = desk.locator("[autofocus]")
    field.press_sequentially(copy.barcode)
    field.press("Enter")
    expect(desk.get_by_text("Немає зв’язку: набране лишилося тут.")).to_be_visible()
    expect(field).to_have_value(copy.barcode)
    assert (desk.url, Loan.objects.count()) == (here, 0)
    context.set_offline(False)
    expect(desk.get_by_text("Зв’язок є: можна надсилати.")).to_be_visible()
    field.focus()
    hands.send()
    done(desk, "Видано")
    assert Loan.objects.open().get().copy == copy


def test_a_book_is_kept_longer_by_keys_alone(desk: Page, world: World) -> None:
    reader, copy = world.lib.reader(), world.lib.copy()
    world.lend(copy, reader)
    hands = Hands(desk)
    hands.scan(reader.cards.get().code)
    hands.to(f"Продовжити примірник № {copy.inventory}")
    hands.send()
    done(desk, "Продовжено до")
    assert (Loan.objects.open().get().renewals, hands.keys < 12) == (1, True), (hands.keys, hands.steps)
