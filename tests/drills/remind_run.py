"""Run by the drill of reminders: says that it is about to begin, reminds everybody of one day."""

from __future__ import annotations

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    from mandrivna.programme.reminding import remind_all

    sys.stdout.write("go\n")
    sys.stdout.flush()
    remind_all.call(today=sys.argv[1])
