"""Verbs about staff: roles, leaving, sessions. Passwords never enter the body of an operation."""

from __future__ import annotations

import datetime as dt
import hashlib

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models.staff import Invitation, Membership, Staff, new_salt
from mandrivna.core.models.units import Unit
from mandrivna.core.problems import Blocker, Forbidden, Problem, refuse_if
from mandrivna.core.roles import DIRECTOR, codes_by_role, may_hand_out
from mandrivna.core.rules import STAFF_EDIT


def digest(secret: str) -> str:
    """Secrets of 128 random bits need no slow hash; at rest only this is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


# --- roles ------------------------------------------------------------------------------------------------------------


def role_problems(act: Act, unit: Unit, role: str) -> list[Problem]:
    table = codes_by_role()
    if role not in table:
        return [Blocker(code="unknown_role", text=_("Такої ролі немає."), field="role")]
    if not may_hand_out(act.actor, unit.path, role, table):
        return [
            Blocker(
                code="role_above_own", text=_("Ця роль має права, яких у вас тут немає; розпоряджатися нею не можна."), field="role"
            )
        ]
    return []


def _last_director_problems(staff: Staff, memberships: list[Membership], today: dt.date) -> list[Problem]:
    """A unit that has a director here must keep one, in itself or above it."""
    directors = Membership.objects.select_for_update(of=("self",)).select_related("unit").on(today)
    others = [
        other.unit.path
        for other in directors.filter(role=DIRECTOR, staff__is_active=True).exclude(pk__in=[m.pk for m in memberships])
    ]
    for membership in memberships:
        if membership.role == DIRECTOR and not any(membership.unit.path.startswith(path) for path in others):
            return [Blocker(code="last_director", text=_("Це останній директор; спершу надайте цю роль комусь іншому."))]
    return []


@verb("core.grant_role", may=STAFF_EDIT, at="unit", audited=False)
def grant_role(act: Act, *, staff: Staff, unit: Unit, role: str) -> Membership:
    """Give a role from today on; said twice, it is the same membership."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    problems = role_problems(act, unit, role)
    if not staff.is_active:
        problems.append(Blocker(code="staff_left", text=_("Цей працівник уже не працює.")))
    refuse_if(problems)
    found = Membership.objects.filter(staff=staff, unit=unit, role=role, until__isnull=True).first()
    if found is not None:
        return found
    made = Membership.objects.create(staff=staff, unit=unit, role=role, since=act.on)
    audit.record(act, made, "core.grant_role", after={"staff": staff.pk, "role": role}, unit=unit)
    return made


@verb("core.end_role", may=STAFF_EDIT, at="membership.unit", audited=False)
def end_role(act: Act, *, membership: Membership, reason: str) -> Membership:
    """The rights end at once: the membership stays, dated to the day before."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("unit", "staff").get(pk=membership.pk)
    if membership.until is not None and membership.until < act.on:
        return membership
    refuse_if([*role_problems(act, membership.unit, membership.role), *_reason_problems(reason)])
    if membership.staff.is_active:
        refuse_if(_last_director_problems(membership.staff, [membership], act.on))
    _end(membership, act)
    audit.record(
        act, membership, "core.end_role", before={"role": membership.role}, after={"reason": reason.strip()}, unit=membership.unit
    )
    return membership


def _end(membership: Membership, act: Act) -> None:
    membership.until = max(act.on, membership.since) - dt.timedelta(days=1)
    membership.save(update_fields=["until"])


def _reason_problems(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Blocker(code="reason_missing", text=_("Напишіть причину."), field="reason")]


# --- leaving and sessions ---------------------------------------------------------------------------------------------


def _require_over(act: Act, staff: Staff, memberships: list[Membership]) -> None:
    """The right is needed in every unit the person has a role in; somebody without any role belongs to whoever has it anywhere."""
    units = memberships or list(staff.memberships.select_related("unit"))
    act.actor.require(STAFF_EDIT)
    for membership in units:
        act.actor.require(STAFF_EDIT, membership.unit.path)
    table = codes_by_role()
    if not all(may_hand_out(act.actor, m.unit.path, m.role, table) for m in memberships if m.role in table):
        raise Forbidden([Blocker(code="role_above_own", text=_("Цей працівник має роль, сильнішу за вашу."))])


def _current(staff: Staff, today: dt.date) -> list[Membership]:
    return list(Membership.objects.on(today).filter(staff=staff).select_related("unit"))


def kill_sessions(staff: Staff) -> None:
    """Every session of this person is dead at its next request, also one whose row somebody copied away."""
    staff.session_salt = new_salt()
    staff.save(update_fields=["session_salt"])
    for session in UserSession.objects.filter(user_id=staff.pk):
        session.end()


@verb("core.deactivate_staff", may=STAFF_EDIT, audited=False)
def deactivate(act: Act, *, staff: Staff, reason: str) -> Staff:
    """Somebody leaves: no sign-in, no session, no unused invitation of theirs; what they did stays theirs."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    memberships = _current(staff, act.on)
    _require_over(act, staff, memberships)
    if not staff.is_active:
        return staff
    if staff.pk == act.actor.staff_id:
        refuse_if([Blocker(code="not_oneself", text=_("Вимкнути власний доступ не можна: попросіть колегу."))])
    refuse_if([*_reason_problems(reason), *_last_director_problems(staff, memberships, act.on)])
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    for membership in memberships:
        _end(membership, act)
    Invitation.objects.filter(created_by=staff, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=act.at)
    kill_sessions(staff)
    audit.record(
        act, staff, "core.deactivate_staff", before={"is_active": True}, after={"is_active": False, "reason": reason.strip()}
    )
    return staff


@verb("core.reactivate_staff", may=STAFF_EDIT, audited=False)
def reactivate(act: Act, *, staff: Staff) -> Staff:
    """Somebody comes back, without any role: roles are given anew."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    _require_over(act, staff, [])
    if not staff.is_active:
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        audit.record(act, staff, "core.reactivate_staff", before={"is_active": False}, after={"is_active": True})
    return staff


@verb("core.end_staff_sessions", may=STAFF_EDIT, audited=False)
def end_sessions(act: Act, *, staff: Staff) -> Staff:
    """For a lost phone or a borrowed laptop: everything is signed out, the password stays."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    _require_over(act, staff, _current(staff, act.on))
    kill_sessions(staff)
    audit.record(act, staff, "core.end_staff_sessions")
    return staff


# --- installation -----------------------------------------------------------------------------------------------------


def email_problems(email: str) -> list[Problem]:
    if email.strip() and Staff.objects.filter(email=email.strip().lower()).exists():
        return [Blocker(code="email_taken", text=_("Працівник із такою поштою вже є."), field="email")]
    return []


@verb("core.add_staff", may=STAFF_EDIT, at="unit", audited=False)
def add_staff(act: Act, *, username: str, name: str, unit: Unit, role: str, email: str = "", language: str = "uk") -> Staff:
    """Somebody without a password yet: for installation and the demo. `set_password` on the answer lets them sign in."""
    problems = [*role_problems(act, unit, role), *email_problems(email)]
    if Staff.objects.filter(username=username).exists():
        problems.append(Blocker(code="username_taken", text=_("Таке ім’я вже зайняте, оберіть інше."), field="username"))
    refuse_if(problems)
    staff = Staff.objects.create_user(username, name=name, email=email, language=language)
    Membership.objects.create(staff=staff, unit=unit, role=role, since=act.on)
    audit.record(act, staff, "core.add_staff", after={"role": role}, unit=unit)
    return staff
