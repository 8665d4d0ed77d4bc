"""The one door through which every change of the world enters.

Desk, bot, paper slip and offline phone say the same thing: an operation with an identity. The door makes it
safe to say twice (same uid, same body: the stored answer), impossible to say two things under one identity
(409 and quarantine), and keeps what cannot be applied where people see it. See docs/adr/0003-operations.md.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Concatenate

from django.db import IntegrityError, OperationalError, models, transaction
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit, crypto
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.codec import BadBody, Withheld, canonical, decode, dereference, encode, reference
from mandrivna.core.discrepancies import CLOCK, open_noted
from mandrivna.core.models import Operation, Outcome, Quarantined, Unit
from mandrivna.core.permissions import Anybody, Own, Permission
from mandrivna.core.prepared import insert
from mandrivna.core.problems import Blocker, Refused
from mandrivna.core.registry import Registry
from mandrivna.core.together import together

DEADLOCK = {"40P01", "40001"}


class Conflict(Refused):
    """The same uid came with another body. It is in quarantine; HTTP answers 409."""


@dataclass(frozen=True)
class Verb:
    code: str
    may: Permission | Own | Anybody
    at: tuple[str, ...]
    schema: int
    function: Callable[..., Any]
    audited: bool
    remote: bool
    anywhere: bool = False

    @functools.cached_property
    def parameters(self) -> dict[str, tuple[Any, bool]]:
        """Name → (annotation, required), without the act."""
        hints = typing.get_type_hints(self.function)
        listed = list(inspect.signature(self.function).parameters.values())[1:]
        return {p.name: (hints[p.name], p.default is inspect.Parameter.empty) for p in listed}

    @functools.cached_property
    def withheld(self) -> frozenset[str]:
        """What no operation keeps, whatever its caller made of it: the signature is the promise."""
        return frozenset(name for name, (hint, _needed) in self.parameters.items() if Withheld in (hint, *typing.get_args(hint)))

    def place(self, arguments: dict[str, Any], actor: Actor) -> Unit | None:
        """Of several that will do the first where the actor holds the right; where there is none, the first refuses."""
        found = [attrgetter(at)(_Names(arguments)) for at in self.at]
        if len(found) > 1 and isinstance(self.may, Permission):
            found = [unit for unit in found if actor.can(self.may, unit.path)] or found
        return found[0] if found else None

    def admit(self, actor: Actor, arguments: dict[str, Any], place: Unit | None) -> None:
        """Refuses whoever lacks the right at the place, or, of a verb about one's own things, is not that person."""
        if isinstance(self.may, Own):
            actor.require_self(attrgetter(self.may.whose)(_Names(arguments)))
        elif not isinstance(self.may, Anybody):
            actor.require(self.may, place.path if place and not self.anywhere else None)


class _Names:
    def __init__(self, names: dict[str, Any]) -> None:
        self.__dict__.update(names)


VERBS: Registry[Verb] = Registry("verbs")


def verb[**P, R](
    code: str,
    *,
    may: Permission | Own | Anybody,
    at: str | tuple[str, ...] | None = None,
    schema: int = 1,
    audited: bool = True,
    remote: bool = False,
    anywhere: bool = False,
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Act, P], R]]:
    """Make a plain function an operation. `at` names the argument (or attribute of one) whose unit the right is needed in; of
    several one is enough.
    With `may=Own("reader.pk")` no right is asked for but the person, with `may=Anybody(…)` not even that: `at` then only says
    where the act belongs.

    `anywhere`: the right is enough wherever it is held, because the verb itself asks whether the thing was given to the one who
    acts; `at` then only says where the act belongs.

    `remote` verbs may be spoken by a device in JSON: the acts of service. All others (roles, erasure, policies) enter only
    through a screen, which asks for a fresh proof where one is due.
    """

    def make(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        listed = (at,) if isinstance(at, str) else at or ()
        spec = VERBS.add(code, Verb(code, may, listed, schema, function, audited, remote, anywhere))

        @functools.wraps(function)
        def door(act: Act, *_nothing: P.args, **arguments: P.kwargs) -> R:
            return typing.cast("R", enter(spec, act, arguments).result)

        door.spec = spec  # type: ignore[attr-defined]
        return door

    return make


@dataclass(frozen=True)
class Entered:
    result: Any
    outcome: str
    ref: str


def body_mac(spec: Verb, act: Act, body: dict[str, Any]) -> bytes:
    """The moment belongs to the body only when the act has happened: a form sent twice is still the same request."""
    moment = encode(act.said or act.at) if act.happened else ""
    return crypto.seal_mac("operation", canonical([spec.code, act.schema, moment, body]))


def enter(spec: Verb, act: Act, arguments: dict[str, Any], body: dict[str, Any] | None = None) -> Entered:
    """Run first, ask after: a repeat is rare, and the operation's own key makes it fail before anything is kept.

    Whatever stopped the run (a refusal, a key already taken, a deadlock), an operation that is known is answered from
    memory; otherwise a refusal stands, and a clash is tried again from what is true now. `body` is what a device said, word
    for word: what its words meant may be gone when it says them again.
    """
    if body is None:
        body = {name: None if name in spec.withheld else encode(value) for name, value in arguments.items()}
    mac = body_mac(spec, act, body)
    for left in (2, 1, 0):
        try:
            with transaction.atomic(), together():
                return _run(spec, act, arguments, body, mac)
        except Exception as error:
            if known := _known(spec, act, body, mac):
                return known
            if not left or not _clash(error):
                raise
    raise AssertionError("unreachable")


def _clash(error: Exception) -> bool:
    """Somebody did the same or the contrary at the same moment."""
    if isinstance(error, OperationalError):
        return getattr(error.__cause__, "sqlstate", None) in DEADLOCK
    return isinstance(error, IntegrityError)


def recall(spec: Verb, act: Act, body: dict[str, Any]) -> Entered | None:
    """The answer already given to these words, if any; the words themselves need not be understood."""
    return _known(spec, act, body, body_mac(spec, act, body))


def _known(spec: Verb, act: Act, body: dict[str, Any], mac: bytes) -> Entered | None:
    row = Operation.objects.filter(pk=act.uid).values_list("verb", "body_mac", "ref").first()
    if row is None:
        return None
    verb_code, stored, ref = row
    if verb_code != spec.code or not crypto.same(bytes(stored), mac):
        quarantine(act, spec.code, body, Quarantined.Reason.CONFLICT, mac=mac)
        raise Conflict(
            [Blocker(code="conflict", text=_("Ця операція вже записана з іншим змістом. Новий зміст відкладено в карантин."))]
        )
    return Entered(dereference(ref), Outcome.DUPLICATE, ref)


def _run(spec: Verb, act: Act, arguments: dict[str, Any], body: dict[str, Any], mac: bytes) -> Entered:
    act.discrepancies.clear()  # of an attempt that was rolled back
    act.noted.clear()
    if act.said:
        act.note(CLOCK, said=str(act.said.date()))
    place = spec.place(arguments, act.actor)
    spec.admit(act.actor, arguments, place)
    result = spec.function(act, **arguments)
    saved = isinstance(result, models.Model)
    ref = reference(result) if saved else ""
    open_noted(act, ref, place)
    outcome = Outcome.DISCREPANCY if act.discrepancies else Outcome.APPLIED
    operation = Operation(
        uid=act.uid,
        verb=spec.code,
        schema=act.schema,
        body=body,
        body_mac=mac,
        device=act.device,
        seq=act.seq,
        epoch=act.epoch,
        staff_id=act.actor.staff_id,
        occurred_at=act.at,
        happened=act.happened,
        outcome=outcome,
        answer={"discrepancies": sorted(act.discrepancies)} if act.discrepancies else {},
        ref=ref,
        unit=place,
    )
    insert(operation)
    if spec.audited and saved:
        audit.record(act, result, spec.code, unit=place)
    return Entered(result, outcome, ref)


def quarantine(
    act: Act, verb_code: str, body: Any, reason: str, *, detail: str = "", mac: bytes | None = None, op_known: bool = True
) -> Quarantined:
    """Keep what cannot be applied. Sent again with the same content it is the same row."""
    if mac is None:
        mac = crypto.seal_mac("quarantine", canonical([verb_code, act.schema, encode(act.said or act.at), body]))
    found, _created = Quarantined.objects.get_or_create(
        op_uid=act.uid if op_known else None,
        body_mac=mac,
        defaults={
            "verb": verb_code[:60],
            "schema": act.schema,
            "body": {"at": encode(act.said or act.at), "happened": act.happened, "channel": act.channel, "body": body},
            "reason": reason,
            "detail": detail.replace("\x00", "")[:120],  # a sender's word may be in it
            "device": act.device[:64],
            "seq": act.seq,
            "epoch": act.epoch[:36],
            "staff_id": act.actor.staff_id,
        },
    )
    return found


def arguments_of(spec: Verb, body: dict[str, Any]) -> dict[str, Any]:
    """JSON → arguments; what is unknown or missing is said by name, nothing is guessed."""
    from_body: dict[str, Any] = {}
    if unknown := set(body) - set(spec.parameters):
        raise BadBody("?", f"{len(unknown)} unknown")  # not by name: a sender may have put a person there
    for name, (annotation, required) in spec.parameters.items():
        if name in body:
            from_body[name] = decode(body[name], annotation, name)
        elif required:
            raise BadBody(name, "missing")
    return from_body
