"""Policies: literate data shipped as seeds; what an institution changed lies over them and survives upgrades.

A key is a path inside the file: `permissions/fund.view`. An edit replaces the value at that path; a `null` edit
returns to what is shipped. An upgrade may bring new keys, which simply appear; a key the institution edited keeps
the institution's value; an edit of a key that no longer exists is kept in history and has no effect.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models.policy import PolicyEdit
from mandrivna.core.models.units import Unit
from mandrivna.core.permissions import Permission
from mandrivna.core.prepared import Prepared
from mandrivna.core.problems import Blocker, Forbidden, Problem, refuse_if
from mandrivna.core.registry import Registry
from mandrivna.core.rules import POLICY_EDIT

SEEDS = Path(__file__).resolve().parent.parent / "policy"

type Validator = Callable[[str, Any], list[Problem]]
"""Is this value allowed for this key? Not called for a return to the seed."""

VALIDATORS: Registry[Validator] = Registry("policy validators")


class _UniqueKeys(yaml.SafeLoader):
    """PyYAML takes the last of two equal keys in silence; a policy that says two things is refused."""


def _mapping(loader: _UniqueKeys, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=deep) for key, _value in node.value]
    if doubled := sorted({str(key) for key in keys if keys.count(key) > 1}):
        raise ValueError(f"{node.start_mark.name}: said twice: {', '.join(doubled)}")
    return yaml.SafeLoader.construct_mapping(loader, node, deep=deep)


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def parse(text: str) -> dict[str, Any]:
    data = yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader
    if not isinstance(data, dict):
        raise ValueError("a policy is a mapping")
    return data


@lru_cache(maxsize=32)
def _seed(name: str) -> dict[str, Any]:
    return parse((SEEDS / f"{name}.yaml").read_text(encoding="utf-8"))


def seed(name: str) -> dict[str, Any]:
    """As shipped, without the institution's edits; no database."""
    return copy.deepcopy(_seed(name))


EDITS = Prepared(
    PolicyEdit, lambda slot: PolicyEdit.objects.filter(name=slot("name")).order_by("sequence", "id").values_list("key", "value")
)


type Rows = list[tuple[str, Any]]


def load(name: str) -> dict[str, Any]:
    """As in force here and now; one query. The answer is the caller's own copy."""
    return _applied(name, EDITS.rows(name=name))


def load_together(*names: str) -> list[dict[str, Any]]:
    """Several as in force here and now, for who needs one with the other; one query."""
    found: dict[str, Rows] = {name: [] for name in names}
    rows = PolicyEdit.objects.filter(name__in=names).order_by("sequence", "id").values_list("name", "key", "value")
    for name, key, value in rows:
        found[name].append((key, value))
    return [_applied(name, found[name]) for name in names]


def _applied(name: str, rows: Rows) -> dict[str, Any]:
    data = seed(name)
    for key, value in dict(rows).items():
        if value is not None:
            _put(data, key, copy.deepcopy(value))
    return data


_MADE: dict[tuple[str, Any], tuple[dict[str, Any], Rows, Any]] = {}


def made[T](name: str, make: Callable[[dict[str, Any]], T]) -> T:
    """What a module makes of a policy, for those who ask it with every act. The edits are read each time, so a change is in
    force at once in every process; the making is repeated only when they differ. The answer is everybody's: nobody changes it."""
    shipped, rows = _seed(name), EDITS.rows(name=name)
    kept = _MADE.get((name, make))
    if kept is not None and kept[0] is shipped and kept[1] == rows:
        return kept[2]
    found = make(_applied(name, rows))
    _MADE[name, make] = (shipped, rows, found)
    return found


def names() -> set[str]:
    return {path.stem for path in SEEDS.glob("*.yaml")}


def _seed_value(name: str, key: str) -> Any:
    return value_at(seed(name), key)


def _find(data: dict[str, Any], key: str) -> tuple[dict[str, Any], str] | None:
    *parents, last = key.split("/")
    for part in parents:
        inner = data.get(part)
        if not isinstance(inner, dict):
            return None
        data = inner
    return (data, last) if last in data else None


def edited(name: str, key: str, value: Any) -> dict[str, Any]:
    """The policy as it would be with this edit: for validators that judge the whole. A key that is not there is put there, too,
    so that what nobody knows is seen and refused."""
    data = load(name)
    *parents, last = key.split("/")
    target: Any = data
    for part in parents:
        target = target.get(part, {}) if isinstance(target, dict) else {}
    target[last] = copy.deepcopy(value)
    return data


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    if found := _find(data, key):
        found[0][found[1]] = value


def value_at(data: dict[str, Any], key: str) -> Any:
    found = _find(data, key)
    if found is None:
        raise LookupError(key)
    return found[0][found[1]]


def _require_whole(act: Act, may: Permission) -> None:
    """A policy binds the whole institution, so the right is needed at its root, not in one hub."""
    roots = list(Unit.objects.filter(parent__isnull=True).values_list("path", flat=True))
    if not all(act.actor.can(may, path) for path in roots) or not act.actor.can(may):
        raise Forbidden([Blocker(code="forbidden", text=_("Правила змінює лише той, хто має на це право в усьому закладі."))])


@verb("core.edit_policy", may=POLICY_EDIT, audited=False)
def edit_policy(act: Act, *, policy: str, key: str, change: dict, reason: str) -> PolicyEdit:
    """`change` is {"value": …}; null goes back to the seed. Never rewrites an earlier edit."""
    return write(act, policy=policy, key=key, value=change.get("value"), reason=reason, may=POLICY_EDIT)


def write(act: Act, *, policy: str, key: str, value: Any, reason: str, may: Permission) -> PolicyEdit:
    """For a module whose own people keep its policy: the same edit, under the right of that module's verb."""
    _require_whole(act, may)
    if policy not in names() or _find(_seed(policy), key) is None:
        refuse_if([Blocker(code="policy_unknown_key", text=_("Такого правила немає."), field="key")])
    problems: list[Problem] = []
    if not reason.strip():
        problems.append(Blocker(code="policy_reason", text=_("Напишіть, чому змінюєте правило."), field="reason"))
    if value is not None and (validator := VALIDATORS.get(policy)):
        problems += validator(key, value)
    refuse_if(problems)
    before = value_at(load(policy), key)
    last = PolicyEdit.objects.filter(name=policy, key=key).aggregate(last=Max("sequence"))["last"] or 0
    row = PolicyEdit.objects.create(
        name=policy, key=key, sequence=last + 1, value=value, at=act.at, by_id=act.actor.staff_id, reason=reason.strip()[:500]
    )
    after = _seed_value(policy, key) if value is None else value
    audit.record(act, row, "core.edit_policy", before={"value": before}, after={"value": after})
    return row


def edit(act: Act, *, policy: str, key: str, value: Any, reason: str) -> PolicyEdit:
    """Change one key for the institution; None: as shipped."""
    return edit_policy(act, policy=policy, key=key, change={"value": value}, reason=reason)


def history(name: str, key: str | None = None) -> list[PolicyEdit]:
    """Newest first."""
    rows = PolicyEdit.objects.filter(name=name).select_related("by").order_by("-id")
    return list(rows if key is None else rows.filter(key=key))


def without_effect(name: str) -> list[PolicyEdit]:
    """Edits of keys that this version of the program no longer has."""
    shipped = _seed(name)
    return [row for row in history(name) if _find(shipped, row.key) is None]
