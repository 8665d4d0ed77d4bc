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
"""Of one address. A secret of 192 bits is not guessed; this spares the database, not the secret."""
WAIT = "5"


def count(token: ApiToken) -> None:
    if not KEYS.take(str(token.pk)):
        raise stop(429, "too_many", _("Забагато запитів із цим ключем. Зачекайте кілька секунд."), Retry_After=WAIT)


def count_stranger(request: HttpRequest) -> None:
    if not STRANGERS.take(_address(request)):
        raise stop(429, "too_many", _("Забагато запитів без дійсного ключа. Зачекайте кілька секунд."), Retry_After=WAIT)


def _address(request: HttpRequest) -> str:
    """Behind a socket of the system a server may know none: then all strangers count together."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
