"""The pages of allauth we use, one by one, each with who may see it and why. Whatever is not here does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.i18n import set_language

from mandrivna.faces.access import public, signed_in

entrance = public("signing in: nobody is known yet")
own = signed_in("one's own way of signing in")


def telling(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """allauth answers 200 to a form with mistakes; ours answer 422, so that a program can tell too."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        forms = (context.get("form"), context.get("webauthn_form"))
        if request.method == "POST" and response.status_code == 200 and any(form is not None and form.errors for form in forms):
            response.status_code = 422
        return response

    return told


def page(route: str, view: Callable[..., HttpResponse], name: str, who: Callable[..., Any]) -> URLPattern:
    return (re_path if route.startswith("^") else path)(route, who(telling(view)), name=name)


urlpatterns = [
    page("login/", account.login, "account_login", entrance),
    page("logout/", account.logout, "account_logout", entrance),
    page("inactive/", account.account_inactive, "account_inactive", entrance),
    page("reauthenticate/", account.reauthenticate, "account_reauthenticate", own),
    page("password/change/", account.password_change, "account_change_password", own),
    page("password/set/", account.password_set, "account_set_password", own),
    page("password/reset/", account.password_reset, "account_reset_password", entrance),
    page("password/reset/done/", account.password_reset_done, "account_reset_password_done", entrance),
    page("password/reset/key/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done", entrance),
    page(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        "account_reset_password_from_key",
        entrance,
    ),
    page("2fa/", mfa.index, "mfa_index", own),
    page("2fa/authenticate/", mfa.authenticate, "mfa_authenticate", entrance),
    page("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate", own),
    page("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp", own),
    page("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp", own),
    page("2fa/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes", own),
    page("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes", own),
    page("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes", own),
    page("2fa/webauthn/", webauthn.list_webauthn, "mfa_list_webauthn", own),
    page("2fa/webauthn/add/", webauthn.add_webauthn, "mfa_add_webauthn", own),
    page("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", own),
    page("2fa/webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn", own),
    page("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, "mfa_edit_webauthn", own),
    page("2fa/webauthn/login/", webauthn.login_webauthn, "mfa_login_webauthn", entrance),
    page("language/", set_language, "set_language", public("everybody chooses the language of the screen")),
    page("sessions/", usersessions.list_usersessions, "usersessions_list", own),
]

WAYS_TO_A_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
    }
)
"""What somebody who must set up a second factor, or prove the one they have, may open before they did."""

WAYS_TO_PROVE_IT = frozenset({"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
"""Once a second factor exists, only proving it helps: a stolen password must not read the recovery codes or add a key."""
