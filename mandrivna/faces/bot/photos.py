"""A shelf's photograph sent to a chat: fetched from the messenger, made anew without its metadata, kept by the ordinary verb."""

from __future__ import annotations

import asyncio
import base64
import io
import uuid
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import ClientResponseError
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries import chats
from mandrivna.enquiries.models import Chat, Outgoing
from mandrivna.faces.bot.saying import Button, message
from mandrivna.lending.actions.shelves import photo_problem, set_shelf_photo
from mandrivna.shared.pictures import MOST_BYTES, NotTaken, Why, cover_of


@dataclass(frozen=True)
class Photo:
    """What came of fetching: a picture made anew in base64, or why it is none."""

    row: Outgoing
    picture: str = ""
    why: Why | None = None


async def fetch(bot: Bot, row: Outgoing) -> Photo:
    """As much as we take and not a byte more. What the messenger says of the size is not believed."""
    try:
        file = await bot.get_file(row.body["fetch"])
    except TelegramBadRequest:
        return Photo(row, why=Why.NOT_A_PICTURE)
    if (file.file_size or 0) > MOST_BYTES or not file.file_path:
        return Photo(row, why=Why.TOO_HEAVY)
    try:
        data = await _downloaded(bot, file.file_path)
    except ClientResponseError as error:
        if error.status >= 500:  # the messenger is unwell: later
            raise
        return Photo(row, why=Why.NOT_A_PICTURE)
    return await asyncio.to_thread(_made_anew, row, data)


async def _downloaded(bot: Bot, path: str) -> bytes:
    found, url = io.BytesIO(), bot.session.api.file_url(bot.token, path)
    async for part in bot.session.stream_content(url, timeout=30, chunk_size=65536, raise_for_status=True):
        found.write(part)
        if found.tell() > MOST_BYTES:
            break
    return found.getvalue()


def _made_anew(row: Outgoing, data: bytes) -> Photo:
    try:
        return Photo(row, base64.b64encode(cover_of(data).large).decode())
    except NotTaken as refusal:
        return Photo(row, why=refusal.why)


def keep(photo: Photo) -> None:
    """With the rights that the colleague has now; whoever left meanwhile changes nothing. Then it is said what came of it."""
    chat: Chat = photo.row.chat
    with override(chat.language or settings.LANGUAGE_CODE):
        chats.say(chat, [message(_kept(photo, chat), [Button(_("Для працівника"), "staff"), Button(_("Меню"), "menu")])])


def _kept(photo: Photo, chat: Chat) -> str:
    if photo.why is not None:
        return str(photo_problem(photo.why).text)
    place = Unit.objects.filter(pk=photo.row.body["place"]).first()
    staff = chat.staff
    if place is None or staff is None or not staff.is_active:
        return str(_("Це для працівників. Код для чату є в робочому просторі, на сторінці «Розмови»."))
    act = Act(actor=actor_for(staff), uid=uuid.UUID(photo.row.body["act"]), channel="bot")
    try:
        set_shelf_photo(act, place=place, picture=photo.picture)
    except Forbidden:
        return str(_("Змінити світлину цієї полиці вам не дозволено."))
    except Refused as refusal:
        return "\n".join(str(problem.text) for problem in refusal.problems)
    return _("Світлину збережено: %s.") % place
