"""Inviting somebody by a link, and entering through it. Tokens and passwords never enter the body of an operation."""

from __future__ import annotations

import datetime as dt
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.actions.staff import digest, email_problems, role_problems
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.models.staff import INVITATION_DAYS, INVITATION_OPEN_FOR, Invitation, Membership, Staff
from mandrivna.core.models.units import Unit
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.core.roles import actor_for, may_hand_out
from mandrivna.core.rules import STAFF_EDIT


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
    problems = role_problems(act, unit, role)
    if not name.strip():
        problems.append(Blocker(code="name_missing", text=_("Напишіть, кого запрошуєте."), field="name"))
    if not 1 <= days <= 30:
        problems.append(Blocker(code="days", text=_("Запрошення може діяти від 1 до 30 днів."), field="days"))
    problems += email_problems(email)
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
    problems = email_problems(invitation.email)
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
    actor = actor_for(invitation.created_by) if invitation.created_by else SYSTEM
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
