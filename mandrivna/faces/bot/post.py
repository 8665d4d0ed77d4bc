"""Handing over what is to be said. The only place that speaks with the messenger, besides the listening; aiogram lives here.

What was handed over is gone from the outbox. What the messenger did not take waits and is tried again; a killed process may say a
thing twice, and never loses one. In no log: whom, or what.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiohttp import ClientError

from mandrivna.enquiries import chats
from mandrivna.enquiries.models import Chat, Outgoing
from mandrivna.faces.bot.photos import Photo, fetch, keep

logger = logging.getLogger("mandrivna.bot")

AT_ONCE = 20
MOST = 200
TIMEOUT = 20.0
FIRST_PAUSE = dt.timedelta(seconds=2)


def bot_for(token: str, server: str) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(server), timeout=TIMEOUT)
    return Bot(token, session=session)


@dataclass
class Outcome:
    """What came of one round; settled in the database afterwards, in one commit."""

    said: list[uuid.UUID] = field(default_factory=list)
    later: dict[uuid.UUID, tuple[dt.timedelta, bool]] = field(default_factory=dict)
    blocked: dict[uuid.UUID, Chat] = field(default_factory=dict)
    photos: list[Photo] = field(default_factory=list)


def settle(outcome: Outcome) -> None:
    chats.said(outcome.said)
    for uid, (pause, counts) in outcome.later.items():
        chats.put_off([uid], pause, counts=counts)
    for photo in outcome.photos:
        keep(photo)
    for chat in outcome.blocked.values():
        chats.blocked(chat)


async def hand_over(bot: Bot, rows: list[Outgoing]) -> Outcome:
    """Chats beside one another, the messages of one chat one after the other."""
    outcome, gate = Outcome(), asyncio.Semaphore(AT_ONCE)
    by_chat: dict[uuid.UUID, list[Outgoing]] = {}
    for row in rows:
        by_chat.setdefault(row.chat_id, []).append(row)
    await asyncio.gather(*(_in_turn(bot, listed, outcome, gate) for listed in by_chat.values()))
    return outcome


async def _in_turn(bot: Bot, rows: list[Outgoing], outcome: Outcome, gate: asyncio.Semaphore) -> None:
    async with gate:
        for number, row in enumerate(rows):
            try:
                if "fetch" in row.body:
                    outcome.photos.append(await fetch(bot, row))
                else:
                    await _say(bot, row)
            except TelegramForbiddenError:
                outcome.blocked[row.chat_id] = row.chat
                return
            except TelegramRetryAfter as wait:
                _put_off(outcome, rows[number:], dt.timedelta(seconds=wait.retry_after), counts=False)
                return
            except TelegramBadRequest as error:
                logger.warning("the messenger did not understand a message", extra={"error": type(error).__name__})
                outcome.said.append(row.pk)  # said again it would not be understood either
            except (TelegramAPIError, ClientError, TimeoutError) as error:
                logger.warning("the messenger is away", extra={"error": type(error).__name__})
                _put_off(outcome, rows[number:], FIRST_PAUSE * 2 ** min(row.tries, 11))
                return
            else:
                outcome.said.append(row.pk)


def _put_off(outcome: Outcome, rows: list[Outgoing], pause: dt.timedelta, *, counts: bool = True) -> None:
    for row in rows:
        outcome.later[row.pk] = (pause, counts)


async def _say(bot: Bot, row: Outgoing) -> None:
    body = row.body
    if "tap" in body:
        try:
            await bot.answer_callback_query(body["tap"])
        except TelegramBadRequest:
            return  # too late to show it: the answer itself follows
        return
    await bot.send_message(int(row.chat.chat), body["text"], reply_markup=keyboard(body), disable_notification=False)


def keyboard(body: dict[str, Any]) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """Buttons under the message; what asks the telephone stands instead of its keyboard, because the messenger has it so."""
    buttons = body.get("buttons") or []
    if body.get("clear"):
        return ReplyKeyboardRemove()
    if not buttons:
        return None
    if any("ask" in one for one in buttons):
        rows = [
            [
                KeyboardButton(
                    text=one["label"],
                    request_contact=True if one.get("ask") == "contact" else None,
                    request_location=True if one.get("ask") == "location" else None,
                )
            ]
            for one in buttons
        ]
        return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
    inline = [[InlineKeyboardButton(text=one["label"], callback_data=one.get("data"), url=one.get("url"))] for one in buttons]
    return InlineKeyboardMarkup(inline_keyboard=inline)
