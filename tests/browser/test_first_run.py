"""From the invitation of the first director to the first loan, in a browser, by nothing but what is on the screen.

The script reads the page as a person does: it presses what is named, fills in what is asked, and looks which step is next.
What it does is counted (fields, presses, pages) and what the interface takes is timed: the ten minutes promised to a person
are ten minutes of reading and thinking, of which the program may take only a little.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from mandrivna.core.act import Act
from mandrivna.core.actions.invitations import invite
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import SYSTEM
from mandrivna.lending.models import Loan

pytestmark = pytest.mark.django_db(transaction=True)

READING = 4.0
"""Seconds a person gives to a field or a press: reading the label, thinking, typing with two fingers."""
PROMISED = dt.timedelta(minutes=10)


@dataclass
class Hand:
    """A person at the screen: presses and fills by name, and counts."""

    page: Page
    fields: int = 0
    presses: int = 0
    waited: float = 0.0
    seen: list[str] = field(default_factory=list)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)
        self.fields += 1

    def press(self, name: str, *, link: bool = False) -> None:
        began = time.monotonic()
        self.page.get_by_role("link" if link else "button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        self.waited += time.monotonic() - began
        self.presses += 1

    def next_step(self) -> str:
        """What the page itself says is to be done now."""
        here = self.page.locator("[aria-current=step] h2")
        self.seen.append(here.inner_text().strip() if here.count() else "")
        return self.seen[-1]


@pytest.fixture
def key(page: Page) -> None:
    """A phone with a fingerprint, as far as the browser can tell."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def link(live_url: str) -> str:
    """What `mandrivna create-director` prints."""
    cache.clear()
    with transaction.atomic():
        root = found_root(Act(actor=SYSTEM), kind="institution", name="Вигадана наукова бібліотека")
        _invitation, token = invite(Act(actor=SYSTEM), unit=root, role="director", name="Олена Вигадана", days=7)
    return live_url + reverse("workspace:join_look", kwargs={"token": token})


def enter(hand: Hand, link: str) -> None:
    hand.page.goto(link)
    hand.press("Почати")
    hand.fill("Ім’я для входу", "olena")
    hand.page.get_by_label("Пароль", exact=True).fill("сонце-мандри-яблуко")
    hand.page.get_by_label("Пароль ще раз").fill("сонце-мандри-яблуко")
    hand.fields += 2
    hand.press("Створити обліковий запис")


def secure(hand: Hand) -> None:
    """The director sees names of readers, so the second factor comes first."""
    hand.press("Додати ключ", link=True)
    hand.press("Додати")
    hand.page.wait_for_url("**/2fa/recovery-codes/")


ANSWERS: dict[str, tuple[dict[str, str], str]] = {
    "Як нас звати": ({"Телефон закладу": "+38 000 000 00 00"}, "Зберегти й далі"),
    "Де ми працюємо": ({"Назва простору": "Простір на Садовій", "Фактична адреса": "вул. Садова, 1"}, "Зберегти й далі"),
    "Хто ще працює": ({}, "Поки що працюю без помічників"),
    "Перша полиця": ({"Назва полиці": "Полиця біля входу"}, "Зберегти й далі"),
    "Перша книжка": ({"Назва": "Тигролови", "Автори": "Багряний І."}, "Зберегти й далі"),
    "Перший читач": ({"Псевдонім": "Ластівка"}, "Зберегти й далі"),
    "Перша видача": ({}, "Видати книжку"),
}


def test_an_empty_institution_lends_its_first_book_within_ten_minutes(page: Page, key: None, link: str, live_url: str) -> None:
    hand = Hand(page)
    enter(hand, link)
    secure(hand)
    page.goto(f"{live_url}/work/")
    hand.press("Перші кроки", link=True)
    while step := hand.next_step():
        fields, button = ANSWERS[step]
        for label, text in fields.items():
            hand.fill(label, text)
        hand.press(button)
        assert len(hand.seen) <= len(ANSWERS), hand.seen
    expect(page.get_by_text("Усе готово: бібліотека працює.")).to_be_visible()
    assert hand.seen == [*ANSWERS, ""]
    assert Loan.objects.count() == 1
    person = dt.timedelta(seconds=(hand.fields + hand.presses) * READING + hand.waited)
    assert (hand.fields, hand.presses) == (10, 12)
    assert person < PROMISED / 2


def test_interrupted_it_goes_on_where_it_was(page: Page, key: None, link: str, live_url: str) -> None:
    hand = Hand(page)
    enter(hand, link)
    secure(hand)
    page.goto(f"{live_url}/work/start/")
    for label, text in ANSWERS[hand.next_step()][0].items():
        hand.fill(label, text)
    hand.press("Зберегти й далі")
    page.context.clear_cookies()  # the laptop was closed, the session is over
    page.goto(f"{live_url}/work/start/")
    page.get_by_role("button", name="Увійти з ключем доступу").click()
    page.wait_for_url(f"{live_url}/work/start/")
    assert hand.next_step() == "Де ми працюємо"
