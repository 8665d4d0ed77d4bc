"""Dangerous choices that refuse to start: a demonstration or DEBUG where strangers can reach it."""

from __future__ import annotations

from collections.abc import Iterable

from mandrivna.config import lan
from mandrivna.config.env import ConfigError
from mandrivna.config.words import gettext as _


def refuse_public(*, debug: bool, demo: bool, host: str, hosts: Iterable[str], own: Iterable[str]) -> None:
    """`host` is what we bind to, `hosts` the names we answer to, `own` this machine's addresses.

    DEBUG shows source and settings, so it stays on this machine. The demonstration has well-known
    passwords: it may be shown to phones in the same room, never to the Internet.
    """
    names = list(hosts)
    if debug and (not lan.is_loopback(host) or not all(lan.is_loopback(name) for name in names)):
        raise ConfigError(
            _("MANDRIVNA_DEBUG=1 дозволено лише на цьому комп’ютері: приберіть його або MANDRIVNA_HOST і MANDRIVNA_HOSTS.")
        )
    if not demo:
        return
    bound = list(own) if lan.is_everything(host) else [host]
    if public := [name for name in [*bound, *names] if not lan.is_local(name)]:
        raise ConfigError(
            _(
                "Демонстраційний режим має загальновідомі паролі, тому не запускається там, де його видно з Інтернету: %(names)s. "
                "Приберіть MANDRIVNA_DEMO або відкрийте доступ лише з локальної мережі."
            )
            % {"names": ", ".join(sorted(set(public)))}
        )


def require_webhook_secret(webhook: str, secret: str) -> None:
    """A webhook without a secret would believe anybody; without https it would tell everybody."""
    if not webhook:
        return
    if not webhook.startswith("https://"):
        raise ConfigError(_("MANDRIVNA_TELEGRAM_WEBHOOK має бути адресою вашого сайту, що починається з https://."))
    if len(secret) < 16:
        raise ConfigError(_("Для вебхука задайте MANDRIVNA_TELEGRAM_SECRET: випадковий секрет, щонайменше 16 знаків."))


def require_sound_inbox(host: str, security: str, user: str, password: str) -> None:
    """The password of the letter-box is never said in the clear over a network."""
    if not host:
        return
    if not user or not password:
        raise ConfigError(_("Для скриньки читачів задайте MANDRIVNA_INBOX_USER і MANDRIVNA_INBOX_PASSWORD."))
    if security == "none" and not lan.is_loopback(host):
        raise ConfigError(
            _("MANDRIVNA_INBOX_SECURITY=none дозволено лише для скриньки на цьому комп’ютері: пароль пішов би відкрито.")
        )
