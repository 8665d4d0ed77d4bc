"""Verbs about how an institution speaks of itself. Every change stands on the unit's timeline and in the audit."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit, profile
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Kind, Logo, Profile, Unit, UnitEvent, UseRules
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.core.rules import PROFILE_EDIT
from mandrivna.shared import colour
from mandrivna.shared.pictures import NotTaken, Why, made_anew

EDITABLE = (
    "public_name", "short_name", "slogan", "about", "address", "phone", "email", "links", "joining", "accessibility",
)  # fmt: skip
MOST_LINKS, LONGEST_LINK = 8, 200
SKIPPABLE = ("staff",)

NOT_TAKEN = {
    Why.EMPTY: _("Файл порожній."),
    Why.TOO_HEAVY: _("Файл завеликий: можна до 8 МБ."),
    Why.TOO_LARGE: _("Зображення завелике: можна до 25 мільйонів пікселів."),
    Why.VECTOR: _(
        "SVG не приймаємо: це не картинка, а сторінка, у якій може ховатися чужий код. Збережіть логотип як PNG і надішліть його."
    ),
    Why.NOT_A_PICTURE: _("Це не схоже на зображення. Приймаємо PNG, JPEG або WebP."),
}


def picture_problem(why: Why) -> Problem:
    return Blocker(code=f"logo_{why}", text=NOT_TAKEN[why], field="logo")


def _standing(unit: Unit) -> Profile:
    """The one row of this institution, locked: two people changing it wait for each other."""
    refuse_if(_kind_problems(unit))
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    return Profile.objects.select_for_update().filter(unit=unit).first() or Profile(unit=unit)


def _kind_problems(unit: Unit) -> list[Problem]:
    if unit.kind != Kind.INSTITUTION:
        return [Blocker(code="not_an_institution", text=_("Профіль має лише заклад."))]
    return []


def _keep(act: Act, row: Profile, code: str, changes: dict[str, Any]) -> Profile:
    """Write what differs, with its trace; what is already so leaves none."""
    before = {name: getattr(row, name) for name in changes if getattr(row, name) != changes[name]}
    for name in before:
        setattr(row, name, changes[name])
    if before or row.pk is None:
        row.changed_at = timezone.now()
        row.full_clean(exclude=["unit", "logo"])
        row.save()
        after = {name: changes[name] for name in before}
        UnitEvent.objects.create(
            unit=row.unit, on=act.on, what=UnitEvent.What.PROFILE, before=_told(before), after=_told(after), op=act.uid
        )
        audit.record(act, row, code, before=before, after=after, unit=row.unit)
        profile.forget()
        transaction.on_commit(profile.forget)
    return row


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value.pk)[:12] if isinstance(value, Logo) else value for name, value in values.items()}


@verb("core.edit_profile", may=PROFILE_EDIT, at="unit", audited=False)
def edit_profile(act: Act, *, unit: Unit, about: dict[str, Any]) -> Profile:
    """Names, slogan, contacts, texts. `links` is a list of https addresses."""
    row = _standing(unit)
    refuse_if([*_known_problems(about), *link_problems(about.get("links", []))])
    return _keep(act, row, "core.edit_profile", about)


def _known_problems(about: dict[str, Any]) -> list[Problem]:
    if unknown := set(about) - set(EDITABLE):
        text = _("Ці відомості не змінюють тут: %(names)s.") % {"names": ", ".join(sorted(unknown))}
        return [Blocker(code="not_editable", text=text)]
    return []


def link_problems(links: Any) -> list[Problem]:
    """Addresses readers will press: only https, only whole ones."""
    if not isinstance(links, list) or len(links) > MOST_LINKS:
        return [Blocker(code="too_many_links", text=_("Досить восьми адрес."), field="links")]
    for link in links:
        if not isinstance(link, str) or len(link) > LONGEST_LINK or not _whole(link):
            text = _("Адреса має починатися з https:// і не містити пробілів: %s") % str(link)[:80]
            return [Blocker(code="bad_link", text=text, field="links")]
    return []


def _whole(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    plain = not any(sign.isspace() or ord(sign) < 33 for sign in link) and "\\" not in link
    return plain and parts.scheme == "https" and "." in (parts.hostname or "") and "@" not in parts.netloc


@verb("core.set_logo", may=PROFILE_EDIT, at="unit", audited=False)
def set_logo(act: Act, *, unit: Unit, picture: str) -> Profile:
    """`picture` is a file in base64, best as small as `pictures` makes it; empty takes the logo away. Only pixels are kept."""
    row = _standing(unit)
    old, new = row.logo, _logo_of(picture) if picture else None
    kept = _keep(act, row, "core.set_logo", {"logo": new})
    if old is not None and old != new and not Profile.objects.filter(logo=old).exists():
        old.delete()
    return kept


def _logo_of(picture: str) -> Logo:
    try:
        made = made_anew(base64.b64decode(picture, validate=True))
    except NotTaken as refusal:
        raise Refused([picture_problem(refusal.why)]) from None
    except ValueError:
        raise Refused([picture_problem(Why.NOT_A_PICTURE)]) from None
    logo, _made = Logo.objects.get_or_create(
        digest=made.digest, defaults={"web": made.web, "document": made.document, "width": made.width, "height": made.height}
    )
    return logo


@verb("core.set_accent", may=PROFILE_EDIT, at="unit", audited=False)
def set_accent(act: Act, *, unit: Unit, accent: str, accent_dark: str) -> Profile:
    """Both shades, each readable on its own ground, or both empty for the program's own colour. Nothing is put right in silence."""
    row = _standing(unit)
    refuse_if(accent_problems(accent, accent_dark))
    return _keep(act, row, "core.set_accent", {"accent": accent, "accent_dark": accent_dark})


def accent_problems(accent: str, accent_dark: str) -> list[Problem]:
    if not accent and not accent_dark:
        return []
    found: list[Problem] = []
    for name, shade, ground in (("accent", accent, profile.PAPER), ("accent_dark", accent_dark, profile.NIGHT)):
        try:
            exact, ratio = colour.normal(shade) == shade, colour.contrast(shade, ground)
        except colour.NotAColour:
            exact, ratio = False, 0.0
        if not exact:
            found.append(Blocker(code="not_a_colour", text=_("Колір пишуть як #rrggbb."), field=name))
        elif ratio < colour.READABLE:
            text = _("Контраст %(ratio)s : 1, а потрібно щонайменше 4,5 : 1, щоб посилання можна було прочитати.")
            found.append(Blocker(code="contrast", text=text % {"ratio": number_format(colour.shown(ratio))}, field=name))
    return found


def shades_of(wished: str) -> tuple[str, str]:
    """What we offer for a wished colour: itself where it can be read, else its nearest shade, for paper and for night."""
    return colour.readable(wished, profile.PAPER), colour.readable(wished, profile.NIGHT)


@verb("core.adopt_rules", may=PROFILE_EDIT, at="unit", audited=False)
def adopt_rules(act: Act, *, unit: Unit, text: str, since: dt.date) -> UseRules:
    """A new version of the rules of use. The same words again are the version that stands."""
    refuse_if(_kind_problems(unit))
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    last = UseRules.objects.filter(unit=unit).order_by("-number").first()
    refuse_if(_rules_problems(text, since, last))
    text = text.replace("\r\n", "\n").strip()
    if last is not None and last.text == text and last.since == since:
        return last
    made = UseRules(unit=unit, number=last.number + 1 if last else 1, text=text, since=since, op=act.uid)
    made.full_clean(exclude=["unit"])
    made.save(force_insert=True)
    UnitEvent.objects.create(
        unit=unit, on=act.on, what=UnitEvent.What.RULES, after={"number": made.number, "since": str(since)}, op=act.uid
    )
    audit.record(act, made, "core.adopt_rules", after={"number": made.number, "since": str(since)}, unit=unit)
    return made


def _rules_problems(text: str, since: dt.date, last: UseRules | None) -> list[Problem]:
    found: list[Problem] = []
    if not text.strip():
        found.append(Blocker(code="no_text", text=_("Напишіть правила."), field="text"))
    if last is not None and since < last.since:
        about = _("Нова версія не може діяти раніше за попередню (%s).") % last.since.strftime("%d.%m.%Y")
        found.append(Blocker(code="before_last", text=about, field="since"))
    return found


@verb("core.skip_step", may=PROFILE_EDIT, at="unit", audited=False)
def skip_step(act: Act, *, unit: Unit, step: str) -> Profile:
    """«Обійдуся без цього»: the guide stops asking. Everything else it knows, it sees from the data."""
    row = _standing(unit)
    if step not in SKIPPABLE:
        refuse_if([Blocker(code="not_skippable", text=_("Цей крок пропустити не можна."), field="step")])
    if step not in row.skipped:
        row.skipped = [*row.skipped, step]
        row.save()
    return row
