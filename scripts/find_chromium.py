"""Where a Chromium for the browser tests is; gets one when there is none: `python -m scripts.find_chromium` prints its path."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "Немає Chromium, і встановити його звідси не можна. Встановіть: sudo apt install chromium\n"
    "There is no Chromium and it cannot be installed from here. Install it: sudo apt install chromium"
)


def find_chromium() -> str:
    """The path of one that starts; Debian's package before the one Playwright would download."""
    for look in (_installed, _from_debian, _playwrights, _from_playwright):
        if path := look():
            return path
    raise debian.MissingToolError(MISSING)


def _installed() -> str | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path and _starts(path)), None)


def _from_debian() -> str | None:
    return _installed() if debian.install("chromium") else None


def _playwrights() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    found = sorted(cache.glob("chromium*/chrome*/*chrome*"), reverse=True)
    return next((str(path) for path in found if os.access(path, os.X_OK) and path.is_file() and _starts(str(path))), None)


def _from_playwright() -> str | None:
    if importlib.util.find_spec("playwright") is None:
        return None
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    done = subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return _playwrights() if done.returncode == 0 else None


def _starts(path: str) -> bool:
    """Ubuntu's `chromium-browser` without snap is a script that only says so."""
    try:
        done = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        print(find_chromium())
    except debian.MissingToolError as missing:
        sys.exit(str(missing))
