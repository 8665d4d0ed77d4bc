"""A messenger of our own that speaks the Bot API over HTTP: for tests, and for trying the bot in a browser without a token.

Only on this very computer, only in demonstration mode. It keeps everything in memory and asks for the same parameters as the true
one does (the client library's own models say which). Persons write on its page or, in tests, through `/_user/…`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiogram import methods
from aiohttp import ClientError, ClientSession, ClientTimeout, web

TOKEN = "100000001:try-out-token-of-nobody-at-all-00000"  # noqa: S105 - opens nothing but this very server
NAME = "mandrivna_try_bot"
BOT: dict[str, Any] = {"id": 100000001, "is_bot": True, "first_name": "Мандрівна", "username": NAME}
KNOWN = {
    name[0].lower() + name[1:]: getattr(methods, name)
    for name in (
        "GetMe", "GetUpdates", "SetWebhook", "DeleteWebhook", "GetWebhookInfo", "SendMessage", "AnswerCallbackQuery",
        "SetMyCommands", "GetFile",
    )
}  # fmt: skip
REMEMBERED = 300
REMEMBERED_CALLS = 20_000


@dataclass
class Person:
    """One private chat as the person sees it."""

    chat: int
    language: str = "uk"
    name: str = "Читач"
    thread: list[dict[str, Any]] = field(default_factory=list)
    keyboard: list[dict[str, Any]] = field(default_factory=list)
    blocked: bool = False

    def me(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": self.name, "language_code": self.language}

    def place(self) -> dict[str, Any]:
        return {"id": self.chat, "type": "private", "first_name": self.name}


class Refusal(Exception):  # noqa: N818 - an answer of the API
    def __init__(self, code: int, said: str, **parameters: Any) -> None:
        super().__init__(said)
        self.code, self.said, self.parameters = code, said, parameters


class Messenger:
    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.updates: deque[dict[str, Any]] = deque()
        # A started server goes on above the numbers of the one before it, which the bot remembers. Nobody says a thousand a second.
        self.numbers = itertools.count(int(time.time() * 1000))
        self.messages = itertools.count(1)
        self.files: dict[str, bytes] = {}
        self.calls: deque[dict[str, Any]] = deque(maxlen=REMEMBERED_CALLS)
        self.fails: list[dict[str, Any]] = []
        self.webhook: tuple[str, str] | None = None
        self.news = asyncio.Condition()
        self.pusher: asyncio.Task[None] | None = None

    # --- the person's side ---
    def person(self, chat: int) -> Person:
        return self.people.setdefault(chat, Person(chat))

    async def hear(self, **update: Any) -> int:
        number = next(self.numbers)
        self.updates.append({"update_id": number, **update})
        await self._tell()
        return number

    async def _tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    def _message(self, person: Person, **about: Any) -> dict[str, Any]:
        return {
            "message_id": next(self.messages), "date": int(time.time()), "chat": person.place(), "from": person.me(), **about,
        }  # fmt: skip

    async def write(self, person: Person, text: str) -> int:
        for key in person.keyboard:
            if key["text"] == text and (key.get("request_contact") or key.get("request_location")):
                break
        person.blocked = False
        person.thread.append({"mine": True, "text": text})
        person.keyboard = []
        return await self.hear(message=self._message(person, text=text))

    async def contact(self, person: Person, phone: str, owner: int | None = None) -> int:
        person.thread.append({"mine": True, "text": phone})
        person.keyboard = []
        card = {"phone_number": phone, "first_name": person.name, "user_id": owner or person.chat}
        return await self.hear(message=self._message(person, contact=card))

    async def photo(self, person: Person, data: bytes) -> int:
        name = secrets.token_urlsafe(12)
        self.files[name] = data
        person.thread.append({"mine": True, "text": "🖼"})
        sizes = [{"file_id": f"{name}-s", "file_unique_id": f"{name}-s", "width": 90, "height": 60}]
        sizes.append({"file_id": name, "file_unique_id": name, "width": 1280, "height": 960, "file_size": len(data)})
        return await self.hear(message=self._message(person, photo=sizes))

    async def location(self, person: Person, latitude: float, longitude: float) -> int:
        person.thread.append({"mine": True, "text": f"{latitude}, {longitude}"})
        person.keyboard = []
        return await self.hear(message=self._message(person, location={"latitude": latitude, "longitude": longitude}))

    async def press(self, person: Person, data: str, label: str = "") -> int:
        person.thread.append({"mine": True, "text": label or data})
        tap = {"id": secrets.token_hex(8), "from": person.me(), "chat_instance": "1", "data": data}
        said = {**self._message(person, text="…"), "from": BOT}
        return await self.hear(callback_query={**tap, "message": said})

    async def block(self, person: Person) -> int:
        person.blocked = True
        about = {"chat": person.place(), "from": person.me(), "date": int(time.time())}
        member = {"user": BOT, "status": "kicked", "until_date": 0}
        return await self.hear(
            my_chat_member={**about, "old_chat_member": {"user": BOT, "status": "member"}, "new_chat_member": member}
        )

    # --- the bot's side ---
    async def call(self, name: str, given: dict[str, Any]) -> Any:
        model = KNOWN.get(name)
        if model is None:
            raise Refusal(404, "Not Found: method not found")
        needed = [one for one, about in model.model_fields.items() if about.is_required()]
        if missing := [one for one in needed if one not in given]:
            raise Refusal(400, f"Bad Request: {missing[0]} is empty")
        self.calls.append({"method": name, **given})
        for number, fail in enumerate(self.fails):
            if fail["method"] in (name, "*"):
                del self.fails[number]
                raise Refusal(fail["code"], fail.get("said", "Failed on purpose"), **fail.get("parameters", {}))
        return await getattr(self, f"api_{name}")(given)

    async def api_getMe(self, _given: dict[str, Any]) -> Any:  # noqa: N802 - the API's own name
        return BOT

    async def api_setMyCommands(self, _given: dict[str, Any]) -> Any:  # noqa: N802
        return True

    async def api_getUpdates(self, given: dict[str, Any]) -> Any:  # noqa: N802
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, limit, wait = int(given.get("offset", 0)), int(given.get("limit", 100)), float(given.get("timeout", 0))
        while self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        if not self.updates and wait:
            with contextlib.suppress(TimeoutError):
                async with self.news:
                    await asyncio.wait_for(self.news.wait_for(lambda: bool(self.updates)), wait)
        return list(itertools.islice(self.updates, limit))

    async def api_setWebhook(self, given: dict[str, Any]) -> Any:  # noqa: N802
        self.webhook = (given["url"], given.get("secret_token", ""))
        if self.pusher is None:
            self.pusher = asyncio.create_task(self._push())
        return True

    async def api_deleteWebhook(self, _given: dict[str, Any]) -> Any:  # noqa: N802
        self.webhook = None
        return True

    async def api_getWebhookInfo(self, _given: dict[str, Any]) -> Any:  # noqa: N802
        url = self.webhook[0] if self.webhook else ""
        return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.updates)}

    async def api_getFile(self, given: dict[str, Any]) -> Any:  # noqa: N802
        name = given["file_id"]
        if name not in self.files:
            raise Refusal(400, "Bad Request: invalid file_id")
        return {"file_id": name, "file_unique_id": name, "file_size": len(self.files[name]), "file_path": f"photos/{name}"}

    async def api_answerCallbackQuery(self, _given: dict[str, Any]) -> Any:  # noqa: N802
        return True

    async def api_sendMessage(self, given: dict[str, Any]) -> Any:  # noqa: N802
        person, text = self.people.get(int(given["chat_id"])), given["text"]
        if person is None:
            raise Refusal(400, "Bad Request: chat not found")
        if person.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if not text or len(text) > 4096:
            raise Refusal(400, "Bad Request: message text is empty or too long")
        markup = json.loads(given.get("reply_markup") or "{}")
        buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
        if wrong := [one for one in buttons if len(one.get("callback_data", "").encode()) > 64]:
            raise Refusal(400, f"Bad Request: BUTTON_DATA_INVALID {len(wrong)}")
        if "keyboard" in markup or markup.get("remove_keyboard"):
            person.keyboard = [button for row in markup.get("keyboard", []) for button in row]
        person.thread = [*person.thread[-REMEMBERED:], {"mine": False, "text": text, "buttons": buttons}]
        await self._tell()
        return {"message_id": next(self.messages), "date": int(time.time()), "chat": person.place(), "from": BOT, "text": text}

    async def _push(self) -> None:
        """As the true one: in order, again and again until it is answered with 200."""
        async with ClientSession(timeout=ClientTimeout(10)) as session:
            while True:
                if not self.updates or not self.webhook:
                    async with self.news:
                        await self.news.wait()
                    continue
                url, secret = self.webhook
                try:
                    async with session.post(
                        url, json=self.updates[0], headers={"X-Telegram-Bot-Api-Secret-Token": secret}, allow_redirects=False
                    ) as answer:
                        taken = answer.status == 200
                except (ClientError, TimeoutError):
                    taken = False
                if taken:
                    self.updates.popleft()
                else:
                    await asyncio.sleep(0.05)


def application(messenger: Messenger, page: web.Application | None = None) -> web.Application:
    app = web.Application(client_max_size=2**20)

    async def api(request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        if request.content_type == "application/json":
            given = await request.json()
        else:
            given = {name: value for name, value in {**request.query, **await request.post()}.items() if isinstance(value, str)}
        try:
            result = await messenger.call(request.match_info["method"], given)
        except Refusal as refusal:
            body = {"ok": False, "error_code": refusal.code, "description": refusal.said, "parameters": refusal.parameters}
            return web.json_response(body, status=refusal.code)
        return web.json_response({"ok": True, "result": result})

    async def file(request: web.Request) -> web.Response:
        found = messenger.files.get(request.match_info["name"])
        if found is None or request.match_info["token"] != TOKEN:
            raise web.HTTPNotFound
        return web.Response(body=found)

    async def user(request: web.Request) -> web.Response:
        """What a person of a test does; several at once as a list, so that a burst is one request."""
        given = await request.json()
        numbers = [await _done(messenger, one) for one in (given if isinstance(given, list) else [given])]
        return web.json_response(numbers)

    async def calls(request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        return web.json_response(list(messenger.calls)[after:])

    async def fail(request: web.Request) -> web.Response:
        messenger.fails.append(await request.json())
        return web.json_response(True)

    app.router.add_route("*", "/bot{token}/{method}", api)
    app.router.add_get("/file/bot{token}/photos/{name}", file)
    app.router.add_post("/_user", user)
    app.router.add_get("/_calls", calls)
    app.router.add_post("/_fail", fail)
    return app


async def _done(messenger: Messenger, given: dict[str, Any]) -> int:
    person = messenger.person(int(given["chat"]))
    person.language = given.get("language", person.language)
    if "text" in given:
        return await messenger.write(person, given["text"])
    if "tap" in given:
        return await messenger.press(person, given["tap"])
    if "phone" in given:
        return await messenger.contact(person, given["phone"], given.get("owner"))
    if "photo" in given:
        return await messenger.photo(person, base64.b64decode(given["photo"]))
    if "point" in given:
        return await messenger.location(person, *given["point"])
    if "raw" in given:
        return await messenger.hear(**given["raw"])
    return await messenger.block(person)
