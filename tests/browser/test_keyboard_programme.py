"""An evening and the questions around it without a mouse: planned, announced, signed up for, checked in, counted; logged, answered.

Wherever the focus stands on the way it is outlined, has a name, and is covered by nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.enquiries.actions.letters import ask_librarian
from mandrivna.enquiries.models import LogLine, Message
from mandrivna.programme.models import Event, SignUp
from mandrivna.programme.states import State
from tests.browser.every_page import enter
from tests.browser.hands import Hands
from tests.faces.screens import World

pytestmark = pytest.mark.django_db(transaction=True)
MONTHS = ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"]

STANDS = """() => { const at = document.activeElement;
    if (!at || at === document.body) return null;
    const drawn = at.matches('.picks input') ? at.nextElementSibling : at;
    const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const [x, y] = [box.left + Math.min(box.width / 2, 60), box.top + Math.min(box.height / 2, 20)];
    const above = document.elementFromPoint(x, y);
    const seen = box.width > 0 && above && (drawn.contains(above) || above === at || above.contains(drawn));
    const named = at.getAttribute('aria-label') || at.getAttribute('aria-labelledby') || at.labels?.length || at.textContent.trim();
    const wrong = [outlined || 'no outline', seen || 'covered by ' + (above && above.outerHTML.slice(0, 60)), !!named || 'no name'];
    return [at.outerHTML.slice(0, 90), wrong.filter((one) => one !== true)]; }"""


@dataclass
class Walk(Hands):
    """Hands that look where they are: each stop is judged."""

    found: dict[str, list[str]] = field(default_factory=dict)
    stops: int = 0

    def begin(self) -> None:
        """Past the menu, as everybody does who knows the first key; after a form the browser still stands past it."""
        self.press("Tab")
        self.look()
        if self.page.evaluate("document.activeElement.className") == "skip":
            self.press("Enter")
        else:
            assert self.page.evaluate("document.activeElement.closest('main') !== null")

    def look(self) -> None:
        stands = self.page.evaluate(STANDS)
        self.stops += stands is not None
        if stands and stands[1]:
            where = f"{re.sub('[0-9a-f-]{36}', '…', self.page.url.split('/work/')[-1])} {stands[0]}"
            self.found[where] = stands[1]

    def to(self, label: str, *, most: int = 90) -> None:
        for pressed in range(most):
            if self._focused().split(" (необов")[0] == label:
                return self._took(f"Tab × {pressed}", pressed, pressed)
            self.page.keyboard.press("Tab")
            self.look()
        raise AssertionError(f"«{label}» is not reached by Tab; the focus is on «{self._focused()}»")

    def go(self, label: str) -> None:
        """From the top of a page to what has this name, and Enter."""
        self.begin()
        self.to(label)
        self.send()

    def fill(self, label: str, text: str) -> None:
        self.to(label)
        self.press("Control+a")
        self.type(text)


@pytest.fixture
def walk(page: Page, context: BrowserContext, live_url: str) -> Walk:
    cache.clear()
    world = World()
    enter(context, live_url, world.browser("owner", place=world.lib.hub))
    ask_librarian(world.lib.act(actor=NOBODY, channel="self"), place=world.lib.root, text=Withheld("Чи є атлас?"))
    page.goto(f"{live_url}/work/programme/")
    return Walk(page)


def test_an_evening_and_its_questions_need_no_mouse(walk: Walk) -> None:
    event = planned(walk, timezone.localdate())
    announced_and_open(walk, event)
    somebody_signed_up_came_and_was_counted(walk, event)
    five_questions_logged(walk)
    a_question_answered(walk)
    assert (walk.found, walk.stops > 150) == ({}, True), walk.stops


@pytest.mark.parametrize("path", ["programme/series/add/", "readers/enrol/"])
def test_on_a_narrow_screen_nothing_covers_what_has_the_focus(walk: Walk, path: str) -> None:
    """Also a wide one enlarged four times. The dock, and the foot of a form where there is one, stick to the lower edge."""
    walk.page.set_viewport_size({"width": 360, "height": 740})
    walk.page.goto(walk.page.url.replace("programme/", path))
    walk.page.locator("main").focus()
    while walk.page.evaluate("document.activeElement.closest('main') !== null"):
        walk.press("Tab")
        walk.look()
    assert (walk.found, walk.stops > 15) == ({}, True), walk.stops


def test_the_judge_goes_red(walk: Walk) -> None:
    """Negative control: a stop without an outline, one without a name and one under something else are all seen."""
    walk.page.locator("main a").first.focus()
    walk.look()
    assert walk.found == {}
    walk.page.evaluate(
        """() => { const one = document.activeElement, lid = document.createElement('div');
        one.textContent = ''; Object.assign(one.style, { outline: 'none', padding: '1rem' });
        Object.assign(lid.style, { position: 'fixed', inset: 0, zIndex: 999 }); document.body.append(lid); }"""
    )
    walk.look()
    assert [[word.split(" by ")[0] for word in words] for words in walk.found.values()] == [["no outline", "covered", "no name"]]


def planned(walk: Walk, today: dt.date) -> Event:
    """A series by the words of the plan; its one day is proposed by the program and is a draft."""
    walk.go("Цикли року")
    walk.go("Новий цикл")
    walk.begin()
    walk.fill("Назва", "Розмови біля полиці")
    walk.to("Форма роботи")
    walk.press("ArrowDown")
    walk.fill("Термін, як у плані", f"{today.day} {MONTHS[today.month - 1]}")
    walk.to("Хто відповідає")
    walk.press("ArrowDown")
    walk.to("Записати")
    walk.send()
    walk.go("Запропонувати дні за терміном")
    event = Event.objects.get()
    assert (event.title, event.on, event.state) == ("Розмови біля полиці", today, State.DRAFT)
    return event


def announced_and_open(walk: Walk, event: Event) -> None:
    walk.begin()
    walk.to(f"Пересунути «Розмови біля полиці», {event.on.day} {MONTHS[event.on.month - 1]}")
    walk.press("Enter")  # the strip of days opens and is left again by one key
    walk.look()
    walk.press("Escape")
    walk.press("Shift+Tab")
    walk.look()
    walk.send()
    walk.go("Підтвердити")
    event.refresh_from_db()
    assert event.state == State.PLANNED
    walk.go("Відкрити запис")
    walk.begin()
    walk.fill("Скільки місць", "12")
    walk.to("Відкрити запис")
    walk.send()


def somebody_signed_up_came_and_was_counted(walk: Walk, event: Event) -> None:
    walk.go("Хто записався")
    walk.begin()
    walk.fill("Або як звертатися", "Калина")
    walk.to("Записати")
    walk.send()
    one = SignUp.objects.get()
    assert one.name == "Калина"
    walk.go("Біля входу")
    walk.go(f"Прийшли: {one.pretty}")
    walk.go("Додати 5: усі охочі")
    walk.go("Подія завершилася: до підрахунку")
    walk.begin()
    walk.fill("Скільки людей", "7")
    walk.to("Подія відбулася")
    walk.send()
    event.refresh_from_db()
    assert (event.state, event.people) == (State.HELD, 7)


def five_questions_logged(walk: Walk) -> None:
    walk.press("Tab")
    walk.to("Довідки й консультації")
    walk.send()
    walk.begin()
    walk.to("1")
    for _ in range(10):
        if walk._focused() == "5":
            break
        walk.press("ArrowRight")
        walk.look()
    walk.to("Тематична")
    walk.send()
    assert [(line.sort, line.number) for line in LogLine.objects.all()] == [("thematic", 5)]


def a_question_answered(walk: Walk) -> None:
    walk.press("Tab")
    walk.to("Розмови")
    walk.send()
    walk.go("Запитання з сайту без імені")
    walk.begin()
    walk.fill("Відповідь", "Так, у читальній залі.")
    walk.to("Надіслати")
    walk.send()
    assert [said.text for said in Message.objects.order_by("at")] == ["Чи є атлас?", "Так, у читальній залі."]
    expect(walk.page.locator("main")).to_contain_text("Так, у читальній залі.")
