"""Verbs about staff: roles, leaving, invitations. Passwords and tokens never enter the body of an operation."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.models.staff import INVITATION_DAYS, INVITATION_OPEN_FOR, Invitation, Membership, Staff, new_salt
from mandrivna.core.models.units import Unit
from mandrivna.core.problems import Blocker, Forbidden, Problem, Refused, refuse_if
from mandrivna.core.roles import DIRECTOR, actor_for, codes_by_role, may_hand_out
from mandrivna.core.rules import STAFF_EDIT


def digest(secret: str) -> str:
    """Secrets of 128 random bits need no slow hash; at rest only this is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


# --- roles ------------------------------------------------------------------------------------------------------------


def _role_problems(act: Act, unit: Unit, role: str) -> list[Problem]:
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
    problems = _role_problems(act, unit, role)
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
    refuse_if([*_role_problems(act, membership.unit, membership.role), *_reason_problems(reason)])
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


# --- invitations ------------------------------------------------------------------------------------------------------


class InvitationRefused(Refused):
    """The link does not open anything. `status` is 404 for a link that never was, 410 for one that is over."""

    def __init__(self, status: int = 410) -> None:
        self.status = status
        super().__init__([Blocker(code="invitation_dead", text=_("Це посилання не діє."))])


def invite(act: Act, *, unit: Unit, role: str, name: str, email: str = "", days: int = INVITATION_DAYS) -> tuple[Invitation, str]:
    """An invitation and its token. The token is shown once and kept nowhere."""
    token = secrets.token_urlsafe(16)
    return record_invitation(act, unit=unit, role=role, name=name, email=email, days=days, token_hash=digest(token)), token


@verb("core.invite_staff", may=STAFF_EDIT, at="unit", audited=False)
def record_invitation(act: Act, *, unit: Unit, role: str, name: str, email: str, days: int, token_hash: str) -> Invitation:
    problems = _role_problems(act, unit, role)
    if not name.strip():
        problems.append(Blocker(code="name_missing", text=_("Напишіть, кого запрошуєте."), field="name"))
    if not 1 <= days <= 30:
        problems.append(Blocker(code="days", text=_("Запрошення може діяти від 1 до 30 днів."), field="days"))
    problems += _email_problems(email)
    refuse_if(problems)
    made = Invitation(
        token_hash=token_hash,
        unit=unit,
        role=role,
        name=name.strip(),
        email=email.strip().lower(),
        created_by_id=act.actor.staff_id,
        created_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    try:
        made.clean_fields(exclude=["created_by", "unit"])
    except ValidationError as error:
        refuse_if([Blocker(code="bad_field", text=" ".join(texts), field=field) for field, texts in error.message_dict.items()])
    made.save(force_insert=True)
    audit.record(act, made, "core.invite_staff", after={"role": role}, unit=unit)
    return made


def _email_problems(email: str) -> list[Problem]:
    if email.strip() and Staff.objects.filter(email=email.strip().lower()).exists():
        return [Blocker(code="email_taken", text=_("Працівник із такою поштою вже є."), field="email")]
    return []


@verb("core.revoke_invitation", may=STAFF_EDIT, at="invitation.unit", audited=False)
def revoke_invitation(act: Act, *, invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=invitation.pk)
    if invitation.used_at is not None:
        refuse_if([Blocker(code="invitation_used", text=_("Запрошенням уже скористалися."))])
    if invitation.revoked_at is None:
        invitation.revoked_at = act.at
        invitation.save(update_fields=["revoked_at"])
        audit.record(act, invitation, "core.revoke_invitation", unit=invitation.unit)
    return invitation


def _alive(invitation: Invitation | None, binding: str) -> Invitation:
    """The same refusal for every reason except one: what never existed is 404."""
    if invitation is None:
        raise InvitationRefused(404)
    now = timezone.now()
    if invitation.used_at or invitation.revoked_at or (invitation.opened_at is None and now >= invitation.expires_at):
        raise InvitationRefused
    if invitation.opened_at is not None:
        bound = bool(binding) and secrets.compare_digest(invitation.binding_hash, digest(binding))
        if not bound or now >= invitation.opened_at + INVITATION_OPEN_FOR:
            raise InvitationRefused
    return invitation


def look_at_invitation(token: str, binding: str = "") -> Invitation:
    """Reading a link changes nothing: mail scanners read every link."""
    return _alive(Invitation.objects.select_related("unit").filter(token_hash=digest(token)).first(), binding)


def opened_invitation(binding: str) -> Invitation:
    """The invitation this browser has opened."""
    if not binding:
        raise InvitationRefused
    return _alive(Invitation.objects.select_related("unit").filter(binding_hash=digest(binding)).first(), binding)


def open_invitation(token: str, binding: str = "") -> str:
    """Start the ten minutes and bind the link to one browser, whose secret is the answer."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(token_hash=digest(token)).first()
        invitation = _alive(found, binding)
        if invitation.opened_at is not None:
            return binding
        secret = secrets.token_urlsafe(16)
        invitation.opened_at = timezone.now()
        invitation.binding_hash = digest(secret)
        invitation.save(update_fields=["opened_at", "binding_hash"])
    return secret


@verb("core.join_staff", may=STAFF_EDIT, at="invitation.unit", audited=False)
def join(act: Act, *, invitation: Invitation, username: str) -> Staff:
    """The invited person enters the staff. Called as the system: the right was checked when the invitation was made."""
    problems = _email_problems(invitation.email)
    if Staff.objects.filter(username=username).exists():
        problems.append(Blocker(code="username_taken", text=_("Таке ім’я вже зайняте, оберіть інше."), field="username"))
    refuse_if(problems)
    staff = Staff.objects.create_user(username, name=invitation.name, email=invitation.email)
    Membership.objects.create(staff=staff, unit=invitation.unit, role=invitation.role, since=act.on)
    audit.record(
        act, staff, "core.join_staff", after={"role": invitation.role, "by": invitation.created_by_id}, unit=invitation.unit
    )
    return staff


def _still_backed(invitation: Invitation) -> bool:
    """Whoever invited must still be allowed to: a right that was taken away does not live on in letters."""
    by = Staff.objects.filter(pk=invitation.created_by_id).first()
    actor = SYSTEM if invitation.created_by_id is None else actor_for(by) if by else NOBODY
    return actor.can(STAFF_EDIT, invitation.unit.path) and may_hand_out(actor, invitation.unit.path, invitation.role)


def accept_invitation(binding: str, *, username: str, password: str) -> Staff:
    """Use the link up. The password goes straight into its hash, past every record."""
    with transaction.atomic():
        found = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("unit")
            .filter(binding_hash=digest(binding or "-"))
            .first()
        )
        if found is None:
            raise InvitationRefused
        invitation = _alive(found, binding)
        if not _still_backed(invitation):
            raise InvitationRefused
        staff = join(Act(actor=SYSTEM), invitation=invitation, username=username.strip().lower())
        staff.set_password(password)
        staff.save(update_fields=["password"])
        invitation.used_at = timezone.now()
        invitation.accepted_by = staff
        invitation.save(update_fields=["used_at", "accepted_by"])
    return staff


# --- installation -----------------------------------------------------------------------------------------------------


@verb("core.add_staff", may=STAFF_EDIT, at="unit", audited=False)
def add_staff(act: Act, *, username: str, name: str, unit: Unit, role: str, email: str = "", language: str = "uk") -> Staff:
    """Somebody without a password yet: for installation and the demo. `set_password` on the answer lets them sign in."""
    problems = [*_role_problems(act, unit, role), *_email_problems(email)]
    if Staff.objects.filter(username=username).exists():
        problems.append(Blocker(code="username_taken", text=_("Таке ім’я вже зайняте, оберіть інше."), field="username"))
    refuse_if(problems)
    staff = Staff.objects.create_user(username, name=name, email=email, language=language)
    Membership.objects.create(staff=staff, unit=unit, role=role, since=act.on)
    audit.record(act, staff, "core.add_staff", after={"role": role}, unit=unit)
    return staff
