"""Roles: what `policy/roles.yaml` and the institution's edits say somebody may do, and the checks that it says everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.core import checks
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.models.staff import Membership, Staff
from mandrivna.core.permissions import PERMISSIONS
from mandrivna.core.problems import Blocker, Problem

POLICY = "roles"
DIRECTOR = "director"
TECHNICIAN = "technician"
AUDITOR = "auditor"
READING = frozenset({"view", "verify", "export"})
"""Last words of codes that change nothing; whatever ends otherwise is a change and never the auditor's."""
KEPT_BY_DIRECTOR = frozenset({"core.staff.edit", "core.policy.edit"})


def changes(code: str) -> bool:
    return code.rsplit(".", 1)[-1] not in READING


def faults(data: dict[str, Any], known: Iterable[str]) -> list[str]:
    """Everything wrong with a roles policy, in words for a developer; empty when it is exhaustive and sound."""
    roles, permissions = data.get("roles") or {}, data.get("permissions") or {}
    found = [f"permission «{code}» is not in roles.yaml" for code in sorted(set(known) - set(permissions))]
    found += [f"roles.yaml knows «{code}», the program does not" for code in sorted(set(permissions) - set(known))]
    for code, holders in permissions.items():
        found += [f"«{code}»: unknown role «{role}»" for role in holders if role not in roles]
        if len(holders) != len(set(holders)):
            found.append(f"«{code}»: a role twice")
        if AUDITOR in holders and changes(code):
            found.append(f"«{code}» changes something and is held by the read-only auditor")
        if code in KEPT_BY_DIRECTOR and DIRECTOR not in holders:
            found.append(f"«{code}» must stay with the director")
    return found


@checks.register("mandrivna")
def check_roles(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [checks.Error(text, id="mandrivna.E010") for text in faults(policy.seed(POLICY), PERMISSIONS.keys())]


def validate(key: str, value: Any) -> list[Problem]:
    """One row of the table as an institution wants it."""
    section, _slash, code = key.partition("/")
    if section != "permissions" or code not in PERMISSIONS:
        return [Blocker(code="roles_unknown_permission", text=_("Такого права немає."), field="key")]
    if not isinstance(value, list) or any(not isinstance(role, str) for role in value):
        return [Blocker(code="roles_not_a_list", text=_("Очікується перелік ролей."), field="value")]
    problems: list[Problem] = []
    if unknown := sorted(set(value) - set(policy.seed(POLICY)["roles"])):
        problems.append(Blocker(code="roles_unknown_role", text=_("Такої ролі немає: %s.") % ", ".join(unknown), field="value"))
    if len(value) != len(set(value)):
        problems.append(Blocker(code="roles_doubled", text=_("Роль названо двічі."), field="value"))
    if AUDITOR in value and changes(code):
        problems.append(
            Blocker(code="roles_auditor_reads", text=_("Ревізор лише переглядає: це право йому надати не можна."), field="value")
        )
    if code in KEPT_BY_DIRECTOR and DIRECTOR not in value:
        problems.append(Blocker(code="roles_director_keeps", text=_("Цього права в директора забрати не можна."), field="value"))
    return problems


policy.VALIDATORS.add(POLICY, validate)


def holders() -> dict[str, list[str]]:
    """Permission → roles, as in force."""
    return dict(policy.load(POLICY)["permissions"])


LABELS = (
    _("Директор"),
    _("Методист"),
    _("Каталогізатор"),
    _("Фахівець із промоції читання"),
    _("Бібліотекар простору"),
    _("Опікун полиці"),
    _("Волонтер"),
    _("Технік"),
    _("Бібліотекар мережі"),
    _("Ревізор (лише перегляд)"),
)
"""The labels of roles.yaml once more, so that they reach the translators; a test keeps the two the same."""


def role_labels() -> dict[str, str]:
    return {code: gettext(label) for code, label in policy.seed(POLICY)["roles"].items()}


def codes_by_role() -> Mapping[str, frozenset[str]]:
    """Role → permissions, as in force."""
    return policy.made(POLICY, _codes_by_role)


def _codes_by_role(data: dict[str, Any]) -> Mapping[str, frozenset[str]]:
    table: dict[str, list[str]] = data["permissions"]
    found = {role: frozenset(code for code, held in table.items() if role in held) for role in data["roles"]}
    return MappingProxyType(found)


def actor_for(staff: Staff) -> Actor:
    """What this person may do today; two queries. Somebody who has left may do nothing, whatever the rows say."""
    if not staff.is_active:
        return NOBODY
    rows = Membership.objects.filter(staff_id=staff.pk).on(timezone.localdate()).values_list("unit__path", "role")
    by_path: dict[str, set[str]] = {}
    codes = codes_by_role()
    for path, role in rows:
        by_path.setdefault(path, set()).update(codes.get(role, ()))
    grants = tuple((path, frozenset(held)) for path, held in sorted(by_path.items()))
    return Actor(staff_id=staff.pk, name=str(staff), grants=grants)


def sees(actor: Actor) -> int:
    """The highest field class the actor may read anywhere; 3 and 4 oblige to a second factor."""
    held = {code for _path, codes in actor.grants for code in codes}
    return max((p.sees for p in PERMISSIONS if p.code in held), default=1)


def may_hand_out(actor: Actor, path: str, role: str, table: Mapping[str, frozenset[str]] | None = None) -> bool:
    """Nobody gives, or takes away, a role holding a permission they lack there."""
    codes = (codes_by_role() if table is None else table).get(role)
    return codes is not None and all(actor.can(code, path) for code in codes)
