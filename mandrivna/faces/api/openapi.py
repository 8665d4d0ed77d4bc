"""The description of the addresses for programs, OpenAPI 3.1, written from what each endpoint declares about itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from mandrivna import __version__
from mandrivna.faces.access import public
from mandrivna.faces.api import shapes
from mandrivna.faces.api.endpoint import Endpoint, language_of
from mandrivna.faces.api.problems import TITLES, TYPE, absent, stop, told

SCHEMA = "#/components/schemas/{model}"
PART = re.compile(r"<str:(\w+)>")
SERVED_AT = "/api/"


@csrf_exempt
@public("which addresses there are is no secret; what they tell asks for a key")
def document(request: HttpRequest) -> HttpResponse:
    with translation.override(language_of(request)):
        if request.method not in ("GET", "HEAD"):
            stopped = stop(405, "method", _("Ця адреса не знає такого методу."), Allow="GET, HEAD")
            return told(405, stopped.problems, stopped.headers)
        content = json.dumps(described(), ensure_ascii=False).encode()
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Content-Language": translation.get_language()}
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304, headers=headers)
    else:
        response = HttpResponse(content, content_type="application/json", headers=headers)
    patch_vary_headers(response, ("Accept-Language",))
    return response


@csrf_exempt
@public("an address that does not exist answers everybody alike")
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    with translation.override(language_of(request)):
        return told(404, absent().problems)


def endpoints() -> Iterator[tuple[str, str, Endpoint]]:
    """Address, method, endpoint: as the table of addresses has them, so that none can be forgotten here."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace == "api":
            for pattern in resolver.url_patterns:
                route = SERVED_AT + PART.sub(r"{\1}", str(pattern.pattern))
                for method, found in getattr(pattern.callback, "endpoints", {}).items():
                    yield route, method, found


def described() -> dict[str, Any]:
    listed = list(endpoints())
    bodies = {found.takes for _route, _method, found in listed if found.takes}
    answers = {found.tells for _route, _method, found in listed} | {shapes.Refusal}
    wanted: list[Any] = [(model, "validation") for model in bodies] + [(model, "serialization") for model in answers]
    _map, defined = models_json_schema(sorted(wanted, key=lambda one: one[0].__name__), ref_template=SCHEMA)
    paths: dict[str, dict[str, Any]] = {}
    for route, method, found in listed:
        paths.setdefault(route, {})[method] = _operation(route, method, found)
    return {
        "openapi": "3.1.0",
        "info": {"title": _("Мандрівна: адреси для програм"), "version": __version__, "description": _about()},
        "paths": paths,
        "security": [{"key": []}],
        "components": {
            "schemas": defined["$defs"],
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": _("Ключ програми: «Ключі програм» у робочому просторі.")}
            },
        },
    }


def _about() -> str:
    return _(
        "Кожен ключ має підрозділ, права й строк і ніколи не може більше, ніж той, хто його видав. Імена й телефони читачів "
        "звідси не виходять. Дію, на яку не прийшла відповідь, надсилайте ще раз із тим самим ключем повторення: вдруге її "
        "не буде виконано."
    )


def _operation(route: str, method: str, found: Endpoint) -> dict[str, Any]:
    parameters = [_part(name) for name in re.findall(r"{(\w+)}", route)] + _asked(found.asks)
    if found.writes:
        parameters.append(_repetition())
    said: dict[str, Any] = {
        "operationId": found.name,
        "summary": str(found.summary),
        "tags": [route.split("/")[3]],
        "responses": _responses(method, found, bool(PART.search(route)) or "{" in route),
    }
    if found.right is not None:
        said["description"] = _("Потрібне право: %s.") % found.right.label
        said["x-right"] = found.right.code
    if parameters:
        said["parameters"] = parameters
    if found.takes is not None:
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(found.takes)}}}
    return said


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": SCHEMA.format(model=model.__name__)}


def _part(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": shapes.UID}


def _repetition() -> dict[str, Any]:
    text = _("Новий номер для кожної дії; той самий, коли її надсилають ще раз.")
    about = {"type": "string", "format": "uuid"}
    return {"name": "Idempotency-Key", "in": "header", "required": True, "schema": about, "description": text}


def _asked(model: type[BaseModel] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    listed = model.model_json_schema()["properties"]
    return [{"name": name, "in": "query", "required": False, "schema": _plain(about)} for name, about in listed.items()]


def _plain(about: dict[str, Any]) -> dict[str, Any]:
    """What may be left out of an address is left out; there is no «null» in one."""
    some = [one for one in about.get("anyOf", ()) if one != {"type": "null"}]
    rest = {name: value for name, value in about.items() if name not in ("anyOf", "title") and value is not None}
    return {**rest, **some[0]} if some else rest


def _responses(method: str, found: Endpoint, named: bool) -> dict[str, Any]:
    codes = [401, 403, 405, 429]
    if found.writes:
        codes += [400, 409]
    if found.takes is not None:
        codes += [400, 413, 415]
    if found.takes is not None or found.asks is not None:
        codes.append(422)
    if named or found.takes is not None:
        codes.append(404)
    about: dict[str, Any] = {"description": str(found.summary), "content": {"application/json": {"schema": _ref(found.tells)}}}
    said = {str(found.status): about}
    if method == "get":
        about["headers"] = {"ETag": {"schema": {"type": "string"}}}
        said["304"] = {"description": _("Нічого не змінилося від того, що названо в запиті.")}
    problem = {TYPE: {"schema": _ref(shapes.Refusal)}}
    for code in sorted(set(codes)):
        said[str(code)] = {"description": str(TITLES[code]), "content": problem}
        if code == 429:
            said["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "required": True}}
        if code == 401:
            said["401"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    return said
