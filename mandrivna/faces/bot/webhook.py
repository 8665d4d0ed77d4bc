"""What the messenger calls when a webhook is set: shown the secret before anything is read, kept, and answered only then.

The talk itself goes on in the bot's own process. A full house is said with 503, and the messenger comes again later. Knows nothing
of the client library, because the web server loads this.
"""

from __future__ import annotations

import hmac
import json

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mandrivna.core import crypto
from mandrivna.enquiries import chats
from mandrivna.faces.access import public
from mandrivna.faces.bot.batch import key_of
from mandrivna.faces.bot.hearing import LARGEST, hear, number_of

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_WAITING = 5_000


def _derived(what: str) -> str:
    """Other with another token, and with another secret: changing either ends what was known before."""
    return crypto.seal_mac(f"bot.webhook.{what}", f"{settings.TELEGRAM_TOKEN}|{settings.TELEGRAM_SECRET}".encode()).hex()[:48]


def secret_of() -> str:
    return _derived("secret")


def address_of() -> str:
    return f"{settings.TELEGRAM_WEBHOOK}{reverse('bot:webhook', args=[_derived('path')])}"


@csrf_exempt
@require_POST
@public("the messenger shows a secret of its own")
def webhook(request: HttpRequest, path: str) -> HttpResponse:
    if not settings.TELEGRAM_WEBHOOK or not hmac.compare_digest(path.encode(), _derived("path").encode()):
        raise Http404
    if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret_of().encode()):
        return HttpResponse(status=403)
    if len(request.body) > LARGEST:  # what is longer than Django reads at all it refuses by itself
        return HttpResponse(status=413)
    try:
        raw = json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    number = number_of(raw)
    if number is None:
        return HttpResponse(status=400)
    if hear(raw) is None:
        return HttpResponse()  # a group, a picture: nothing to keep, and nothing to come again for
    return _kept(number, raw)


def _kept(number: int, raw: dict[str, object]) -> HttpResponse:
    try:
        if chats.waiting_count(MOST_WAITING) >= MOST_WAITING:
            return HttpResponse(status=503, headers={"Retry-After": "5"})
        with transaction.atomic():
            chats.keep(key_of(settings.TELEGRAM_TOKEN.partition(":")[0], number), number, raw)
    except IntegrityError:
        return HttpResponse()  # it has come before
    except DatabaseError:
        return HttpResponse(status=503)
    return HttpResponse()
