"""A library put into a running installation from outside: `python -m tests.browser.seeding ISBN`, with the server's environment."""

from __future__ import annotations

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    from tests.factories.library import library
    from tests.factories.staff import person

    made = library()
    made.copy(made.record("Лісова пісня", isbn=sys.argv[1]))
    person("kateryna", "cataloguer", made.root)
