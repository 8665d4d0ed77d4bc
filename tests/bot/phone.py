"""A reader's telephone for tests of the talk: writes, presses, and hears what the bot has to say, without any messenger."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from mandrivna.enquiries import chats
from mandrivna.enquiries.models import Outgoing
from mandrivna.faces.bot.batch import PATIENCE, take_in

BOT = "7"
NUMBERS = itertools.count(1)


def private(chat: int, language: str = "uk") -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "Хтось", "language_code": language}
    return {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "from": person}


def written(chat: int, text: str, number: int | None = None) -> dict[str, Any]:
    return {"update_id": number or next(NUMBERS), "message": {**private(chat), "text": text}}


def pressed(chat: int, data: str, number: int | None = None) -> dict[str, Any]:
    about = private(chat)
    tap = {"id": "1", "from": about["from"], "chat_instance": "1", "data": data, "message": about}
    return {"update_id": number or next(NUMBERS), "callback_query": tap}


@dataclass
class Phone:
    chat: int = 1001
    language: str = "uk"
    heard: list[dict[str, Any]] = field(default_factory=list)
    """What the bot said last, in answer to one thing."""
    all: list[str] = field(default_factory=list)
    taps: int = 0

    def send(self, raw: dict[str, Any]) -> str:
        take_in(BOT, [raw])
        return self.collect()

    def collect(self) -> str:
        with transaction.atomic():
            rows = list(Outgoing.objects.order_by("not_before", "uid").select_related("chat"))
            mine = [row for row in rows if row.chat.chat == str(self.chat)]
            chats.said([row.pk for row in mine])
        self.heard = [row.body for row in mine if "text" in row.body]
        self.all += [body["text"] for body in self.heard]
        return self.text

    @property
    def text(self) -> str:
        return "\n".join(body["text"] for body in self.heard)

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        return {button["label"]: button for body in self.heard for button in body.get("buttons", [])}

    def write(self, text: str) -> str:
        return self.send({"update_id": next(NUMBERS), "message": {**private(self.chat, self.language), "text": text}})

    def tap(self, label: str) -> str:
        """By what stands on the button, or by how that begins."""
        self.taps += 1
        found = [button for text, button in self.buttons.items() if text.startswith(label)]
        assert found, f"no button «{label}» among {list(self.buttons)}"
        if "ask" in found[0]:
            return self.write(found[0]["label"])
        return self.send(pressed(self.chat, found[0]["data"]))

    @staticmethod
    def patience() -> None:
        """As if a while had passed between one thing and the next."""
        PATIENCE.forget()

    def share(self, phone: str, owner: int | None = None) -> str:
        contact = {"phone_number": phone, "first_name": "Хтось", "user_id": owner or self.chat}
        return self.send({"update_id": next(NUMBERS), "message": {**private(self.chat), "contact": contact}})

    def locate(self, latitude: float, longitude: float) -> str:
        place = {"latitude": latitude, "longitude": longitude}
        return self.send({"update_id": next(NUMBERS), "message": {**private(self.chat), "location": place}})

    def register(self, name: str = "Читайко") -> str:
        if "Записатися" not in self.buttons:
            self.write("/start")
            self.tap("Українська") if "Українська" in self.buttons else None
        self.tap("Записатися")
        self.tap("Погоджуюся")
        if "Приймаю правила" in self.buttons:
            self.tap("Приймаю правила")
        self.write(name)
        self.tap("18–35")
        return self.tap("Без телефону")
