"""Where Debian's test server of Z39.50 and SRU is; gets one when there is none: `python -m scripts.find_yaz` prints its path."""

from __future__ import annotations

import shutil
import sys

from scripts import debian

MISSING = (
    "Немає yaz-ztest, і встановити його звідси не можна. Встановіть: sudo apt install yaz\n"
    "There is no yaz-ztest and it cannot be installed from here. Install it: sudo apt install yaz"
)


def find_yaz() -> str:
    path = shutil.which("yaz-ztest") or (shutil.which("yaz-ztest") if debian.install("yaz") else None)
    if path is None:
        raise debian.MissingToolError(MISSING)
    return path


if __name__ == "__main__":
    try:
        print(find_yaz())
    except debian.MissingToolError as missing:
        print(missing, file=sys.stderr)
        sys.exit(1)
