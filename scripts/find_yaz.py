"""Where Debian's servers of Z39.50 are: yaz-ztest, which answers anything, and Zebra, which searches real records. They are
installed when there are none: `python -m scripts.find_yaz` prints the path of the first."""

from __future__ import annotations

import shutil
import sys

from scripts import debian

MISSING = (
    "Немає {tool}, і встановити його звідси не можна. Встановіть: sudo apt install {package}\n"
    "There is no {tool} and it cannot be installed from here. Install it: sudo apt install {package}"
)


def find(tool: str, package: str) -> str:
    path = shutil.which(tool) or (shutil.which(tool) if debian.install(package) else None)
    if path is None:
        raise debian.MissingToolError(MISSING.format(tool=tool, package=package))
    return path


def find_yaz() -> str:
    return find("yaz-ztest", "yaz")


def find_zebra() -> str:
    """Of its indexer; the server lies beside it."""
    return find("zebraidx", "idzebra-2.0")


if __name__ == "__main__":
    try:
        print(find_yaz())
    except debian.MissingToolError as missing:
        print(missing, file=sys.stderr)
        sys.exit(1)
