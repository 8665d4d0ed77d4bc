"""The demonstration's own chat page: a conversation without any script, told apart from everybody else's, over HTTP."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from django.utils import timezone

from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Loan, Shelf
from mandrivna.readers.models import Reader
from tests.bot.live import PATIENCE, Live
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


@pytest.fixture
def lib() -> Library:
    return library(now=timezone.now() - dt.timedelta(hours=5))


class Browser:
    """No script, only links, forms and a cookie."""

    def __init__(self, live: Live) -> None:
        self.url, self.opened = live.url, urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.page, self.headers = "", {}

    def get(self, path: str = "/") -> str:
        with self.opened.open(f"{self.url}{path}", timeout=PATIENCE) as answer:
            self.page, self.headers = answer.read().decode(), dict(answer.headers)
        return self.page

    def post(self, origin: str = "", **fields: str) -> str:
        request = urllib.request.Request(f"{self.url}/say", urllib.parse.urlencode(fields).encode())
        request.add_header("Origin", origin or self.url)
        with self.opened.open(request, timeout=PATIENCE) as answer:
            self.page = answer.read().decode()
        return self.page

    def until(self, words: str) -> str:
        """An answer may take more than one look."""
        limit = time.monotonic() + PATIENCE
        while words not in self.page:
            assert time.monotonic() < limit, f"never said: {words}"
            self.get()
        return self.page

    def tap(self, label: str) -> str:
        values = [html.unescape(one) for one in re.findall(r'name="tap" value="([^"]*)"', self.page)]
        return self.post(tap=[one for one in values if one.partition("|")[2].startswith(label)][-1])


def test_a_book_is_borrowed_on_the_page_without_a_script(lib):
    copy = lib.copy(lib.record("Тигролови"))
    renew_shelf_code(lib.act(), place=lib.shelf)
    code = Shelf.objects.get(place=lib.shelf).code
    with Live() as live:
        browser, stranger = Browser(live), Browser(live)
        assert "Щоб почати, натисніть «Почати»." in browser.get()
        assert "default-src 'none'" in browser.headers["Content-Security-Policy"]
        assert (browser.headers["Cache-Control"], "<script>" in browser.page) == ("no-store", False)
        browser.get(f"/?start=s_{code}")
        browser.until("Ви біля полиці")
        for label, then in (("Записатися", "Погоджуюся"), ("Погоджуюся", "Як до вас звертатися")):
            browser.tap(label)
            browser.until(then)
        browser.post(text="Сойка <b>")
        browser.until("18–35")
        assert ("Сойка &lt;b&gt;" in browser.page, "Сойка <b>" in browser.page) == (True, False)
        browser.tap("18–35")
        browser.until("Без телефону")
        browser.post(text="Без телефону")
        browser.until("Тигролови")
        browser.tap("Тигролови")
        browser.until("Ви взяли: Тигролови")
        news = json.loads(browser.get("/news?after=0"))
        assert (news["from"], "Ви взяли: Тигролови" in news["items"][-1]) == (0, True)
        assert "Сойка" not in stranger.get(), "another browser is another person"
        for path in ("/file/chat.css", "/file/chat.js"):
            assert browser.get(path)
        for refused, status in (
            (lambda: browser.get("/file/page.py"), 404), (lambda: browser.post("https://elsewhere.example", text="/menu"), 403),
        ):  # fmt: skip
            with pytest.raises(urllib.error.HTTPError) as error:
                refused()
            with error.value as answer:
                assert answer.code == status
    assert (Loan.objects.open().get().copy, Reader.objects.get().pseudonym) == (copy, "Сойка <b>")
