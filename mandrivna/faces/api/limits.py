"""How often a key, and how often somebody without one, may ask. Each process counts in its own memory: asking writes nothing."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import ApiToken
from mandrivna.faces.api.problems import stop
from mandrivna.shared.buckets import Buckets

KEYS = Buckets(300, 10)
"""Three hundred at once, ten a second after that: a self-check machine never notices, a program gone wild does."""
STRANGERS = Buckets(60, 0.5)
"""Of one address. A secret of 192 bits is not guessed, and a valid key from the same address is never refused for it: this only
keeps a program with a dead key from asking on and on."""
REFUSED = Buckets(30, 1 / 30)
"""New readers whom one key was not let write down. «This telephone is written down already» is an answer to the question whose it
is; an honest machine hears it now and then, somebody with a list of numbers to compare all the time."""
WAIT, WAIT_REFUSED = "5", "30"


def count(token: ApiToken) -> None:
    if not KEYS.take(str(token.pk)):
        raise stop(429, "too_many", _("Забагато запитів із цим ключем. Зачекайте кілька секунд."), Retry_After=WAIT)


def count_refused(token: ApiToken) -> None:
    if not REFUSED.take(str(token.pk)):
        text = _("Забагато невдалих записів із цим ключем. Зачекайте пів хвилини або запишіть читача в робочому просторі.")
        raise stop(429, "too_many_refused", text, Retry_After=WAIT_REFUSED)


def count_stranger(request: HttpRequest) -> None:
    if not STRANGERS.take(_address(request)):
        raise stop(429, "too_many", _("Забагато запитів без дійсного ключа. Зачекайте кілька секунд."), Retry_After=WAIT)


def _address(request: HttpRequest) -> str:
    """Behind a socket of the system a server may know none: then all strangers count together."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
