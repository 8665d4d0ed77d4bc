"""Who works here, where, and with which rights; how somebody is invited and which devices are known."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from mandrivna.core.privacy import classes
from mandrivna.shared.ids import new_uid

INVITATION_DAYS = 7
INVITATION_OPEN_FOR = dt.timedelta(minutes=10)


def new_salt() -> str:
    return secrets.token_hex(8)


class StaffManager(BaseUserManager["Staff"]):
    def create_user(
        self, username: str, password: str | None = None, *, name: str = "", email: str = "", **fields: object
    ) -> Staff:
        """Without a password nobody can sign in as this person until an invitation or a reset gives one."""
        staff = self.model(username=username.strip().lower(), name=name, email=email.strip().lower(), **fields)
        staff.set_password(password)
        staff.full_clean(exclude=["password"])
        staff.save(using=self._db)
        return staff

    def active(self) -> models.QuerySet[Staff]:
        return self.filter(is_active=True)


class Staff(AbstractBaseUser):
    """One person of the staff. Rights come only from memberships: there is no superuser that skips the checks."""

    privacy = classes(S2="id username name email is_active date_joined language last_login password session_salt")

    username = models.CharField(
        _("ім’я для входу"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9._-]*\Z", _("Лише малі латинські літери, цифри, крапка, дефіс і підкреслення."))
        ],
        help_text=_("Малі латинські літери, цифри, крапка, дефіс або підкреслення."),
    )
    name = models.CharField(_("ім’я та прізвище"), max_length=150)
    email = models.EmailField(_("електронна пошта"), blank=True, default="")
    is_active = models.BooleanField(_("працює"), default=True)
    date_joined = models.DateTimeField(_("у штаті з"), default=timezone.now)
    language = models.CharField(_("мова"), max_length=7, default="uk")
    session_salt = models.CharField(max_length=32, default=new_salt, editable=False)

    objects = StaffManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("працівник")
        verbose_name_plural = _("працівники")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="staff_email_once"),)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def _session_hash(self, secret: str | None = None) -> str:
        salt = "mandrivna.core.models.staff.session"
        return salted_hmac(salt, f"{self.password}:{self.session_salt}", secret=secret, algorithm="sha256").hexdigest()

    def get_session_auth_hash(self) -> str:
        """Depends on the salt too, so that `deactivate` and "end all sessions" kill every session without touching the password."""
        return self._session_hash()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django asks this one while an old SECRET_KEY is still accepted."""
        return self._session_hash(secret)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: dt.date) -> MembershipQuerySet:
        return self.filter(Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))


class Membership(models.Model):
    """A role in a unit and in everything below it. Ended, never deleted: who had which right when must stay answerable."""

    privacy = classes(S2="id staff unit role since until")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey("core.Unit", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("роль"), max_length=40)
    since = models.DateField(_("з"), default=timezone.localdate)
    until = models.DateField(_("до (включно)"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("роль працівника")
        verbose_name_plural = _("ролі працівників")
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(fields=["staff", "unit", "role"], condition=Q(until__isnull=True), name="membership_open_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since") - dt.timedelta(days=1)), name="membership_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit_id}"


class Invitation(models.Model):
    """A way into the staff for one person: one use, ten minutes after opening, bound to the browser that opened it."""

    privacy = classes(
        S2="uid token_hash binding_hash unit role name email created_by created_at opened_at used_at expires_at revoked_at "
        "accepted_by"
    )

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    binding_hash = models.CharField(max_length=64, blank=True, default="")
    unit = models.ForeignKey("core.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("роль"), max_length=40)
    name = models.CharField(_("ім’я та прізвище"), max_length=150)
    email = models.EmailField(_("електронна пошта"), blank=True, default="")
    created_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("запрошення")
        verbose_name_plural = _("запрошення")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


class KnownDevice(models.Model):
    """A browser somebody has signed in from. Only a hash is kept: the row cannot be turned back into the cookie."""

    privacy = classes(S2="id staff device_hash first_seen last_seen agent")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="devices")
    device_hash = models.CharField(max_length=64)
    agent = models.CharField(max_length=200, blank=True, default="")
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("знайомий пристрій")
        verbose_name_plural = _("знайомі пристрої")
        constraints = (models.UniqueConstraint(fields=["staff", "device_hash"], name="device_of_staff_once"),)

    def __str__(self) -> str:
        return self.agent
