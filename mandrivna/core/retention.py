"""How long what is kept: `policy/retention.yaml` is the rule and is executed as it stands.

Every model of the program, ours and foreign, has exactly one rule. `keep: forever` needs a reason; a number of days
after a date is executed here every night; `until` names a verb or a handler of the module that knows the moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import erasure, policy
from mandrivna.core.door import VERBS
from mandrivna.core.fields import Encrypted
from mandrivna.core.outbox import periodic, task
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.registry import Registry

POLICY = "retention"
BATCH = 1000

type Handler = Callable[[dt.datetime], int]

HANDLERS: Registry[Handler] = Registry("retention handlers")
"""Moments only their module knows: `until: <name>` in the policy. Gets the present moment, returns how many rows it changed."""


@dataclass(frozen=True)
class Rule:
    """`days` after the date in `after`: delete the row, or empty the fields in `forget`. Without days: for ever, or `until`."""

    model: str
    why: str
    days: int | None = None
    after: str = ""
    forget: tuple[str, ...] = ()
    until: str = ""

    @property
    def by_date(self) -> bool:
        return self.days is not None


def rules() -> dict[str, Rule]:
    """As in force here: what is shipped and what the institution changed."""
    return built(policy.load(POLICY))


def shipped() -> dict[str, Rule]:
    return built(policy.seed(POLICY))


def built(data: dict[str, Any]) -> dict[str, Rule]:
    return {model: _rule(model, dict(body)) for model, body in data["rules"].items()}


def validate(key: str, value: Any) -> list[Problem]:
    """One rule as an institution wants it: «rules/core.AuditEntry/keep» or the whole rule."""
    section, _slash, rest = key.partition("/")
    model, _slash, word = rest.partition("/")
    data = policy.seed(POLICY)
    try:
        if section != "rules" or model not in data["rules"]:
            raise ValueError(key)
        body = {**data["rules"][model], word: value} if word else dict(value)
        found = faults({model: _rule(model, dict(body))}, [apps.get_model(model)], events())
        if found:
            raise ValueError(found[0])
    except (ValueError, TypeError, LookupError, AttributeError):
        return [
            Blocker(
                code="retention_rule", text=_("Так не можна: строк пишуть як «forever», «days N» або «until подія»."), field="value"
            )
        ]
    return []


policy.VALIDATORS.add(POLICY, validate)


def events() -> set[str]:
    """What `until` may name: a verb, or a handler registered by its module."""
    return {*VERBS.keys(), *HANDLERS.keys()}


def _rule(model: str, body: dict[str, Any]) -> Rule:
    keep, why = body.pop("keep"), body.pop("why").strip()
    after, what, forget = body.pop("after", ""), body.pop("what", ""), tuple(body.pop("forget", ()))
    if body:
        raise ValueError(f"{model}: unknown words {sorted(body)}")
    if not why:
        raise ValueError(f"{model}: says not why")
    if keep == "forever":
        if after or what or forget:
            raise ValueError(f"{model}: what is kept for ever has neither date nor end")
        return Rule(model, why)
    if (what == "delete") == bool(forget) or what not in ("", "delete"):
        raise ValueError(f"{model}: either «what: delete» or «forget: [fields]»")
    if isinstance(keep, str) and keep.startswith("until "):
        return Rule(model, why, forget=forget, until=keep.removeprefix("until ").strip())
    if not isinstance(keep, str) or not keep.startswith("days ") or not after:
        raise ValueError(f"{model}: keep is «forever», «days N» with «after: field», or «until <event>»")
    return Rule(model, why, int(keep.removeprefix("days ")), after, forget)


@lru_cache(maxsize=1)
def foreign_classes() -> dict[str, dict[str, int]]:
    """Models we did not write, classed by us: label → field → 1-4."""
    data = policy.seed("foreign_fields")
    found = {}
    for label, levels in data["models"].items():
        found[label] = {name: int(level[1]) for level, names in levels.items() for name in names.split()}
    return found


def levels_of(model: type[models.Model]) -> dict[str, int]:
    """The class of every field, whoever wrote the model; empty when nobody has classed it."""
    declared = getattr(model, "privacy", None)
    return declared.as_dict() if declared else foreign_classes().get(model._meta.label, {})


def faults(known: dict[str, Rule], present: Iterable[type[models.Model]], events: set[str]) -> list[str]:
    """Everything in which the policy and the program disagree; empty when every model has a rule that can be executed."""
    by_label = {model._meta.label: model for model in present}
    found = [f"{label}: has no rule in retention.yaml" for label in sorted(by_label.keys() - known.keys())]
    found += [f"{label}: retention.yaml knows it, the program does not" for label in sorted(known.keys() - by_label.keys())]
    for label in sorted(by_label.keys() & known.keys()):
        rule = known[label]
        fields = {field.name: field for field in by_label[label]._meta.concrete_fields}
        found += [
            f"{label}: no field «{name}»" for name in (*rule.forget, *([rule.after] if rule.after else [])) if name not in fields
        ]
        if rule.by_date and rule.after in fields and not isinstance(fields[rule.after], models.DateField):
            found.append(f"{label}: «{rule.after}» is no date")
        found += [f"{label}: «{n}» cannot be emptied" for n in rule.forget if n in fields and _emptied(fields[n]) is None]
        if rule.until and rule.until not in events:
            found.append(f"{label}: nobody executes «until {rule.until}»")
    return found


def _emptied(field: models.Field[Any, Any]) -> tuple[Any] | None:
    """What the field holds once forgotten, in a tuple; None when it cannot be empty."""
    if field.null:
        return (None,)
    if isinstance(field, models.CharField | models.TextField) and not isinstance(field, Encrypted):
        return ("",)
    return None


# --- every night ---------------------------------------------------------------------------------


def execute(now: dt.datetime | None = None) -> dict[str, int]:
    """Do what the policy says; returns what was changed, by model or handler. Repeated, it finds nothing."""
    now = now or timezone.now()
    done = {label: _execute(rule, now) for label, rule in rules().items() if rule.by_date}
    done |= {name: handler(now) for name, handler in HANDLERS.items()}
    if any(done.values()):
        erasure.scrub()
    return done


def _execute(rule: Rule, now: dt.datetime) -> int:
    assert rule.days is not None
    model = apps.get_model(rule.model)
    field = model._meta.get_field(rule.after)
    limit: Any = now - dt.timedelta(days=rule.days)
    if not isinstance(field, models.DateTimeField):
        limit = timezone.localdate(limit)
    # The plain manager on purpose: models sealed against people are still subject to the policy.
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(**{f"{rule.after}__lt": limit})
    empty = {name: value[0] for name in rule.forget if (value := _emptied(model._meta.get_field(name)))}
    if empty:
        rows = rows.exclude(
            **{f"{n}__isnull": True for n, v in empty.items() if v is None}, **{n: v for n, v in empty.items() if v is not None}
        )
    return _in_batches(rows, empty)


def _in_batches(rows: models.QuerySet[Any], empty: dict[str, Any]) -> int:
    """One long DELETE would keep the desk waiting for the write lock."""
    count = 0
    while chosen := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        some: models.QuerySet[Any] = models.QuerySet(rows.model).filter(pk__in=chosen)
        if empty:
            some.update(**empty)
        else:
            some.delete()
        count += len(chosen)
    return count


@periodic("core.retention", at="02:40")
@task(priority=-40)
def nightly() -> None:
    execute()
