"""One address for programs: a key instead of a session, JSON in and out, every refusal as a problem.

    @endpoint(LENDING_VIEW, tells=shapes.LoanTold, summary=_("Одна видача"))
    def one_loan(call: Call, pk: str) -> shapes.LoanTold: ...

    path("v1/loans/<str:pk>", at(get=one_loan), name="loan")

Neither cookies nor their protection play any part: who has no key in the header is nobody, whatever session the browser has.
What an endpoint takes, asks and tells is declared once; `openapi.py` writes the document from the same declaration.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError as ModelRefused
from django.db import DataError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, ValidationError

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.models import ApiToken, Operation
from mandrivna.core.permissions import Permission
from mandrivna.core.problems import Refused
from mandrivna.core.tokens import actor_of, token_of
from mandrivna.faces.access import Declared
from mandrivna.faces.api import limits
from mandrivna.faces.api.problems import Stop, of_refusal, of_validation, stop, told
from mandrivna.faces.api.shapes import uid_of
from mandrivna.shared.errors import error_class, frames

log = logging.getLogger("mandrivna.api")

CHANNEL = "api"
MOST_BYTES = 64 * 1024
BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)
METHODS = {"get": "GET", "post": "POST"}


@dataclass
class Call:
    """What a handler needs of a request; `body` and `query` are already what was declared."""

    request: HttpRequest
    token: ApiToken
    actor: Actor
    body: Any = None
    query: Any = None
    uid: uuid.UUID | None = None

    @property
    def act(self) -> Act:
        assert self.uid is not None, "only of an endpoint that writes"
        return Act(actor=self.actor, uid=self.uid, channel=CHANNEL, device=self.token.device)

    @property
    def again(self) -> bool:
        """These very words were answered before: what they would mean now is not asked."""
        return self.uid is not None and Operation.objects.filter(pk=self.uid).exists()


@dataclass(frozen=True)
class Endpoint:
    """`writes`: changes something, so it wants an Idempotency-Key, and sent again with the same one it changes nothing more."""

    handler: Callable[..., BaseModel]
    right: Permission | None
    tells: type[BaseModel]
    summary: Any
    takes: type[BaseModel] | None = None
    asks: type[BaseModel] | None = None
    writes: bool = False

    @property
    def name(self) -> str:
        return self.handler.__name__

    @property
    def status(self) -> int:
        return 201 if self.writes else 200


def endpoint(right: Permission | None, *, tells: type[BaseModel], summary: Any, **about: Any) -> Callable[[Any], Endpoint]:
    """`right` None: any living key. What is named here, `rights.py` lets keys be given."""
    return lambda handler: Endpoint(handler, right, tells, summary, **about)


# --- a view -----------------------------------------------------------------------------------------------------------


def at(**endpoints: Endpoint) -> Any:
    """The view of one address; its endpoints by method."""

    @csrf_exempt
    def view(request: HttpRequest, **names: str) -> HttpResponse:
        with translation.override(language_of(request)):
            response = answer(request, endpoints, names)
            response.headers["Content-Language"] = translation.get_language()
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        patch_cache_control(response, private=True, no_store=True)
        return response

    view.access = Declared("token", reason="a key of a program, asked for the right each method names")
    view.endpoints = endpoints
    return view


def language_of(request: HttpRequest) -> str:
    """As the header asks, of the two we speak; Ukrainian when it asks for neither."""
    for wanted, _weight in translation.trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := wanted.partition("-")[0]) in ("uk", "en"):
            return short
    return "uk"


def answer(request: HttpRequest, endpoints: dict[str, Endpoint], names: dict[str, str]) -> HttpResponse:
    try:
        method = "get" if request.method == "HEAD" else str(request.method).lower()
        if (found := endpoints.get(method)) is None:
            allowed = ", ".join([*(METHODS[name] for name in endpoints), *(["HEAD"] if "get" in endpoints else [])])
            raise stop(405, "method", _("Ця адреса не знає такого методу."), Allow=allowed)
        return _spoken(request, found, names)
    except Stop as stopped:
        return told(stopped.status, stopped.problems, stopped.headers)
    except Exception as error:  # whatever it is, a program is answered in its own language
        log.exception("endpoint failed", exc_info=False, extra={"error": error_class(error), "frames": frames(error)})
        failed = stop(500, "failed", _("Наша помилка: нічого не записано. Повторіть із тим самим ключем повторення."))
        return told(500, failed.problems)


def _spoken(request: HttpRequest, found: Endpoint, names: dict[str, str]) -> HttpResponse:
    token = _token(request)
    limits.count(token)
    call = Call(request, token, actor_of(token))
    request.actor = call.actor
    if found.right is not None and not call.actor.can(found.right):
        raise stop(403, "forbidden", _("Цей ключ не має потрібного права, або той, хто його видав, уже не має його сам."))
    if found.writes:
        call.uid = _repetition(request)
    if found.asks is not None:
        call.query = _fitting(lambda: cast(Any, found.asks).model_validate(request.GET.dict()))
    if found.takes is not None:
        body = _body(request)
        call.body = _fitting(lambda: cast(Any, found.takes).model_validate_json(body))
    said = _handled(found, call, names)
    return _response(request, said, found.status)


def _handled(found: Endpoint, call: Call, names: dict[str, str]) -> BaseModel:
    try:
        return found.handler(call, **names)
    except Refused as refusal:
        raise of_refusal(refusal) from None
    except (ModelRefused, DataError):
        raise stop(422, "bad_value", _("Якесь значення не підходить: задовге або поза межами.")) from None


def _response(request: HttpRequest, said: BaseModel, status: int) -> HttpResponse:
    content = said.model_dump_json().encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.method in ("GET", "HEAD") and tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    headers = {"ETag": tag} if request.method in ("GET", "HEAD") else {}
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)


# --- what came --------------------------------------------------------------------------------------------------------


def _token(request: HttpRequest) -> ApiToken:
    said = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    found = token_of(said[1]) if said else None
    if found is None:
        limits.count_stranger(request)
        text = _("Надішліть дійсний ключ програми в заголовку. Цей не підходить: його немає, він відкликаний або строк минув.")
        raise stop(401, "unauthorized", text, WWW_Authenticate='Bearer realm="mandrivna"')
    return found


def _repetition(request: HttpRequest) -> uuid.UUID:
    uid = uid_of(request.headers.get("Idempotency-Key", ""))
    if uid is None:
        text = _("Потрібен ключ повторення: новий випадковий номер для кожної дії, той самий, коли її надсилають ще раз.")
        raise stop(400, "no_repetition_key", text, field="Idempotency-Key")
    return uid


def _body(request: HttpRequest) -> bytes:
    if request.content_type != "application/json":
        raise stop(415, "not_json", _("Надсилайте тіло у вигляді, який названо в описі."))
    try:
        body = request.read(MOST_BYTES + 1)  # as much as is looked at, whatever length was promised
        if len(body) > MOST_BYTES:
            raise stop(413, "too_large", _("Повідомлення більше за 64 кілобайти."))
        message = json.loads(body, parse_constant=_no_constant)
        writable = _writable(message)
    except (ValueError, RecursionError, UnreadablePostError):
        raise stop(400, "malformed", _("Повідомлення обірване або пошкоджене. Надішліть його ще раз.")) from None
    if not writable:
        raise stop(422, "bad_value", _("У повідомленні є знаки, яких немає в жодному тексті."))
    return json.dumps(message).encode()


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _writable(message: Any) -> bool:
    """Neither the character of nothing nor half of one: no database keeps them."""
    match message:
        case str():
            return "\x00" not in message and not any("\ud800" <= sign <= "\udfff" for sign in message)
        case list():
            return all(_writable(one) for one in message)
        case dict():
            return all(_writable(name) and _writable(one) for name, one in message.items())
    return True


def _fitting(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ValidationError as error:
        raise of_validation(error) from None
