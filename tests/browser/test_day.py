"""The day of tests/days/story.py at the desk, in Chromium: a colleague with a scanner and two readers without a telephone."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.every_page import enter
from tests.browser.hands import Hands
from tests.days.story import Hub, all_by, check, morning, play
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db(transaction=True)


class AtDesk:
    def __init__(self, hub: Hub, page: Page, url: str) -> None:
        self.hub, self.page, self.url, self.hands = hub, page, url, Hands(page)

    def _open(self, who: str) -> None:
        """From the empty desk, by the card that the reader shows."""
        self.page.goto(f"{self.url}/work/desk/")
        self.hands.scan(self.hub.card(who))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(who))

    def _told(self, words: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()

    def register(self, who: str) -> None:
        self.page.goto(f"{self.url}/work/readers/enrol/")
        self.page.get_by_role("textbox", name="Псевдонім").fill(who)
        self.page.keyboard.press("Enter")
        self._told("Читача записано")

    def look_for(self, who: str, title: str) -> None:
        """With the reader open the title is typed where the next scan would come."""
        self._open(who)
        self.hands.type(title.lower())
        self.hands.send()
        expect(self.page.get_by_role("heading", name=title, exact=True)).to_be_visible()

    def queue(self, who: str, title: str) -> None:
        self.page.get_by_role("button", name=f"Поставити читача в чергу: {title}").click()
        self._told(f"Поставлено в чергу: {title}")
        expect(self.page.get_by_role("heading", name="Замовлено: 1")).to_be_visible()

    def take(self, who: str, title: str) -> None:
        self._open(who)
        self.hands.scan(self.hub.copies[title].barcode)
        self._told(f"Видано: {title}")

    def bring(self, who: str, title: str) -> None:
        """Scanned twice: nobody's card is needed."""
        self.page.goto(f"{self.url}/work/desk/")
        self.hands.scan(self.hub.copies[title].barcode)
        self.hands.scan(self.hub.copies[title].barcode)
        self._told(f"Повернено: {title}")
        expect(self.page.get_by_text("його замовив читач")).to_be_visible()

    def hear(self, who: str, title: str) -> None:
        """Whoever comes to the desk is told there."""
        self._open(who)
        expect(self.page.get_by_text(f"відкладено, № {self.hub.copies[title].inventory}")).to_be_visible()

    def keep_longer(self, who: str, title: str) -> None:
        self._open(who)
        self.page.get_by_role("button", name=f"Продовжити примірник № {self.hub.copies[title].inventory}").click()
        self._told("Продовжено до")

    def wish(self, who: str, title: str) -> None:
        self.page.goto(f"{self.url}/work/enquiries/add/")
        self.page.get_by_label("Назва").fill(title)
        self.page.keyboard.press("Enter")
        self._told("Відмову пораховано")

    def evening(self) -> None:
        """What the aside of the desk says of the day is what the story says."""
        self.page.goto(f"{self.url}/work/desk/")
        counts = self.page.locator("section", has=self.page.get_by_role("heading", name="Сьогодні тут")).locator("dd")
        expect(counts).to_have_text(["3", "1", "1", "2"])  # lent, taken back, kept longer, registered


def test_the_day_at_the_desk(page: Page, context: BrowserContext, live_url: str) -> None:
    cache.clear()
    hub = morning()
    client = browser_of(person("librarian", "hub_librarian", hub.lib.hub))
    session = client.session
    session["place"] = hub.shelf.pk
    session.save()
    enter(context, live_url, client)
    play(AtDesk(hub, page, live_url))
    check(hub, all_by("desk"))
