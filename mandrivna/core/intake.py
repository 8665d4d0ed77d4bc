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
from mandrivna.core.door import VERBS, Conflict, Entered, Verb, arguments_of, enter, quarantine, recall
from mandrivna.core.models import Outcome, Quarantined
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.shared.ids import new_uid

Reason = Quarantined.Reason
MAX_SEQ = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2200  # a clock may be ten years wrong; beyond this it is no clock
AHEAD = dt.timedelta(days=1)  # no time zone and no sloppy clock is further; beyond it the day of receipt is meant
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
    except (BadBody, ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError):
        act = Act(actor=actor, device=device, uid=_uid_of(raw) or new_uid(), at=timezone.now(), happened=True)
        mac_at = replace(act, at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))  # sent again, it is the same row
        row = quarantine(mac_at, "", {"unreadable": _as_text(raw)}, Reason.MALFORMED, op_known=_uid_of(raw) is not None)
        return Answer(str(_uid_of(raw) or row.uid), Outcome.QUARANTINED, reason=Reason.MALFORMED)

    def set_aside(reason: str, detail: str = "") -> Answer:
        quarantine(act, verb_code, body, reason, detail=detail)
        return Answer(str(act.uid), Outcome.QUARANTINED, reason=reason)

    spec = VERBS.get(verb_code)
    if spec is None or not (spec.remote or actor.system):
        return set_aside(Reason.UNKNOWN_VERB)
    if act.schema > spec.schema:
        return set_aside(Reason.NEWER_SCHEMA)
    try:
        entered = _enter(spec, act, body)
    except UnknownReference as error:
        return set_aside(Reason.UNKNOWN_REFERENCE, str(error))
    except BadBody as error:
        return set_aside(Reason.BAD_BODY, str(error))
    except Conflict:
        return Answer(str(act.uid), Outcome.QUARANTINED, reason=Reason.CONFLICT)
    except Refused as error:
        if act.happened:
            return set_aside(Reason.FORBIDDEN if isinstance(error, Forbidden) else Reason.REFUSED, ",".join(error.codes))
        problems = [{"code": p.code, "text": str(p), "field": p.field} for p in error.problems]
        return Answer(str(act.uid), Outcome.REFUSED, problems=problems)
    except (ValidationError, DataError) as error:
        # The verb's own model or the database would not take a value: too long, out of range.
        return set_aside(Reason.BAD_BODY, type(error).__name__)
    # What stood in quarantine under this number (an older program did not know the verb) is applied now.
    Quarantined.objects.filter(op_uid=act.uid, solved_at=None).exclude(reason=Reason.CONFLICT).update(
        solved_at=timezone.now(), solution="applied"
    )
    return Answer(str(act.uid), entered.outcome, ref=entered.ref)


def say_again(row: Quarantined, actor: Actor) -> None:
    """A quarantined operation once more, word for word and by the way it came; what stops it still is raised."""
    kept, spec = row.body, VERBS[row.verb]
    act = Act(
        actor=actor,
        uid=row.op_uid or row.uid,
        at=aware(kept["at"]),
        happened=kept["happened"],
        channel=kept.get("channel", "offline"),
        device=row.device,
        seq=row.seq,
        epoch=row.epoch,
        schema=row.schema,
    )
    _enter(spec, act, kept["body"])


def take_up(row: Quarantined, actor: Actor) -> bool:
    """The card it names may have been registered since. True when it is applied now."""
    try:
        say_again(row, actor)
    except (BadBody, Refused, ValidationError, DataError):
        return False
    Quarantined.objects.filter(pk=row.pk).update(solved_at=timezone.now(), solution="applied")
    return True


def _enter(spec: Verb, act: Act, body: dict[str, Any]) -> Entered:
    try:
        arguments = arguments_of(spec, body)
    except BadBody:
        # What it names may be gone since (a card ended, a person forgotten): words answered before are answered again.
        if known := recall(spec, act, body):
            return known
        raise
    return enter(spec, act, arguments, body)


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
    now = timezone.now()
    ahead = now + AHEAD
    act = Act(
        actor=actor,
        channel=channel,
        uid=uuid.UUID(raw["uid"]),
        at=at if at <= ahead else now,
        said=None if at <= ahead else at,
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
    except (TypeError, ValueError):
        return ascii(raw)
    except RecursionError:
        return "nested without end"  # no JSON that was read: a reader of JSON gives up sooner
