"""Which address has a page: some only take what a form sends, and lead back to the page the form stands on."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

_HTTP = URLValidator(schemes=["http", "https"])


def is_web_address(text: str) -> bool:
    """Something that a browser opens: https:// or http:// and a host."""
    try:
        _HTTP(text)
    except ValidationError:
        return False
    return True


def page_above(path: str) -> str:
    """The nearest address above this one that has a page: «…/copy/1/return/» stands on «…/copy/1/»."""
    parts = [part for part in path.split("/") if part]
    while parts:
        parts.pop()
        found = f"/{'/'.join(parts)}/" if parts else "/"
        if has_page(found):
            return found
    return "/"


def has_page(path: str) -> bool:
    try:
        return not only_posted(resolve(path).func)
    except Resolver404:
        return False


def only_posted(view: object) -> bool:
    """`require_POST` says nothing about itself; what it wraps over is asked once, of a request that goes nowhere."""
    methods = getattr(view, "__closure__", None) or ()
    lists = [cell.cell_contents for cell in methods if isinstance(cell.cell_contents, list)]
    return ["POST"] in lists


def page_url(name: str, *args: object) -> str:
    """A page of our site, if the world can reach it; else nothing. In the language in force."""
    if not settings.NAMES:
        return ""
    return f"{'https' if settings.HTTPS else 'http'}://{settings.NAMES[0]}{reverse(name, args=args)}"


def safe_url(request: HttpRequest, url: str) -> str:
    """The address a form wants to go back to, if it is one of ours; else nothing."""
    ours = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if ours else ""


def same_site(request: HttpRequest, url: str) -> str:
    """The path of an address of this very site, after one slash (two would name a host); empty for any other."""
    parts = urlsplit(safe_url(request, url))
    path = f"/{parts.path.lstrip('/')}" if parts.path else ""
    return f"{path}?{parts.query}" if parts.query else path
