"""The door for programs: operations by JSON, each in its own transaction, each with exactly one outcome.

    POST /api/v1/operations   {"device": "…", "operations": [{"uid": …, "verb": …, "at": …, "body": {…}}, …]}
    POST /api/v1/operations   {"device": "…", "uid": …, "verb": …, …}   one operation: 409 when its uid has another content
    GET  /api/v1/operations/<uid>

What cannot be applied is quarantined and said so; it never hinders the others. Sending everything again is always safe.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.intake import perform
from mandrivna.core.models import Installation, Operation, Outcome, Quarantined
from mandrivna.core.queries import operations_for
from mandrivna.faces.access import Declared
from mandrivna.shared.errors import error_class, frames

log = logging.getLogger("mandrivna.api")

MOST_OPERATIONS = 500
MOST_BYTES = 2 * 1024 * 1024
FAILED = "failed"
"""Our fault, nothing was written: the device keeps the operation and sends it again later."""
STATUS = {Outcome.REFUSED: 422, Outcome.QUARANTINED: 202, FAILED: 503}


def signed_in_program(reason: str) -> Callable[[Any], Any]:
    """Like `signed_in`, but a program is told in JSON, not led to a sign-in page."""

    def mark(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                response: HttpResponse = _error(
                    403, "signed_out", _("Увійдіть, щоб надсилати операції. Нічого не втрачено: надішліть їх після входу.")
                )
            else:
                response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        guarded.access = Declared("signed_in", reason=reason)
        return guarded

    return mark


def _error(status: int, code: str, text: str) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "text": text}}, status=status)


class Unfit(Exception):  # noqa: N818 - an answer, not an error
    def __init__(self, status: int, code: str, text: str) -> None:
        self.answer = _error(status, code, text)
        super().__init__(code)


@signed_in_program("each operation asks for its own right at the door")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    try:
        message = _message(request)
        device = _device(message)
        batch = _batch(message)
    except Unfit as unfit:
        return unfit.answer
    epoch = str(Installation.current().epoch)
    if batch is None:
        raw = {key: value for key, value in message.items() if key != "device"}
        result = _perform(request, raw, device)
        status = 409 if result.get("reason") == Quarantined.Reason.CONFLICT else STATUS.get(result["outcome"], 200)
        return JsonResponse({"epoch": epoch, "results": [result]}, status=status)
    return JsonResponse({"epoch": epoch, "results": [_perform(request, raw, device) for raw in batch]})


def _message(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Unfit(415, "not_json", _("Надсилайте application/json."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Unfit(413, "too_large", _("Повідомлення більше за 2 МБ. Надішліть операції частинами."))
    try:
        message = json.loads(request.body, parse_constant=_no_constant)
    except (ValueError, RecursionError, UnreadablePostError) as error:
        raise Unfit(400, "malformed", _("Це не JSON: повідомлення обірване або пошкоджене. Надішліть його ще раз.")) from error
    if not isinstance(message, dict):
        raise Unfit(400, "malformed", _("Очікується об’єкт з операцією або з переліком «operations»."))
    return message


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _device(message: dict[str, Any]) -> str:
    device = message.get("device", "")
    if not isinstance(device, str) or len(device) > 64 or "\x00" in device or not device.isprintable():
        raise Unfit(400, "wrong_device", _("Назва пристрою — рядок до 64 знаків."))
    return device


def _batch(message: dict[str, Any]) -> list[Any] | None:
    if "operations" not in message:
        return None
    batch = message["operations"]
    if not isinstance(batch, list):
        raise Unfit(400, "malformed", _("«operations» має бути переліком."))
    if len(batch) > MOST_OPERATIONS:
        raise Unfit(413, "too_many", _("Забагато операцій: не більше 500 за раз. Надішліть їх частинами."))
    return batch


def _perform(request: HttpRequest, raw: Any, device: str) -> dict[str, Any]:
    """One operation. A failure of ours is answered like the others, so that the rest of the batch goes on."""
    try:
        return perform(raw, actor=request.actor, device=device).as_dict()
    except Exception as error:  # whatever it is, the other operations are not to suffer
        log.exception("operation failed", exc_info=False, extra={"error": error_class(error), "frames": frames(error)})
        known = raw.get("uid", "") if isinstance(raw, dict) else ""
        return {"uid": str(known)[:64], "outcome": FAILED}


@signed_in_program("one's own operations, and those one may audit")
@require_safe
def outcome(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What became of an operation that was sent but whose answer got lost."""
    staff = int(request.user.pk or 0)
    own = Operation.objects.filter(pk=uid, staff_id=staff).first()
    found = own or operations_for(request.actor).filter(pk=uid).first()
    epoch = str(Installation.current().epoch)
    if found is not None:
        return JsonResponse({"epoch": epoch, "uid": str(uid), "outcome": found.outcome, "ref": found.ref})
    aside = Quarantined.objects.filter(op_uid=uid, staff_id=staff).order_by("-received_at").first()
    if aside is not None:
        return JsonResponse({"epoch": epoch, "uid": str(uid), "outcome": Outcome.QUARANTINED, "reason": aside.reason})
    return _error(404, "unknown", _("Такої операції тут немає. Надішліть її ще раз."))
