"""What every page asks about the institution: its names, sign and colour; and which rules of use hold on a day."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from django.db.models import Exists

from mandrivna.core.models import Kind, Profile, Sample, Unit, UseRules

PAPER, NIGHT = "#faf6ee", "#14191b"
"""The grounds links stand on in the light theme and in the dark one; the styles use the same two."""

FRESH = 10.0
"""Seconds a process may believe what it has read: the name of a library is not asked of the database for every page."""


@dataclass(frozen=True)
class SiteProfile:
    """Empty strings where the institution has said nothing: then the program's own look stands."""

    name: str = ""
    short_name: str = ""
    slogan: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0
    accent: str = ""
    accent_dark: str = ""
    phone: str = ""
    email: str = ""
    sample: bool = False


_known: tuple[float, SiteProfile] | None = None


def profile_for_site() -> SiteProfile:
    """Of the institution whose installation this is. A change shows at once here, in other processes after ten seconds."""
    global _known
    now = time.monotonic()
    if _known is None or now - _known[0] > FRESH:
        _known = (now, _read())
    return _known[1]


def forget() -> None:
    global _known
    _known = None


def site_institution() -> Unit | None:
    """The first institution opened here; libraries of its network, and an example, come later."""
    return Unit.objects.filter(kind=Kind.INSTITUTION, closed_on=None).order_by("pk").first()


SAID = ("name", "short_name", *(f"profile__{name}" for name in (
    "public_name", "short_name", "slogan", "logo", "logo__width", "logo__height", "accent", "accent_dark", "phone",
    "email",
)))  # fmt: skip


def _read() -> SiteProfile:
    institutions = Unit.objects.filter(kind=Kind.INSTITUTION, closed_on=None).annotate(sample=Exists(Sample.objects.all()))
    row = institutions.order_by("pk").values_list(*SAID, "sample").first()
    if row is None:
        return SiteProfile()
    name, short, own_name, own_short, slogan, logo, width, height, accent, accent_dark, phone, email, sample = row
    return SiteProfile(
        own_name or name, own_short or short, slogan or "", logo or "", width or 0, height or 0, accent or "", accent_dark or "",
        phone or "", email or "", sample,
    )  # fmt: skip


def profile_of(unit: Unit) -> Profile:
    """As it stands; of an institution that has said nothing yet, an empty one that is not in the database."""
    found = Profile.objects.filter(unit=unit).select_related("logo").defer("logo__web", "logo__document").first()
    return found or Profile(unit=unit)


def rules_on(unit: Unit, day: dt.date) -> UseRules | None:
    """The version in force on a day; its number is what a reader's acceptance keeps."""
    return UseRules.objects.filter(unit=unit, since__lte=day).order_by("-number").first()
