"""Where the library's bot is found: a link that codes on posters and screens begin with. Public, and known without the token."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def _path() -> Path:
    return Path(settings.DATA) / "bot-link"


def keep_link(link: str) -> None:
    """Said by the bot when it has come up: «https://t.me/Name?start=»."""
    if bot_link() != link:
        draft = _path().with_suffix(".new")
        draft.write_text(link, encoding="ascii")
        draft.replace(_path())


def bot_link(start: str = "") -> str:
    """The whole link, or nothing while there is no bot."""
    try:
        found = _path().read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return f"{found}{start}" if found.startswith(("https://", "http://127.0.0.1:")) else ""
