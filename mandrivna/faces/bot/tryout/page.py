"""The page of the try-out messenger: a chat that works without a script, and by itself with one."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.faces.bot.tryout.server import Messenger, Person

HERE = Path(__file__).parent
COOKIE = "try_chat"
WAIT = 4.0
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
FILES = {"chat.css": "text/css", "chat.js": "text/javascript"}


def pages(app: web.Application, messenger: Messenger) -> None:
    async def show(request: web.Request) -> web.StreamResponse:
        """A link with «?start=…» is what a code on a shelf leads to: it is said as the true messenger says it."""
        person = _person(messenger, request)
        if start := request.query.get("start", ""):
            await messenger.write(person, f"/start {start[:64]}")
            await _answered(messenger, person)
            return _back(person)
        return _with_cookie(web.Response(text=document(person), content_type="text/html"), person)

    async def say(request: web.Request) -> web.StreamResponse:
        if not _same_place(request):
            raise web.HTTPForbidden
        person, given = _person(messenger, request), await request.post()
        await _act(messenger, person, {name: str(value) for name, value in given.items()})
        await _answered(messenger, person)
        if request.headers.get("X-Script"):
            return web.json_response(news(person, int(str(given.get("after", 0)) or 0)))
        return _back(person)

    async def fresh(request: web.Request) -> web.StreamResponse:
        person, after = _person(messenger, request), int(request.query.get("after", 0) or 0)
        with contextlib.suppress(TimeoutError):
            async with messenger.news:
                await asyncio.wait_for(messenger.news.wait_for(lambda: len(person.thread) > after), 20)
        return web.json_response(news(person, after))

    async def file(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in FILES:
            raise web.HTTPNotFound
        return web.Response(text=(HERE / name).read_text(encoding="utf-8"), content_type=FILES[name])

    async def dressed(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)

    app.router.add_get("/", show)
    app.router.add_post("/say", say)
    app.router.add_get("/news", fresh)
    app.router.add_get("/file/{name}", file)
    app.on_response_prepare.append(dressed)


def _same_place(request: web.Request) -> bool:
    """Another site's form must not write here, however little there is to spoil."""
    origin = request.headers.get("Origin", "")
    return not origin or origin == f"http://{request.host}"


def _person(messenger: Messenger, request: web.Request) -> Person:
    said = request.cookies.get(COOKIE, "")
    chat = int(said) if said.isascii() and said.isdigit() and len(said) < 15 else secrets.randbelow(10**9) + 10**9
    return messenger.person(chat)


def _with_cookie(response: web.Response, person: Person) -> web.Response:
    response.set_cookie(COOKIE, str(person.chat), httponly=True, samesite="Lax")
    return response


def _back(person: Person) -> web.Response:
    return _with_cookie(web.Response(status=303, headers={"Location": "/#last"}), person)


async def _act(messenger: Messenger, person: Person, given: dict[str, str]) -> None:
    if "tap" in given:
        data, _line, label = given["tap"].partition("|")
        await messenger.press(person, data[:64], label[:100])
    elif "contact" in given:
        await messenger.contact(person, given.get("phone", "")[:20] or "+380501234567")
    elif "location" in given:
        await messenger.location(person, 48.62, 22.29)
    elif text := given.get("text", "").strip()[:4000]:
        await messenger.write(person, text)


async def _answered(messenger: Messenger, person: Person) -> None:
    """Without a script the page comes back when the bot has spoken, or after a moment."""
    before = len(person.thread)
    with contextlib.suppress(TimeoutError):
        async with messenger.news:
            await asyncio.wait_for(messenger.news.wait_for(lambda: len(person.thread) > before), WAIT)


def news(person: Person, after: int) -> dict[str, Any]:
    with override(person.language):
        told = [message(one, last=False) for one in person.thread[after:]]
        return {"from": after, "items": told, "keys": keys(person)}


def document(person: Person) -> str:
    with override("uk"):
        last = len(person.thread) - 1
        thread = "".join(message(one, last=number == last) for number, one in enumerate(person.thread))
        words = {
            "title": _("Бот бібліотеки: спробувати"),
            "note": _("Це демонстрація на вашому комп’ютері: месенджера немає, дані вигадані, справжніх не вносьте."),
            "begin": _("Щоб почати, натисніть «Почати»."),
            "start": _("Почати"),
            "label": _("Ваше повідомлення"),
            "send": _("Надіслати"),
            "thread": _("Розмова"),
        }
        said = {name: escape(str(text)) for name, text in words.items()}
        begin = f'<button name="text" value="/start">{said["start"]}</button>'
        told = thread or f'<p class="note">{said["begin"]}</p><form method="post" action="/say">{begin}</form>'
        return PAGE.format(**said, told=told, count=len(person.thread), keys=keys(person))


PAGE = """<!doctype html>
<html lang="uk"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/file/chat.css"><script src="/file/chat.js" defer></script></head>
<body><header><h1>{title}</h1><p class="note">{note}</p></header>
<main><section id="thread" role="log" aria-live="polite" aria-label="{thread}" data-count="{count}">{told}</section></main>
<footer><div id="keys">{keys}</div>
<form id="write" method="post" action="/say"><label for="text">{label}</label>
<input id="text" name="text" autocomplete="off" required maxlength="4000"><button>{send}</button></form></footer></body></html>"""


def message(one: dict[str, Any], *, last: bool) -> str:
    who = _("Ви") if one["mine"] else _("Бот")
    text = "<br>".join(escape(line) for line in one["text"].split("\n"))
    anchor = ' id="last"' if last else ""
    buttons = "".join(_button(button) for button in one.get("buttons") or [])
    form = f'<form method="post" action="/say" class="buttons">{buttons}</form>' if buttons else ""
    side = "mine" if one["mine"] else "theirs"
    return f'<div class="said {side}"{anchor}><p class="who">{escape(str(who))}</p><p>{text}</p>{form}</div>'


def _button(button: dict[str, Any]) -> str:
    if button.get("url"):
        return f'<a class="button" href="{escape(button["url"])}" rel="noreferrer">{escape(button["text"])}</a>'
    value = escape(f"{button['callback_data']}|{button['text']}")
    return f'<button name="tap" value="{value}">{escape(button["text"])}</button>'


def keys(person: Person) -> str:
    """What stands instead of the telephone's keyboard."""
    made = []
    for key in person.keyboard:
        name = "contact" if key.get("request_contact") else "location" if key.get("request_location") else "text"
        made.append(f'<button name="{name}" value="{escape(key["text"])}">{escape(key["text"])}</button>')
    return f'<form method="post" action="/say" class="buttons">{"".join(made)}</form>' if made else ""
