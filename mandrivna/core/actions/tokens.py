"""Issuing and revoking keys of programs. The secret never enters the body of an operation."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models.tokens import MOST_TOKEN_DAYS, ApiToken
from mandrivna.core.models.units import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.rules import TOKENS_EDIT
from mandrivna.core.tokens import OFFERED, mac_of, new_secret

WRONG_DAYS = _("Ключ може діяти від 1 до 366 днів.")


def issue_token(act: Act, *, unit: Unit, name: str, permissions: list[str], days: int) -> tuple[ApiToken, str]:
    """A key and its secret. The secret is shown once and kept nowhere; of a form sent twice it is lost, and "" is the answer."""
    secret = new_secret()
    made = record_token(act, unit=unit, name=name, permissions=permissions, days=days, mac=Withheld(mac_of(secret).hex()))
    return made, secret if bytes(made.mac) == mac_of(secret) else ""


def token_problems(act: Act, unit: Unit, name: str, permissions: list[str], days: int) -> list[Problem]:
    problems: list[Problem] = []
    if not name.strip() or len(name.strip()) > 80:
        text = _("Напишіть коротко, яка програма користуватиметься ключем: до 80 знаків.")
        problems.append(Blocker(code="name_missing", text=text, field="name"))
    if not 1 <= days <= MOST_TOKEN_DAYS:
        problems.append(Blocker(code="days", text=WRONG_DAYS, field="days"))
    if unit.closed_on is not None:
        problems.append(Blocker(code="unit_closed", text=_("Цей підрозділ закрито."), field="unit"))
    if not permissions:
        problems.append(Blocker(code="no_permissions", text=_("Позначте хоча б одне право."), field="permissions"))
    elif any(code not in OFFERED for code in permissions):
        problems.append(Blocker(code="not_for_programs", text=_("Такого права програмам не дають."), field="permissions"))
    elif any(not act.actor.can(code, unit.path) for code in permissions):
        text = _("Дати програмі можна лише права, які в цьому підрозділі маєте ви самі.")
        problems.append(Blocker(code="above_own", text=text, field="permissions"))
    return problems


@verb("core.issue_token", may=TOKENS_EDIT, at="unit", audited=False)
def record_token(act: Act, *, unit: Unit, name: str, permissions: list[str], days: int, mac: Withheld) -> ApiToken:
    refuse_if(token_problems(act, unit, name, permissions, days))
    given = sorted(set(permissions))
    made = ApiToken(
        uid=act.uid, mac=bytes.fromhex(mac), name=name.strip(), unit=unit, permissions=given, issued_by_id=act.actor.staff_id,
        created_at=timezone.now(), expires_at=timezone.now() + dt.timedelta(days=days),
    )  # fmt: skip
    made.save(force_insert=True)
    audit.record(act, made, "core.issue_token", after={"permissions": given, "days": days}, unit=unit)
    return made


@verb("core.revoke_token", may=TOKENS_EDIT, at="token.unit", audited=False)
def revoke_token(act: Act, *, token: ApiToken) -> ApiToken:
    """The next request with it is refused; said twice, it is revoked once."""
    token = ApiToken.objects.select_for_update(of=("self",)).select_related("unit").get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = act.at
        token.save(update_fields=["revoked_at"])
        audit.record(act, token, "core.revoke_token", unit=token.unit)
    return token
