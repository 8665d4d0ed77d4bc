"""Operations that arrive as JSON: from an offline phone, a bot, a typed paper slip. Each ends in exactly one outcome."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.codec import BadBody, UnknownReference, aware, canonical, storable
from mandrivna.core.door import VERBS, Conflict, arguments_of, enter, quarantine
from mandrivna.core.models import Outcome, Quarantined
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.shared.ids import new_uid

Reason = Quarantined.Reason
MAX_SEQ = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2200  # a clock may be ten years wrong; beyond this it is no clock
CHANNELS = frozenset({"offline", "paper", "bot", "self", "desk"})


@dataclass(frozen=True)
class Answer:
    uid: str
    outcome: str
    ref: str = ""
    reason: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if value}


def perform(raw: Any, *, actor: Actor, device: str = "") -> Answer:
    """Let one operation in. Never raises for what the sender wrote; what cannot be applied is quarantined and said so."""
    try:
        act, verb_code, body = _envelope(raw, actor, device)
    except (BadBody, ValueError, TypeError, AttributeError, KeyError, OverflowError):
        act = Act(actor=actor, device=device, uid=_uid_of(raw) or new_uid(), at=timezone.now(), happened=True)
        mac_at = replace(act, at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))  # sent again, it is the same row
        row = quarantine(mac_at, "", {"unreadable": _as_text(raw)}, Reason.MALFORMED, op_known=_uid_of(raw) is not None)
        return Answer(str(_uid_of(raw) or row.uid), Outcome.QUARANTINED, reason=Reason.MALFORMED)

    def set_aside(reason: str, detail: str = "") -> Answer:
        quarantine(act, verb_code, body, reason, detail=detail)
        return Answer(str(act.uid), Outcome.QUARANTINED, reason=reason)

    spec = VERBS.get(verb_code)
    if spec is None:
        return set_aside(Reason.UNKNOWN_VERB)
    if act.schema > spec.schema:
        return set_aside(Reason.NEWER_SCHEMA)
    try:
        arguments = arguments_of(spec, body)
    except UnknownReference as error:
        return set_aside(Reason.UNKNOWN_REFERENCE, str(error))
    except BadBody as error:
        return set_aside(Reason.BAD_BODY, str(error))
    try:
        entered = enter(spec, act, arguments)
    except Conflict:
        return Answer(str(act.uid), Outcome.QUARANTINED, reason=Reason.CONFLICT)
    except Refused as error:
        if act.happened:
            return set_aside(Reason.FORBIDDEN if isinstance(error, Forbidden) else Reason.REFUSED, ",".join(error.codes))
        problems = [{"code": p.code, "text": str(p), "field": p.field} for p in error.problems]
        return Answer(str(act.uid), Outcome.REFUSED, problems=problems)
    except (ValidationError, DataError, ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
        # The verb, its model or the database would not take a value: too long, out of range, of another type.
        return set_aside(Reason.BAD_BODY, type(error).__name__)
    # What stood in quarantine under this number (an older program did not know the verb) is applied now.
    Quarantined.objects.filter(op_uid=act.uid, solved_at=None).exclude(reason=Reason.CONFLICT).update(
        solved_at=timezone.now(), solution="applied"
    )
    return Answer(str(act.uid), entered.outcome, ref=entered.ref)


def _envelope(raw: Any, actor: Actor, device: str) -> tuple[Act, str, dict[str, Any]]:
    if not isinstance(raw, dict) or not isinstance(raw.get("body"), dict) or not isinstance(raw.get("verb"), str):
        raise BadBody("operation", "not an operation")
    schema, seq, epoch = raw.get("schema", 1), raw.get("seq"), raw.get("epoch", "")
    if type(schema) is not int or not 0 < schema < 32768 or not isinstance(epoch, str) or len(epoch) > 36:
        raise BadBody("schema", "not a schema")
    for text in (raw["verb"], epoch, canonical(raw["body"]).decode()):
        if not storable(text):
            raise BadBody("operation", "not a text")
    if seq is not None and (type(seq) is not int or not 0 <= seq <= MAX_SEQ):
        raise BadBody("seq", "not a sequence number")
    channel = raw.get("channel", "offline")
    if channel not in CHANNELS:
        raise BadBody("channel", "unknown")
    at = aware(raw["at"])
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadBody("at", "no such moment")
    act = Act(
        actor=actor,
        channel=channel,
        uid=uuid.UUID(raw["uid"]),
        at=at,
        happened=raw.get("happened", True) is not False,
        device=device,
        seq=seq,
        epoch=epoch,
        schema=schema,
    )
    return act, raw["verb"], raw["body"]


def _uid_of(raw: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(raw["uid"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _as_text(raw: Any) -> str:
    """Whatever it was, in plain ASCII: nothing a sender wrote may make keeping it impossible."""
    try:
        return json.dumps(raw)
    except (TypeError, ValueError, RecursionError):
        return ascii(raw)
