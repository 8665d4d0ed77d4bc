"""What pages for readers need beside the common look: their addresses in each language, words of the institution set as text."""

from __future__ import annotations

import re

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from mandrivna.faces.public.addresses import Here, here

register = template.Library()

TONGUES = {"ukr": "uk", "rus": "ru", "eng": "en", "pol": "pl", "ger": "de", "fre": "fr", "crh": "crh"}
BULLET = re.compile(r"^[-–—•*]\s+")


@register.simple_tag(takes_context=True)
def this_page(context: Context) -> Here:
    request: HttpRequest = context["request"]
    return here(request)


@register.filter
def tongue(language: str) -> str:
    """How a screen reader has to pronounce a title; empty where the record does not know."""
    return TONGUES.get(language, "")


@register.filter
def prose(text: str) -> SafeString:
    """Plain text as people type it: empty lines part paragraphs, dashes make a list, a short line without a stop is a heading."""
    blocks = [block.strip().splitlines() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    return mark_safe("\n".join(_block(lines, last=number == len(blocks) - 1) for number, lines in enumerate(blocks)))  # noqa: S308 - escaped line by line


def _block(lines: list[str], *, last: bool) -> str:
    if all(BULLET.match(line) for line in lines):
        return "<ul>" + "".join(f"<li>{_line(BULLET.sub('', line))}</li>" for line in lines) + "</ul>"
    if len(lines) == 1 and not last and len(lines[0]) <= 80 and lines[0][-1] not in ".!?…;:,":
        return f"<h2>{escape(lines[0])}</h2>"
    return f"<p>{'<br>'.join(_line(line) for line in lines)}</p>"


def _line(text: str) -> str:
    return urlize(text.strip(), autoescape=True)


@register.filter
def dialled(phone: str) -> str:
    """«+380 47 200-00-00, дод. 2» for a telephone's own button: the first number only, digits only."""
    digits = re.sub(r"[^\d+]", "", re.split(r"[,;]|дод", phone)[0])
    return digits if len(digits) >= 5 else ""


@register.filter
def without_scheme(link: str) -> str:
    """«example.org/page»: how people say an address."""
    return link.removeprefix("https://").rstrip("/")
