"""The envelope of an operation: who, when, on which day, by which device, and whether it has happened already."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils import timezone

from mandrivna.core.actor import Actor
from mandrivna.shared.ids import new_uid


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that somebody says was done.

    `uid` is the identity of the operation: the same uid with the same body is answered from memory, so a hub that lost the
    network may send again. `channel` is how it came: desk, bot, offline, paper, self or api. `happened` means the world has
    changed already (the book is in somebody's hands): the verb records it and opens a discrepancy where it would refuse,
    either by folding or by `note`. `said` is the moment a device claimed when that cannot be (its clock runs ahead).
    """

    actor: Actor
    uid: uuid.UUID = field(default_factory=new_uid)
    at: dt.datetime = field(default_factory=timezone.now)
    happened: bool = False
    channel: str = "desk"
    device: str = ""
    seq: int | None = None
    epoch: str = ""
    schema: int = 1
    said: dt.datetime | None = None
    discrepancies: set[str] = field(default_factory=set, compare=False, repr=False)
    noted: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def on(self) -> dt.date:
        """The local day of the act; figures belong to it."""
        return timezone.localdate(self.at)

    @cached_property
    def first(self) -> str:
        """A total order of acts that does not depend on when they arrived, as text that sorts alike everywhere."""
        return f"{self.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}|{self.device}|{self.seq or 0:019d}|{self.uid}"

    def note(self, kind: str, **details: str) -> None:
        """A discrepancy that this very act opens; the door writes it beside the operation."""
        self.noted[kind] = {"on": str(self.on), **details}

    def part(self, name: str) -> Act:
        """The envelope of a further operation caused by this one; its uid is derived, so a repeat finds it."""
        return replace(self, uid=uuid.uuid5(self.uid, name), seq=None, discrepancies=set(), noted={})
