"""Whose a row is: executors as the plan understood them, and somebody of the staff with the places where they work.

A row is mine when it names my department (the place where I work, what is above it inside the institution, or below it), me, or
everybody; «адміністрація» is whoever may approve the plan. Whoever looks after a plan (may change it) answers for all its rows.
The same rule stands twice: `has` for the rows of one plan, `q` for the database (`Due`); a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from mandrivna.core.actor import Actor
from mandrivna.core.models import Kind, Unit
from mandrivna.core.models.units import below
from mandrivna.core.permissions import Permission
from mandrivna.planning.models import PlanItem
from mandrivna.planning.plan_states import TOLD
from mandrivna.planning.reading.said import ExecutorKind
from mandrivna.planning.rules import APPROVE, EDIT, TELL, VIEW
from mandrivna.shared.text.folding import fold

EVERYBODY, HEADS, NOBODY = "*", "@", "-"
OF_ALL = (Kind.INSTITUTION, Kind.REGION)
"""Units whose plan is of many departments; the plan of any other is wholly of whoever works there."""
LONGEST = 80


class Whom(NamedTuple):
    """`key` is empty for a unit itself; otherwise it says who of the unit: everybody, its heads, one person, nobody known."""

    unit: int
    path: str
    key: str = ""


class Places:
    """Units of a plan by key and by name: departments that no abbreviation ties to a unit are known by what they are called."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.paths: dict[int, str] = {unit.pk: unit.path}
        self.named: dict[str, int] = {}
        for pk, path, short, name in Unit.objects.below(unit.path).values_list("pk", "path", "short_name", "name"):
            self.paths[pk] = path
            self.named.update({fold(said): pk for said in (name, short) if said})

    def whoms(self, executors: Iterable[Mapping[str, Any]]) -> list[Whom]:
        """One entry at least, so that a row of nobody is found too by whoever answers for the whole plan."""
        found = {self._whom(one) for one in executors} - {None}
        return sorted(one for one in found if one) or [Whom(self.unit.pk, self.unit.path, NOBODY)]

    def _whom(self, executor: Mapping[str, Any]) -> Whom | None:
        kind, name = executor.get("kind"), str(executor.get("name", ""))
        if kind == ExecutorKind.EVERYONE:
            return self._of_all(EVERYBODY)
        if kind == ExecutorKind.ADMINISTRATION:
            return self._of_all(HEADS)
        at = executor.get("unit") if executor.get("unit") in self.paths else self.named.get(fold(name))
        if at is not None:
            return self._of_all(EVERYBODY) if at == self.unit.pk else Whom(at, self.paths[at])
        return self._of_all(person_key(name)) if kind == ExecutorKind.PERSON and name else None

    def _of_all(self, key: str) -> Whom:
        return Whom(self.unit.pk, self.unit.path, key)


def person_key(name: str) -> str:
    """«Орлик І.П.» → «орлик іп»."""
    surname, *rest = fold(name).replace(".", " ").split() or [""]
    return f"{surname} {''.join(rest)}".strip()[:LONGEST]


def keys_of(name: str) -> frozenset[str]:
    """How a plan may write somebody of the staff: any word may be the surname, and initials may be left out."""
    words = fold(name).replace(".", " ").split()
    found = set[str]()
    for at, surname in enumerate(words):
        initials = "".join(word[0] for place, word in enumerate(words) if place != at)
        found.update(f"{surname} {initials[:many]}".strip()[:LONGEST] for many in range(len(initials) + 1))
    return frozenset(found)


@dataclass(frozen=True)
class Mine:
    at: tuple[str, ...]
    whole: tuple[str, ...]
    heads: tuple[str, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, actor: Actor, right: Permission = VIEW) -> Mine:
        """`right`: places where this person holds it are where they work."""
        held = sorted({path for path, codes in actor.grants if str(right) in codes})
        return cls(tuple(held), tuple(actor.paths(EDIT)), tuple(actor.paths(APPROVE)), keys_of(actor.name))

    def answers_for(self, unit: Unit) -> bool:
        """For every row of the plans of this unit."""
        return _within(unit.path, self.whole) or (unit.path in self.at and unit.kind not in OF_ALL)

    def has(self, unit: Unit, whoms: Sequence[Whom]) -> bool:
        """`unit` is that of the plan."""
        return self.answers_for(unit) or any(self._has(unit.path, one) for one in whoms)

    def _has(self, plan: str, whom: Whom) -> bool:
        if whom.key == EVERYBODY:
            return any(path.startswith(plan) for path in self.at)
        if whom.key == HEADS:
            return _within(plan, self.heads)
        if whom.key:
            return whom.key in self.names and any(path.startswith(plan) or plan.startswith(path) for path in self.at)
        inside = [path for path in self.at if path.startswith(plan) and path != plan]
        return any(whom.path.startswith(path) or path.startswith(whom.path) for path in inside)

    def q(self, plan: str = "item__plan__unit", whom: str = "unit") -> Q:
        """The same of rows that hold a `whom` unit and a `key` each."""
        at = f"{plan}__path"
        found = Q(pk__in=[])
        for path in self.whole:
            found |= below(path, at)
        for path in self.heads:
            found |= Q(key=HEADS) & below(path, at)
        for path in self.at:
            above = up_from(path)
            found |= Q(**{at: path}) & ~Q(**{f"{plan}__kind__in": OF_ALL})
            found |= Q(key=EVERYBODY, **{f"{at}__in": above})
            found |= Q(key__in=sorted(self.names)) & (Q(**{f"{at}__in": above}) | below(path, at))
            near = Q(**{f"{whom}__path__in": above}) | below(path, f"{whom}__path")
            found |= Q(key="", **{f"{at}__in": above[:-1]}) & near
        return found


def names_of(who: str, listed: Iterable[Iterable[Mapping[str, Any]]]) -> tuple[str, frozenset[int]]:
    """An executor as asked for, and every unit that is called so anywhere in these rows: a department has many names."""
    units = {one["unit"] for executors in listed for one in executors if one["name"] == who and one.get("unit")}
    return who, frozenset(units)


def named_so(executors: Iterable[Mapping[str, Any]], asked: tuple[str, frozenset[int]]) -> bool:
    who, units = asked
    return not who or any(one["name"] == who or one.get("unit") in units for one in executors)


def may_tell(actor: Actor, item: PlanItem) -> bool:
    """How a row goes says whoever may change the plan, and from its approval on whoever the row is given to."""
    plan = item.plan
    if actor.can(EDIT, plan.unit.path):
        return True
    if plan.state not in TOLD or not actor.can(TELL):
        return False
    return Mine.of(actor, TELL).has(plan.unit, Places(plan.unit).whoms(item.meaning.get("executors", [])))


def up_from(path: str) -> list[str]:
    """Paths of everything above, the root first, and its own at the end."""
    parts = path.split(".")[:-1]
    return [".".join(parts[: number + 1]) + "." for number in range(len(parts))]


def _within(path: str, roots: Iterable[str]) -> bool:
    return any(path.startswith(root) for root in roots)
