"""`policy/diary.yaml` as values: the parts of the diary and what each column counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core import checks
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.problems import Blocker, Problem
from mandrivna.ledger.api import FACETS, KINDS, FactKind
from mandrivna.planning import definitions

POLICY = "diary"
KEYS: dict[str, type | tuple[type, ...]] = {
    "group": str, "label": str, "kinds": list, "where": dict, "when": dict, "by_hand": bool, "verify": bool, "shown": bool,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Column:
    code: str
    part: str
    label: str
    group: str = ""
    kinds: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_hand: bool = False
    verify: bool = False
    shown: bool = True

    @property
    def title(self) -> str:
        """By itself, where its group does not stand above it."""
        return f"{self.group}: {self.label}" if self.group else self.label

    def takes(self, kind: str, facets: Mapping[str, str]) -> bool:
        return kind in self.kinds and all(facets.get(name, "") in values for name, values in self.where.items())


@dataclass(frozen=True, kw_only=True)
class Part:
    code: str
    title: str
    number: int
    columns: tuple[Column, ...]
    acts: tuple[str, ...] = ()

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        return tuple(sorted({kind for column in self.columns for kind in column.kinds} | set(self.acts)))

    @cached_property
    def facets(self) -> tuple[str, ...]:
        return tuple(sorted({name for column in self.columns for name in column.where}))

    @cached_property
    def grouped(self) -> list[tuple[str, list[Column]]]:
        """Neighbours of one group together; a column without a group stands alone."""
        found: list[tuple[str, list[Column]]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1][1].append(column)
            else:
                found.append((column.group, [column]))
        return found


@dataclass(frozen=True)
class Diary:
    parts: Mapping[str, Part]

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts.values())

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {column.code: column for part in self for column in part.columns}

    @property
    def by_hand(self) -> list[Column]:
        return [column for column in self.columns.values() if column.by_hand]


def load() -> Diary:
    """As in force in this institution."""
    settings = definitions.load().settings
    return build(policy.load(POLICY), settings)


def build(data: Mapping[str, Any], settings: Mapping[str, Any]) -> Diary:
    return Diary({code: _part(code, about, number, settings) for number, (code, about) in enumerate(data["parts"].items(), 1)})


def _part(code: str, about: Mapping[str, Any], number: int, settings: Mapping[str, Any]) -> Part:
    columns = [_column(code, name, said, settings) for name, said in about["columns"].items()]
    shown = tuple(column for column in columns if column.shown)
    return Part(code=code, title=gettext(about["title"]), number=number, columns=shown, acts=tuple(about.get("acts", ())))


def _column(part: str, code: str, about: Mapping[str, Any], settings: Mapping[str, Any]) -> Column:
    added = [kind for setting, kinds in about.get("when", {}).items() if settings.get(setting) for kind in kinds]
    return Column(
        code=code,
        part=part,
        label=gettext(about["label"]),
        group=gettext(about["group"]) if about.get("group") else "",
        kinds=(*about["kinds"], *added),
        where={name: tuple(values) for name, values in about.get("where", {}).items()},
        by_hand=about.get("by_hand", False),
        verify=about.get("verify", False),
        shown=about.get("shown", True),
    )


# --- is it sound? -------------------------------------------------------------------------------------------------------


def faults(data: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> list[str]:
    """Everything wrong with the diary's columns, in words for a developer; empty when they are sound."""
    parts = data.get("parts")
    if not isinstance(parts, dict) or not parts:
        return ["«parts» is missing or empty"]
    found: list[str] = []
    seen: set[str] = set()
    for part, about in parts.items():
        if not isinstance(about, dict) or not about.get("title") or not isinstance(about.get("columns"), dict):
            found.append(f"«{part}»: needs a title and columns")
            continue
        found += [f"«{part}»: unknown facts «{kind}»" for kind in about.get("acts", ()) if kind not in kinds]
        for code, column in about["columns"].items():
            found += [f"«{code}»: {text}" for text in _column_faults(column, kinds)]
            if code in seen or not code.isidentifier() or len(code) > 40:
                found.append(f"«{code}»: not a usable code")
            seen.add(code)
        if not any(column.get("shown", True) for column in about["columns"].values() if isinstance(column, dict)):
            found.append(f"«{part}»: no column is shown")
    return found


def _column_faults(column: Any, kinds: Mapping[str, FactKind]) -> Iterable[str]:
    if not isinstance(column, dict):
        yield "not a mapping"
        return
    for name, value in column.items():
        if name not in KEYS or not isinstance(value, KEYS[name]):
            yield f"«{name}» is unknown or has a wrong type"
            return
    if not column.get("label") or not column.get("kinds"):
        yield "needs a label and kinds of facts"
        return
    for kind in (*column["kinds"], *(kind for kinds_ in column.get("when", {}).values() for kind in kinds_)):
        if kind not in kinds:
            yield f"unknown facts «{kind}»"
            continue
        for name in column.get("where", {}):
            if name not in FACETS or name not in kinds[kind].facets:
                yield f"the facts «{kind}» have no facet «{name}»"


def diary_policy_problems(key: str, value: Any) -> list[Problem]:
    """One edit of an institution: the whole diary must stay sound with it."""
    data = policy.edited(POLICY, key, value)
    if wrong := faults(data, dict(KINDS.items())):
        text = _("З такою зміною щоденник не складається: %(why)s.") % {"why": "; ".join(wrong[:3])}
        return [Blocker(code="diary_broken", text=text, field="value")]
    return []


policy.VALIDATORS.add(POLICY, diary_policy_problems)


@checks.register("mandrivna")
def check_diary(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [checks.Error(f"diary.yaml: {text}", id="mandrivna.E021") for text in faults(policy.seed(POLICY), dict(KINDS.items()))]
