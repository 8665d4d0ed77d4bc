"""Are the forms sound? Asked at start-up of what is shipped, and before an institution edits them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core import checks
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.problems import Blocker, Problem
from mandrivna.ledger.api import FACETS, KINDS, FactKind
from mandrivna.planning import definitions as indicators
from mandrivna.planning.definitions import COUNTING
from mandrivna.planning.forms.definitions import LEFT, LIBRARY, NETWORK, POLICY, START, rows_of

TEXTS = ("number", "name", "ministry", "order")
FORM: dict[str, type] = {
    **dict.fromkeys((*TEXTS, "level", "registered", "deadline", "sums"), str), "since": int, "until": int, "verify": bool,
    "sections": dict, "rows": dict, "controls": list, "own": dict,
}  # fmt: skip
ROW: dict[str, type] = {
    **dict.fromkeys(("section", "code", "label", "counted_in", "indicator", "calc", "scope", "note", "after"), str),
    **dict.fromkeys(("kinds", "total", "ratio"), list), "where": dict, "hand": bool, "depth": int, "digits": int,
    "verify": bool, "shown": bool,
}  # fmt: skip
CALCS = ("sum", "balance", START, LEFT)
SOURCES = ("indicator", "kinds", "total", "ratio", "hand")
CONTROLS = {
    "parts": {"total", "of", "exact"}, "least": {"small", "large"}, "balance": {"start", "plus", "minus", "end"},
    "carried": {"start", "end"},
}  # fmt: skip
SETTINGS = ("small_cell", "lag_days", "link_days")
LONGEST = {"label": 400, "counted_in": 60, "note": 1000, "code": 20}


def faults(data: Mapping[str, Any], kinds: Mapping[str, FactKind], counted: Mapping[str, Any]) -> list[str]:
    """Everything wrong, in words for a developer; `counted` are the rows of the table of indicators as data."""
    if unknown := set(data) - {"settings", "forms"}:
        return [f"unknown section «{name}»" for name in sorted(unknown)]
    if not isinstance(data.get("settings"), dict) or not isinstance(data.get("forms"), dict) or not data["forms"]:
        return ["«settings» or «forms» is missing or empty"]
    found = [
        f"setting «{name}» is not a whole number above nought"
        for name in SETTINGS
        if type(data["settings"].get(name)) is not int or not 1 <= data["settings"][name] <= 10_000
    ]
    for code, about in data["forms"].items():
        found += [f"«{code}»: {text}" for text in _form(code, about, data["forms"], kinds, counted)]
    return found


def _typed(about: Any, known: Mapping[str, type]) -> Iterable[str]:
    if not isinstance(about, dict):
        yield "not a mapping"
        return
    for name, value in about.items():
        if name not in known:
            yield f"unknown key «{name}»"
        elif not isinstance(value, known[name]) or (known[name] is int and isinstance(value, bool)):
            yield f"«{name}» has a wrong type"


def _form(
    code: str, about: Any, forms: Mapping[str, Any], kinds: Mapping[str, FactKind], counted: Mapping[str, Any]
) -> Iterable[str]:
    if wrong := [*_typed(about, FORM), *_code(code)]:
        yield from wrong
        return
    yield from (f"no {name}" for name in TEXTS if not about.get(name, "").strip())
    if about.get("level") not in (LIBRARY, NETWORK):
        yield "level is library or network"
    if not isinstance(about.get("since"), int) or (about.get("until") and about["until"] < about["since"]):
        yield "the years are not in order"
    if not deadline_of(about.get("deadline", ""), 2024):
        yield "deadline is a month and a day, «01-05»"
    if source := about.get("sums"):
        if source not in forms or forms[source].get("sums") or forms[source].get("level") != LIBRARY:
            yield f"sums «{source}», which is no form of a library"
            return
        if about.get("rows") or about.get("sections") or about.get("level") != NETWORK:
            yield "adds another form up, so it has no rows of its own"
    taken = forms[source] if source else about
    rows = {**rows_of(taken), **about.get("own", {})}
    if not rows or not taken.get("sections"):
        yield "has no rows or no sections"
        return
    yield from (f"«{row}»: {text}" for row, said in rows.items() for text in _row(row, said, rows, taken, kinds, counted))
    yield from (
        f"control {number}: {text}" for number, said in enumerate(taken.get("controls", ()), 1) for text in _control(said, rows)
    )


def _code(code: str) -> Iterable[str]:
    if not isinstance(code, str) or not re.fullmatch("[a-z][a-z0-9_]{0,39}", code):
        yield "not a usable code"


def _row(
    code: str,
    about: Any,
    rows: Mapping[str, Any],
    form: Mapping[str, Any],
    kinds: Mapping[str, FactKind],
    counted: Mapping[str, Any],
) -> Iterable[str]:
    if wrong := [*_typed(about, ROW), *_code(code)]:
        yield from wrong
        return
    if about.get("section") not in form["sections"]:
        yield f"unknown section «{about.get('section')}»"
        return
    if not about.get("label", "").strip():
        yield "no label"
    yield from (f"«{name}» is too long" for name, most in LONGEST.items() if len(about.get(name, "")) > most)
    if sum(bool(about.get(name)) for name in SOURCES) != 1:
        yield f"names exactly one source of {', '.join(SOURCES)}"
        return
    if not 0 <= about.get("digits", 0) <= 3 or not 0 <= about.get("depth", 0) <= 3:
        yield "«digits» and «depth» are from 0 to 3"
    if about.get("scope", "below") not in ("own", "below"):
        yield "«scope» is own or below"
    yield from _facts(about, form["sections"][about["section"]], kinds, counted)
    of = about.get("total") or about.get("ratio") or []
    if about.get("ratio") and len(of) != 2:
        yield "«ratio» wants two rows"
    for name in of:
        if name not in rows or (about.get("total") and rows[name].get("section") != about["section"]):
            yield f"adds or divides «{name}», which is no row here"
        elif rows[name].get("total") or rows[name].get("ratio"):
            yield f"is computed from «{name}», which is computed itself"


def _facts(
    about: Mapping[str, Any], section: Mapping[str, Any], kinds: Mapping[str, FactKind], counted: Mapping[str, Any]
) -> Iterable[str]:
    if name := about.get("indicator"):
        row = counted.get(name)
        if row is None or row.get("calc") not in COUNTING or row.get("total", "own") != "own":
            yield f"«{name}» is no indicator that counts facts of its own"
            return
        added = [*row.get("when", {}).values(), *row.get("choose", {}).values()]
        used = [*row.get("kinds", []), *(kind for listed in added for kind in listed)]
    else:
        used = about.get("kinds", [])
        if used and about.get("calc", "sum") not in CALCS:
            yield f"«calc» is one of {', '.join(CALCS)}"
    narrowed = [about.get("where", {}), *(column.get("where", {}) for column in (section.get("columns") or {}).values())]
    for kind in used:
        if kind not in kinds:
            yield f"unknown facts «{kind}»"
            continue
        for name, values in ((name, values) for where in narrowed for name, values in where.items()):
            if name not in FACETS or name not in kinds[kind].facets:
                yield f"the facts «{kind}» have no facet «{name}»"
            elif not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                yield f"«{name}» wants a list of words"


def _control(said: Any, rows: Mapping[str, Any]) -> Iterable[str]:
    if not isinstance(said, dict) or said.get("kind") not in CONTROLS:
        yield f"«kind» is one of {', '.join(CONTROLS)}"
        return
    if unknown := set(said) - CONTROLS[said["kind"]] - {"kind"}:
        yield f"unknown keys {sorted(unknown)}"
    wanted = CONTROLS[said["kind"]] - {"exact", "plus", "minus"}
    if missing := wanted - set(said):
        yield f"needs {sorted(missing)}"
        return
    named = [said[name] for name in wanted - {"of"}]
    for name in (*named, *said.get("of", ()), *said.get("plus", ()), *said.get("minus", ())):
        if name not in rows:
            yield f"names «{name}», which is no row"


def deadline_of(text: str, year: int) -> dt.date | None:
    """«01-05» is a day of the year after the reported one."""
    if not re.fullmatch("[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return dt.date(year + 1, int(text[:2]), int(text[3:]))
    except ValueError:
        return None


def _counted(shipped: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = (policy.seed if shipped else policy.load)(indicators.POLICY)["indicators"]
    return found


def validate(key: str, value: Any) -> list[Problem]:
    """One edit of an institution: all forms must stay sound with it."""
    data = policy.edited(POLICY, key, value)
    if wrong := faults(data, dict(KINDS.items()), _counted()):
        text = _("З такою зміною форма не складається: %(why)s.") % {"why": "; ".join(wrong[:3])}
        return [Blocker(code="forms_broken", text=text, field="value")]
    return []


policy.VALIDATORS.add(POLICY, validate)


@checks.register("mandrivna")
def check_forms(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    found = faults(policy.seed(POLICY), dict(KINDS.items()), _counted(shipped=True))
    return [checks.Error(f"forms.yaml: {text}", id="mandrivna.E023") for text in found]
