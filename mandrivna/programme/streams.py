"""Where an event is shown besides its one link: a few lines, «YouTube https://…», each a platform of the policy and an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core.addresses import is_web_address
from mandrivna.core.problems import Blocker, Problem
from mandrivna.programme.models import Described
from mandrivna.programme.states import Format
from mandrivna.programme.terms import Platform, platforms

MOST, LONGEST = 6, 300


@dataclass(frozen=True)
class Stream:
    label: str
    url: str


def streams_of(what: Described) -> list[Stream]:
    """Of what is online; the rest has none, whatever was written before it moved indoors."""
    if what.format == Format.PLACE:
        return []
    known = platforms()
    return [Stream(known[code].words if code in known else code, url) for code, url in what.streams]


def online_of(what: Described) -> list[Stream]:
    """The link and the streams, in order: whoever has no link of its own gives its first stream for one."""
    if what.format == Format.PLACE:
        return []
    return [*([Stream(gettext("долучитися"), what.link)] if what.link else []), *streams_of(what)]


def read_streams(text: str) -> tuple[list[list[str]], list[str]]:
    """Lines as they are typed, and those of them that say no platform we know. One whose address tells it needs no word."""
    found, unread = list[list[str]](), list[str]()
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        url = words[-1] if "://" in words[-1] else f"https://{words[-1]}"
        code = _named(" ".join(words[:-1]).rstrip(":").strip(), url)
        if code:
            found.append([code, url])
        else:
            unread.append(line.strip())
    return found, unread


def write_streams(streams: list[Any]) -> str:
    known = platforms()
    return "\n".join(f"{known[code].words if code in known else code} {url}" for code, url in streams)


def _named(said: str, url: str) -> str:
    """By its name where one is written, else by the address; never by a likeness."""
    known = platforms()
    if said:
        wanted = said.casefold()
        return next((code for code, one in known.items() if wanted in _names(code, one)), "")
    host = (_host(url)).removeprefix("www.").removeprefix("m.")
    return next((code for code, one in known.items() if any(host == own or host.endswith(f".{own}") for own in one.hosts)), "")


def _names(code: str, one: Platform) -> set[str]:
    """An empty name has been taken from the list; what was written under its code is still read back."""
    return {code, one.label.casefold(), one.words.casefold()} - {""}


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return ""


def stream_problems(streams: Any) -> list[Problem]:
    if not isinstance(streams, list) or any(not isinstance(one, (list, tuple)) or len(one) != 2 for one in streams):
        return [_problem("wrong_stream", _("Пишіть так: назва платформи, пропуск, адреса. Кожна трансляція в новому рядку."))]
    if len(streams) > MOST:
        return [_problem("too_many_streams", _("Забагато трансляцій: можна до %(most)d.") % {"most": MOST})]
    known, found, seen = platforms(), list[Problem](), set[str]()
    for code, url in streams:
        if code not in known:
            found.append(_problem("unknown_platform", _("Такої платформи немає в «Правилах закладу»: %(name)s.") % {"name": code}))
        elif not _address(url):
            found.append(_problem("wrong_stream_link", _("Це не адреса сторінки: %(line)s") % {"line": str(url)[:80]}))
        elif url in seen:
            found.append(_problem("same_stream", _("Цю адресу вже записано: %(line)s") % {"line": str(url)[:80]}))
        seen.add(str(url))
    return found


def _address(url: Any) -> bool:
    return isinstance(url, str) and len(url) <= LONGEST and is_web_address(url)


def _problem(code: str, text: Any) -> Problem:
    return Blocker(code=code, text=text, field="streams")
