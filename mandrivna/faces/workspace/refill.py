"""What was typed, put back into the form as the page shows it now. Knows HTML, not forms: every form of the workspace is served."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Any

from mandrivna.core.drafts import STAMP

OWN = frozenset({"csrfmiddlewaretoken", STAMP})
"""The new page's own: a new token, a new stamp."""
UNTOUCHED = frozenset({"file", "password", "submit", "button", "image", "reset"})
TICKED = frozenset({"checkbox", "radio"})

type Attrs = list[tuple[str, str | None]]


@dataclass
class _Control:
    """One control of the page: where its start tag lies, and for a textarea where its text ends."""

    tag: str
    name: str
    attrs: Attrs
    start: int
    end: int
    until: int = 0


@dataclass
class _Form:
    action: str
    controls: list[_Control] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.forms = page, list[_Form]()
        self._starts = [0]
        for at, sign in enumerate(page):
            if sign == "\n":
                self._starts.append(at + 1)
        self._form: _Form | None = None
        self._select = ""
        self._area: _Control | None = None
        self.feed(page)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form" and about.get("method", "").lower() == "post":
            self._form = _Form(about.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "select":
            self._select = about.get("name", "")
        name = self._select if tag == "option" else about.get("name", "")
        if tag in ("input", "option", "textarea") and name and name not in OWN:
            start = self._at()
            control = _Control(tag, name, attrs, start, start + len(self.get_starttag_text() or ""))
            self._form.controls.append(control)
            if tag == "textarea":
                self._area = control

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None:
            self._area.until, self._area = self._at(), None


def refilled(page: str, here: str, path: str, fields: list[list[Any]]) -> str | None:
    """The page with its form filled in; None when the form that was sent to `path` does not stand here any more."""
    told = {name: list(values) for name, values in fields}
    fitting = [form for form in _Reader(page).forms if (form.action or here) == path]
    scored = [(len({control.name for control in form.controls} & told.keys()), form) for form in fitting]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    if best[1] is None or not best[0]:
        return None
    parts, at = [], 0
    for control in best[1].controls:
        if (text := _changed(control, told)) is None:
            continue
        parts += [page[at : control.start], text]
        at = control.until if control.tag == "textarea" else control.end
    return "".join([*parts, page[at:]])


def _changed(control: _Control, told: dict[str, list[str]]) -> str | None:
    about = {name: value or "" for name, value in control.attrs}
    kind = about.get("type", "text").lower()
    values = told.get(control.name, [])
    if control.tag == "option":
        return _tag(control, "selected", on=about.get("value", "") in values) if values else None
    if control.tag == "input" and kind in UNTOUCHED:
        return None
    if control.tag == "input" and kind in TICKED:
        return _tag(control, "checked", on=about.get("value", "on") in values)
    if not values:
        return None
    value = values.pop(0) if len(values) > 1 else values[0]
    if control.tag == "textarea":
        return f"{_written('textarea', control.attrs)}\n{escape(value)}"
    return _written("input", [*((name, old) for name, old in control.attrs if name != "value"), ("value", value)])


def _tag(control: _Control, flag: str, *, on: bool) -> str:
    attrs = [(name, value) for name, value in control.attrs if name != flag]
    return _written(control.tag, [*attrs, (flag, None)] if on else attrs)


def _written(tag: str, attrs: Attrs) -> str:
    said = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
    return f"<{tag}{said}>"
