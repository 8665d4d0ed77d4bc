"""How this installation presents itself on every page: names, logo and accent, ready for a template.

{{ site.name }} · {{ site.slogan }}
    <img src="{{ site.logo_url }}" width="{{ site.logo_width }}" …>   where logo_url is not empty
{% if site.accent_url %}<link rel="stylesheet" href="{{ site.accent_url }}">{% endif %}
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from mandrivna.core.profile import SiteProfile, profile_for_site


@dataclass(frozen=True)
class Site:
    said: SiteProfile

    @property
    def name(self) -> str:
        return self.said.name

    @property
    def short_name(self) -> str:
        return self.said.short_name or self.said.name

    @property
    def slogan(self) -> str:
        return self.said.slogan

    @property
    def phone(self) -> str:
        return self.said.phone

    @property
    def email(self) -> str:
        return self.said.email

    @property
    def sample(self) -> bool:
        """An example library is loaded beside the real one."""
        return self.said.sample

    @property
    def logo_url(self) -> str:
        return logo_url(self.said.logo)

    @property
    def logo_width(self) -> int:
        return self.said.logo_width

    @property
    def logo_height(self) -> int:
        return self.said.logo_height

    @property
    def accent_url(self) -> str:
        """A stylesheet that sets --accent and --accent-dark; empty when the program's own colour stands."""
        return accent_url(self.said.accent, self.said.accent_dark)


def logo_url(digest: str) -> str:
    return reverse("site:logo", args=[digest]) if digest else ""


def accent_url(accent: str, accent_dark: str) -> str:
    """The address says the colours, so it never changes its mind and may be kept for ever."""
    return reverse("site:accent", args=[accent[1:], accent_dark[1:]]) if accent and accent_dark else ""


def site() -> Site:
    return Site(profile_for_site())
