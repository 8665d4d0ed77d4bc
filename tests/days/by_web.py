"""The day on the library's site: the same code of the shelf opened in a browser, a card and a PIN instead of a chat."""

from __future__ import annotations

from typing import Any

from django.test import Client

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.lending.models import Loan
from mandrivna.readers.actions.pins import set_pin
from tests.days.story import OLHA, Hub
from tests.faces.screens import form, text_of


class ByWeb:
    def __init__(self, hub: Hub) -> None:
        self.hub, self.clients = hub, {OLHA: Client()}
        digits = set_pin(Act(actor=SYSTEM), reader=hub.olha, place=hub.shelf).shown
        entered = self.clients[OLHA].post("/my/enter/", {"card": hub.card(OLHA), "pin": digits})
        assert entered.status_code == 302

    @property
    def door(self) -> str:
        return f"/my/shelf/{self.hub.code}/"

    def _send(self, who: str, url: str, **fields: Any) -> str:
        answer = self.clients[who].post(url, form(**fields), follow=True)
        assert answer.status_code == 200, text_of(answer)
        return answer.content.decode()

    def register(self, who: str) -> None:
        client = self.clients[who] = Client()
        place = client.get(f"/s/{self.hub.code}/", follow=True)
        assert f"/join/{self.hub.code}/" in place.content.decode()
        said = {"pseudonym": who, "age": "18-35", "agree": "on", "new": "385160"}
        assert "Номер вашого квитка" in self._send(who, f"/join/{self.hub.code}/", **said)

    def look_for(self, who: str, title: str) -> None:
        page = self.clients[who].get("/catalogue/", {"q": title.lower()})
        assert title in text_of(page)
        self.title = self.hub.copies[title].record_id
        assert f"/my/reserve/?record={self.title}" in self.clients[who].get(f"/catalogue/{self.title}/").content.decode()

    def queue(self, who: str, title: str) -> None:
        said = self._send(who, f"/my/reserve/?record={self.hub.copies[title].record_id}", pickup=self.hub.shelf)
        assert (f"Замовлено: {title}" in said, "Ваша черга: 1" in said) == (True, True)

    def take(self, who: str, title: str) -> None:
        copy = self.hub.copies[title]
        address = f"{self.door}take/{copy.pk}/"
        assert address in self.clients[who].get(self.door).content.decode()  # the book stands on the page before it is taken
        assert f"Ви взяли: {title}" in self._send(who, address)

    def bring(self, who: str, title: str) -> None:
        loan = Loan.objects.open().get(copy=self.hub.copies[title])
        address = f"{self.door}give/{loan.pk}/"
        assert address in self.clients[who].get(self.door).content.decode()
        assert f"Повернуто: {title}" in self._send(who, address)

    def hear(self, who: str, title: str) -> None:
        said = text_of(self.clients[who].get("/my/"))
        assert (title in said, "чекає на вас" in said) == (True, True)

    def keep_longer(self, who: str, title: str) -> None:
        loan = Loan.objects.open().get(copy=self.hub.copies[title])
        address = f"/my/renew/{loan.pk}/"
        assert address in self.clients[who].get("/my/").content.decode()
        self._send(who, address)

    def wish(self, who: str, title: str) -> None:
        assert "Дякуємо, записали" in self._send(who, "/catalogue/ask/", title=title, place="", by_card="on")

    def evening(self) -> None:
        pass
