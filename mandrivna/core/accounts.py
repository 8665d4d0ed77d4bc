"""How allauth serves us: closed sign-up, secrets of the second factor encrypted, step-up, a notice about a new device."""

from __future__ import annotations

import base64
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed as code_refused
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import crypto, sign_in
from mandrivna.core.act import Act
from mandrivna.core.actions.staff import digest
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models.staff import KnownDevice, Staff
from mandrivna.core.notify import notify

MFA_AAD = b"allauth.mfa.Authenticator.data"
DEVICE_SALT = "mandrivna.device"
DEVICE_YEARS = 2
STRONG = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})


def has_second_factor(staff_id: int | None) -> bool:
    return Authenticator.objects.filter(user_id=staff_id, type__in=STRONG).exists()


def proved_with_second_factor(request: HttpRequest) -> bool:
    """Did this session pass a second factor at all?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def proved_recently(request: HttpRequest) -> bool:
    """Did the person prove to be themselves within the last five minutes, with the second factor if they have one?"""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    if has_second_factor(request.user.pk):
        records = [record for record in records if record.get("method") == "mfa"]
    latest = max((record["at"] for record in records), default=0.0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def reauthentication_url(request: HttpRequest) -> str:
    """The strongest way this person has."""
    methods = AccountAdapter().get_reauthentication_methods(request.user)
    return methods[0]["url"] if methods else reverse("account_login")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People enter the staff by invitation only."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Somebody who signed in a minute ago is not asked again."""
        return super().is_reauthentication_required(app=app) and not proved_recently(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor proves it with that; a password alone would make the step-up weaker than the sign-in."""
        methods = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"] != "reauthenticate"]
        return sorted(strong, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn") or methods

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong name or password, at the door or when proof is asked for again; the limits of allauth bound how many rows."""
        typed = credentials.get("username") or credentials.get("email") or ""
        sign_in.failed("password", typed=typed, by=request.user.pk if request.user.is_authenticated else None)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        request.session["gate"] = {"since": time.time(), "seen": time.time()}
        response = super().post_login(request, user, **kwargs)
        note_device(request, response, user)
        return response

    def format_email_subject(self, subject: str) -> str:
        return gettext("Мандрівна: %s") % subject


class MFAAdapter(DefaultMFAAdapter):
    """Keys of authenticator apps and recovery codes are sealed at rest: a stolen database opens no account."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text.encode(), aad=MFA_AAD)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), aad=MFA_AAD).decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_totp_issuer(self) -> str:
        return gettext("Мандрівна")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": gettext("Мандрівна")}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": str(user), "name": user.username}


def count_as_proof(request: HttpRequest, user: Staff, authenticator: Authenticator, **kwargs: Any) -> None:
    """Adding a key or an app proves possession of it: nobody types a second code right after the first."""
    if authenticator.type in STRONG:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


authenticator_added.connect(count_as_proof, dispatch_uid="mandrivna.count_as_proof")


def note_refused_code(user: Staff, authenticator: Authenticator, reauthentication: bool, **kwargs: Any) -> None:
    sign_in.failed(authenticator.type, staff=user, by=user.pk if reauthentication else None)


code_refused.connect(note_refused_code, dispatch_uid="mandrivna.note_refused_code")


# --- devices ----------------------------------------------------------------------------------------------------------


def device_cookie() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "mandrivna_device"


def note_device(request: HttpRequest, response: HttpResponse, staff: Staff) -> KnownDevice:
    """Remember the browser; when it is new, tell the person and who answers for the account. The cookie proves nothing."""
    token = request.get_signed_cookie(device_cookie(), default="", salt=DEVICE_SALT) or secrets.token_urlsafe(16)
    agent = request.META.get("HTTP_USER_AGENT", "")[:200]
    with transaction.atomic():
        known, new = KnownDevice.objects.get_or_create(staff=staff, device_hash=digest(token), defaults={"agent": agent})
        if new:
            _tell(request, staff, agent)
        else:
            KnownDevice.objects.filter(pk=known.pk).update(last_seen=timezone.now(), agent=agent)
    response.set_signed_cookie(
        device_cookie(),
        token,
        salt=DEVICE_SALT,
        max_age=DEVICE_YEARS * 365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return known


def _tell(request: HttpRequest, staff: Staff, agent: str) -> None:
    when = timezone.localtime().strftime("%d.%m.%Y %H:%M")
    about = {"name": str(staff), "when": when, "agent": agent or gettext("невідомий")}
    for other in sign_in.answerable_for(staff):
        body = gettext(
            "До облікового запису «%(name)s» у «Мандрівній» увійшли з нового пристрою.\n\n"
            "Коли: %(when)s\nПристрій: %(agent)s\n\n"
            "Якщо ви про це не знали, запитайте цю людину. Якщо входила не вона, завершіть її сеанси на сторінці працівника."
        )
        notify(Act(actor=SYSTEM), other, gettext("Вхід із нового пристрою"), body % about)
    if not staff.email:
        messages.info(request, _("Це перший вхід із цього пристрою. Ми його запам’ятали."))
        return
    messages.info(request, _("Це перший вхід із цього пристрою. Ми запам’ятали його й повідомили вас листом."))
    body = gettext(
        "До вашого облікового запису в «Мандрівній» увійшли з нового пристрою.\n\n"
        "Коли: %(when)s\nПристрій: %(agent)s\n\n"
        "Якщо це були ви, нічого робити не треба. Якщо ні, завершіть усі сеанси на сторінці «Сеанси», "
        "змініть пароль і повідомте директора."
    )
    notify(Act(actor=SYSTEM), staff, gettext("Вхід із нового пристрою"), body % about)
