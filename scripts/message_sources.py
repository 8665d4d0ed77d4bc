"""Which strings the program says: found in Python, in templates and in policy files, without a gettext binary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mandrivna"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# templatize() turns everything that is not a string to translate into X, so what is left is unambiguous.
CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)
# In policy files people write names that screens show: whole mappings, or these keys at any depth.
POLICY_MAPPINGS = {
    "roles.yaml": ("roles",), "indicators.yaml": ("tables",), "programme.yaml": ("directions", "audiences"),
    "offers.yaml": ("people", "themes", "works", "services"),
    "enquiries.yaml": ("references", "consultations", "e_services", "specialists"),
}  # fmt: skip
POLICY_KEYS = {"label", "counted_in", "note", "says"}
CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ]")

Key = tuple[str | None, str]


@dataclass
class Source:
    """One string of the program; `plural` is the second argument of ngettext."""

    context: str | None
    singular: str
    plural: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return (self.context, self.singular)


class BadSourceError(Exception):
    """The same words are used with and without a plural, or a template cannot be read."""


def sources() -> dict[Key, Source]:
    found: dict[Key, Source] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if not path.is_file() or {"locale", "migrations", "static"} & set(path.relative_to(PACKAGE).parts):
            continue
        for item in _strings(path):
            kept = found.setdefault(item.key, item)
            if item.plural and kept.plural and item.plural != kept.plural:
                raise BadSourceError(f"{path.relative_to(ROOT)}: «{item.singular}»: two different plurals")
            kept.plural = kept.plural or item.plural
            kept.files.add(str(path.relative_to(ROOT)))
    return found


def _strings(path: Path) -> Iterator[Source]:
    if path.suffix == ".py":
        yield from _python(path)
    elif "templates" in path.parts and path.suffix in (".html", ".txt"):
        yield from _template(path)
    elif path.suffix in (".yaml", ".yml") and "policy" in path.parts:
        yield from _policy(path)


def _python(path: Path) -> Iterator[Source]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in KEYWORDS:
                yield from _call(name, [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args])


def _template(path: Path) -> Iterator[Source]:
    origin = str(path.relative_to(ROOT))
    try:
        text = templatize(path.read_text(encoding="utf-8"), origin=origin)
    except SyntaxError as error:
        raise BadSourceError(f"{origin}: {error}") from error
    for name, arguments in CALL.findall(text):
        yield from _call(name, list(ast.literal_eval(f"({arguments},)")))


def _call(name: str, arguments: list[Any]) -> Iterator[Source]:
    context: str | None = None
    words: list[str] = []
    for place in KEYWORDS[name]:
        number, kind = place if isinstance(place, tuple) else (place, "")
        value = arguments[number - 1] if number <= len(arguments) else None
        if not isinstance(value, str) or not value:
            return  # not a literal: whoever passes a variable marks its words elsewhere
        if kind == "c":
            context = value
        else:
            words.append(value)
    yield Source(context, words[0], words[1] if len(words) > 1 else None)


def _policy(path: Path) -> Iterator[Source]:
    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in POLICY_KEYS and isinstance(inner, str):
                    yield inner
                else:
                    yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    whole = [name for key in POLICY_MAPPINGS.get(path.name, ()) for name in data.get(key, {}).values()]
    for words in [*whole, *walk(data)]:
        if isinstance(words, str) and CYRILLIC.search(words):
            yield Source(None, words)
