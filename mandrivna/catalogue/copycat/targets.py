"""The catalogues that may be asked: the fixed list of `policy/copycat.yaml` with what the institution wrote over it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.formats.marc import SCHEMES
from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem

POLICY = "copycat"
SRU, Z3950 = "sru", "z3950"
_Z_ADDRESS = re.compile(r"(?P<host>[A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\]):(?P<port>\d{1,5})/(?P<base>[\w.-]{1,60})")


@dataclass(frozen=True, kw_only=True)
class Target:
    key: str
    name: str
    enabled: bool
    address: str
    protocol: str
    version: str
    schema: str
    syntax: str
    encoding: str
    isbn: str
    words: str
    local: bool

    @property
    def z_address(self) -> tuple[str, int, str]:
        found = _Z_ADDRESS.fullmatch(self.address)
        if found is None:
            raise ValueError(self.address)
        return found["host"].strip("[]"), int(found["port"]), found["base"]


def targets() -> list[Target]:
    """Those that are switched on and have an address; one query."""
    said = policy.load(POLICY)["targets"]
    found = [Target(key=key, **about) for key, about in said.items()]
    return [one for one in found if one.enabled and one.address]


def is_address(protocol: str, address: str) -> bool:
    """http or https with a host and nobody's name and password; host, port and database of Z39.50."""
    if protocol == Z3950:
        found = _Z_ADDRESS.fullmatch(address)
        return found is not None and 0 < int(found["port"]) < 65_536
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


def copycat_problems(key: str, value: Any) -> list[Problem]:
    _root, _target, name = (*key.split("/"), "", "")[:3]
    if name in ("enabled", "local"):
        return [] if isinstance(value, bool) else [_wrong(_("Потрібне «так» або «ні»."))]
    if not isinstance(value, str):
        return [_wrong(_("Потрібен рядок тексту."))]
    choices = {"protocol": (SRU, Z3950), "syntax": SCHEMES, "encoding": ("utf-8", "marc8", "cp1251", "koi8-u")}
    if name in choices and value not in choices[name]:
        return [_wrong(_("Тут може бути лише: %(choices)s.") % {"choices": ", ".join(choices[name])})]
    if name == "address" and value and not any(is_address(protocol, value) for protocol in (SRU, Z3950)):
        return [_wrong(_("Адреса має вигляд https://каталог.example/sru або хост:210/база."))]
    if name in ("isbn", "words") and not re.search(r"\{(?:isbn|words|word)\}", value):
        return [_wrong(_("У запиті має стояти {isbn}, {words} або {word}."))]
    return []


def _wrong(text: Any) -> Problem:
    return Blocker(code="policy_copycat", text=text, field="value")


VALIDATORS.add(POLICY, copycat_problems)
