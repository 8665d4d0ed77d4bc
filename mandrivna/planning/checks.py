"""Is the table of indicators sound and exhaustive? Asked at start-up of what is shipped, and before an institution edits it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core import checks
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.problems import Blocker, Problem
from mandrivna.ledger.api import FACETS, KINDS, FactKind
from mandrivna.planning.definitions import COMPUTED, COUNTING, NOTES, POLICY, STANDING, TEXTS
from mandrivna.planning.facts import PREFIX, is_level

CALCS = {"heading", "sum", "balance", "manual", *COMPUTED, *STANDING}
RESERVED = {*NOTES, "reason", "uid"}
"""Names the screens use for themselves beside the codes of indicators."""
SHAPE: dict[str, type | tuple[type, ...]] = {
    "label": str, "calc": str, "table": str, "parent": str, "number": str, "counted_in": str, "kinds": list, "where": dict,
    "when": dict, "choose": dict, "by_rule": dict,
    "parts": str, "part": (bool, str), "total": str, "of": list, "per": int, "digits": int,
    "scope": str, "hide_empty": bool, "aim": bool, "note": str, "verify": bool, "class": str,
}  # fmt: skip
ONE_OF = {
    "calc": CALCS,
    "parts": {"all", "some", "none"},
    "total": {"own", "parts"},
    "scope": {"own", "below"},
    "class": {"S1", "S2"},
}


def faults(data: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> list[str]:
    """Everything wrong with the table, in words for a developer; empty when it is sound and no kind of fact is left out."""
    if found := _sections(data):
        return found
    rows = data["indicators"]
    for code, about in rows.items():
        found += [f"«{code}»: {text}" for text in _shape(code, about)]
    if found:
        return found
    for code, about in rows.items():
        found += [
            f"«{code}»: {text}"
            for text in (*_place(code, data), *_counting(about, kinds), *_parts(code, data), *_computed(code, rows))
        ]
    found += [f"«{code}»: computed from itself" for code in rows if _circular(code, rows)]
    used = {kind for about in rows.values() for kind in _all_kinds(about)}
    return [*found, *(f"no indicator uses the facts «{kind}»" for kind in sorted(set(kinds) - used))]


def _sections(data: Mapping[str, Any]) -> list[str]:
    wrong = [f"unknown section «{name}»" for name in data if name not in ("settings", "tables", "indicators")]
    wrong += [
        f"«{name}» is missing or empty"
        for name in ("settings", "tables", "indicators")
        if not isinstance(data.get(name), dict) or not data[name]
    ]
    if wrong:
        return wrong
    settings = data["settings"]
    wrong = [f"setting «{name}» is missing" for name in ("count_renewals", *TEXTS) if name not in settings]
    wrong += [
        f"setting «{name}» is neither text nor yes/no nor a choice" for name, value in settings.items() if not _setting(value)
    ]
    wrong += [f"setting «{name}» is not text" for name in TEXTS if not isinstance(settings.get(name, ""), str)]
    wrong += [f"setting «{name}» is not yes/no" for name in ("count_renewals",) if not isinstance(settings.get(name, True), bool)]
    return wrong + [
        f"table «{name}» has no title" for name, title in data["tables"].items() if not isinstance(title, str) or not title.strip()
    ]


def _setting(value: Any) -> bool:
    """A choice may be empty: then nothing is counted, and that is said."""
    return isinstance(value, str | bool) or (isinstance(value, list) and (not value or _words(value)))


def _shape(code: str, about: Any) -> Iterable[str]:
    if code in RESERVED or not code.isidentifier() or len(code) > 40:
        yield "not a usable code"
    if not isinstance(about, dict):
        yield "not a mapping"
        return
    for name, value in about.items():
        if name not in SHAPE:
            yield f"unknown key «{name}»"
        elif not isinstance(value, SHAPE[name]) or (SHAPE[name] is int and isinstance(value, bool)):
            yield f"«{name}» has a wrong type"
        elif name in ONE_OF and value not in ONE_OF[name]:
            yield f"unknown {name} «{value}»"
        elif name == "by_rule" and not _rules_of_count(value):
            yield "«by_rule» wants one setting with rules, each with a label, with what it says and with what it counts"
        elif name in ("where", "when", "choose") and not _lists_of_words(value):
            yield f"«{name}» wants lists of words"
        elif name in ("kinds", "of") and not _words(value):
            yield f"«{name}» wants a list of words"
    for name in ("label", "calc"):
        if not about.get(name):
            yield f"no {name}"


def _rules_of_count(value: Any) -> bool:
    rules = next(iter(value.values()), None) if len(value) == 1 else None
    return isinstance(rules, dict) and bool(rules) and all(_rule_of_count(one) for one in rules.values())


def _rule_of_count(rule: Any) -> bool:
    if not isinstance(rule, dict) or set(rule) - {"label", "says", "kinds", "inside", "choose"}:
        return False
    words = all(isinstance(rule.get(name), str) and rule[name] for name in ("label", "says"))
    return words and _words(rule.get("kinds")) and _words(rule.get("inside", ["-"])) and _lists_of_words(rule.get("choose", {}))


def _words(values: Any) -> bool:
    return isinstance(values, list) and bool(values) and all(isinstance(value, str) and value for value in values)


def _lists_of_words(value: Any) -> bool:
    return all(_words(words) for words in value.values())


def _place(code: str, data: Mapping[str, Any]) -> Iterable[str]:
    rows, about = data["indicators"], data["indicators"][code]
    parent, codes = about.get("parent"), list(rows)
    if parent and parent not in rows:
        yield f"an orphan, its parent «{parent}» is missing"
    elif parent and codes.index(parent) >= codes.index(code):
        yield f"stands before its parent «{parent}»"
    if bool(parent) == bool(about.get("table")):
        yield "needs either a table or a parent"
    elif not parent and about["table"] not in data["tables"]:
        yield f"unknown table «{about['table']}»"
    if (number := about.get("number")) and [other.get("number") for other in rows.values()].count(number) > 1:
        yield f"the number {number} is given twice"
    for name in [about["part"]] if isinstance(about.get("part"), str) else []:
        if not isinstance(data["settings"].get(name), bool):
            yield f"unknown setting «{name}»"
    for name in about.get("when", {}):
        if not isinstance(data["settings"].get(name), bool):
            yield f"unknown setting «{name}»"
    for name, rules in about.get("by_rule", {}).items():
        if str(data["settings"].get(name)) not in rules:
            yield f"«{name}» names no rule of this row: {sorted(rules)}"
    for name, kinds in _offered(about):
        chosen = data["settings"].get(name)
        if not isinstance(chosen, list):
            yield f"unknown setting «{name}»"
        elif foreign := {word.partition(":")[0] for word in chosen} - set(kinds):
            yield f"«{name}» names what this row does not offer: {sorted(foreign)}"


def _rules(about: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [rule for rules in about.get("by_rule", {}).values() for rule in rules.values()]


def _offered(about: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    return [pair for one in (about, *_rules(about)) for pair in one.get("choose", {}).items()]


def _all_kinds(about: Mapping[str, Any]) -> list[str]:
    added = [*about.get("when", {}).values(), *(kinds for _name, kinds in _offered(about))]
    own = [kinds for one in (about, *_rules(about)) for kinds in (one.get("kinds", []), one.get("inside", []))]
    return [kind for kinds in (*own, *added) for kind in kinds]


def _counting(about: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> Iterable[str]:
    calc, used = about["calc"], _all_kinds(about)
    own = calc in COUNTING and about.get("total", "own") == "own"
    if own and not used:
        yield "counts, but no kinds of facts are named"
    if not own and used:
        yield "does not count, yet names kinds of facts"
    if calc != "heading" and not about.get("counted_in"):
        yield "no unit of count"
    for kind in used:
        if kind not in kinds:
            yield f"unknown facts «{kind}»"
            continue
        for name in about.get("where", {}):
            if name not in FACETS:
                yield f"unknown facet «{name}»"
            elif name not in kinds[kind].facets:
                yield f"the facts «{kind}» have no facet «{name}»"
    if calc == "manual" and (len(used) != 1 or not used[0].startswith(PREFIX)):
        yield "a hand-counted row has exactly one kind of facts, of planning itself"
    if calc == "sum" and any(is_level(kind) for kind in used):
        yield "a level cannot be summed over days"


def _parts(code: str, data: Mapping[str, Any]) -> Iterable[str]:
    about = data["indicators"][code]
    children = [child for child in data["indicators"].values() if child.get("parent") == code and child.get("part", True)]
    if about.get("total") == "parts" and not children:
        yield "is a sum of parts and has none"
    if about.get("parts", "none") != "none" and not children:
        yield "has no parts to compare with"
    if about.get("parts", "none") != "none" and any(child["calc"] not in COUNTING for child in children):
        yield "a part cannot be computed or a heading"


def _computed(code: str, rows: Mapping[str, Any]) -> Iterable[str]:
    about = rows[code]
    wanted = {"ratio": 2, "change": 1, "decrease": 1}.get(about["calc"], 0)
    of = about.get("of", [])
    if len(of) != wanted:
        yield f"needs {wanted} rows in «of»"
    for other in of:
        if other not in rows or rows[other]["calc"] == "heading":
            yield f"«of» names «{other}», which has no number"
    if about.get("per", 1) < 1 or about.get("digits", 1) not in range(5):
        yield "«per» or «digits» out of range"
    if about.get("aim") and about["calc"] not in COMPUTED:
        yield "«aim» is for what is computed: everything else has a plan anyway"


def _needs(code: str, rows: Mapping[str, Any]) -> list[str]:
    about = rows[code]
    parts = [name for name, child in rows.items() if child.get("parent") == code] if about.get("total") == "parts" else []
    return [name for name in (*about.get("of", []), *parts) if name in rows]


def _circular(code: str, rows: Mapping[str, Any]) -> bool:
    seen: set[str] = set()
    waiting = _needs(code, rows)
    while waiting:
        name = waiting.pop()
        if name == code:
            return True
        if name not in seen:
            seen.add(name)
            waiting += _needs(name, rows)
    return False


def validate(key: str, value: Any) -> list[Problem]:
    """One edit of an institution: the whole table must stay sound with it."""
    data = policy.edited(POLICY, key, value)
    if wrong := faults(data, dict(KINDS.items())):
        text = _("З такою зміною таблиця показників не складається: %(why)s.") % {"why": "; ".join(wrong[:3])}
        return [Blocker(code="indicators_broken", text=text, field="value")]
    return []


policy.VALIDATORS.add(POLICY, validate)


@checks.register("mandrivna")
def check_indicators(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"indicators.yaml: {text}", id="mandrivna.E020") for text in faults(policy.seed(POLICY), dict(KINDS.items()))
    ]
