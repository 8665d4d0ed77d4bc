"""Two people editing one thing: each sees that the other is there, and nothing is overwritten without being shown.

A form carries the state it was made from, a short code for each field. When it comes back and the thing has changed
meanwhile, nothing is saved: what only the other one changed is taken over into the form, what both changed is put side by
side, and the next press saves. A form without the code (made by hand, or by an older version) is taken as made just now.

    editing = Editing(request, f"core.Unit:{unit.pk}", form, standing)
    if request.method == "POST":
        status = editing.attempt(lambda act: edit_unit(act, unit=unit, about=form.about()))
    …
    {% include "workspace/_editing.html" %}          inside the form, with `editing` in the context
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.utils.functional import cached_property

from mandrivna.core.act import Act
from mandrivna.core.actions.presence import be_here, leave
from mandrivna.core.models import Presence
from mandrivna.faces.workspace.operate import attempt

CODE = 8
CHANGED = 409
FIELD, TAKE = "version", "take"
SALT = "mandrivna.editing"


@dataclass(frozen=True)
class Difference:
    """One field that both have changed."""

    name: str
    label: Any
    mine: str
    theirs: str


class Editing:
    """`standing` is what the form would show if it were opened now: name → value, for the fields that are guarded."""

    def __init__(self, request: HttpRequest, what: str, form: forms.Form, standing: Mapping[str, Any]) -> None:
        self.request, self.what, self.form = request, what, form
        self.standing = {name: standing[name] for name in form.fields if name in standing}
        self.differences: list[Difference] = []
        self.taken_over: list[Any] = []

    # --- who else ---

    @cached_property
    def others(self) -> list[Presence]:
        """Asked when the page is shown: looking is also being seen."""
        return be_here(self.what, self.request.actor.staff_id)

    @property
    def watch(self) -> str:
        """What the page may ask again with, so that nobody asks about a form they were not given."""
        return watching(self.request, self.what)

    # --- what has changed ---

    @property
    def version(self) -> str:
        return "".join(_code(self._shown(name, value)) for name, value in self.standing.items())

    def attempt(self, run: Callable[[Act], Any]) -> int:
        """As `operate.attempt`; 409 when somebody has saved meanwhile, with the form filled in with both."""
        if self.stale():
            return CHANGED
        if not (status := attempt(self.request, self.form, run)):
            self.done()
        return status

    def done(self) -> None:
        leave(self.what, self.request.actor.staff_id)

    def stale(self) -> bool:
        """Somebody has saved since the form was made: then it now holds both, and is to be shown again."""
        if self.request.POST.get(TAKE) in self.standing:
            self._take(str(self.request.POST[TAKE]))
            return True
        made_from = self._made_from()
        changed = [name for name, value in self.standing.items() if made_from[name] not in ("", _code(self._shown(name, value)))]
        if changed:
            self._compare(made_from)
        return bool(self.differences or self.taken_over)

    def _made_from(self) -> dict[str, str]:
        told = self.request.POST.get(FIELD, "")
        if len(told) != CODE * len(self.standing):
            return dict.fromkeys(self.standing, "")
        return {name: told[CODE * at : CODE * (at + 1)] for at, name in enumerate(self.standing)}

    def _compare(self, made_from: dict[str, str]) -> None:
        """Against what the form was made from: mine alone stays mine, theirs alone is taken over, both are shown."""
        for name, value in self.standing.items():
            theirs, mine = self._shown(name, value), self._said(name)
            if mine == theirs or made_from[name] == _code(theirs):
                continue
            if made_from[name] == _code(mine):
                self._take(name)
                self.taken_over.append(self.form.fields[name].label)
            elif made_from[name]:
                self.differences.append(
                    Difference(name, self.form.fields[name].label, self._worded(name, mine), self._worded(name, theirs))
                )

    def _take(self, name: str) -> None:
        data = self.form.data.copy()
        value = self._shown(name, self.standing[name])
        key = self.form.add_prefix(name)
        if isinstance(self.form.fields[name], forms.BooleanField) and not value:
            data.pop(key, None)
        else:
            data[key] = value
        self.form.data = data

    def _shown(self, name: str, value: Any) -> str:
        value = self.form.fields[name].prepare_value(value)
        if isinstance(value, bool):
            return "on" if value else ""
        return "" if value is None else _plain(str(value))

    def _said(self, name: str) -> str:
        value = self.form[name].data
        if isinstance(value, bool):
            return "on" if value else ""
        return "" if value is None else _plain(str(value))

    def _worded(self, name: str, value: str) -> str:
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return str(choices.get(value, value))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _code(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:CODE]


def watching(request: HttpRequest, what: str) -> str:
    """The signed name of what an open page may ask after."""
    return TimestampSigner(salt=_salt(request.actor.staff_id)).sign(what)


def watched(told: str, staff: int | None) -> str:
    """What a page was given to watch, to this very person and not before this session can have begun; empty when nothing was."""
    try:
        return TimestampSigner(salt=_salt(staff)).unsign(told, max_age=settings.SESSION_COOKIE_AGE)
    except BadSignature:
        return ""


def _salt(staff: int | None) -> str:
    return f"{SALT}.{staff or 0}"
