"""The guide to resources of the network, kept by people. Checks of its addresses never change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.models import Access, Language, Link, Resource
from mandrivna.catalogue.tasks import check_links
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, Problem, refuse_if


@verb("catalogue.add_resource", may=rules.EDIT, at="unit")
def add_resource(
    act: Act,
    *,
    unit: Unit,
    theme: str,
    title: str,
    url: str,
    words: str = "",
    language: str = Language.UKR,
    access: str = Access.FREE,
    shown: bool = True,
) -> Resource:
    about = {"theme": theme, "title": title, "url": url, "words": words, "language": language, "access": access, "shown": shown}
    return _saved(Resource(unit=unit), about)


@verb("catalogue.edit_resource", may=rules.EDIT, at="resource.unit")
def edit_resource(
    act: Act,
    *,
    resource: Resource,
    theme: str,
    title: str,
    url: str,
    words: str = "",
    language: str = Language.UKR,
    access: str = Access.FREE,
    shown: bool = True,
) -> Resource:
    """What is no longer of use is not shown any more; it can be brought back."""
    found = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    about = {"theme": theme, "title": title, "url": url, "words": words, "language": language, "access": access, "shown": shown}
    return _saved(found, about)


@verb("catalogue.check_link_again", may=rules.EDIT)
def check_link_again(act: Act, *, link: Link) -> Link:
    """Not now and not by whoever asks: the worker does it with its next breath."""
    found = Link.objects.select_for_update().get(pk=link.pk)
    found.checked_at = None
    found.save(update_fields=["checked_at"])
    enqueue(check_links)
    return found


def _saved(resource: Resource, about: dict[str, Any]) -> Resource:
    for name, value in about.items():
        setattr(resource, name, " ".join(value.split()) if isinstance(value, str) and name != "words" else value)
    resource.words = resource.words.strip()
    refuse_if(_problems(resource))
    resource.full_clean()
    resource.save()
    enqueue(check_links)
    return resource


def _problems(one: Resource) -> list[Problem]:
    problems: list[Problem] = []
    if not one.theme:
        problems.append(Blocker(code="no_theme", text=_("Вкажіть тему."), field="theme"))
    if not one.title:
        problems.append(Blocker(code="no_title", text=_("Вкажіть назву."), field="title"))
    if not one.url.startswith(("http://", "https://")):
        problems.append(Blocker(code="wrong_address", text=_("Адреса має починатися з https:// або http://."), field="url"))
    if one.language not in Language.values:
        problems.append(Blocker(code="unknown_language", text=_("Невідомий код мови."), field="language"))
    if one.access not in Access.values:
        problems.append(Blocker(code="unknown_access", text=_("Невідомо, хто може читати."), field="access"))
    if Resource.objects.filter(unit=one.unit, url=one.url).exclude(pk=one.pk).exists():
        problems.append(Blocker(code="address_exists", text=_("Ця адреса в путівнику вже є."), field="url"))
    return problems
