"""A process that rotates keys and says how far it is, to be killed in the middle by tests/core/test_rotation.py."""

from __future__ import annotations

import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "mandrivna.config.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from mandrivna.core import rotation  # noqa: E402
from tests.core.vault import Safe  # noqa: E402

name, keys = sys.argv[1:]
settings.MANDRIVNA_KEYS_FILE = keys
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def say(label: str, done: int) -> None:
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()
    time.sleep(0.05)


rotation.rotate(batch=50, on_progress=say, among=[Safe])
