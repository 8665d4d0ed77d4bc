"""`mandrivna demo`: fills an empty database with the demonstration library."""

from __future__ import annotations

import argparse
import json

from mandrivna.config.cli import OK, Trouble, say, setup
from mandrivna.config.words import gettext as _


def run(arguments: argparse.Namespace) -> int:
    setup()
    from django.conf import settings  # noqa: PLC0415 - app registry

    from mandrivna.config import demonstration, ready  # noqa: PLC0415 - app registry
    from mandrivna.config.env import ConfigError  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Unit  # noqa: PLC0415 - app registry

    if not settings.DEMO:
        raise ConfigError(_("Демонстраційні дані мають загальновідомі паролі. Щоб завантажити їх, задайте MANDRIVNA_DEMO=1."))
    ready.require_keys()
    ready.require_database()
    ready.migrate()
    loaded = demonstration.load_once((lambda _text: None) if arguments.json else say)
    if not loaded and not demonstration.sign_ins():
        own = _("У базі вже є дані, тому нічого не змінено.")
        raise Trouble(own if Unit.objects.exists() else _("У цій збірці немає демонстраційних даних."))
    if arguments.json:
        say(json.dumps({"loaded": loaded, "sign_ins": demonstration.sign_ins()}, ensure_ascii=False))
        return OK
    say(_("Демонстраційну бібліотеку завантажено.") if loaded else _("У базі вже є дані, тому нічого не змінено."))
    for one in demonstration.sign_ins():
        say("  {role}: {username} / {password}".format(**one))
    return OK
