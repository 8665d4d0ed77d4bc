"""How a program is told «no»: RFC 9457, one shape for every refusal, with a code that never changes and words for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from mandrivna.core.door import Conflict
from mandrivna.core.problems import Blocker, Forbidden, Problem, Refused
from mandrivna.faces.api import shapes

TYPE = "application/problem+json"
TITLES = {
    400: _("Повідомлення не розібрати"),
    401: _("Потрібен дійсний ключ програми"),
    403: _("Цей ключ не має такого права"),
    404: _("Такого тут немає"),
    405: _("Так тут не питають"),
    409: _("Суперечить уже записаному"),
    413: _("Повідомлення завелике"),
    415: _("Очікується інший вид повідомлення"),
    422: _("Зробити цього не можна"),
    429: _("Забагато запитів"),
    500: _("Наша помилка: нічого не записано"),
}
LACKS = _("Бракує поля.")
UNKNOWN = _("Такого поля немає.")
UNFIT = _("Значення не підходить.")


class Stop(Exception):  # noqa: N818 - an answer, not an error
    """A handler has nothing more to do: this is the answer."""

    def __init__(self, status: int, *problems: Problem, headers: dict[str, str] | None = None) -> None:
        self.status, self.problems, self.headers = status, problems, headers or {}
        super().__init__(status)


def absent() -> Stop:
    """Not there, or not for this key: which of the two is not told."""
    return Stop(404, Blocker(code="not_found", text=_("Такого немає або цей ключ його не бачить.")))


def stop(status: int, code: str, text: Any, *, field: str = "", **headers: str) -> Stop:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Stop(status, Blocker(code=code, text=text, field=field), headers=named)


def told(status: int, problems: Iterable[Problem], headers: dict[str, str] | None = None) -> HttpResponse:
    listed = [shapes.Note(code=one.code, text=str(one.text), field=one.field or None) for one in problems]
    said = shapes.Refusal(
        type="about:blank",
        title=str(TITLES[status]),
        status=status,
        code=listed[0].code,
        detail=" ".join(note.text for note in listed),
        problems=listed,
    )
    return HttpResponse(said.model_dump_json(exclude_none=True).encode(), status=status, content_type=TYPE, headers=headers)


def of_refusal(refusal: Refused) -> Stop:
    status = 403 if isinstance(refusal, Forbidden) else 409 if isinstance(refusal, Conflict) else 422
    return Stop(status, *refusal.problems)


def of_validation(error: ValidationError) -> Stop:
    """Which field, and in which of three ways it is wrong; never the value: it may be a person's."""
    ways = {"missing": ("missing", LACKS), "extra_forbidden": ("unknown_field", UNKNOWN)}
    found = []
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        code, text = ways.get(one["type"], ("bad_value", UNFIT))
        # The name of an unknown field is the sender's own word, and somebody may have put a person there.
        field = "" if code == "unknown_field" else ".".join(str(part) for part in one["loc"])
        found.append(Blocker(code=code, text=text, field=field))
    return Stop(422, *found)
