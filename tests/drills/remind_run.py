"""Run by the drill of reminders: says that it is about to begin, then does what one of the clocks does on one day."""

from __future__ import annotations

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    from mandrivna.programme.asking import ask_all
    from mandrivna.programme.outside_reminding import remind_outside
    from mandrivna.programme.reminding import remind_all

    sys.stdout.write("go\n")
    sys.stdout.flush()
    clocks = {"remind": remind_all, "ask": ask_all, "outside": remind_outside}
    clocks[sys.argv[1]].call(today=sys.argv[2])
