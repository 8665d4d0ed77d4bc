"""One process of the site, for `test_site_kill`: the same visitors, page after page, written down by its own thread."""

from __future__ import annotations

import os
import sys
import time

import django

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def main(visitors: int, rounds: int) -> None:
    from mandrivna.lending import seeing  # noqa: PLC0415 - app registry

    seeing.EVERY = 0.05  # type: ignore[misc]
    seeing.start()
    for _round in range(rounds):
        for number in range(visitors):
            seeing.notice(f"203.0.113.{number}", AGENT)
            time.sleep(0.004)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
